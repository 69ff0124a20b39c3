import type { Platform } from '../../domain/tenant/identity.ts';
import type { platforms as english } from '../en/platforms.ts';

const names: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' };
const credentials: Readonly<Record<Platform, string>> = {
  slack:
    'Demandez à la personne qui gère le bot de réinstaller l’application Slack et d’indiquer son jeton dans le paramètre SLACK_BOT_TOKEN.',
  teams:
    'Demandez à la personne qui gère le bot de créer un secret client dans Microsoft Entra et de l’indiquer dans le paramètre MicrosoftAppPassword.',
};

export const platforms: typeof english = {
  names,
  permissions: {
    title: (platform) => `Il manque des autorisations à l’application ${names[platform]}`,
    summary: (platform, missing) => `Il manque des autorisations à l’application ${names[platform]} : ${missing}.`,
    text: (platform, missing) =>
      `Il manque à l’application ${names[platform]} les autorisations ${missing}. Les fonctions qui en dépendent ne fonctionnent pas.`,
    mute: (platform, missing) =>
      `Il manque à l’application ${names[platform]} les autorisations ${missing}. Sans elles, je ne peux rien publier dans ${names[platform]}, pas même une alerte.`,
    remedy:
      'Demandez à la personne qui gère le bot d’ouvrir api.slack.com/apps → l’application → OAuth & Permissions, d’y ajouter ces autorisations, puis de choisir « Reinstall to Workspace ». Je m’en aperçois en moins d’une minute.',
  },
  credentials: {
    title: (platform) => `${names[platform]} refuse mes identifiants`,
    summary: (platform) =>
      `${names[platform]} refuse mes identifiants. Je ne peux rien y publier, pas même les alertes.`,
    remedy: (platform) => credentials[platform],
  },
};
