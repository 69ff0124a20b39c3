import { cardLink } from '../../delivery/permalinks.ts';
import { type Alert, backlogKey, drillKey } from '../../domain/alert/alert.ts';
import { isBacklog } from '../../domain/alert/backlog.ts';
import { answerBy, detectedAt } from '../../domain/alert/deadlines.ts';
import { isHeld } from '../../domain/alert/rule.ts';
import type { Selection } from '../../domain/alert/selection.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import { noCounts, severities } from '../../domain/alert/severity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { fold } from '../../domain/text/words.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { atWorkText } from '../../request/alerts-at-work.ts';
import { mayPressOf } from '../../request/authorize.ts';
import { helpButton } from '../../request/default-button.ts';
import { countIn } from '../../request/form-input.ts';
import { nearlyOpen } from '../../request/intent/slots.ts';
import type { CardReply, CommandHandler, PressHandler, Request } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import { askerLocale, said } from '../../request/viewer-locale.ts';
import { type AlertsAtWork, alertsAtWork } from '../../store/open-alerts.ts';
import {
  type Button,
  beforeValue,
  button,
  type Card,
  card,
  type Inline,
  quoted,
  type Row,
  truncate,
} from '../../view/view.ts';
import { customerInRow, isLate, overInRow, tenantName, withLink } from '../cards/alert-facts.ts';
import { answerTogether, type Together } from '../cards/answer-together.ts';
import { type AlertOf, loadAlerts } from '../cards/load-alert.ts';
import { listSources, sourcesWord } from '../sources/sources-list.ts';
import { findByWord, goneAlert } from './find-alert.ts';
import { filterText, fitsFilter, type ListFilter, listFilterOf, nearlySeverity } from './list-filter.ts';
import { timelineOf } from './timeline.ts';

const pageLength = 6;
/** The room for an alert's name: a page fits in a message, whatever senders call their alerts. */
const nameRoom = 240;

/**
 * `alerts` lists the open alerts, `alerts high` or `alerts Contoso` some of them, `alerts sources` the sources to an admin,
 * `alerts 17` shows one alert's timeline, and any other words are searched for. A sender may call an alert anything: one whose id is
 * `high` hides no list, and is found as `#high`.
 */
export const showAlerts: CommandHandler = async (request, rest, world) => {
  const word = rest.trim();
  if (fold(word) === sourcesWord) return listSources(request, world);
  const isNumber = /^#?\d+$/.test(word);
  const tenants = await world.store.read((reader) => reader.list('tenants'));
  const isSearch = listFilterOf(word, tenants, request.messages).search.length > 0;
  const one = isNumber || isSearch ? await findByWord(word, world) : null;
  if (one) return timelineOf(request, one, world);
  return isNumber ? goneAlert(request, word.replace('#', '')) : page(request, word, 0, world);
};

/** Shows a page of the list below the card that was pressed. The button's value is «how many to skip, filter»; empty for all alerts. */
export const pressAlerts = async (request: Request, value: string, world: World): Promise<CardReply> => {
  const [skip = '', ...filter] = value.split(' ');
  return page(request, filter.join(' '), countIn(skip), world);
};

/** Shows a page of the list in place of the page that was pressed. The button's value is as `pressAlerts` takes it. */
export const pressPage: PressHandler = async (request, value, world) => ({
  ...(await pressAlerts(request, value, world)),
  instead: true,
});

/** Returns the first page of the alerts that fit a typed filter; null when none does. */
export async function listOf(request: Request, filter: string, world: World): Promise<Card | null> {
  const { card: shown } = await page(request, filter, 0, world);
  return shown.rows.length > 0 ? shown : null;
}

