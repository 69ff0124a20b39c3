import { type FindingToShow, groupsOf, type Missing, missingOf, type Snooze } from '../domain/finding/finding.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Messages } from '../messages/messages.ts';
import type { MayPress } from '../request/authorize.ts';
import { briefOf, openOf } from '../request/tenant-state.ts';
import { type Names, said, type ViewerLocale } from '../request/viewer-locale.ts';
import { type Button, type Fact, lines, type Row, type Text } from '../view/view.ts';
import { remedyButton, rowButton, secondButton } from './remedies.ts';
import { findingDetail, findingTitle, findingTitles } from './text.ts';

/** A tenant with its findings, the names that they mention, and the time at which they are shown (ISO 8601). */
export interface TenantFindings {
  tenant: StoredTenant;
  /** The worst first, those that somebody put off included. */
  findings: readonly FindingToShow[];
  names: Names;
  now: string;
}

/** Returns a fact for each kind of finding that is to be fixed now: its title, what it means and what to do about it. */
export function findingReasons(viewer: ViewerLocale, about: TenantFindings): Fact[] {
  return groupsOf(openOf(about.findings)).map((group) => ({
    label: findingTitle(viewer.messages, group),
    value: findingDetail(viewer, { ...about, group }),
  }));
}

/** Returns a text for each snooze: the titles of the findings that it put off, who did so, until when and why. */
export function snoozeTexts(viewer: ViewerLocale, { findings }: TenantFindings): Text[] {
  const alike = Map.groupBy(findings, ({ snooze }) => snooze && `${snooze.until} ${snooze.by} ${snooze.reason}`);
  return [...alike.values()].flatMap((same) => {
    const snooze = same[0]?.snooze;
    return snooze ? [lines([findingTitles(viewer.messages, same), snoozeSentence(viewer, snooze)])] : [];
  });
}

/** Returns the sentence that says who put a finding off, until when and why. */
export function snoozeSentence(viewer: ViewerLocale, { by, byName, until, reason, example }: Snooze): Text {
  const { putOff: say, putOffExample } = viewer.messages.reminders;
  const then = said(viewer, until);
  return example ? putOffExample(then) : say({ kind: 'person', id: by, name: byName }, then, reason);
}

/** Returns the titles of the rows of `rowsToFix`, in their order. */
export function titlesToFix(
  messages: Messages,
  { tenant, findings }: Pick<TenantFindings, 'tenant' | 'findings'>,
): string[] {
  return [
    ...groupsOf(openOf(findings)).map((group) => findingTitle(messages, group)),
    ...missingOf(tenant, findings).map((what) => messages.securityContact.missing[what].title),
  ];
}

/**
 * Returns a row for each kind of finding that is to be fixed now, then for what the contact lacks without a finding. Each row says why, and has
 * the button that clears it where the reader may press it; the first button is the main one.
 */
export function rowsToFix(viewer: ViewerLocale, about: TenantFindings, may: MayPress): RowToFix[] {
  const { messages } = viewer;
  const { tenant, findings } = about;
  const rows: RowToFix[] = [
    ...groupsOf(openOf(findings)).map((group) => ({
      code: group.findings[0] ? briefOf(group.findings[0]) : group.code,
      title: findingTitle(messages, group),
      detail: findingDetail(viewer, { ...about, group }),
      ...buttonsOf(group.findings, tenant, messages, may),
    })),
    ...missingOf(tenant, findings).map((what) => missingRow(messages, tenant, what, may)),
  ];
  const main = rows.find(({ button }) => button !== null)?.button;
  return rows.map((row) =>
    row.button && row.button === main ? { ...row, button: { ...main, style: 'primary' } } : row,
  );
}

/** A row with the key of the words about its finding. */
type RowToFix = Row & { code: string };

/**
 * Returns the next step: what to do first, why, and its button where the reader may press one; and how many other things are to be fixed.
 * Null when nothing is.
 */
export function nextStep(viewer: ViewerLocale, about: TenantFindings, may: MayPress): NextStep | null {
  const { findings: say } = viewer.messages;
  const rows = rowsToFix(viewer, about, may);
  const first = rows.find(({ button }) => button !== null) ?? rows[0];
  if (!first) return null;
  const { code, ...row } = first;
  return { row: { ...row, title: `${say.nextStep} ${say.next[code] ?? ''}` }, rest: rows.length - 1 };
}

/** The next step of a tenant, and how many others there are. */
export interface NextStep {
  row: Row;
  rest: number;
}

function buttonsOf(findings: readonly FindingToShow[], tenant: StoredTenant, messages: Messages, may: MayPress) {
  const button = rowButton(findings, tenant, messages, { mark: '', may });
  const second = button && secondButton(findings, tenant, messages, { mark: '', may });
  return { button, ...(second ? { second } : {}) };
}

function missingRow(messages: Messages, tenant: StoredTenant, what: Missing, may: MayPress): RowToFix {
  const { missing } = messages.securityContact;
  const id = remedies[what];
  const named: Partial<Button> = what === 'onCall' ? { label: messages.findings.buttons.nobodyOnCall } : {};
  const button = may(id) ? { ...remedyButton(id, tenant, messages), ...named } : null;
  return { code: what, ...missing[what], button };
}

const remedies: Record<Missing, string> = {
  attestation: 'contact.attest',
  confirmation: 'contact.confirm',
  onCall: 'contact.onCallPeople',
};
