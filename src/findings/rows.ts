import type { FindingToShow, Missing, Snooze } from '../domain/finding/finding.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { capitalised } from '../domain/text/words.ts';
import type { Messages } from '../messages/messages.ts';
import type { MayPress } from '../request/authorize.ts';
import { keyOf, oldPartsIn, type ToFix, thingsToFix } from '../request/tenant-state.ts';
import { type Names, said, type ViewerLocale } from '../request/viewer-locale.ts';
import { type Button, lines, plainOf, type Row, type Text } from '../view/view.ts';
import { openPortal, remedyButton, rowButton, secondButton } from './remedies.ts';
import { findingDetail, findingTitle, findingTitles } from './text.ts';

/** A tenant with its findings, the names that they mention, and the time at which they are shown (ISO 8601). */
export interface TenantFindings {
  tenant: StoredTenant;
  /** The worst first, those that somebody put off included. */
  findings: readonly FindingToShow[];
  names: Names;
  now: string;
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
  return thingsToFix({ tenant, findings }).map((one) => titleOf(messages, one, tenant));
}

function titleOf(messages: Messages, one: ToFix, tenant: StoredTenant): string {
  const old = oldPartsIn(one, tenant);
  if (old.length > 0) return capitalised(messages.findings.oldInPortal(old));
  return one.kind === 'finding' ? findingTitle(messages, one.group) : messages.securityContact.missing[one.what].title;
}

/** Returns a text for each thing to fix after the next step: its title, what it means and what to do about it. */
export function otherReasons(viewer: ViewerLocale, about: TenantFindings, may: MayPress): Text[] {
  const [, ...others] = rowsToFix(viewer, about, may);
  return others.map(({ title, detail }) => lines([[{ kind: 'strong', text: plainOf(title) }], detail]));
}

/**
 * Returns a row for each thing that is to be fixed now, the worst first. Each row says why, and has the button that
 * clears it where the reader may press it; that of the first row is the main one.
 */
export function rowsToFix(viewer: ViewerLocale, about: TenantFindings, may: MayPress): Row[] {
  return keyedRows(viewer, about, may).map(({ row }) => row);
}

/** A row of `rowsToFix` with the key of the words about it, and what the next step says in place of its title; null for the title. */
interface KeyedRow {
  key: string;
  next: string | null;
  row: Row;
}

/** Returns the rows of `rowsToFix` with their keys. */
export function keyedRows(viewer: ViewerLocale, about: TenantFindings, may: MayPress): KeyedRow[] {
  const [first, ...others] = thingsToFix(about).map((one) => keyedRow(viewer, about, one, may));
  if (!first?.row.button) return first ? [first, ...others] : [];
  return [{ ...first, row: { ...first.row, button: { ...first.row.button, style: 'primary' } } }, ...others];
}

function keyedRow(viewer: ViewerLocale, about: TenantFindings, one: ToFix, may: MayPress): KeyedRow {
  const { messages } = viewer;
  const { tenant } = about;
  const { changeInPortal, next } = messages.findings;
  const key = keyOf(one);
  const old = oldPartsIn(one, tenant);
  const isOld = old.length > 0;
  const row =
    one.kind === 'missing'
      ? missingRow(messages, tenant, one.what, may)
      : {
          detail: findingDetail(viewer, { ...about, group: one.group }),
          ...buttonsOf(one.group.findings, tenant, messages, may),
        };
  const detail = isOld && one.kind === 'missing' ? changeInPortal(old.length) : row.detail;
  return {
    key,
    next: isOld ? null : (next[key] ?? ''),
    row: { ...row, title: titleOf(messages, one, tenant), detail },
  };
}

/**
 * Returns the next step: what to do first, why, and its button where the reader may press it; and how many other things are to be fixed.
 * Null when nothing is.
 */
export function nextStep(viewer: ViewerLocale, about: TenantFindings, may: MayPress): NextStep | null {
  const { findings: say } = viewer.messages;
  const [first, ...others] = keyedRows(viewer, about, may);
  if (!first) return null;
  const { next, row } = first;
  // Who may not do it reads what is wrong.
  const step = row.button && next !== null ? { ...row, title: `${say.nextStep} ${next}` } : row;
  const rest = others.length;
  if (row.button?.id !== 'contact.attest') return { row: step, rest };
  // People open Partner Center before they say that it is done there.
  const open = openPortal(viewer.messages, { style: 'primary' });
  return { row: { ...step, button: open, second: { ...row.button, style: 'plain' } }, rest };
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

function missingRow(messages: Messages, tenant: StoredTenant, what: Missing, may: MayPress) {
  const { detail } = messages.securityContact.missing[what];
  const id = remedies[what];
  const named: Partial<Button> = what === 'onCall' ? { label: messages.findings.buttons.nobodyOnCall } : {};
  const button = may(id) ? { ...remedyButton(id, tenant, messages), ...named } : null;
  return { detail, button };
}

const remedies: Record<Missing, string> = {
  attestation: 'contact.attest',
  confirmation: 'contact.confirm',
  onCall: 'contact.onCallPeople',
};