async function page(request: Request, typed: string, skip: number, world: World): Promise<CardReply> {
  const { timezone } = request.actor;
  const date = dateIn(world.clock.now(), timezone);
  const isToday = (at: string) => dateIn(at, timezone) === date;
  const listed = await world.store.read(async (reader) => {
    const tenants = await reader.list('tenants');
    const filter = listFilterOf(typed, tenants, request.messages);
    const context = { tenants, skip, isToday };
    const exact = await pageOf(reader, filter, context);
    // Words that were found nowhere may be a misspelt severity, or mean the open alerts.
    const mayBeState = exact.count === 0 && filter.severity === null;
    const severity = mayBeState ? nearlySeverity(filter.rest, request.messages) : null;
    const isState = severity !== null || (mayBeState && nearlyOpen(filter.rest));
    const found = isState ? await pageOf(reader, { ...filter, severity, search: [], rest: '' }, context) : exact;
    return { ...found, atWork: typed === '' ? await alertsAtWork(reader) : null };
  });
  const rows = listed.alerts.map(async (one) =>
    row(request, one, await cardLink(one.alert.id, request.platform, world)),
  );
  const times = { now: world.clock.now(), timezone };
  const atWork = listed.atWork && atWorkText(request.messages, listed.atWork, times);
  const together = await togetherButtons(request, listed, world);
  const shown = listCard(request, listed, await Promise.all(rows), { atWork: atWork ?? null, together });
  return { kind: 'card', instead: skip > 0, card: shown };
}

/** One page of what fits a filter. */
interface ListPage {
  filter: ListFilter;
  alerts: readonly AlertOf[];
  /** The number of alerts before this page, and of all. */
  first: number;
  count: number;
  /** The number of drills and tests among all: they come last. */
  drills: number;
  /**
   * How many real ones among all are not acknowledged, by severity, and which ones these and the others are. Absent when no button
   * answers them together.
   */
  together?: Pick<Together, 'active' | 'selection'>;
}

/** What a page is made with: the tenants, how many alerts are skipped, and whether a time is today by the asker's clock. */
interface PageContext {
  tenants: readonly StoredTenant[];
  skip: number;
  isToday: (at: string) => boolean;
}

/** Orders resolved alerts, those that were resolved last first. */
function latestFirst({ alert: a }: AlertOf, { alert: b }: AlertOf): number {
  const [atA, atB] = [a.resolved?.at ?? '', b.resolved?.at ?? ''];
  return atA === atB ? b.number - a.number : atA < atB ? 1 : -1;
}

/**
 * Returns the page after `skip` alerts: high ones first, and of each severity those that have to be answered first; then backlogs,
 * and then drills and tests, in the same order. It reads as much as it shows, unless the filter has a tenant or a search.
 */
async function pageOf(reader: Reader, filter: ListFilter, { tenants, skip, isToday }: PageContext) {
  if (filter.digestId !== null) return pageOfDigest(reader, { ...filter, digestId: filter.digestId }, skip);
  const ofSeverity = filter.severity === null ? severities.toReversed() : [filter.severity];
  const index = filter.unacknowledged ? 'alerts.unacknowledged' : 'alerts.severity';
  const isWhole = !filter.resolved && filter.tenantId === null && filter.search.length === 0 && !filter.today;
  const withTenant = (alert: Alert) => ({ alert, tenant: tenants.find(({ id }) => id === alert.tenantId) ?? null });
  const fitting = (rows: readonly Alert[]) =>
    rows.map(withTenant).filter((one) => fitsFilter(filter, one) && (!filter.today || isToday(one.alert.receivedAt)));
  const all: AlertOf[] = [];
  let total = 0;
  let drills = 0;
  const active = { ...noCounts };
  for (const key of filter.resolved
    ? []
    : [...ofSeverity, ...ofSeverity.map(backlogKey), ...ofSeverity.map(drillKey)]) {
    const limit = isWhole ? Math.max(0, skip + pageLength - all.length) : undefined;
    const found = limit === 0 ? [] : fitting(await reader.scan(index, { key, after: null, limit }));
    all.push(...found);
    const number = isWhole ? await reader.count(index, key) : found.length;
    total += number;
    const severity = ofSeverity.find((one) => key === one || key === backlogKey(one));
    if (severity === undefined) drills += number;
    else if (isWhole) active[severity] += await reader.count('alerts.unacknowledged', key);
    else active[severity] += found.filter(({ alert }) => alert.status === 'active').length;
  }
  // People often search for an alert that was just resolved, so the newest come first. Archived alerts are found by their numbers.
  if (filter.resolved || (filter.search.length > 0 && !filter.unacknowledged))
    all.push(...fitting(await reader.scan('alerts.resolved', { key: '', after: null })).toSorted(latestFirst));
  const count = isWhole ? total : all.length;
  const lastPage = pageLength * Math.floor(Math.max(0, count - 1) / pageLength);
  const first = skip < count ? skip : lastPage;
  const shown = { filter, alerts: all.slice(first, first + pageLength), first, count, drills };
  if (filter.resolved || filter.today || filter.search.length > 0) return shown;
  const upTo = (await reader.get('counters', 'alerts'))?.value ?? 0;
  return { ...shown, together: { active, selection: { upTo, ...chosenBy(filter) } } };
}

