/** A record in order, what was looked up about it, and what the rules find when some of it is otherwise. */
import type { Check, FindingCode } from '../../src/domain/finding/finding.ts';
import { type Evidence, judge } from '../../src/domain/finding/rules.ts';
import type { Contact, StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { ada, aTenant, sam, slackChannel, teamsChannel } from './partner.ts';

export const [soc, deputy] = [slackChannel, teamsChannel];
export const start = '2026-03-01T10:00:00.000Z';

const shortened = { middleName: '', timezone: 'Europe/Paris', channels: [soc, deputy], onCall: [sam, ada] };
export const tenant = aTenant({ contact: shortened }, start);
export const { contact } = tenant;

export const check: Check = {
  id: tenant.id,
  since: start,
  at: start,
  email: contact.email,
  mail: { noSince: null, dead: false },
  sameAddress: [],
  gone: [],
  adminsGone: false,
  closed: [],
};

export interface Given {
  contact?: Partial<Contact> | null;
  tenant?: Partial<StoredTenant>;
  check?: Partial<Check> | null;
  refusing?: Evidence['refusing'];
  portal?: Evidence['portal'];
  now?: string;
  confirmEvery?: number;
}

export const found = (given: Given) => judge(evidence(given)).findings;

export function evidence(given: Given): Evidence {
  return {
    tenant: {
      ...tenant,
      ...given.tenant,
      contact: given.contact === null ? null : { ...contact, ...given.contact },
    },
    check: given.check === null ? null : { ...check, ...given.check },
    refusing: given.refusing ?? new Map(),
    overdueSince: null,
    portal: given.portal ?? null,
    calendars: [],
    now: given.now ?? start,
    confirmEvery: given.confirmEvery ?? 90,
  };
}

/** As `code subject`, the worst first. */
export const names = (given: Given) => found(given).map(({ code, subject }) => `${code} ${subject}`.trim());
export const has = (code: FindingCode, given: Given) => found(given).some((one) => one.code === code);
export const daysAfter = (days: number, ms = 0) => new Date(Date.parse(start) + days * 86_400_000 + ms).toISOString();
