import { type FindingGroup, groupsOf, isCritical, type StoredFinding } from '../../domain/finding/finding.ts';
import { isSnoozed } from '../../domain/finding/reminder-intervals.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import { fullName, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type Pressable, remedyOf, rowButton } from '../../findings/remedies.ts';
import { putOff } from '../../findings/rows.ts';
import { findingDetail, findingTitle } from '../../findings/text.ts';
import { valueLink } from '../../request/contact-links.ts';
import { type ReaderLocale, said } from '../../request/reader-locale.ts';
import { button } from '../../view/build-card.ts';
import { lines } from '../../view/text.ts';
import type { Button, Fact, Row } from '../../view/view.ts';
import { isStillOpen, type LoadedReminder } from './load-reminder.ts';

/** A row for each kind of finding of a tenant: what is open, then what was put off, then what was fixed. */
export function reminderRows(voice: ReaderLocale, shown: LoadedReminder, press: Pressable): Row[] {
  const items = shown.items.toSorted((one, other) => placeOf(one, shown.now) - placeOf(other, shown.now));
  const groups = groupsOf(items, (item) => `${item.tenantId} ${stateOf(item, shown.now)}`);
  return groups.map((group) => rowOf(voice, shown, group, press));
}

function placeOf(item: StoredFinding, now: string): number {
  if (item.closedAt !== null) return 2;
  return isSnoozed(item, now) ? 1 : 0;
}

function stateOf(item: StoredFinding, now: string): string {
  if (item.closedAt !== null) return 'fixed';
  return item.snooze && isSnoozed(item, now) ? `${item.snooze.until} ${item.snooze.by} ${item.snooze.reason}` : 'open';
}

function rowOf(voice: ReaderLocale, shown: LoadedReminder, group: FindingGroup<StoredFinding>, press: Pressable): Row {
  const { reminders: say } = voice.words;
  const [first] = group.findings;
  const tenant = first && shown.tenants.get(first.tenantId);
  const named = findingTitle(voice.words, group);
  const title = shown.tenants.size > 1 && tenant ? say.at(tenant.name, named) : named;
  if (!first || !tenant || first.closedAt !== null) {
    const at = group.findings
      .flatMap(({ closedAt }) => closedAt ?? [])
      .toSorted()
      .at(-1);
    return { title: say.fixed(title), detail: say.fixedOn(said(voice, at ?? shown.now)), button: null };
  }
  if (first.snooze && isSnoozed(first, shown.now)) {
    return { title, detail: putOff(voice, first.snooze), button: backButton(voice, first, press) };
  }
  const detail = findingDetail(voice, { group, tenant, names: shown.names, now: shown.now });
  const several = shown.tenants.size > 1;
  const values = several ? toConfirm(voice, shown, tenant, group.findings).map(({ value }) => value) : [];
  return {
    title: marked(voice, shown, group, title),
    detail: lines([detail, ...values]),
    button: rowButton(group.findings, tenant, voice.words, press),
  };
}

/** What cannot wait is found among what can. */
function marked(
  { words }: ReaderLocale,
  shown: LoadedReminder,
  { code }: FindingGroup<StoredFinding>,
  title: string,
): string {
  const mixed = shown.items.some((item) => isStillOpen(item, shown.now) && !isCritical(item.code));
  return mixed && isCritical(code) ? words.reminders.urgent(title) : title;
}

/** Takes the snooze back, where the card has no button that does so for all. */
function backButton(
  { words }: ReaderLocale,
  { tenantId, code }: StoredFinding,
  { buttons, mark, may }: Pressable,
): Button | null {
  const id = 'reminders.unsnooze';
  if (!may(id) || buttons.some((own) => own.id === id)) return null;
  return button('press', id, words.reminders.buttons.unsnooze, `${tenantId} ${code}${mark}`);
}

/**
 * What whoever presses “Still right” says is right: nobody should confirm what they do not see. For admins in private
 * alone, since a channel has more readers than those who need to know.
 */
export function toConfirm(
  { words }: ReaderLocale,
  { nag }: LoadedReminder,
  tenant: StoredTenant,
  open: readonly StoredFinding[],
): Fact[] {
  const { contact } = tenant;
  const isPrivate = nag.role === 'admin' && nag.to.kind === 'person';
  if (!contact || !isPrivate || !open.some((item) => remedyOf(item, tenant) === 'contact.confirm')) return [];
  const labels = { ...words.contactForm.labels, ...words.securityContact.facts };
  const reach = contactFields.flatMap(({ key, type, reach }): Fact[] => {
    const value = reach && contact[key];
    return typeof value === 'string' && value ? [{ label: labels[key], value: [valueLink(type, value, words)] }] : [];
  });
  return [{ label: labels.name, value: fullName(contact) }, ...reach];
}