/** Returns what a list shows as a selection, but for the state of the alerts. */
function chosenBy({ severity, tenantId, rest }: ListFilter): Omit<Selection, 'upTo'> {
  return {
    ...(severity ? { severity } : {}),
    ...(tenantId === null ? {} : { tenants: [tenantId], name: quoted(rest) }),
  };
}

/** Returns the page after `skip` alerts of a digest card, in order of arrival. */
async function pageOfDigest(reader: Reader, filter: ListFilter & { digestId: string }, skip: number) {
  const key = filter.digestId;
  const count = await reader.count('deliveries.digest', key);
  const first = Math.min(skip, pageLength * Math.floor(Math.max(0, count - 1) / pageLength));
  const rows = await reader.scan('deliveries.digest', { key, after: null, limit: first + pageLength });
  const ids = rows.slice(first).flatMap(({ about }) => ('alertId' in about ? about.alertId : []));
  return { filter, alerts: await loadAlerts(reader, ids), first, count, drills: 0 };
}

/**
 * Returns the buttons that answer more than one alert of the list together, on its first page, where the asker may answer some of these.
 */
async function togetherButtons(request: Request, listed: ListPage, world: World): Promise<Button[]> {
  const { together, first, count, drills, filter, alerts } = listed;
  if (!together || first > 0) return [];
  const tenants = new Set(alerts.map(({ tenant }) => tenant));
  const may = await Promise.all([...tenants].map((tenant) => mayPressOf(request, tenant, world)));
  if (!may.some((one) => one('alerts.acknowledgeMany'))) return [];
  const open = filter.unacknowledged ? 0 : count - drills;
  const selection = { at: world.steady.arrival(), ...together.selection };
  return answerTogether(request, { selection, active: together.active, open }, 'primary');
}

function listCard(
  request: Request,
  listed: ListPage & { atWork: AlertsAtWork | null },
  rows: readonly Row[],
  { atWork, together }: { atWork: string | null; together: readonly Button[] },
): Card {
  const { list } = request.messages.alerts;
  const { first, count, filter } = listed;
  const typed = filterText(filter);
  const summary = summaryOf(request, listed);
  const last = first + rows.length;
  return card(titleOf(request, filter, count), summary, {
    // Where all are acknowledged, one line says how many, and who has the oldest.
    text: [
      ...(listed.atWork?.count === count && atWork !== null ? [] : [summary]),
      ...(atWork === null ? [] : [atWork]),
    ],
    rows,
    rowName: list.rowName,
    buttons: [
      ...together,
      ...inOwnRow([
        ...(first > 0 ? [toPage('alerts.previous', list.previous, Math.max(0, first - pageLength), typed)] : []),
        ...(last < count ? [toPage('alerts.next', list.more, last, typed)] : []),
      ]),
      ...inOwnRow(
        filter.digestId === null && (count > pageLength || typed !== '') ? filterButtons(request, filter) : [],
      ),
      // The button that leads here by itself would lead nowhere.
      ...(count === 0 && typed === '' ? [helpButton(request.messages)] : []),
    ],
    footer: [
      ...(count > pageLength ? [footerOf(request, filter)(first + 1, last, count)] : []),
      list.hint(commandOf('alerts', request.actor.locale, request.platform)),
    ].join(' '),
  });
}

function inOwnRow([first, ...others]: readonly Button[]): Button[] {
  return first ? [{ ...first, beginsRow: true }, ...others] : [];
}

