import { type FindingToShow, groupsOf, type Missing, missingOf, type Snooze } from '../domain/finding/finding.ts';
import { isGroup } from '../domain/tenant/identity.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Messages } from '../messages/messages.ts';
import type { MayPress } from '../request/authorize.ts';
import { type Names, said, type ViewerLocale } from '../request/viewer-locale.ts';
import { type Button, type Fact, lines, type Row, type Text } from '../view/view.ts';
import { remedyButton, rowButton } from './remedies.ts';
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

/** Returns the findings that nobody snoozed. The `example` snoozes of local mode's demo tenant only mute reminders, so these count. */
function openOf(findings: readonly FindingToShow[]): FindingToShow[] {
  return findings.filter(({ snooze }) => snooze === null || snooze.example === true);
}

type FindingsOf = Pick<TenantFindings, 'tenant' | 'findings'>;

/** Counts the rows of `rowsToFix`, and the kinds of findings that are put off. */
export function countToFix({ tenant, findings }: FindingsOf): { open: number; off: number } {
  const open = openOf(findings);
  const off = findings.filter((finding) => !open.includes(finding));
  return { open: groupsOf(open).length + missingOf(tenant, findings).length, off: groupsOf(off).length };
}

/** Returns the titles of the rows of `rowsToFix`, in their order. */
export function titlesToFix(messages: Messages, { tenant, findings }: FindingsOf): string[] {
  return [
    ...groupsOf(openOf(findings)).map((group) => findingTitle(messages, group)),
    ...missingOf(tenant, findings).map((what) => messages.securityContact.missing[what].title),
  ];
}

/**
 * Returns a row for each kind of finding that is to be fixed now, then for what the contact lacks without a finding. Each row has
 * the button that clears it where the reader may press it; the first button is the main one.
 */
export function rowsToFix({ messages }: ViewerLocale, { tenant, findings }: FindingsOf, may: MayPress): Row[] {
  const rows = [
    ...groupsOf(openOf(findings)).map((group) => ({
      title: findingTitle(messages, group),
      detail: '',
      button: rowButton(group.findings, tenant, messages, { mark: '', may }),
    })),
    ...missingOf(tenant, findings).map((what) => missingRow(messages, tenant, what, may)),
  ];
  const main = rows.find(({ button }) => button !== null)?.button;
  return rows.map((row) =>
    row.button && row.button === main ? { ...row, button: { ...main, style: 'primary' } } : row,
  );
}

function missingRow(messages: Messages, tenant: StoredTenant, what: Missing, may: MayPress): Row {
  const { missing, buttons } = messages.securityContact;
  const id = remedies[what];
  const named: Partial<Button> = what === 'onCall' ? { label: buttons.onCall } : {};
  const button = may(id) ? { ...remedyButton(id, tenant, messages), ...named } : null;
  return { title: missing[what].title, detail: '', button };
}

const remedies: Record<Missing, string> = {
  attestation: 'contact.attest',
  confirmation: 'contact.confirm',
  onCall: 'contact.update',
};

/** Returns the state of a tenant in a line: «Contoso: no alert channel, 2 more to fix». */
export function tenantStateLine({ findings: say }: Messages, { tenant, findings }: FindingsOf): string {
  const { open, off } = countToFix({ tenant, findings });
  const [first] = openOf(findings);
  const worst = first ? briefOf(first) : missingOf(tenant, findings)[0];
  return say.stands(tenant.name, (worst && say.brief[worst]) ?? null, Math.max(0, open - 1), off);
}

function briefOf({ code, subject }: FindingToShow): string {
  if (code === 'someoneLeft' && isGroup(subject)) return 'groupGone';
  return code === 'fieldMissing' || code === 'singlePoint' ? `${code}.${subject}` : code;
}
