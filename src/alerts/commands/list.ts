import { cardLink } from '../../delivery/permalinks.ts';
import { type Alert, Severity, severities } from '../../domain/alert/alert.ts';
import { answerBy, detectedAt } from '../../domain/alert/deadlines.ts';
import { nameIn } from '../../domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { fold, nearest } from '../../domain/text/words.ts';
import type { Words } from '../../messages/words.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { countIn } from '../../request/form-input.ts';
import type { Reply } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import { askerLocale, said } from '../../request/reader-locale.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { quoted, truncate } from '../../view/text.ts';
import type { Button, Card, Inline, Row } from '../../view/view.ts';
import { goneAlert } from './acknowledge.ts';
import { findByWord } from './find-alert.ts';
import { timelineOf } from './timeline.ts';

type CardReply = Extract<Reply, { kind: 'card' }>;

const pageLength = 8;
/** So that a page fits in a message, whatever senders call their alerts. */
const nameRoom = 400;

/**
 * `alerts` lists the open ones, `alerts high` or `alerts Contoso` some of them, `alerts 17` tells one's story, and any other
 * words are searched for. A sender may call an alert anything: one whose id is `high` hides no list, and is found as `#high`.
 */
export const showAlerts: CommandHandler = async (request, rest, world) => {
  const word = rest.trim();
  const isNumber = /^#?\d+$/.test(word);
  const one = isNumber || !(await isFilter(request, word, world)) ? await findByWord(word, world) : null;
  if (one) return timelineOf(request, one, world);
  if (isNumber) return goneAlert(request);
  return page(request, { filter: word, skip: 0 }, world);
};

/** Whether words are a severity or the very name of a tenant, and no search. */
async function isFilter({ words }: Request, text: string, { store }: World): Promise<boolean> {
  return filterOf(text, await store.read((reader) => reader.list('tenants')), words).search.length === 0;
}

/** The value is «how many to skip, filter»; empty for a list of its own, beside the card that was pressed. */
export const pressAlerts = async (request: Request, value: string, world: World): Promise<CardReply> => {
  const [skip = '', ...filter] = value.split(' ');
  return page(request, { filter: filter.join(' '), skip: countIn(skip) }, world);
};

/** The same in place of the page that was pressed. */
export const pressPage: PressHandler = async (request, value, world) => ({
  ...(await pressAlerts(request, value, world)),
  instead: true,
});

interface Wanted {
  filter: string;
  skip: number;
}

/** The first page of what fits; null when nothing does. */
export async function listOf(request: Request, filter: string, world: World): Promise<Card | null> {
  const { card: shown } = await page(request, { filter, skip: 0 }, world);
  return shown.rows.length > 0 ? shown : null;
}

async function page(request: Request, { filter: typed, skip }: Wanted, world: World): Promise<CardReply> {
  const shown = await world.store.read(async (reader) => {
    const tenants = await reader.list('tenants');
    const filter = filterOf(typed, tenants, request.words);
    const sure = await found(reader, filter, tenants, skip);
    // What was searched for and found nowhere may be a slip.
    const slip = sure.count === 0 && filter.severity === null ? nearlySeverity(filter.rest, request.words) : null;
    if (!slip) return { tenants, filter, ...sure };
    const meant: Filter = { ...filter, severity: slip, search: [], rest: '' };
    return { tenants, filter: meant, ...(await found(reader, meant, tenants, skip)) };
  });
  const links = await Promise.all(shown.found.map(({ id }) => cardLink(id, request.platform, world)));
  return { kind: 'card', instead: skip > 0, card: listCard(request, { ...shown, links }) };
}

/** High ones first, and of each severity what has to be answered first. A page costs a page, unless it is of a tenant or searched for. */
async function found(reader: Reader, filter: Filter, tenants: readonly StoredTenant[], skip: number) {
  const ofSeverity = filter.severity === null ? severities.toReversed() : [filter.severity];
  const wanted = filter.resolved ? [] : ofSeverity;
  const index = filter.unacknowledged ? 'alerts.unacknowledged' : 'alerts.severity';
  const isWhole = !filter.resolved && filter.tenantId === null && filter.search.length === 0;
  const all: Alert[] = [];
  let count = 0;
  for (const key of wanted) {
    const limit = skip + pageLength - all.length;
    const fits = (alert: Alert) => fitsFilter(filter, alert, tenants);
    if (!isWhole) all.push(...(await reader.scan(index, { key, after: null })).filter(fits));
    else if (limit > 0) all.push(...(await reader.scan(index, { key, after: null, limit })));
    count += isWhole ? await reader.count(index, key) : 0;
  }
  if (filter.resolved || (filter.search.length > 0 && !filter.unacknowledged))
    all.push(...(await resolvedOnes(reader, filter, tenants)));
  const total = isWhole ? count : all.length;
  const lastPage = pageLength * Math.floor(Math.max(0, total - 1) / pageLength);
  const first = skip < total ? skip : lastPage;
  return { found: all.slice(first, first + pageLength), first, count: total };
}