function footerOf({ messages: { alerts } }: Request, { resolved, digestId }: ListFilter) {
  if (digestId !== null) return alerts.digest.ofShare.listFooter;
  return resolved ? alerts.list.footerResolved : alerts.list.footer;
}

function titleOf({ messages: { alerts } }: Request, { search, resolved, digestId }: ListFilter, count: number): string {
  if (digestId !== null) return alerts.digest.ofShare.listTitle;
  if (count === 0) return alerts.list.noneTitle;
  if (search.length > 0) return alerts.list.searchTitle;
  return resolved ? alerts.list.resolvedTitle : alerts.list.title;
}

function summaryOf({ messages }: Request, { filter, count, drills }: ListPage): string {
  const { list, digest } = messages.alerts;
  const { severity, rest, search, resolved } = filter;
  if (filter.digestId !== null) return digest.ofShare.listSummary(count);
  const name = severity === null ? '' : messages.alerts.severities[severity];
  const typed = [filter.today ? list.today : '', filter.unacknowledged ? list.unacknowledged : '', name, quoted(rest)]
    .filter(Boolean)
    .join(', ');
  if (search.length > 0) return list.found(typed, count);
  if (resolved) return [...(typed === '' ? [] : [typed]), list.resolvedSummary(count)].join(messages.history.colon);
  const open = count > drills || drills === 0 ? list.summary(count - drills, typed !== '') : list.none;
  const summary = [open, list.drills(drills)].filter(Boolean).join(' ');
  if (typed === '') return count === 0 ? list.none : summary;
  return count === 0 ? list.noneOf(typed) : `${beforeValue(typed, messages.history.colon)}${summary}`;
}

/** Returns the button to a page. Each has its own id: a platform may set buttons of one id below each other. */
function toPage(id: string, label: string, skip: number, filter: string): Button {
  return button('press', id, label, `${skip} ${filter}`);
}

/** Returns the buttons to the other lists: all, not acknowledged. The tenant or the search stays. High ones come first in any list. */
function filterButtons({ messages }: Request, now: ListFilter): Button[] {
  const { list } = messages.alerts;
  const all = { severity: null, today: now.today, unacknowledged: false, resolved: false, rest: now.rest };
  return [
    { id: 'alerts.all', label: list.all, filter: all },
    { id: 'alerts.unacknowledged', label: list.onlyUnacknowledged, filter: { ...all, unacknowledged: true } },
  ]
    .filter(({ filter }) => filterText(filter) !== filterText(now))
    .map(({ id, label, filter }) => toPage(id, label, 0, filterText(filter)));
}

/**
 * Returns an alert as a row, with until when it must be answered; when there is no such time, when it was detected.
 */
function row(request: Request, { alert, tenant }: AlertOf, link: Inline | null): Row {
  const {
    severities: names,
    list,
    statuses,
    overdue,
    heldInRow,
    backlogInRow,
    seenInRow,
    unverified,
  } = request.messages.alerts;
  const by = answerBy(alert, tenant?.partnerType ?? null);
  const mark = alert.origin === 'drill' ? [list.drill] : alert.content.isTest ? [list.test] : [];
  const name = truncate(alert.content.displayName, nameRoom);
  const state = [
    ...(isUnverified(alert) ? [unverified.word] : []),
    statuses[alert.status],
    ...(isHeld(alert) ? [heldInRow] : []),
    ...(isBacklog(alert) ? [backlogInRow] : []),
    ...(alert.seen ? [seenInRow(alert.seen.times)] : []),
    ...overInRow(request.messages, alert),
    ...(isLate(alert) ? [overdue] : []),
    tenantName(request, { alert, tenant }),
    ...customerInRow(request, { alert, tenant }),
  ];
  const when = `${[...state, by ? list.answerBy : list.detected].join(' · ')} `;
  return {
    title: [alert.number, ...mark, names[alert.content.severity], name].join(' · '),
    detail: withLink([when, said(askerLocale(request), by?.at ?? detectedAt(alert))], link),
    button: button('press', 'alerts.show', list.show, alert.id),
  };
}
