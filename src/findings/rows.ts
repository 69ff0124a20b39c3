import { type FindingToShow, groupsOf, type Missing, missingOf, type Snooze } from '../domain/finding/finding.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Words } from '../messages/words.ts';
import type { MayPress } from '../request/authorize.ts';
import type { Names } from '../request/names.ts';
import { type ReaderLocale, said } from '../request/reader-locale.ts';
import { lines } from '../view/text.ts';
import type { Button, Fact, Row, Text } from '../view/view.ts';
import { remedyButton, rowButton } from './remedies.ts';
import { findingDetail, findingTitle, findingTitles } from './text.ts';

/** A tenant with its open findings, the names that they mention, and the time at which they are shown (ISO 8601). */
export interface TenantFindings {
  tenant: StoredTenant;
  /** Why it looks outdated, the worst first. */
  findings: readonly FindingToShow[];
  names: Names;
  now: string;
}

/** What looks outdated and is not put off: a line for each kind, with the button that clears it where the reader may press it. */
export function findingRows(voice: ReaderLocale, { tenant, findings }: TenantFindings, may: MayPress): Row[] {
  const press = { buttons: [], mark: '', may };
  return groupsOf(openOf(findings)).map((group) => ({
    title: findingTitle(voice.words, group),
    detail: '',
    button: rowButton(group.findings, tenant, voice.words, press),
  }));
}

/** What each of them means and what to do about it. */
export function findingReasons(voice: ReaderLocale, about: TenantFindings): Fact[] {
  return groupsOf(openOf(about.findings)).map((group) => ({
    label: findingTitle(voice.words, group),
    value: findingDetail(voice, { ...about, group }),
  }));
}

/** What is put off, together where one snooze put off several. */
export function putOffTexts(voice: ReaderLocale, { findings }: TenantFindings): Text[] {
  const off = findings.flatMap(({ snooze, ...finding }) => (snooze ? [{ snooze, finding }] : []));
  const alike = Map.groupBy(off, ({ snooze: { until, by, reason } }) => `${until} ${by} ${reason}`);
  return [...alike.values()].flatMap((some) => {
    const titles = findingTitles(
      voice.words,
      some.map(({ finding }) => finding),
    );
    return some[0] ? [lines([titles, putOff(voice, some[0].snooze)])] : [];
  });
}

/** Who put it off, until when, and why. */
export function putOff(voice: ReaderLocale, { by, byName, until, reason, example }: Snooze): Text {
  const { putOff: say, putOffExample } = voice.words.reminders;
  const then = said(voice, until);
  return example ? putOffExample(then) : say({ kind: 'person', id: by, name: byName }, then, reason);
}

/** Those to be fixed now. What local mode put off of its made-up tenant nobody did: it is only not reminded of. */
export function openOf(findings: readonly FindingToShow[]): FindingToShow[] {
  return findings.filter(({ snooze }) => snooze === null || snooze.example === true);
}

interface Known {
  tenant: StoredTenant;
  findings: readonly FindingToShow[];
}

/** How many lines of things there are to be fixed now, what no finding asks for yet included, and how many are put off. */
export function countToFix({ tenant, findings }: Known): { open: number; off: number } {
  const open = openOf(findings);
  const off = findings.filter((finding) => !open.includes(finding));
  return { open: groupsOf(open).length + missingOf(tenant, findings).length, off: groupsOf(off).length };
}

/** What is to be fixed now, a line each, with the button that does it where the reader may press it. The first button is the main one. */
export function rowsToFix(voice: ReaderLocale, shown: TenantFindings, may: MayPress): Row[] {
  const missing = missingOf(shown.tenant, shown.findings).map((what) =>
    missingRow(voice.words, shown.tenant, what, may),
  );
  const rows = [...findingRows(voice, shown, may), ...missing];
  const first = rows.find(({ button }) => button !== null);
  return rows.map((row) =>
    row === first && row.button ? { ...row, button: { ...row.button, style: 'primary' } } : row,
  );
}

function missingRow(words: Words, tenant: StoredTenant, what: Missing, may: MayPress): Row {
  const { missing, buttons } = words.securityContact;
  const id = remedies[what];
  const named: Partial<Button> = what === 'onCall' ? { label: buttons.onCall } : {};
  const button = may(id) ? { ...remedyButton(id, tenant, words), ...named } : null;
  return { title: missing[what].title, detail: '', button };
}

const remedies: Record<Missing, string> = {
  attestation: 'contact.attest',
  confirmation: 'contact.confirm',
  onCall: 'contact.update',
};

/** How a tenant stands, in a line: «Contoso: no alert channel, 2 more to fix». */
export function standsAt({ findings: say }: Words, known: Known): string {
  const { open, off } = countToFix(known);
  const [first] = openOf(known.findings);
  const worst = first ? briefOf(first) : missingOf(known.tenant, known.findings)[0];
  return say.stands(known.tenant.name, (worst && say.brief[worst]) ?? null, Math.max(0, open - 1), off);
}

function briefOf({ code, subject }: FindingToShow): string {
  return code === 'fieldMissing' || code === 'singlePoint' ? `${code}.${subject}` : code;
}
