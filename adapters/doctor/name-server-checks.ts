import { lookup, Resolver } from 'node:dns/promises';
import { isThisMachine } from '../http/refusals.ts';
import type { Config } from '../settings/config.ts';
import { type DoctorCheck, type Examination, failed, fine, notLookedAt, off } from './check.ts';
import { slackApi } from './slack-api.ts';
import type { Subject } from './subject.ts';

const names = ['name-server', 'name-server:mail'] as const;
/** This domain takes mail for sure. */
const mailDomain = 'microsoft.com';
const lookUpMs = 4_000;

/** Asks name servers: how a host is looked up before a connection, and which hosts take the mail of a domain. Each rejects with Node's error. */
export interface NameServer {
  lookUp(host: string): Promise<unknown>;
  mailHosts(domain: string): Promise<readonly unknown[]>;
}

const standard: NameServer = {
  lookUp: (host) => lookup(host),
  mailHosts: (domain) => new Resolver({ timeout: lookUpMs, tries: 1 }).resolveMx(domain),
};

/** Returns the examinations of the name server: for the hosts of the platforms, and for mail domains. */
export function nameServerExaminations({ config }: Subject, nameServer = standard): readonly Examination[] {
  if (config === null) return [notLookedAt(names, 'Not looked at: the settings need a correction first.')];
  return [
    { names: ['name-server'], needsNetwork: true, look: async () => [await hostsCheck(config, nameServer)] },
    { names: ['name-server:mail'], needsNetwork: true, look: async () => [await mailCheck(config, nameServer)] },
  ];
}

/** Resolves with the hosts of the platforms that are connected, without this machine itself. */
async function hostsOf({ slack, teams }: Config): Promise<string[]> {
  const urls = [
    ...(slack ? [slack.apiUrl ?? slackApi] : []),
    ...(teams ? [(await import('../teams/api/cloud.ts')).cloudOf(teams.app).ToChannelFromBotLoginUrl] : []),
  ];
  return urls.map((url) => new URL(url).hostname).filter((host) => !isThisMachine(host));
}

const nobody = 'No platform of another machine is connected.';

async function hostsCheck(config: Config, { lookUp }: NameServer): Promise<DoctorCheck> {
  const name = 'name-server';
  const hosts = await hostsOf(config);
  if (hosts.length === 0) return off(name, nobody);
  const outcomes = await Promise.allSettled(hosts.map(lookUp));
  const unknown = hosts.filter((_, index) => outcomes[index]?.status === 'rejected');
  return unknown.length === 0
    ? fine(name, `It knows ${hosts.join(' and ')}.`)
    : failed(
        name,
        `It gives no address for ${unknown.join(' and ')}.`,
        'Let this machine ask a name server that knows the internet: on most systems /etc/resolv.conf names it.',
      );
}

/** Without an answer about mail the bot works; it only never says that a mail domain is dead. */
async function mailCheck(config: Config, { mailHosts }: NameServer): Promise<DoctorCheck> {
  const name = 'name-server:mail';
  if ((await hostsOf(config)).length === 0) return off(name, nobody);
  const hosts = await mailHosts(mailDomain).catch(() => []);
  return hosts.length > 0
    ? fine(name, 'It answers questions about mail domains.')
    : off(
        name,
        `It says nothing about the mail hosts of ${mailDomain}, so the bot cannot notice a contact’s mail domain that takes no mail.`,
        'If you want that, let this machine ask a name server that answers MX questions.',
      );
}
