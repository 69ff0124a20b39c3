import type { Platform } from '../../domain/tenant/identity.ts';

const names: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' };
const credentials: Readonly<Record<Platform, string>> = {
  slack: 'Whoever runs the bot installs the Slack app again and sets its token as SLACK_BOT_TOKEN.',
  teams: 'Whoever runs the bot makes a new client secret in Microsoft Entra and sets it as MicrosoftAppPassword.',
};

/** Admins read these words when a platform does not let the bot do its work: they say what does not work, and who fixes it how. */
export const platforms = {
  names,
  permissions: {
    title: (platform: Platform) => `The ${names[platform]} app lacks permissions`,
    summary: (platform: Platform, missing: string) => `The ${names[platform]} app lacks permissions: ${missing}.`,
    text: (platform: Platform, missing: string) =>
      `The ${names[platform]} app lacks the permissions ${missing}. What needs them does not work.`,
    mute: (platform: Platform, missing: string) =>
      `The ${names[platform]} app lacks the permissions ${missing}. Without them I can post nothing in ${names[platform]}, alerts included.`,
    remedy:
      'Whoever runs the bot opens api.slack.com/apps → the app → OAuth & Permissions, adds them, and chooses “Reinstall to Workspace”. I notice it within a minute.',
  },
  credentials: {
    title: (platform: Platform) => `${names[platform]} refuses my credentials`,
    summary: (platform: Platform) =>
      `${names[platform]} refuses my credentials: nothing arrives there, no alert either.`,
    remedy: (platform: Platform) => credentials[platform],
  },
};
