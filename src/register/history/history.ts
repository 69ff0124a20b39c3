import dayjs from 'dayjs';
import { monthOf } from '../../domain/alert/report.ts';
import { ResolvedReason } from '../../domain/alert/status.ts';
import type { AuditAction, Change, HistoryEntry } from '../../domain/history.ts';
import { contactKeys } from '../../domain/tenant/contact-fields.ts';
import { shownLimits } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { day, moment } from '../../messages/dates.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { tenantHandlers } from '../../request/choose-tenant.ts';
import { countIn } from '../../request/form-input.ts';
import type { Request } from '../../request/interaction.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import { askerLocale, type Names, namesOf, said, type ViewerLocale } from '../../request/viewer-locale.ts';
import { historyPage, newestWanted } from '../../store/history.ts';
import { type Button, button, type Card, card, joined, lengthOf, lines, type Row, type Text } from '../../view/view.ts';
import { authorOf, changedBy, changeLines, namesInChanges } from './change-facts.ts';

/** The entries that a page reads: more than it shows, since one row can merge several of them. */
const maxEntries = 30;
/** The most groups of entries on a page. */
const maxGroups = 5;

interface HistoryPage {
  tenant: StoredTenant;
  entries: readonly HistoryEntry[];
  names: Names;
  /** True when older entries exist. */
  more: boolean;
  newest: boolean;
}

/** Shows a page of a tenant's history: the newest one, or the one that ends before the entry with the number in the button's value. */
export const showHistory = tenantHandlers(
  { kind: 'press', id: 'contact.history', evenRetired: true },
  async (request, tenant, world, rest) => {
    const before = rest ? countIn(rest) : null;
    const found = await historyPage({ tenantId: tenant.id, before, limit: maxEntries + 1 }, world);
    const entries = found.slice(0, maxEntries);
    const changes = entries.flatMap((entry) => entry.changes);
    const names = await world.store.read((reader) => namesInChanges(reader, changes));
    const page = { tenant, entries, names, more: found.length > maxEntries, newest: before === null };
    return { kind: 'card', instead: true, card: historyCard(request, page) };
  },
);

function historyCard(request: Request, page: HistoryPage): Card {
  const { history } = request.messages;
  const { tenant } = page;
  const groups = groupEntries(page.entries).slice(0, maxGroups);
  const rows = fittingRows(groups.map(({ shown }) => rowsOf(request, shown, page.names)));
  const entries = groups.slice(0, rows.length).flatMap((group) => group.entries);
  const more = page.more || entries.length < page.entries.length;
  const [first] = entries;
  const last = entries.at(-1);
  return card(history.title, history.summary(tenant.name), {
    text: [first ? history.summary(tenant.name) : history.empty],
    rows: rows.flat(),
    buttons: buttons(request, { ...page, more }, last),
    footer: first && last ? history.footer(last.number, first.number) : null,
  });
}

/** Returns the rows of as many groups as fit in a message, and of at least one. */
function fittingRows(entries: readonly Row[][]): readonly Row[][] {
  let size = 0;
  const tooMany = entries.findIndex((rows) => {
    size += rows.reduce((sum, { title, detail }) => sum + lengthOf(title) + lengthOf(detail), 0);
    return size > shownLimits.page;
  });
  return tooMany === -1 ? entries : entries.slice(0, Math.max(1, tooMany));
}

/** Makes the rows of an entry: its author and action, its time, and each change on a line. A long entry continues in another row. */
function rowsOf(request: Request, entry: HistoryEntry, names: Names): Row[] {
  const { actor, messages } = request;
  const what = [messages.history.actions[entry.deed], ...alertsOf(entry, messages)].join(' ');
  const title = messages.history.entry(authorOf(entry, messages), what);
  const parts: Text[][] = [[[moment(entry.at, actor.locale, actor.timezone)]]];
  // Entries of the other actions only set their own date, and their title says that already.
  const changes = detailed.includes(entry.deed) ? changeLines(changesOf(entry), askerLocale(request), names) : [];
  for (const text of changes) {
    const part = parts.at(-1) ?? [];
    if (lengthOf(lines([...part, text])) > shownLimits.row) parts.push([text]);
    else part.push(text);
  }
  return parts.map((part) => ({ title, detail: lines(part), button: null }));
}

