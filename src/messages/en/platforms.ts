import type { Platform } from '../../domain/tenant/identity.ts';

const names: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' };
const credentials: Readonly<Record<Platform, string>> = {
  slack: 'Ask the person who runs the bot to install the Slack app again and to set its token as SLACK_BOT_TOKEN.',
  teams:
    'Ask the person who runs the bot to create a new client secret in Microsoft Entra and to set it as MicrosoftAppPassword.',
};

/** Admins read these words when a platform does not let the bot do its work: they say what does not work, and who fixes it how. */
export const platforms = {
  names,
  permissions: {
    title: (platform: Platform) => `The ${names[platform]} app lacks permissions`,
    summary: (platform: Platform, missing: string) => `The ${names[platform]} app lacks permissions: ${missing}.`,
    text: (platform: Platform, missing: string) =>
      `The ${names[platform]} app lacks these permissions: ${missing}. Features that need them do not work.`,
    mute: (platform: Platform, missing: string) =>
      `The ${names[platform]} app lacks these permissions: ${missing}. Without them, I cannot post anything in ${names[platform]}, not even alerts.`,
    remedy:
      'Ask the person who runs the bot to open api.slack.com/apps → the app → OAuth & Permissions, to add the permissions, and to choose “Reinstall to Workspace”. I will notice this within a minute.',
  },
  credentials: {
    title: (platform: Platform) => `${names[platform]} is refusing my credentials`,
    summary: (platform: Platform) =>
      `${names[platform]} is refusing my credentials. I cannot post anything in ${names[platform]}, not even alerts.`,
    remedy: (platform: Platform) => credentials[platform],
  },
};
