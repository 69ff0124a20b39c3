/** Asks the name servers whether a domain takes mail. It sends names only, and never connects to a mail host. */

import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import type { MailDomains } from '../../src/ports/world.ts';
import { withTimeout } from '../process/timers.ts';

/** Takes the part of `Resolver` that is used. */
export type NameServers = Pick<Resolver, 'resolveMx' | 'resolve4' | 'resolve6' | 'cancel'>;

type MailAnswer = 'yes' | 'no' | 'unknown';

const budgetMs = 1_000;
/**
 * This domain takes mail for sure. Name servers that do not know it, as in closed networks, prove nothing about other
 * domains.
 */
const control = 'microsoft.com';

const openResolver = (): NameServers => new Resolver({ timeout: budgetMs, tries: 1 });

/**
 * Returns what asks the name servers, for at most `patienceMs` milliseconds. `open` makes a resolver for one question,
 * so that giving one up leaves the others alone.
 */
export function mailDomains(open = openResolver, patienceMs = budgetMs): MailDomains {
  return {
    async takesMail(domain) {
      const name = domainToASCII(domain.replace(/\.$/, ''));
      if (!/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(name)) return 'unknown';
      const names = open();
      return withTimeout(patienceMs, mailAnswer(names, name), () => 'unknown' as const).finally(() => names.cancel());
    },
  };
}

async function mailAnswer(names: NameServers, name: string): Promise<MailAnswer> {
  const hosts = await names.resolveMx(name).catch(codeOf);
  if (typeof hosts === 'string') {
    if (hosts === 'ENOTFOUND') return noUnlessBlind(names);
    return hosts === 'ENODATA' ? withoutMx(names, name) : 'unknown';
  }
  // A single host named "." means that the domain accepts no mail: https://www.rfc-editor.org/rfc/rfc7505
  return hosts.every(({ exchange }) => exchange === '' || exchange === '.') ? 'no' : 'yes';
}

/**
 * Answers for a domain without a mail host: mail then goes to the domain's own address, which may or may not take it.
 * https://www.rfc-editor.org/rfc/rfc5321#section-5.1
 */
async function withoutMx(names: NameServers, name: string): Promise<MailAnswer> {
  const answers = await Promise.all([names.resolve4(name).catch(codeOf), names.resolve6(name).catch(codeOf)]);
  return answers.every((answer) => answer === 'ENODATA' || answer === 'ENOTFOUND') ? noUnlessBlind(names) : 'unknown';
}

async function noUnlessBlind(names: NameServers): Promise<MailAnswer> {
  const hosts = await names.resolveMx(control).catch(codeOf);
  return typeof hosts !== 'string' && hosts.length > 0 ? 'no' : 'unknown';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
