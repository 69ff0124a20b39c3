import type { Platform } from '../../domain/tenant/identity.ts';
import type { platforms as english } from '../en/platforms.ts';

const names: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' };
const credentials: Readonly<Record<Platform, string>> = {
  slack: 'La personne qui héberge le bot réinstalle l’application Slack et indique son jeton dans SLACK_BOT_TOKEN.',
  teams:
    'La personne qui héberge le bot crée un nouveau secret client dans Microsoft Entra et l’indique dans MicrosoftAppPassword.',
};

export const platforms: typeof english = {
  names,
  permissions: {
    title: (platform) => `Il manque des autorisations à l’application ${names[platform]}`,
    summary: (platform, missing) => `Il manque des autorisations à l’application ${names[platform]} : ${missing}.`,
    text: (platform, missing) =>
      `Il manque à l’application ${names[platform]} les autorisations ${missing}. Ce qui en dépend ne fonctionne pas.`,
    mute: (platform, missing) =>
      `Il manque à l’application ${names[platform]} les autorisations ${missing}. Sans elles, je ne peux rien publier dans ${names[platform]}, pas même une alerte.`,
    remedy:
      'La personne qui héberge le bot ouvre api.slack.com/apps → l’application → OAuth & Permissions, les ajoute, puis choisit « Reinstall to Workspace ». Je m’en aperçois en moins d’une minute.',
  },
  credentials: {
    title: (platform) => `${names[platform]} refuse mes identifiants`,
    summary: (platform) => `${names[platform]} refuse mes identifiants : rien n’y arrive, pas même une alerte.`,
    remedy: (platform) => credentials[platform],
  },
};
