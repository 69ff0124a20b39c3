import { describe, expect, it } from 'vitest';
import { isCritical } from '../../src/domain/finding/finding.ts';
import { daysAfter, found, has, names, soc, start } from '../support/finding-evidence.ts';
import { sam } from '../support/partner.ts';

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

describe('single point of failure', () => {
  it('is one channel only', () => {
    expect(names({ contact: { channels: [soc] } })).toEqual(['singlePoint channel']);
  });
  it('is a contact person without a second', () => {
    const person = { kind: 'person', firstName: 'Jane', lastName: 'Doe' } as const;
    expect(names({ contact: { ...person, onCall: [] } })).toEqual(['singlePoint person']);
    expect(names({ contact: { ...person, onCall: [sam] } })).toEqual([]);
    expect(names({ contact: { ...person, onCall: [], onCall2: [sam] } })).toEqual([]);
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
