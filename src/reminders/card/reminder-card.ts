import { queueOf } from '../../domain/delivery/delivery.ts';
import type { FindingGroup, StoredFinding } from '../../domain/finding/finding.ts';
import { groupsOf, isAdminless, isCritical } from '../../domain/finding/finding.ts';
import { findingState, snoozeAt } from '../../domain/finding/reminder-intervals.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import { fullName, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import { type Pressable, remedyButton, remedyButtons, remedyOf, rowButton } from '../../findings/remedies.ts';
import { snoozeSentence } from '../../findings/rows.ts';
import { findingDetail, findingTitle, namesInFindings } from '../../findings/text.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { valueLink } from '../../request/contact-links.ts';
import { said, type ViewerLocale } from '../../request/viewer-locale.ts';
import { type Button, button, type Card, card, type Fact, lines, type Row } from '../../view/view.ts';
import { type AudienceWorld, othersOpen } from '../audience/audience.ts';
import { alertYearOf, yearFigures } from '../figures/answer-charts.ts';

/** The most rows of a card, which counts the others. */
const maxRows = 12;

/**
 * Returns the card of a reminder: its findings, each with the button that clears it, or with what became of it since, and the year of the
 * anniversary.
 */
export function reminderCard(viewer: ViewerLocale, shown: LoadedReminder, anniversary: Anniversary | null): Card {
  const { findings, reminders: say } = viewer.messages;
  const { open, only, reminder } = shown;
  const isOver = open.length === 0;
  const buttons = isOver ? overButtons(viewer, shown) : remedies(viewer, shown);
  const may = (id: string) => mayPress(shown, id);
  const rows = reminderRows(viewer, shown, { buttons, mark: markOf(shown), may });
  const hidden = Math.max(0, rows.length - maxRows);
  const more = { title: findings.more(hidden), detail: say.moreDetail, button: null };
  const { title, tone, summary, text } = isOver ? overHead(viewer, shown) : openHead(viewer, shown);
  const why = {
    admin: reminder.to.kind === 'person' ? say.why : say.whyAdminChannel,
    manager: say.whyManager,
    channel: say.whyChannel,
  };
  const when = open.some(({ code }) => isCritical(code)) ? say.atAnyHour : say.seldom;
  const year = anniversary && yearFigures(viewer, anniversary.year, only === null ? anniversary.tenantName : null);
  return card(title, summary, {
    tone,
    text: [text],
    facts: [...(only === null ? [] : toConfirm(viewer, shown, only, open)), ...(year?.facts ?? [])],
    charts: year?.charts ?? [],
    rows: [...rows.slice(0, maxRows), ...(hidden > 0 ? [more] : [])],
    buttons: isOver ? buttons : [...buttons, ...otherButtons(viewer, shown)],
    footer: `${why[reminder.role]} ${when}`,
  });
}

/** Returns the card that a reminder becomes when a newer one was sent. */
export function olderReminderCard({ messages }: ViewerLocale): Card {
  const { newer, newerTitle } = messages.reminders;
  return card(newerTitle, newer, { text: [newer] });
}

type CardHead = Pick<Card, 'title' | 'tone' | 'summary'> & { text: string };

/** Returns the head of a card with open findings: their number, the tenants, and the people who can do something about them. */
function openHead({ messages }: ViewerLocale, shown: LoadedReminder): CardHead {
  const { about, adminless, escalated, inChannel, inPlace, summary, title, urgentTitle } = messages.reminders;
  const { open, reminder } = shown;
  const rows = groupsOf(open, ({ tenantId }) => tenantId);
  const urgent = rows.filter(({ code }) => isCritical(code)).length;
  const others = open.some(isAdminless) ? adminless : null;
  const who = { admin: inPlace, manager: others ?? escalated, channel: others ?? inChannel }[reminder.role];
  const names = tenantNames(shown, messages.reminders.several);
  const groups = groupsOf(open);
  const worst = groups.find(({ code }) => isCritical(code)) ?? groups[0];
  const rest = rows.filter(({ code }) => code !== worst?.code).length;
  return {
    title: urgent > 0 ? urgentTitle(rows.length, urgent) : title(rows.length),
    tone: urgent > 0 ? 'danger' : 'warning',
    summary: messages.alerts.whose(shortName(names, 24), worst ? summary(findingTitle(messages, worst), rest) : ''),
    text: `${about(names)} ${who}`,
  };
}