/** Returns what a row says: when a tenant was retired is its time already, and one that is asked for has no such date. */
function changesOf({ deed, changes }: HistoryEntry): readonly Change[] {
  const isAsked = deed === 'approval.asked';
  return changes.flatMap((change): Change[] => {
    if (change.field !== 'retiredAt') return [change];
    return isAsked ? [{ field: 'askedFields', before: null, after: ['retired'] }] : [];
  });
}

/** Names the alerts of an action, or says how many they were, and the reason for which they were resolved. */
function alertsOf({ deed, changes }: HistoryEntry, { alerts }: Messages): string[] {
  if (!deed.startsWith('alert.') || detailed.includes(deed)) return [];
  const [alert, reason] = changes.map(({ after }) => after);
  const as = ResolvedReason.safeParse(reason).data;
  return [[alert].flat().join(', '), ...(as ? [`(${alerts.reasons[as]})`] : [])];
}

const detailed: readonly HistoryEntry['deed'][] = [
  'contact.updated',
  'contact.onCall',
  'contact.disowned',
  'approval.asked',
  'approval.approved',
  'approval.refused',
  'approval.withdrawn',
  'approval.lapsed',
  'alert.archivedAll',
  'tenant.setUp',
  'tenant.retired',
  'tenant.cleared',
  'organisation.setUp',
  'admins.changed',
  'register.imported',
  'reminder.sent',
  'reminder.snoozed',
  'reminder.unsnoozed',
];

function buttons({ messages }: Request, { tenant, more, newest }: HistoryPage, last?: HistoryEntry): Button[] {
  const { history, securityContact } = messages;
  return [
    ...(more && last ? [button('press', 'contact.history', history.older, `${tenant.id} ${last.number}`)] : []),
    ...(newest ? [] : [button('press', 'contact.history', history.newer, tenant.id)]),
    button('press', 'contact.show', securityContact.buttons.show, tenant.id),
  ];
}

/** History entries that are shown as one. `shown` is a single entry, or the merger of entries that differ only in the person or alert. */
type EntryGroup = { shown: HistoryEntry; entries: readonly HistoryEntry[] };

/** Groups entries that follow each other in the same minute: the same reminder to several people, and one action on several alerts. */
function groupEntries(entries: readonly HistoryEntry[]): EntryGroup[] {
  const groups: EntryGroup[] = [];
  for (const entry of entries) {
    const before = groups.at(-1);
    const both = before && mergedIfSame(before.shown, entry);
    if (before && both) groups[groups.length - 1] = { shown: both, entries: [...before.entries, entry] };
    else groups.push({ shown: entry, entries: [entry] });
  }
  return groups;
}

/** Merges two entries into one; returns null when they say different things. */
function mergedIfSame(one: HistoryEntry, other: HistoryEntry): HistoryEntry | null {
  if (one.deed !== other.deed || one.at.slice(0, 16) !== other.at.slice(0, 16)) return null;
  const isAlike = (field: string) => afterOf(one, field) === afterOf(other, field);
  if (one.deed === 'reminder.sent') return isAlike('findings') ? merged(one, other, 'told') : null;
  // One action of one person on two alerts of a tenant, for one reason.
  const isAction = one.deed.startsWith('alert.') && !one.deed.endsWith('All');
  const isSame = one.by === other.by && one.tenantId === other.tenantId && isAlike('reason');
  return isAction && isSame ? merged(one, other, 'alert') : null;
}

function afterOf({ changes }: HistoryEntry, field: string): string {
  return JSON.stringify(changes.find((change) => change.field === field)?.after);
}

