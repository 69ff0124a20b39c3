import { byWeight, type FindingGroup, groupsOf, type StoredFinding } from '../../domain/finding/finding.ts';
import { isSnoozed } from '../../domain/finding/reminder-intervals.ts';
import { platformOf } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { putOff } from '../../findings/rows.ts';
import { findingTitle } from '../../findings/text.ts';
import { moment } from '../../messages/dates.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { mayBeAdmin } from '../../request/authorize.ts';
import { tenantsByName, withTenant } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { listed, type Names, namesOf } from '../../request/names.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { lines } from '../../view/text.ts';
import type { Button, Inline, Row } from '../../view/view.ts';
import { audiences } from '../audience/audience.ts';
import { type Upcoming, upcoming } from '../schedule/upcoming.ts';

/** Rows that a card bears of either kind. */
const mostPlanned = 6;
const mostOpen = 13;

/** `reminders`, `reminders Contoso`: what will be sent, when, to whom and why, each finding with its Snooze. */
export const listReminders: CommandHandler = async (request, rest, world) => {
  if (rest.trim() === '') return list(request, await tenantsByName(world), world);
  return withTenant(request, rest, { kind: 'press', id: 'reminders.list' }, world, (one) =>
    list(request, [one], world),
  );
};

/** Answers the button that shows the list of reminders; its value is a tenant's id, or empty for all tenants. */
export const pressList: PressHandler = (request, value, world) => listReminders(request, value, world);

async function list(request: Request, tenants: readonly StoredTenant[], world: World): Promise<Reply> {
  const { list: say, buttons } = request.words.reminders;
  const everybody = await audiences(world);
  const isAdmin = await mayBeAdmin(request.actor.id, world);
  const { planned, findings, names, both } = await world.store.read(async (reader) => {
    const ids = tenants.map(({ id }) => id);
    const next = await Promise.all(everybody.map((one) => upcoming(reader, one, ids, world)));
    const scans = tenants.map(({ id }) => reader.scan('findings.open', { key: id, after: null }));
    const people = everybody.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : []));
    const channels = everybody.flatMap(({ to }) => (to.kind === 'channel' ? [to.channel] : []));
    return {
      planned: next.flat(),
      findings: (await Promise.all(scans)).flat().toSorted(byWeight),
      names: await namesOf(reader, people, channels),
      both: isAdmin ? await bothButton(reader, request) : [],
    };
  });
  const known = { tenants, names, now: world.clock.now() };
  const sent = plannedRows(request, planned, findings, known);
  const rows = openRows(request, findings, known);
  const open = isAdmin ? rows : rows.map((row) => ({ ...row, button: null }));
  const hidden = Math.max(0, sent.length - mostPlanned) + Math.max(0, open.length - mostOpen);
  const reminders = planned.filter(({ kind }) => kind === 'nag');
  const summary = say.summary(reminders.length, findings.length);
  const nobody = findings.length > 0 && !everybody.some(({ role }) => role === 'admin') ? [say.nobody] : [];
  const shown = card(say.title, summary, {
    text: [summary, ...nobody],
    rows: [...sent.slice(0, mostPlanned), ...open.slice(0, mostOpen)],
    buttons: [
      button('press', 'reminders.check', buttons.check, onlyOf(tenants)),
      button('press', 'contact.show', request.words.securityContact.buttons.show, onlyOf(tenants)),
      ...both,
    ],
    footer: hidden > 0 ? say.more(hidden) : say.admins,
  });
  return { kind: 'card', instead: false, card: shown };
}

/** Where an admin channel is told in the place of each admin. */
async function bothButton(reader: Reader, { actor, words }: Request): Promise<Button[]> {
  const { both: say } = words.reminders;
  if (!(await reader.get('organisation', 'organisation'))?.adminChannel) return [];
  const has = (await reader.get('people', actor.id))?.both === true;
  return [button('press', 'reminders.both', has ? say.off : say.on, has ? 'off' : 'on')];
}

function onlyOf(tenants: readonly StoredTenant[]): string {
  return tenants.length === 1 ? (tenants[0]?.id ?? '') : '';
}

/** What rows of the list mention, and the time at which they are read (ISO 8601). */
export interface Known {
  tenants: readonly StoredTenant[];
  names: Names;
  now: string;
}

