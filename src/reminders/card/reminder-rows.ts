import { type FindingGroup, groupsOf, isCritical, type StoredFinding } from '../../domain/finding/finding.ts';
import { findingState, snoozeAt } from '../../domain/finding/reminder-intervals.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import { fullName, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type Pressable, remedyOf, rowButton } from '../../findings/remedies.ts';
import { snoozeSentence } from '../../findings/rows.ts';
import { findingDetail, findingTitle } from '../../findings/text.ts';
import { valueLink } from '../../request/contact-links.ts';
import { type ReaderLocale, said } from '../../request/reader-locale.ts';
import { button } from '../../view/build-card.ts';
import { lines } from '../../view/text.ts';
import type { Fact, Row } from '../../view/view.ts';
import type { LoadedReminder } from './load-reminder.ts';

const states = ['open', 'snoozed', 'closed'] as const;

/** Returns a row for each kind of finding of each tenant: the open ones, then those that somebody put off, then those that were fixed. */
export function reminderRows(reader: ReaderLocale, shown: LoadedReminder, press: Pressable): Row[] {
  const groups = states.flatMap((state) =>
    groupsOf(
      shown.items.filter((item) => findingState(item, shown.now) === state),
      ({ tenantId, snooze }) => `${tenantId} ${state === 'snoozed' ? JSON.stringify(snooze) : ''}`,
    ),
  );
  return groups.map((group) => rowOf(reader, shown, group, press));
}

function rowOf(reader: ReaderLocale, shown: LoadedReminder, group: FindingGroup<StoredFinding>, press: Pressable): Row {
  const { words } = reader;
  const { now, open, tenants } = shown;
  const { at, fixed, fixedOn, urgent } = words.reminders;
  const [first] = group.findings;
  const tenant = first && tenants.get(first.tenantId);
  const named = findingTitle(words, group);
  const title = tenants.size > 1 && tenant ? at(tenant.name, named) : named;
  if (!first || !tenant || first.closedAt !== null) {
    const times = group.findings.flatMap(({ closedAt }) => closedAt ?? []).toSorted();
    return { title: fixed(title), detail: fixedOn(said(reader, times.at(-1) ?? now)), button: null };
  }
  const snooze = snoozeAt(first, now);
  if (snooze) {
    // The row has a button of its own only where no button below the card ends the snooze of all.
    const id = 'reminders.unsnooze';
    const mayEnd = press.may(id) && !press.buttons.some((below) => below.id === id);
    const value = `${first.tenantId} ${group.code}${press.mark}`;
    const end = mayEnd ? button('press', id, words.reminders.buttons.unsnooze, value) : null;
    return { title, detail: snoozeSentence(reader, snooze), button: end };
  }
  const isMixed = isCritical(group.code) && open.some(({ code }) => !isCritical(code));
  const values = tenants.size > 1 ? toConfirm(reader, shown, tenant, group.findings).map(({ value }) => value) : [];
  return {
    title: isMixed ? urgent(title) : title,
    detail: lines([findingDetail(reader, { group, tenant, names: shown.names, now }), ...values]),
    button: rowButton(group.findings, tenant, words, press),
  };
}

/**
 * Returns the facts that somebody confirms with “Still right”, since nobody should confirm what they do not see. Only admins in
 * private get them: a channel has more readers than those who need to know.
 */
export function toConfirm(
  reader: ReaderLocale,
  { reminder }: LoadedReminder,
  tenant: StoredTenant,
  open: readonly StoredFinding[],
): Fact[] {
  const { contact } = tenant;
  const isPrivate = reminder.role === 'admin' && reminder.to.kind === 'person';
  if (!contact || !isPrivate || !open.some((item) => remedyOf(item, tenant) === 'contact.confirm')) return [];
  const { words } = reader;
  const labels = { ...words.contactForm.labels, ...words.securityContact.facts };
  const reach = contactFields.flatMap(({ key, type, reach }): Fact[] => {
    const value = reach && contact[key];
    return typeof value === 'string' && value ? [{ label: labels[key], value: [valueLink(type, value, reader)] }] : [];
  });
  return [{ label: labels.name, value: fullName(contact) }, ...reach];
}