/** What is searched for is often what was just resolved: the newest first. What has left for the archive is found by its number. */
async function resolvedOnes(reader: Reader, filter: Filter, tenants: readonly StoredTenant[]): Promise<Alert[]> {
  const rows = await reader.scan('alerts.resolved', { key: '', after: null });
  const fits = (alert: Alert) => filter.severity === null || alert.content.severity === filter.severity;
  return rows.filter((alert) => fits(alert) && fitsFilter(filter, alert, tenants)).toReversed();
}

function fitsFilter(filter: Filter, alert: Alert, tenants: readonly StoredTenant[]): boolean {
  if (filter.tenantId !== null && alert.tenantId !== filter.tenantId) return false;
  return says(filter, alert, tenants.find(({ id }) => id === alert.tenantId) ?? null);
}

interface Listed {
  found: readonly Alert[];
  /** How many come before. */
  first: number;
  count: number;
  tenants: readonly StoredTenant[];
  filter: Filter;
  /** To the card of each; null where there is none. */
  links: readonly (Inline | null)[];
}

function listCard(request: Request, listed: Listed): Card {
  const { list } = request.words.alerts;
  const { found, first, count, tenants, filter, links } = listed;
  const said = typedOf(filter);
  const summary = summaryOf(request, listed);
  const last = first + found.length;
  return card(titleOf(request, filter, count), summary, {
    text: [summary],
    rows: found.map((alert, n) => row(request, alert, tenants, links[n] ?? null)),
    buttons: [
      ...(first > 0 ? [toPage('alerts.previous', list.previous, Math.max(0, first - pageLength), said)] : []),
      ...(last < count ? [toPage('alerts.next', list.more, last, said)] : []),
      ...(count > pageLength || said !== '' ? filterButtons(request, filter) : []),
    ],
    footer: [
      ...(count > pageLength ? [(filter.resolved ? list.footerResolved : list.footer)(first + 1, last, count)] : []),
      list.hint(commandOf('alerts', request.actor.locale, request.platform)),
    ].join(' '),
  });
}

function titleOf({ words: { alerts } }: Request, { search, resolved }: Filter, count: number): string {
  if (count === 0) return alerts.list.noneTitle;
  if (search.length > 0) return alerts.list.searchTitle;
  return resolved ? alerts.list.resolvedTitle : alerts.list.title;
}

function summaryOf({ words }: Request, { filter, count }: Listed): string {
  const { list } = words.alerts;
  const { severity, rest, search, resolved } = filter;
  const name = severity === null ? '' : words.alerts.severities[severity];
  const said = [filter.unacknowledged ? list.unacknowledged : '', name, quoted(rest)].filter(Boolean).join(', ');
  if (search.length > 0) return list.found(said, count);
  if (resolved) return [...(said === '' ? [] : [said]), list.resolvedSummary(count)].join(words.history.colon);
  if (said === '') return count === 0 ? list.none : list.summary(count);
  return count === 0 ? list.noneOf(said) : `${said}${words.history.colon}${list.summary(count)}`;
}

/** Each with an id of its own: a platform may set those of one id below each other. */
function toPage(id: string, label: string, skip: number, filter: string): Button {
  return button('press', id, label, `${skip} ${filter}`);
}

/** A filter as somebody might have typed it. */
function typedOf({ severity, unacknowledged: only, resolved: over, rest }: Omit<Filter, 'tenantId' | 'search'>) {
  return [only ? unacknowledged : '', over ? resolved : '', severity ?? '', rest].filter(Boolean).join(' ');
}

/** The others of: all, high, not acknowledged. The tenant or the search stays. */
function filterButtons({ words }: Request, now: Filter): Button[] {
  const { list, severities: names } = words.alerts;
  const { rest } = now;
  const all = [
    { id: 'alerts.all', label: list.all, severity: null, unacknowledged: false, rest },
    { id: 'alerts.high', label: names.high, severity: 'high', unacknowledged: false, rest },
    { id: 'alerts.unacknowledged', label: list.unacknowledged, severity: null, unacknowledged: true, rest },
  ] as const;
  return all
    .map((one) => ({ ...one, resolved: false }))
    .filter((one) => typedOf(one) !== typedOf(now))
    .map((one) => toPage(one.id, one.label, 0, typedOf(one)));
}