/** Returns the head of a card without open findings. It is green only when all are fixed, since a finding that was put off comes back. */
function overHead({ messages }: ViewerLocale, shown: LoadedReminder): CardHead {
  const { allPutOff, done, doneTitle, nothingLeftTitle, othersOpen, putOffTitle, several } = messages.reminders;
  const { snoozed, others, items } = shown;
  const text = snoozed > 0 ? allPutOff(snoozed < items.length) : others ? othersOpen : done;
  return {
    title: snoozed > 0 ? putOffTitle : others ? nothingLeftTitle : doneTitle,
    tone: snoozed > 0 ? 'neutral' : 'good',
    summary: messages.alerts.whose(shortName(tenantNames(shown, several), 24), text),
    text,
  };
}

function tenantNames({ tenants, items, open }: LoadedReminder, several: (count: number) => string): string {
  const ids = [...new Set((open.length > 0 ? open : items).map(({ tenantId }) => tenantId))];
  const [only] = ids;
  return ids.length === 1 && only ? (tenants.get(only)?.name ?? only) : several(ids.length);
}

const forChannels: readonly string[] = ['contact.confirm', 'alerts.drill'];

/** Returns true when the reader of a reminder is offered the button of this id. A press checks the right again. */
function mayPress({ reminder: { role } }: LoadedReminder, id: string): boolean {
  return role === 'admin' || (role === 'channel' && forChannels.includes(id));
}

/** Returns the buttons that clear findings, for a card about one tenant. One who is asked to confirm the contact may also change it. */
function remedies({ messages }: ViewerLocale, shown: LoadedReminder): Button[] {
  const { only, open } = shown;
  if (!only) return [];
  const mark = markOf(shown);
  const own = remedyButtons(open, only, messages, { mark, may: (id) => mayPress(shown, id) });
  const has = (id: string) => own.some((one) => one.id === id);
  if (!has('contact.confirm') || has('contact.update') || !mayPress(shown, 'contact.update')) return own;
  return own.toSpliced(1, 0, remedyButton('contact.update', only, messages, mark));
}

/** Returns the buttons that clear nothing: snooze, for administrators, and the way to the contact or to the list. */
function otherButtons(viewer: ViewerLocale, shown: LoadedReminder): Button[] {
  const { id, role } = shown.reminder;
  const snooze = button('form', 'reminders.snooze', viewer.messages.reminders.buttons.snooze, id);
  return [...(role === 'admin' ? [snooze] : []), showButton(viewer, shown)];
}

/** Returns the buttons of a card without open findings: the end of the snooze, and the way to the contact or to the list. */
function overButtons(viewer: ViewerLocale, shown: LoadedReminder): Button[] {
  const { buttons } = viewer.messages.reminders;
  const { snoozed, others, reminder } = shown;
  if (snoozed === 0) return others ? [button('press', 'reminders.list', buttons.list, '')] : [];
  const back = button('press', 'reminders.unsnooze', buttons.unsnooze, `${reminder.id}${markOf(shown)}`);
  return [...(mayPress(shown, back.id) ? [back] : []), showButton(viewer, shown)];
}

function showButton({ messages: { reminders, securityContact } }: ViewerLocale, shown: LoadedReminder): Button {
  return shown.only
    ? button('press', 'contact.show', securityContact.buttons.show, `${shown.only.id}${markOf(shown)}`)
    : button('press', 'reminders.list', reminders.buttons.list, '');
}

/** Returns the end of a button's value, which says from which reminder it was pressed. */
function markOf({ reminder }: LoadedReminder): string {
  return ` ~${reminder.id}`;
}

const states = ['open', 'snoozed', 'closed'] as const;

/** Returns a row for each kind of finding of each tenant: the open ones, then those that somebody put off, then those that were fixed. */
function reminderRows(viewer: ViewerLocale, shown: LoadedReminder, press: Pressable): Row[] {
  const groups = states.flatMap((state) =>
    groupsOf(
      shown.items.filter((item) => findingState(item, shown.now) === state),
      ({ tenantId, snooze }) => `${tenantId} ${state === 'snoozed' ? JSON.stringify(snooze) : ''}`,
    ),
  );
  return groups.map((group) => rowOf(viewer, shown, group, press));
}