/** Names, and kinds of findings, that a row tells of one by one. */
const most = 5;

/** What will be sent, the soonest first: a row for each time and content, with all who get it. */
export function plannedRows(
  request: Request,
  planned: readonly Upcoming[],
  open: readonly StoredFinding[],
  known: Known,
): Row[] {
  const together = new Map<string, Upcoming[]>();
  for (const one of planned.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))) {
    const key = [one.at, one.kind, ...one.items.map(({ id }) => id)].join('\n');
    together.set(key, [...(together.get(key) ?? []), one]);
  }
  return [...together.values()].map((same) => plannedRow(request, same, open, known));
}

function plannedRow(request: Request, same: readonly Upcoming[], open: readonly StoredFinding[], known: Known): Row {
  const { actor, words } = request;
  const { list: say } = words.reminders;
  const [first] = same;
  const about =
    first?.kind === 'weekly'
      ? [words.reminders.weekly.changedTitle]
      : aboutOf(request, first?.items ?? [], open, known);
  const who = same.slice(0, most).map((one) => nameOf(request, one, known));
  const others = same.length - most;
  return {
    title: first?.at ? [moment(first.at, actor.locale, actor.timezone)] : say.atOnce,
    detail: lines([say.to([...listed(who), ...(others > 0 ? [` ${words.findings.others(others)}`] : [])]), ...about]),
    button: null,
  };
}

/** What a reminder tells of; where that is all that is open, the rows below say it. */
function aboutOf(
  request: Request,
  items: readonly StoredFinding[],
  open: readonly StoredFinding[],
  known: Known,
): string[] {
  const { list: say } = request.words.reminders;
  const waiting = open.filter((one) => !isSnoozed(one, known.now));
  if (waiting.every(({ id }) => items.some((item) => item.id === id))) return [say.all(waiting.length < open.length)];
  const titles = groupsOf(items, ({ tenantId }) => tenantId).map((group) => titleOf(request, group, known));
  const rest = titles.length - most;
  return [
    ...titles.slice(0, most).map((title) => `• ${title}`),
    ...(rest > 0 ? [request.words.findings.more(rest)] : []),
  ];
}

/** A person who uses both platforms is named on each. */
function nameOf({ platform, words }: Request, { audience: { to } }: Upcoming, { names }: Known): Inline {
  const name = to.kind === 'person' ? names.person(to.id) : names.channel(to.channel);
  const where = to.kind === 'person' ? platformOf(to.id) : to.channel.platform;
  return where === platform ? name : `${name.name} (${words.platforms.names[where]})`;
}

/** What is open, the worst first: how often it was told, with its Snooze, or until when it is put off. */
export function openRows(request: Request, findings: readonly StoredFinding[], known: Known): Row[] {
  const apart = (one: StoredFinding) => `${one.tenantId} ${isSnoozed(one, known.now) ? one.snooze?.until : ''}`;
  return groupsOf(findings, apart).map((group) => openRow(request, group, known));
}

function openRow(request: Request, group: FindingGroup<StoredFinding>, known: Known): Row {
  const { words } = request;
  const title = titleOf(request, group, known);
  const [first] = group.findings;
  if (first?.snooze && isSnoozed(first, known.now)) {
    const { unsnooze } = words.reminders.buttons;
    const value = `${first.tenantId} ${group.code} ${known.tenants.length > 1 ? 'all' : 'one'}`;
    const back = button('press', 'reminders.unsnooze', unsnooze, value);
    return { title, detail: putOff(askerLocale(request), first.snooze), button: back };
  }
  const told = group.findings.flatMap((finding) => Object.values(finding.told).map(({ times }) => times));
  const value = `${first?.tenantId} ${group.code}`;
  return {
    title,
    detail: words.reminders.list.told(Math.max(0, ...told)),
    button: button('form', 'reminders.snooze', words.reminders.buttons.snooze, value),
  };
}

function titleOf({ words }: Request, group: FindingGroup<StoredFinding>, { tenants }: Known): string {
  const tenant = tenants.find(({ id }) => id === group.findings[0]?.tenantId);
  const title = findingTitle(words, group);
  return tenant && tenants.length > 1 ? words.reminders.at(tenant.name, title) : title;
}
