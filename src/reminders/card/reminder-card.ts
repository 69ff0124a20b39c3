import { queueOf } from '../../domain/delivery/delivery.ts';
import type { FindingGroup, StoredFinding } from '../../domain/finding/finding.ts';
import { groupsOf, isAdminless, isCritical } from '../../domain/finding/finding.ts';
import { findingState, snoozeAt } from '../../domain/finding/reminder-intervals.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import { channelsOf, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import { reachedBy } from '../../findings/overview.ts';
import { confirmingAtOnce, remedyButton, rowButton } from '../../findings/remedies.ts';
import { snoozeSentence } from '../../findings/rows.ts';
import { channelsInFindings, findingDetail, findingTitle, peopleInFindings } from '../../findings/text.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { namesOf, said, type ViewerLocale } from '../../request/viewer-locale.ts';
import { type Button, button, type Card, card, lines, type Row, type Text } from '../../view/view.ts';
import { type AudienceWorld, othersOpen } from '../audience/audience.ts';
import { alertYearOf, yearFigures } from '../figures/answer-charts.ts';

/** The most rows of a card, and the most of them about what is to be fixed now. */
const maxRows = 8;
const maxOpen = 5;
/** The most buttons of a card, which is what people can take in. */
const maxButtons = 6;

/**
 * Returns the card of a reminder: its findings, each with the button that clears it, or with what became of it since. The year of the
 * anniversary is drawn where nothing else is to be fixed.
 */
export function reminderCard(viewer: ViewerLocale, shown: LoadedReminder, anniversary: Anniversary | null): Card {
  const { reminders: say } = viewer.messages;
  const { open, reminder } = shown;
  const isOver = open.length === 0;
  const buttons = isOver ? overButtons(viewer, shown) : otherButtons(viewer, shown);
  const rows = withFewButtons(fewRows(viewer, shown, reminderRows(viewer, shown, buttons)));
  const used = rows.flatMap(({ button, second }) => [button ?? [], second ?? []].flat()).length;
  const { title, tone, summary, text } = isOver ? overHead(viewer, shown) : openHead(viewer, shown);
  const why = {
    admin: reminder.to.kind === 'person' ? say.why : say.whyAdminChannel,
    manager: `${say.whyManager} ${say.managerMay}`,
    channel: say.whyChannel,
  };
  const when = open.some(({ code }) => isCritical(code)) ? say.atAnyHour : say.seldom;
  const year = anniversary && yearFigures(viewer, anniversary);
  return card(title, summary, {
    tone,
    text,
    facts: year?.facts ?? [],
    charts: year?.charts ?? [],
    rows,
    buttons: buttons.slice(0, Math.max(1, maxButtons - used)),
    footer: `${why[reminder.role]} ${when}`,
  });
}

/**
 * Returns the rows that a card has room for. While something is urgent, the rest of what is to be fixed is one row, which leads to it, as is
 * what is too much for a card.
 */
function fewRows({ messages }: ViewerLocale, { only, open }: LoadedReminder, rows: readonly Row[]): Row[] {
  const { findings, reminders, tenants } = messages;
  const count = groupsOf(open, ({ tenantId }) => tenantId).length;
  const urgent = rows.filter((row) => row.urgent);
  // A row in place of a single other one would save nothing.
  const first = urgent.length > 0 && count - urgent.length > 1 ? urgent : rows.slice(0, count);
  const listed = first.slice(0, first.length < count || count > maxOpen ? maxOpen - 1 : maxOpen);
  const rest = count - listed.length;
  const show = only
    ? button('press', 'reminders.check', tenants.show, `${only.id} ${listed.length}`)
    : button('press', 'reminders.list', tenants.show, '');
  const isCalm = urgent.length > 0 && urgent.length <= listed.length;
  const restRow = { title: isCalm ? reminders.notUrgent(rest) : findings.moreToFix(rest), detail: '', button: show };
  const over = rows.slice(count);
  const room = maxRows - listed.length - (rest > 0 ? 1 : 0);
  const shownOver = over.length > room ? over.slice(0, Math.max(0, room - 1)) : over;
  const hidden = over.length - shownOver.length;
  return [
    ...listed,
    ...(rest > 0 ? [restRow] : []),
    ...shownOver,
    ...(hidden > 0 ? [{ title: findings.more(hidden), detail: '', button: null }] : []),
  ];
}

