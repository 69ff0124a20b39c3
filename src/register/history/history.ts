import { ResolvedReason } from '../../domain/alert/alert.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shownLimits } from '../../domain/tenant/platforms.ts';
import { moment } from '../../messages/dates.ts';
import type { Words } from '../../messages/words.ts';
import { tenantHandlers } from '../../request/choose-tenant.ts';
import { countIn } from '../../request/form-input.ts';
import type { Names } from '../../request/names.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { Request } from '../../request/request.ts';
import { historyPage } from '../../store/history.ts';
import { button, card } from '../../view/build-card.ts';
import { lengthOf, lines } from '../../view/text.ts';
import type { Button, Card, Row, Text } from '../../view/view.ts';
import { authorOf, changeLines, namesInChanges } from './change-facts.ts';
import { groupEntries } from './group-entries.ts';

/** The entries that a page reads: more than it shows, since one row can stand for several of them. */
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
  const { history } = request.words;
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
  const { actor, words } = request;
  const what = [words.history.actions[entry.deed], ...alertsOf(entry, words)].join(' ');
  const title = words.history.entry(authorOf(entry, words), what);
  const parts: Text[][] = [[[moment(entry.at, actor.locale, actor.timezone)]]];
  // An entry that only sets its own date has a title that says everything.
  const changes = detailed.includes(entry.deed) ? changeLines(entry.changes, askerLocale(request), names) : [];
  for (const text of changes) {
    const part = parts.at(-1) ?? [];
    if (lengthOf(lines([...part, text])) > shownLimits.row) parts.push([text]);
    else part.push(text);
  }
  return parts.map((part) => ({ title, detail: lines(part), button: null }));
}

/** Names the alerts of an action, or says how many they were, and the reason for which they were resolved. */
function alertsOf({ deed, changes }: HistoryEntry, { alerts }: Words): string[] {
  if (!deed.startsWith('alert.') || detailed.includes(deed)) return [];
  const [alert, reason] = changes.map(({ after }) => after);
  const as = ResolvedReason.safeParse(reason).data;
  return [[alert].flat().join(', '), ...(as ? [`(${alerts.reasons[as]})`] : [])];
}

const detailed: readonly HistoryEntry['deed'][] = [
  'contact.updated',
  'contact.onCall',
  'contact.disowned',
  'alert.archivedAll',
  'tenant.setUp',
  'organisation.setUp',
  'register.imported',
  'reminder.sent',
  'reminder.snoozed',
  'reminder.unsnoozed',
];

function buttons({ words }: Request, { tenant, more, newest }: HistoryPage, last: HistoryEntry | undefined): Button[] {
  const { history, securityContact } = words;
  return [
    ...(more && last ? [button('press', 'contact.history', history.older, `${tenant.id} ${last.number}`)] : []),
    ...(newest ? [] : [button('press', 'contact.history', history.newer, tenant.id)]),
    button('press', 'contact.show', securityContact.buttons.show, tenant.id),
  ];
}
