/** What ought to be found by the record, the calendar and Microsoft's answers alone, said anew from the table. */
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { day } from '../support/time.ts';
import type { Said } from './microsoft.ts';

/** Codes that the record, the clock and Microsoft decide; the others hang on look-ups. */
export const certain = [
  'contactMissing',
  'fieldMissing',
  'notOnFile',
  'unconfirmed',
  'unattested',
  'anniversary',
  'phoneUnattested',
  'complianceUnconfirmed',
  'unproven',
  'singlePoint',
];

/** As `tenant code`, of what is to be open at `now`. `since` is when the bot first saw the tenant, `said` what Microsoft answered. */
export function truthOf(tenant: StoredTenant, now: number, since: number, said: readonly Said[]): string[] {
  const { contact: c, anniversaryMonth, provenAt, missedDrillAt } = tenant;
  const saved = ms(tenant.revision.at);
  const is: Record<string, boolean> = { complianceUnconfirmed: tenant.complianceAttestedAt === null };
  if (c === null) is.contactMissing = true;
  else {
    is.fieldMissing = c.channels.length === 0 || (c.kind === 'person' && c.lastName === '');
    is.notOnFile = saysNo(said, ms(c.attestedAt));
    is.unconfirmed = now - Math.max(tenant.revision.by === null ? 0 : saved, ms(c.confirmedAt)) >= 90 * day;
    is.unattested = c.attestedAt === null && now - saved >= day;
    is.phoneUnattested = c.phone24x7At === null || now - ms(c.phone24x7At) >= 365 * day;
    is.singlePoint = c.channels.length === 1 || (c.kind === 'person' && c.onCall.length === 0);
    const missed = missedDrillAt !== undefined && ms(missedDrillAt) > (provenAt ? ms(provenAt) : 0);
    is.unproven = c.channels.length > 0 && (missed || now - (provenAt ? ms(provenAt) : since) >= 90 * day);
    is.anniversary = anniversaryMonth !== null && anniversary(anniversaryMonth, c, now);
  }
  return Object.keys(is).flatMap((code) => (is[code] ? [`${tenant.id} ${code}`] : []));
}

/** Its last words are a no, a day after the first one since a yes, and a week after the attestation. */
function saysNo(said: readonly Said[], attestedAt: number): boolean {
  const known = said.filter(({ status }) => status !== 'partly');
  const no = known.slice(known.findLastIndex(({ status }) => status === 'compliant') + 1);
  const [first, last] = [no[0], no.at(-1)];
  return first !== undefined && last !== undefined && last.at - first.at >= day && last.at - attestedAt >= 7 * day;
}

function anniversary(month: number, c: NonNullable<StoredTenant['contact']>, now: number): boolean {
  const today = new Date(now);
  const years = [today.getUTCFullYear(), today.getUTCFullYear() + 1];
  const start = years
    .map((year) => Date.UTC(year, month - 1, 1))
    .find((_, i) => now < Date.UTC(years[i] ?? 0, month, 1));
  if (start === undefined) throw new Error('no such month');
  const mark = [7, 30, 60].map((days) => start - days * day).find((at) => at <= now);
  if (mark === undefined) return false;
  return !(ms(c.confirmedAt) >= mark - 30 * day && ms(c.attestedAt) >= mark - 30 * day);
}

function ms(at: string | null): number {
  return at === null ? 0 : Date.parse(at);
}