function merged(one: HistoryEntry, other: HistoryEntry, name: string): HistoryEntry {
  const valuesOf = (entry: HistoryEntry) => [entry.changes.find(({ field }) => field === name)?.after].flat();
  const changes = one.changes.map((change) =>
    change.field === name ? { ...change, after: [...valuesOf(one), ...valuesOf(other)] } : change,
  );
  return { ...one, changes };
}

/* Answers who last changed the contact or the set-up of a tenant, when, and what was there before. */

/** The most months of the archive that are searched: people ask for what is recent, and the history shows the rest. */
const maxMonths = 12;
/** The most changed fields that the sentence names, and the most characters that those after the first may bring it to. */
const maxChanges = 3;
const maxLength = 600;

type ChangeAction = keyof Messages['record']['lastChange']['what'];

/** Answers who last changed a tenant's contact or set-up, when, and from which value to which. */
export const lastChangeFact = {
  of: 'tenant',
  button: 'contact.history',
  fact: async (request: Request, tenant: StoredTenant, world: World): Promise<Text> => {
    const change = await lastChange(tenant, world);
    return change ? changedText(request, tenant, change, world) : unchangedText(request, tenant, world);
  },
} satisfies RecordFact;

/** An entry that tells of a change of the record. */
type ChangeEntry = HistoryEntry & { deed: ChangeAction };

async function lastChange(tenant: StoredTenant, world: World): Promise<ChangeEntry | null> {
  const from = oldestMonth(tenant, world.clock.now());
  const found = await newestWanted({ tenantId: tenant.id, from, wanted: isChange }, world);
  return found && isChange(found) ? found : null;
}

/** Returns the month of the contact's last change, since a newer one can only be of the set-up; at most a year back. */
function oldestMonth({ revision }: StoredTenant, now: string): string {
  const earliest = monthOf(dayjs(now).subtract(maxMonths, 'month').toISOString());
  return [earliest, monthOf(revision.at ?? '')].toSorted().at(-1) ?? earliest;
}

function isChange(entry: HistoryEntry): entry is ChangeEntry {
  const actions: readonly AuditAction[] = [
    'contact.updated',
    'tenant.setUp',
    'register.imported',
  ] satisfies ChangeAction[];
  return actions.includes(entry.deed);
}

async function changedText(request: Request, { name }: StoredTenant, entry: ChangeEntry, world: World): Promise<Text> {
  const viewer = askerLocale(request);
  const { what, whole } = request.messages.record.lastChange;
  const names = await world.store.read((store) => namesInChanges(store, entry.changes));
  // People ask about the contact: its fields come before those of the tenant.
  const sorted = entry.changes.toSorted((one, other) => Number(isOfContact(other)) - Number(isOfContact(one)));
  const changes = changeLines(sorted, viewer, names);
  return whole(changedBy(entry, viewer), what[entry.deed](name), said(viewer, entry.at), firstOf(changes, viewer));
}

function isOfContact({ field }: Change): boolean {
  return contactKeys.some((key) => key === field);
}

/** Returns the first changes as far as they fit, and the number of the others; null when there is none. */
function firstOf(changes: readonly Text[], { messages }: ViewerLocale): Text | null {
  const [first, ...others] = changes;
  if (first === undefined) return null;
  const { more, separator } = messages.record.lastChange;
  const shown: Text[] = [first];
  for (const change of others.slice(0, maxChanges - 1)) {
    if (lengthOf(joined([...shown, change], separator)) > maxLength) break;
    shown.push(change);
  }
  const rest = changes.length - shown.length;
  return joined([...shown, ...(rest > 0 ? [more(rest)] : [])], separator);
}

/** Returns since when the contact is unchanged: from the record when the change is too old to be found in the history. */
async function unchangedText(request: Request, tenant: StoredTenant, { store }: World): Promise<Text> {
  const { actor, messages } = request;
  const { notSince, none } = messages.record.lastChange;
  const { at, by } = tenant.revision;
  if (at === null) return none(tenant.name, maxMonths);
  const names = await store.read((reader) => namesOf(reader, [by], []));
  return notSince(tenant.name, { when: day(at, actor.locale, actor.timezone), who: by && names.person(by) });
}