function row(request: Request, alert: Alert, tenants: readonly StoredTenant[], link: Inline | null): Row {
  const { severities: names, list, unknownTenant } = request.words.alerts;
  const tenant = tenants.find(({ id }) => id === alert.tenantId) ?? null;
  const [when, at] = whenOf(request, alert, tenant);
  const mark = alert.origin === 'drill' ? list.drill : alert.content.isTest ? list.test : null;
  const kind = [...(mark ? [mark] : []), names[alert.content.severity]].join(' · ');
  return {
    title: `${alert.number} · ${kind} · ${truncate(alert.content.displayName, nameRoom)}`,
    detail: [
      `${stateOf(request, alert)} · ${tenant?.name ?? unknownTenant} · ${when} `,
      said(askerLocale(request), at),
      ...(link ? [' · ', link] : []),
    ],
    button: button('press', 'alerts.show', list.show, alert.id),
  };
}

function stateOf({ words }: Request, alert: Alert): string {
  const { statuses, overdue } = words.alerts;
  const late = alert.overdue && alert.firstAnsweredAt === null;
  return [statuses[alert.status], ...(late ? [overdue] : [])].join(' · ');
}

/** Until when it has to be answered; once it was, or where there is no limit, when it was detected. */
function whenOf({ words }: Request, alert: Alert, tenant: StoredTenant | null): [label: string, at: string] {
  const { list } = words.alerts;
  const by = answerBy(alert, tenant?.partnerType ?? null);
  return by ? [list.answerBy, by.at] : [list.detected, detectedAt(alert)];
}

export interface Filter {
  /** Null for all. */
  severity: Severity | null;
  /** Only what nobody acknowledged. */
  unacknowledged: boolean;
  /** What was resolved and can be reopened, in place of what is open. */
  resolved: boolean;
  /** The tenant of that very name or id; null for all. */
  tenantId: string | null;
  /** What an alert has to say somewhere, folded; empty when nothing is searched for. */
  search: readonly string[];
  /** The words of the tenant or of the search, as they were typed. */
  rest: string;
}

/** What a button says for those that nobody acknowledged. */
export const unacknowledged = 'unacknowledged';
/** The same for those that can be reopened. */
export const resolved = 'resolved';
/** What people type for it. Folded. */
const resolvedWords: readonly string[] = [resolved, 'resolue', 'resolues'];

/** Characters that are read: a button's value has to take them. */
const longest = 300;

/** What people typed after `alerts`, in any order: a severity, in their language or in the common one, a tenant, or words to search for. */
export function filterOf(text: string, tenants: readonly StoredTenant[], { alerts }: Words): Filter {
  const words = text.slice(0, longest).split(/\s+/).filter(Boolean);
  const severity = words.map((word) => severityOf(word, alerts.severities)).find((one) => one !== null) ?? null;
  const isState = (word: string) => fold(word) === unacknowledged || isResolved(word);
  const rest = words.filter((word) => severityOf(word, alerts.severities) === null && !isState(word)).join(' ');
  const name = nameIn(rest);
  const called = [fold(rest), name];
  const tenant = tenants.find((one) => rest !== '' && (called.includes(one.id) || called.includes(fold(one.name))));
  const search = tenant ? [] : name.split(' ').filter(Boolean);
  return { severity, ...statesOf(words), tenantId: tenant?.id ?? null, search, rest };
}

function statesOf(words: readonly string[]): Pick<Filter, 'unacknowledged' | 'resolved'> {
  return { unacknowledged: words.some((word) => fold(word) === unacknowledged), resolved: words.some(isResolved) };
}

function isResolved(word: string): boolean {
  return resolvedWords.includes(fold(word));
}

/** As many characters of a description as are searched. */
const searched = 1_000;

/** Whether an alert has all the words: in its title, tenant, customer, resources, sender, people, or the beginning of its description. */
export function says({ search }: Pick<Filter, 'search'>, alert: Alert, tenant: StoredTenant | null): boolean {
  if (search.length === 0) return true;
  const { content, source, id, acknowledged, resolved } = alert;
  const all = [
    content.displayName,
    ...[tenant?.name, content.partnerTenantId, content.customerTenantId, content.subscriptionId, content.alertType],
    ...[source, id, acknowledged?.byName, resolved?.byName],
    ...content.affectedResources.flatMap(({ resourceId, resourceType }) => [resourceId, resourceType]),
    content.description.slice(0, searched),
  ];
  const text = fold(all.filter(Boolean).join('\n'));
  return search.every((word) => text.includes(word));
}

type Names = Words['alerts']['severities'];

function severityOf(word: string, names: Names): Severity | null {
  const wanted = fold(word);
  return severities.find((severity) => fold(names[severity]) === wanted) ?? Severity.safeParse(wanted).data ?? null;
}

/** «hihg», «élevé», «moyennes»: as near as a misspelt verb may be, with the same first letter. Null when none is. */
export function nearlySeverity(text: string, { alerts: { severities: names } }: Words): Severity | null {
  const known = severities.flatMap((severity) => [severity, fold(names[severity])]);
  const said = fold(text);
  const { word, mistakes } = nearest(said, known);
  return word[0] === said[0] && mistakes <= Math.ceil(said.length / 3) ? severityOf(word, names) : null;
}
