import { describe, expect, it } from 'vitest';
import type { Check, FindingCode } from '../../src/domain/finding.ts';
import { isCritical } from '../../src/domain/finding.ts';
import { type Evidence, findingsOf } from '../../src/domain/finding-rules.ts';
import type { Contact, StoredTenant } from '../../src/domain/partner-tenant.ts';

const soc = { platform: 'slack', address: 'C1' } as const;
const deputy = { platform: 'teams', address: '19:a@thread.tacv2' } as const;
const ada = 'slack:T1/UADA';
const sam = 'slack:T1/USAM';
const start = '2026-03-01T10:00:00.000Z';

const contact: Contact = {
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

const tenant: StoredTenant = {
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

const check: Check = {
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

interface Given {
  contact?: Partial<Contact> | null;
  tenant?: Partial<StoredTenant>;
  check?: Partial<Check> | null;
  refusing?: Evidence['refusing'];
  now?: string;
  confirmEvery?: number;
}

function found(given: Given) {
  const now = given.now ?? start;
  return findingsOf({
    tenant: {
      ...tenant,
      ...given.tenant,
      contact: given.contact === null ? null : { ...contact, ...given.contact },
    },
    check: given.check === null ? null : { ...check, ...given.check },
    refusing: given.refusing ?? new Map(),
    now,
    confirmEvery: given.confirmEvery ?? 90,
  });
}

/** As `code subject`, the worst first. */
const names = (given: Given) => found(given).map(({ code, subject }) => `${code} ${subject}`.trim());
const has = (code: FindingCode, given: Given) => found(given).some((one) => one.code === code);
const daysAfter = (days: number, ms = 0) => new Date(Date.parse(start) + days * 86_400_000 + ms).toISOString();

describe('a record in order', () => {
  it('has no finding', () => expect(found({})).toEqual([]));
  it('has none before the first look either', () => expect(found({ check: null })).toEqual([]));
});

describe('contact missing, or a required field empty', () => {
  it('is found at once, and critical', () => {
    expect(names({ contact: null })).toEqual(['contactMissing']);
    expect(isCritical('contactMissing')).toBe(true);
    expect(names({ contact: { channels: [] } })).toEqual(['fieldMissing channels']);
    expect(isCritical('fieldMissing')).toBe(true);
  });
  it('lasts since the record was saved, or since the first look where it never was', () => {
    const later = daysAfter(3);
    expect(found({ contact: null, check: { since: later } })[0]?.since).toBe(start);
    const never = { number: 0, at: null, by: null };
    expect(found({ contact: null, tenant: { revision: never }, check: { since: later } })[0]?.since).toBe(later);
  });
  it('asks a person for a last name, as the portal does, and a group for none', () => {
    const person = { kind: 'person', firstName: 'Jane' } as const;
    expect(names({ contact: person })).toEqual(['fieldMissing lastName']);
    expect(has('fieldMissing', { contact: { ...person, lastName: 'Doe' } })).toBe(false);
    expect(has('fieldMissing', { contact: { kind: 'group', lastName: '' } })).toBe(false);
  });
});

describe('not confirmed', () => {
  it('begins to the millisecond when CONFIRM_EVERY days are over, and ends with a confirmation', () => {
    expect(has('unconfirmed', { now: daysAfter(90, -1) })).toBe(false);
    expect(found({ now: daysAfter(90) })).toContainEqual({ code: 'unconfirmed', subject: '', since: daysAfter(90) });
    expect(has('unconfirmed', { now: daysAfter(90), contact: { confirmedAt: daysAfter(90) } })).toBe(false);
  });
  it('goes by the setting', () => {
    expect(has('unconfirmed', { now: daysAfter(30, -1), confirmEvery: 30 })).toBe(false);
    expect(has('unconfirmed', { now: daysAfter(30), confirmEvery: 30 })).toBe(true);
  });
  it('counts from the save where nobody confirmed yet, and at once for what was imported', () => {
    const never = { confirmedAt: null, confirmedBy: null };
    expect(has('unconfirmed', { contact: never, now: daysAfter(90, -1) })).toBe(false);
    expect(has('unconfirmed', { contact: never, now: daysAfter(90) })).toBe(true);
    const imported = { revision: { number: 1, at: start, by: null } };
    expect(has('unconfirmed', { contact: never, tenant: imported })).toBe(true);
    expect(has('unconfirmed', { tenant: imported })).toBe(false);
  });
  it('counts from the save where that is later than the confirmation: who saved has seen all of it', () => {
    const saved = { revision: { number: 2, at: daysAfter(89), by: ada } };
    expect(has('unconfirmed', { tenant: saved, now: daysAfter(179, -1) })).toBe(false);
    expect(found({ tenant: saved, now: daysAfter(179) })).toContainEqual({
      code: 'unconfirmed',
      subject: '',
      since: daysAfter(179),
    });
    const imported = { revision: { number: 2, at: daysAfter(89), by: null } };
    expect(has('unconfirmed', { tenant: imported, now: daysAfter(90) })).toBe(true);
  });
});

describe('changed here, not attested in Partner Center', () => {
  const never = { attestedAt: null, attestedBy: null };
  it('begins a day after the change, and ends with the attestation', () => {
    expect(has('unattested', { contact: never, now: daysAfter(1, -1) })).toBe(false);
    expect(found({ contact: never, now: daysAfter(1) })).toMatchObject([{ code: 'unattested', since: daysAfter(1) }]);
    expect(has('unattested', { now: daysAfter(1) })).toBe(false);
  });
  it('is there at once for a record that nobody knows the age of', () => {
    const tenantNow = { revision: { number: 0, at: null, by: null } };
    expect(has('unattested', { contact: never, tenant: tenantNow })).toBe(true);
  });
});

describe('anniversary near', () => {
  /** The anniversary month is March; confirmed and attested long before. */
  const old = { confirmedAt: '2020-01-01T00:00:00.000Z', attestedAt: '2020-01-01T00:00:00.000Z' };
  const since = (month: number, now: string, contactThen: Partial<Contact> = old) =>
    found({ tenant: { anniversaryMonth: month }, contact: contactThen, now }).find(({ code }) => code === 'anniversary')
      ?.since ?? null;

  it('says so 60, 30 and 7 days before the month, and until its last instant', () => {
    expect(since(3, '2026-12-30T23:59:59.999Z')).toBeNull();
    expect(since(3, '2026-12-31T00:00:00.000Z')).toBe('2026-12-31T00:00:00.000Z');
    expect(since(3, '2027-01-29T23:59:59.999Z')).toBe('2026-12-31T00:00:00.000Z');
    expect(since(3, '2027-01-30T00:00:00.000Z')).toBe('2027-01-30T00:00:00.000Z');
    expect(since(3, '2027-02-21T23:59:59.999Z')).toBe('2027-01-30T00:00:00.000Z');
    expect(since(3, '2027-02-22T00:00:00.000Z')).toBe('2027-02-22T00:00:00.000Z');
    expect(since(3, '2027-03-31T23:59:59.999Z')).toBe('2027-02-22T00:00:00.000Z');
    expect(since(3, '2027-04-01T00:00:00.000Z')).toBeNull();
  });
  it('counts 29 February', () => {
    expect(since(3, '2027-12-31T23:59:59.999Z')).toBeNull();
    expect(since(3, '2028-01-01T00:00:00.000Z')).toBe('2028-01-01T00:00:00.000Z');
    expect(since(3, '2028-02-23T00:00:00.000Z')).toBe('2028-02-23T00:00:00.000Z');
  });
  it('looks over New Year: January in the year before, December in its own', () => {
    expect(since(1, '2026-11-01T23:59:59.999Z')).toBeNull();
    expect(since(1, '2026-11-02T00:00:00.000Z')).toBe('2026-11-02T00:00:00.000Z');
    expect(since(1, '2026-12-25T00:00:00.000Z')).toBe('2026-12-25T00:00:00.000Z');
    expect(since(1, '2027-01-31T23:59:59.999Z')).toBe('2026-12-25T00:00:00.000Z');
    expect(since(1, '2027-02-01T00:00:00.000Z')).toBeNull();
    expect(since(12, '2026-10-01T23:59:59.999Z')).toBeNull();
    expect(since(12, '2026-10-02T00:00:00.000Z')).toBe('2026-10-02T00:00:00.000Z');
    expect(since(12, '2026-12-31T23:59:59.999Z')).toBe('2026-11-24T00:00:00.000Z');
    expect(since(12, '2027-01-01T00:00:00.000Z')).toBeNull();
  });
  it('is silent while both were done within the last 30 days', () => {
    const both = (at: string) => ({ confirmedAt: at, attestedAt: at });
    const day60 = '2026-12-31T00:00:00.000Z';
    expect(since(3, day60, both('2026-12-01T00:00:00.000Z'))).toBeNull();
    expect(since(3, day60, both('2026-11-30T23:59:59.999Z'))).toBe(day60);
    expect(since(3, day60, { ...both(day60), attestedAt: null })).toBe(day60);
    expect(since(3, day60, { ...both(day60), confirmedAt: null })).toBe(day60);
    expect(since(3, '2027-01-05T00:00:00.000Z', both('2027-01-05T00:00:00.000Z'))).toBeNull();
  });
  it('asks again on the next of the three days when what was done is older than 30 days by then', () => {
    const both = { confirmedAt: '2026-12-30T12:00:00.000Z', attestedAt: '2026-12-30T12:00:00.000Z' };
    expect(since(3, '2027-01-29T23:59:59.999Z', both)).toBeNull();
    expect(since(3, '2027-01-30T00:00:00.000Z', both)).toBe('2027-01-30T00:00:00.000Z');
  });
  it('says nothing without a month', () => {
    expect(has('anniversary', { tenant: { anniversaryMonth: null }, now: '2026-12-31T00:00:00.000Z' })).toBe(false);
  });
});

describe('e-mail looks personal', () => {
  it('goes by the address', () => {
    expect(names({ contact: { email: 'jane.doe@contoso.com' }, check: null })).toEqual(['personalEmail']);
    expect(has('personalEmail', { contact: { email: 'security@contoso.com' } })).toBe(false);
  });
  it.each(['jean-pierre.dupont', 'marie.anne.durand', 'j.dupont2', 'jane.doe'])('takes %s for a person', (local) => {
    expect(has('personalEmail', { contact: { email: `${local}@contoso.com` } })).toBe(true);
  });
  it.each([
    'cloud-operations',
    'on-call',
    'help-desk',
    'managed-services',
    'cloud-services',
    'first-responders',
    'soc',
    'equipe.securite',
  ])('takes %s for several people', (local) => {
    expect(has('personalEmail', { contact: { email: `${local}@contoso.com` } })).toBe(false);
  });
  it('or by being one member’s own address, for as long as it is the address that was looked up', () => {
    expect(has('personalEmail', { check: { sameAddress: [sam] } })).toBe(true);
    expect(has('personalEmail', { check: { sameAddress: [sam], email: 'old@contoso.com' } })).toBe(false);
  });
});

describe('e-mail domain takes no mail', () => {
  it('is critical, and found when it is certain twice', () => {
    const noSince = daysAfter(-1);
    expect(found({ check: { mail: { noSince, dead: true } } })).toMatchObject([
      { code: 'mailDead', subject: 'contoso.com', since: noSince },
    ]);
    expect(isCritical('mailDead')).toBe(true);
    expect(has('mailDead', { check: { mail: { noSince, dead: false } } })).toBe(false);
  });
  it('says nothing of another address than the one that was looked up', () => {
    const dead = { mail: { noSince: daysAfter(-1), dead: true }, email: 'soc@old.example' };
    expect(has('mailDead', { check: dead })).toBe(false);
  });
});

describe('phone not attested as 24x7', () => {
  it('is found at once without an attestation, and again a year after it', () => {
    expect(has('phoneUnattested', { contact: { phone24x7At: null } })).toBe(true);
    const fresh = { confirmedAt: daysAfter(365) };
    expect(has('phoneUnattested', { contact: fresh, now: daysAfter(365, -1) })).toBe(false);
    expect(has('phoneUnattested', { contact: fresh, now: daysAfter(365) })).toBe(true);
  });
});

describe('someone left', () => {
  it('is critical: an on-call person, the contact person, the last admin', () => {
    expect(isCritical('someoneLeft')).toBe(true);
    const seen = daysAfter(2);
    expect(found({ check: { gone: [sam], at: seen } })).toMatchObject([
      { code: 'someoneLeft', subject: sam, since: seen },
    ]);
    const person: Partial<Contact> = {
      kind: 'person',
      firstName: 'Jane',
      lastName: 'Doe',
      onCall: [ada, 'slack:T1/UZOE'],
    };
    expect(names({ contact: person, check: { gone: [sam], sameAddress: [sam] } })).toEqual([
      `someoneLeft ${sam}`,
      'personalEmail',
    ]);
    expect(names({ check: { adminsGone: true } })).toEqual(['someoneLeft admins']);
    expect(names({ contact: null, check: { adminsGone: true } })).toEqual(['contactMissing', 'someoneLeft admins']);
  });
  it('ends when the record names them no longer', () => {
    expect(has('someoneLeft', { contact: { onCall: [ada] }, check: { gone: [sam] } })).toBe(false);
  });
});

describe('channel unreachable', () => {
  const key = 'slack:C1';
  it('is critical: archived, removed, or the last delivery refused for good', () => {
    expect(isCritical('channelUnreachable')).toBe(true);
    const seen = daysAfter(2);
    expect(found({ check: { closed: [soc], at: seen } })).toMatchObject([
      { code: 'channelUnreachable', subject: key, since: seen },
    ]);
    expect(found({ refusing: new Map([[key, daysAfter(1)]]) })).toMatchObject([
      { code: 'channelUnreachable', subject: key, since: daysAfter(1) },
    ]);
  });
  it('is one finding for both reasons, and none for channels of others', () => {
    expect(names({ check: { closed: [soc] }, refusing: new Map([[key, start]]) })).toEqual([
      `channelUnreachable ${key}`,
    ]);
    expect(names({ contact: { channels: [deputy, { ...soc, address: 'C9' }] }, check: { closed: [soc] } })).toEqual([]);
  });
  it('looks at the channels for fraud too, each once', () => {
    expect(
      names({ tenant: { fraudChannels: [{ ...soc, address: 'C7' }] }, refusing: new Map([['slack:C7', start]]) }),
    ).toEqual(['channelUnreachable slack:C7']);
    expect(names({ tenant: { fraudChannels: [soc] }, check: { closed: [soc] } })).toEqual([
      `channelUnreachable ${key}`,
    ]);
  });
});

describe('no proof of reach', () => {
  const confirmed = { confirmedAt: daysAfter(90) };
  it('begins 90 days after the last answer, or after the first look where there was none', () => {
    expect(has('unproven', { contact: confirmed, now: daysAfter(90, -1) })).toBe(false);
    expect(has('unproven', { contact: confirmed, now: daysAfter(90) })).toBe(true);
    const proven = { provenAt: daysAfter(10) };
    expect(has('unproven', { contact: confirmed, tenant: proven, now: daysAfter(100, -1) })).toBe(false);
    expect(has('unproven', { contact: confirmed, tenant: proven, now: daysAfter(100) })).toBe(true);
    expect(has('unproven', { contact: confirmed, check: null, now: daysAfter(90) })).toBe(false);
  });
  it('begins at once with a missed drill, and ends with the next answer', () => {
    const missed = { provenAt: daysAfter(1), missedDrillAt: daysAfter(2) };
    expect(found({ tenant: missed, now: daysAfter(2) })).toMatchObject([
      { code: 'unproven', subject: 'missed', since: daysAfter(2) },
    ]);
    expect(has('unproven', { tenant: { ...missed, provenAt: daysAfter(3) }, now: daysAfter(3) })).toBe(false);
  });
  it('says nothing where there is no channel to prove', () => {
    expect(names({ contact: { ...confirmed, channels: [] }, now: daysAfter(90) })).toEqual(['fieldMissing channels']);
  });
});

describe('single point of failure', () => {
  it('is one channel only', () => {
    expect(names({ contact: { channels: [soc] } })).toEqual(['singlePoint channel']);
  });
  it('is a contact person without a second', () => {
    const person = { kind: 'person', firstName: 'Jane', lastName: 'Doe' } as const;
    expect(names({ contact: { ...person, onCall: [] } })).toEqual(['singlePoint person']);
    expect(names({ contact: { ...person, onCall: [sam] } })).toEqual([]);
    expect(names({ contact: { ...person, onCall: [sam] }, check: { sameAddress: [sam] } })).toEqual([
      'singlePoint person',
      'personalEmail',
    ]);
    expect(names({ contact: { kind: 'group', onCall: [] } })).toEqual([]);
  });
});

describe('compliance contact unconfirmed', () => {
  it('is found until it was attested once, with or without a contact', () => {
    expect(names({ tenant: { complianceAttestedAt: null } })).toEqual(['complianceUnconfirmed']);
    expect(names({ contact: null, tenant: { complianceAttestedAt: null } })).toEqual([
      'contactMissing',
      'complianceUnconfirmed',
    ]);
    expect(has('complianceUnconfirmed', { now: daysAfter(2_000) })).toBe(false);
  });
});

it('puts the worst first', () => {
  const worst = names({
    contact: { channels: [soc], onCall: [sam], attestedAt: null, email: 'jane.doe@contoso.com' },
    tenant: { complianceAttestedAt: null, missedDrillAt: daysAfter(1) },
    check: { closed: [soc], gone: [sam], email: 'jane.doe@contoso.com', mail: { noSince: start, dead: true } },
    now: daysAfter(100),
  });
  expect(worst).toEqual([
    'channelUnreachable slack:C1',
    'mailDead contoso.com',
    `someoneLeft ${sam}`,
    'unattested',
    'unconfirmed',
    'complianceUnconfirmed',
    'unproven missed',
    'singlePoint channel',
    'personalEmail',
  ]);
});
