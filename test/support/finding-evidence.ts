/** A record in order, what was looked up about it, and what the rules find when some of it is otherwise. */
import type { Check, FindingCode } from '../../src/domain/finding/finding.ts';
import { type Evidence, judge } from '../../src/domain/finding/rules.ts';
import type { Contact, StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';

export const soc = { platform: 'slack', address: 'C1' } as const;
export const deputy = { platform: 'teams', address: '19:a@thread.tacv2' } as const;
export const ada = 'slack:T1/UADA';
export const sam = 'slack:T1/USAM';
export const start = '2026-03-01T10:00:00.000Z';

export const contact: Contact = {
  kind: 'group',
  firstName: 'SOC',
  middleName: '',
  lastName: '',
  email: 'soc@contoso.com',
  phone: '+33142685300',
  locale: 'en',
  timezone: 'Europe/Paris',
  channels: [soc, deputy],
  onCall: [sam, ada],
  phone24x7At: start,
  phone24x7By: ada,
  confirmedAt: start,
  confirmedBy: ada,
  attestedAt: start,
  attestedBy: ada,
};

export const tenant: StoredTenant = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Contoso',
  partnerType: 'directBill',
  anniversaryMonth: null,
  manager: null,
  fraudChannels: [],
  complianceAttestedAt: start,
  complianceAttestedBy: ada,
  contact,
  revision: { number: 1, at: start, by: ada },
};

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
    now: given.now ?? start,
    confirmEvery: given.confirmEvery ?? 90,
  };
}

/** As `code subject`, the worst first. */
export const names = (given: Given) => found(given).map(({ code, subject }) => `${code} ${subject}`.trim());
export const has = (code: FindingCode, given: Given) => found(given).some((one) => one.code === code);
export const daysAfter = (days: number, ms = 0) => new Date(Date.parse(start) + days * 86_400_000 + ms).toISOString();