/** Returns the rows, of which the first have their buttons, the main one first; second buttons take what is left. */
function withFewButtons(rows: readonly Row[]): Row[] {
  const pressable = rows.filter(({ button }) => button !== null).slice(0, maxOpen);
  let left = maxButtons - 2 - pressable.length;
  return rows.map((row): Row => {
    const { button, second, ...rest } = row;
    if (button === null || !pressable.includes(row)) return { ...rest, button: null };
    const main = row === pressable[0] ? { ...button, style: 'primary' as const } : button;
    if (second === undefined || left <= 0) return { ...rest, button: main };
    left -= 1;
    return { ...rest, button: main, second };
  });
}

/** Returns the card that a reminder becomes when a newer one was sent. */
export function olderReminderCard({ messages }: ViewerLocale): Card {
  const { newer, newerTitle } = messages.reminders;
  return card(newerTitle, newer, { text: [newer] });
}

type CardHead = Pick<Card, 'title' | 'tone' | 'summary' | 'text'>;

/** Returns the head of a card with open findings: their number, the tenants, and the people who can do something about them. */
function openHead({ messages }: ViewerLocale, shown: LoadedReminder): CardHead {
  const { about, adminless, escalated, inChannel, summary, title, urgentTitle } = messages.reminders;
  const { open, reminder } = shown;
  const rows = groupsOf(open, ({ tenantId }) => tenantId);
  const urgent = rows.filter(({ code }) => isCritical(code)).length;
  const others = open.some(isAdminless) ? adminless : null;
  const who = { admin: null, manager: others ?? escalated, channel: others ?? inChannel }[reminder.role];
  const names = tenantNames(shown, messages.reminders.several);
  const groups = groupsOf(open);
  const worst = groups.find(({ code }) => isCritical(code)) ?? groups[0];
  const rest = rows.filter(({ code }) => code !== worst?.code).length;
  return {
    title: urgent > 0 ? urgentTitle(rows.length, urgent) : title(rows.length),
    tone: urgent > 0 ? 'danger' : 'warning',
    summary: messages.alerts.whose(shortName(names, 24), worst ? summary(findingTitle(messages, worst), rest) : ''),
    text: [about(names), ...(who === null ? [] : [who])],
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
    text: [text],
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

/**
 * Returns a row for each kind of finding of each tenant: the open ones, then those that somebody put off, then those that were fixed.
 * `below` are the buttons of the card.
 */
function reminderRows(viewer: ViewerLocale, shown: LoadedReminder, below: readonly Button[]): Row[] {
  const groups = states.flatMap((state) =>
    groupsOf(
      shown.items.filter((item) => findingState(item, shown.now) === state),
      ({ tenantId, snooze }) => `${tenantId} ${state === 'snoozed' ? JSON.stringify(snooze) : ''}`,
    ),
  );
  const rows = groups.map((group) => rowOf(viewer, shown, group, below));
  // Two findings may be cleared by one press: the first of them has the button.
  const keys = rows.map(({ button }) => button && `${button.id} ${button.value} ${button.label}`);
  return rows.map((row, index) => (keys.indexOf(keys[index] ?? null) === index ? row : withoutButton(row)));
}

function withoutButton({ second: _second, ...row }: Row): Row {
  return { ...row, button: null };
}

type GroupInReminder = FindingGroup<StoredFinding>;

function rowOf(viewer: ViewerLocale, shown: LoadedReminder, group: GroupInReminder, below: readonly Button[]): Row {
  const { messages } = viewer;
  const { now, tenants } = shown;
  const { at, fixed, fixedOn } = messages.reminders;
  const [first] = group.findings;
  const tenant = first && tenants.get(first.tenantId);
  const named = (title: string) => (tenants.size > 1 && tenant ? at(tenant.name, title) : title);
  const title = named(findingTitle(messages, group));
  if (!first || !tenant || first.closedAt !== null) {
    const times = group.findings.flatMap(({ closedAt }) => closedAt ?? []).toSorted();
    return { title: fixed(title), detail: fixedOn(said(viewer, times.at(-1) ?? now)), button: null };
  }
  const snooze = snoozeAt(first, now);
  if (snooze) {
    // The row has a button of its own only where no button below the card ends the snooze of all.
    const id = 'reminders.unsnooze';
    const mayEnd = mayPress(shown, id) && !below.some((one) => one.id === id);
    const value = `${first.tenantId} ${group.code}${markOf(shown)}`;
    const end = mayEnd ? button('press', id, messages.reminders.buttons.unsnooze, value) : null;
    return { title, detail: snoozeSentence(viewer, snooze), button: end };
  }
  return openRow(viewer, shown, { group, tenant, named });
}

type OpenGroup = { group: GroupInReminder; tenant: StoredTenant; named: (title: string) => string };

/** Returns the row of findings that are to be fixed now. One who is asked to confirm the contact may also change it. */
function openRow(viewer: ViewerLocale, shown: LoadedReminder, { group, tenant, named }: OpenGroup): Row {
  const { messages } = viewer;
  const mark = markOf(shown);
  const may = (id: string) => mayPress(shown, id);
  const isUrgent = isCritical(group.code);
  const isMixed = isUrgent && shown.open.some(({ code }) => !isCritical(code));
  const title = findingTitle(messages, group);
  const press = rowButton(group.findings, tenant, messages, { mark, may });
  const isConfirm = press?.id === 'contact.confirm';
  const isPrivate = shown.reminder.role === 'admin' && shown.reminder.to.kind === 'person';
  const detail = findingDetail(viewer, { group, tenant, names: shown.names, now: shown.now });
  const seen = isConfirm && isPrivate ? toConfirm(viewer, shown, tenant) : [];
  const second = shown.only !== null && isConfirm && may('contact.update');
  return {
    title: named(isMixed ? messages.reminders.urgent(title) : title),
    detail: lines([detail, ...seen]),
    button: press && seen.length > 0 ? confirmingAtOnce(press) : press,
    ...(second ? { second: remedyButton('contact.update', tenant, messages, mark) } : {}),
    ...(isUrgent ? { urgent: true } : {}),
  };
}

/** The most channels, and the most people on call, of a contact that a row shows. */
const maxListed = 2;

/**
 * Returns what somebody confirms with “Still right”, since nobody should confirm what they do not see; an empty list where that is too much
 * for a row, so that the button asks first. Only admins in private get it: a channel has more readers than those who need to know.
 */
function toConfirm(viewer: ViewerLocale, { names, now }: LoadedReminder, tenant: StoredTenant): Text[] {
  const { contact } = tenant;
  const isShort = contact && Math.max(contact.channels.length, onCallAt(tenant, now).first.length) <= maxListed;
  return isShort ? [reachedBy(viewer, tenant, { names, now, detail: 'whole' })] : [];
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
    names: await namesIn(reader, items, known, now),
    now,
    /** True when all items are over and something else is open for the reader. */
    others: isOver && (await othersOpen(reader, reminder, world)),
  };
}

/** Looks up the names in the findings, and of the people and channels that somebody confirms with a contact. */
function namesIn(reader: Reader, items: readonly StoredFinding[], tenants: readonly StoredTenant[], now: string) {
  const onCall = tenants.flatMap((tenant) => onCallAt(tenant, now).first);
  const channels = tenants.flatMap(channelsOf);
  return namesOf(reader, [...peopleInFindings(items), ...onCall], [...channelsInFindings(items), ...channels]);
}

/** Returns the findings of a reminder as they are now, without those that are forgotten. */
export async function itemsOf(reader: Reader, { items }: StoredReminder): Promise<StoredFinding[]> {
  const found = await Promise.all(items.map((id) => reader.get('findings', id)));
  return found.filter((item) => item !== null);
}

/** The alerts of the months before, for a reminder of a tenant's anniversary month. */
type Anniversary = NonNullable<Awaited<ReturnType<typeof anniversaryOf>>>;

/**
 * Returns the year of the one tenant whose anniversary month is all that the reminder asks about; null when it asks about anything else.
 * The figures are those of the report, for managers and admins: a contact's channels are not reminded of the anniversary.
 */
export async function anniversaryOf({ open }: LoadedReminder, world: World) {
  const [only, ...others] = open;
  return only?.code === 'anniversary' && others.length === 0 ? alertYearOf(only.tenantId, world) : null;
}
