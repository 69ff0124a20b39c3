import { Resolver } from 'node:dns/promises';
import { isThisMachine } from '../http/refusals.ts';
import type { Config } from '../settings/config.ts';
import { type CheckResult, fine, off } from './check.ts';
import { slackApi } from './slack-checks.ts';

/** This domain takes mail for sure. */
const mailDomain = 'microsoft.com';
/** Timeout (ms) of a DNS query for a domain's mail hosts. */
const lookUpMs = 4_000;

/** Returns whether a platform of another machine is connected. */
async function isConnected({ slack, teams }: Config): Promise<boolean> {
  const urls = [
    ...(slack ? [slack.apiUrl ?? slackApi] : []),
    ...(teams ? [(await import('../teams/api/cloud.ts')).cloudOf(teams.app).ToChannelFromBotLoginUrl] : []),
  ];
  return urls.some((url) => !isThisMachine(new URL(url).hostname));
}

/**
 * Checks that the name server answers questions about mail. Without that the bot works; it only never says that a mail
 * domain is dead.
 */
export async function mailCheck(config: Config): Promise<CheckResult> {
  if (!(await isConnected(config))) return off('No platform of another machine is connected.');
  const found = await new Resolver({ timeout: lookUpMs, tries: 1 }).resolveMx(mailDomain).catch(() => []);
  return found.length > 0
    ? fine('It answers questions about mail domains.')
    : off(
        `It says nothing about the mail hosts of ${mailDomain}, so the bot cannot notice a contact’s mail domain that takes no mail.`,
        'If you want that, let this machine ask a name server that answers MX questions.',
      );
}