function rowOf(viewer: ViewerLocale, shown: LoadedReminder, group: FindingGroup<StoredFinding>, press: Pressable): Row {
  const { messages } = viewer;
  const { now, open, tenants } = shown;
  const { at, fixed, fixedOn, urgent } = messages.reminders;
  const [first] = group.findings;
  const tenant = first && tenants.get(first.tenantId);
  const named = findingTitle(messages, group);
  const title = tenants.size > 1 && tenant ? at(tenant.name, named) : named;
  if (!first || !tenant || first.closedAt !== null) {
    const times = group.findings.flatMap(({ closedAt }) => closedAt ?? []).toSorted();
    return { title: fixed(title), detail: fixedOn(said(viewer, times.at(-1) ?? now)), button: null };
  }
  const snooze = snoozeAt(first, now);
  if (snooze) {
    // The row has a button of its own only where no button below the card ends the snooze of all.
    const id = 'reminders.unsnooze';
    const mayEnd = press.may(id) && !press.buttons.some((below) => below.id === id);
    const value = `${first.tenantId} ${group.code}${press.mark}`;
    const end = mayEnd ? button('press', id, messages.reminders.buttons.unsnooze, value) : null;
    return { title, detail: snoozeSentence(viewer, snooze), button: end };
  }
  const isMixed = isCritical(group.code) && open.some(({ code }) => !isCritical(code));
  const values = tenants.size > 1 ? toConfirm(viewer, shown, tenant, group.findings).map(({ value }) => value) : [];
  return {
    title: isMixed ? urgent(title) : title,
    detail: lines([findingDetail(viewer, { group, tenant, names: shown.names, now }), ...values]),
    button: rowButton(group.findings, tenant, messages, press),
  };
}

/**
 * Returns the facts that somebody confirms with “Still right”, since nobody should confirm what they do not see. Only admins in
 * private get them: a channel has more readers than those who need to know.
 */
function toConfirm(
  viewer: ViewerLocale,
  { reminder }: LoadedReminder,
  tenant: StoredTenant,
  open: readonly StoredFinding[],
): Fact[] {
  const { contact } = tenant;
  const isPrivate = reminder.role === 'admin' && reminder.to.kind === 'person';
  if (!contact || !isPrivate || !open.some((item) => remedyOf(item, tenant) === 'contact.confirm')) return [];
  const { messages } = viewer;
  const labels = { ...messages.contactForm.labels, ...messages.securityContact.facts };
  const reach = contactFields.flatMap(({ key, type, reach }): Fact[] => {
    const value = reach && contact[key];
    return typeof value === 'string' && value ? [{ label: labels[key], value: [valueLink(type, value, viewer)] }] : [];
  });
  return [{ label: labels.name, value: fullName(contact) }, ...reach];
}

/** A reminder with everything that its card shows. */
export type LoadedReminder = NonNullable<Awaited<ReturnType<typeof loadReminder>>>;

/** Reads everything that the card of a reminder shows; null when the reminder is forgotten. */
export async function loadReminder(reader: Reader, reminderId: string, world: AudienceWorld) {
  const reminder = await reader.get('reminders', reminderId);
  if (!reminder) return null;
  const now = world.clock.now();
  const items = await itemsOf(reader, reminder);
  const ids = [...new Set(items.map(({ tenantId }) => tenantId))];
  const known = (await Promise.all(ids.map((id) => reader.get('tenants', id)))).filter((one) => one !== null);
  const round = await reader.get('rounds', queueOf(reminder.to));
  const isNewest = round?.reminder === reminderId;
  const isOver = items.every(({ closedAt }) => closedAt !== null);
  return {
    reminder,
    /** True for the newest reminder of its reader. */
    isNewest,
    /** True for the newest reminder, and for the one before it while the newest is under way: their cards are kept up to date. */
    isKept: isNewest || round?.older.includes(reminderId) === true,
    /** The findings of the reminder as they are now, without those that are forgotten. */
    items,
    /** The items that are to be fixed now. */
    open: items.filter((item) => findingState(item, now) === 'open'),
    /** The number of items that somebody put off. */
    snoozed: items.filter((item) => findingState(item, now) === 'snoozed').length,
    tenants: new Map(known.map((tenant) => [tenant.id, tenant])),
    /** The one tenant that the card is about; null for several. */
    only: known.length === 1 ? (known[0] ?? null) : null,
    names: await namesInFindings(reader, items),
    now,
    /** True when all items are over and something else is open for the reader. */
    others: isOver && (await othersOpen(reader, reminder, world)),
  };
}

/** Returns the findings of a reminder as they are now, without those that are forgotten. */
export async function itemsOf(reader: Reader, { items }: StoredReminder): Promise<StoredFinding[]> {
  const found = await Promise.all(items.map((id) => reader.get('findings', id)));
  return found.filter((item) => item !== null);
}

/** The alerts of the months before, for a reminder of a tenant's anniversary month. */
type Anniversary = NonNullable<Awaited<ReturnType<typeof anniversaryOf>>>;

/**
 * Returns the year of the one tenant whose anniversary month the reminder asks about; null when there is none, or several. The
 * figures are those of the report, for managers and admins: a contact's channels are not reminded of the anniversary.
 */
export async function anniversaryOf({ open, tenants }: LoadedReminder, world: World) {
  const [only, ...others] = open.filter(({ code }) => code === 'anniversary');
  const tenant = only && others.length === 0 ? tenants.get(only.tenantId) : undefined;
  return tenant ? { tenantName: tenant.name, year: await alertYearOf(tenant.id, world) } : null;
}
