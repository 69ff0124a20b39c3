import { lookup, Resolver } from 'node:dns/promises';
import { isThisMachine } from '../http/refusals.ts';
import type { Config } from '../settings/config.ts';
import { type CheckResult, failed, fine, off } from './check.ts';
import { slackApi } from './slack-checks.ts';

/** This domain takes mail for sure. */
const mailDomain = 'microsoft.com';
/** How long (ms) the answer about its mail hosts is waited for. */
const lookUpMs = 4_000;

const noHosts = 'No platform of another machine is connected.';

/** Resolves with the hosts of the platforms that are connected, without this machine itself. */
async function hostsOf({ slack, teams }: Config): Promise<string[]> {
  const urls = [
    ...(slack ? [slack.apiUrl ?? slackApi] : []),
    ...(teams ? [(await import('../teams/api/cloud.ts')).cloudOf(teams.app).ToChannelFromBotLoginUrl] : []),
  ];
  return urls.map((url) => new URL(url).hostname).filter((host) => !isThisMachine(host));
}

/** Checks that the name server knows the hosts of the platforms. */
export async function hostsCheck(config: Config): Promise<CheckResult> {
  const hosts = await hostsOf(config);
  if (hosts.length === 0) return off(noHosts);
  const outcomes = await Promise.allSettled(hosts.map((host) => lookup(host)));
  const unknown = hosts.filter((_, index) => outcomes[index]?.status === 'rejected');
  return unknown.length === 0
    ? fine(`It knows ${hosts.join(' and ')}.`)
    : failed(
        `It gives no address for ${unknown.join(' and ')}.`,
        'Let this machine ask a name server that knows the internet: on most systems /etc/resolv.conf names it.',
      );
}

/** Checks that it answers questions about mail. Without that the bot works; it only never says that a mail domain is dead. */
export async function mailCheck(config: Config): Promise<CheckResult> {
  if ((await hostsOf(config)).length === 0) return off(noHosts);
  const found = await new Resolver({ timeout: lookUpMs, tries: 1 }).resolveMx(mailDomain).catch(() => []);
  return found.length > 0
    ? fine('It answers questions about mail domains.')
    : off(
        `It says nothing about the mail hosts of ${mailDomain}, so the bot cannot notice a contact’s mail domain that takes no mail.`,
        'If you want that, let this machine ask a name server that answers MX questions.',
      );
}
