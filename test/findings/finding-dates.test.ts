import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/domain/finding/rules.ts';
import type { Contact } from '../../src/domain/tenant/partner-tenant.ts';
import { daysAfter, evidence, found, type Given, has, names, start } from '../support/finding-evidence.ts';
import { ada } from '../support/partner.ts';

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

describe('phone not attested as 24x7', () => {
  it('is found at once without an attestation, and again a year after it', () => {
    expect(has('phoneUnattested', { contact: { phone24x7At: null } })).toBe(true);
    const fresh = { confirmedAt: daysAfter(365) };
    expect(has('phoneUnattested', { contact: fresh, now: daysAfter(365, -1) })).toBe(false);
    expect(has('phoneUnattested', { contact: fresh, now: daysAfter(365) })).toBe(true);
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

it('until the next turn, time alone begins and ends no finding', () => {
  const instant = fc.integer({ min: -400, max: 400 }).map((days) => daysAfter(days, 12_345));
  const at = fc.option(instant, { nil: null });
  const record = fc.record({ confirmedAt: at, attestedAt: at, phone24x7At: at });
  const months = fc.option(fc.integer({ min: 1, max: 12 }), { nil: null });
  fc.assert(
    fc.property(
      record,
      months,
      at,
      instant,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (contact, month, by, now, part) => {
        const tenant = { anniversaryMonth: month, revision: { number: 1, at: by, by: ada } };
        const given: Given = { contact, tenant, check: by === null ? null : { since: by, at: by }, now };
        const turn = Date.parse(judge(evidence(given)).next ?? daysAfter(3_000));
        const later = new Date(Date.parse(now) + Math.floor((turn - 1 - Date.parse(now)) * part)).toISOString();
        expect(turn).toBeGreaterThan(Date.parse(now));
        expect(names({ ...given, now: later })).toEqual(names(given));
      },
    ),
    { numRuns: 3_000 },
  );
});
