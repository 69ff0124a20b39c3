import { wantsBoth } from '../../delivery/admin-destinations.ts';
import {
  byWeight,
  type FindingGroup,
  groupsOf,
  isRemindedOf,
  mayBeSnoozed,
  type StoredFinding,
} from '../../domain/finding/finding.ts';
import { isSnoozed, snoozeAt } from '../../domain/finding/reminder-intervals.ts';
import { platformOf } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { snoozeSentence } from '../../findings/rows.ts';
import { findingTitle, listedFew } from '../../findings/text.ts';
import { moment } from '../../messages/dates.ts';
import type { Messages } from '../../messages/messages.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { mayBeAdmin } from '../../request/authorize.ts';
import { tenantsByName, withTenant } from '../../request/choose-tenant.ts';
import type { CommandHandler, PressHandler, Reply, Request } from '../../request/interaction.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import { askerLocale, type Names, namesOf, said } from '../../request/viewer-locale.ts';
import { type Button, button, card, type Inline, lines, type Row, type Text } from '../../view/view.ts';
import { type Audience, audiences } from '../audience/audience.ts';
import { type UpcomingMessage, upcomingMessages } from '../schedule/upcoming.ts';

/** The most rows of reminders to come, and the most rows of open findings, on one card. */
const maxPlanned = 6;
const maxOpen = 13;

/**
 * Answers the command `reminders`, or `reminders Contoso`: shows the reminders to come, with their time, reader and reason, and each open
 * finding with its Snooze.
 */
export const listReminders: CommandHandler = async (request, rest, world) => {
  if (rest.trim() === '') return list(request, await tenantsByName(world), world);
  return withTenant(request, rest, { kind: 'press', id: 'reminders.list' }, world, (one) =>
    list(request, [one], world),
  );
};

/** Answers the button that shows the list of reminders; its value is a tenant's id, or empty for all tenants. */
export const pressList: PressHandler = listReminders;

async function list(request: Request, tenants: readonly StoredTenant[], world: World): Promise<Reply> {
  const { list: say, buttons } = request.messages.reminders;
  const everybody = await audiences(world);
  const isAdmin = await mayBeAdmin(request.actor.id, world);
  const { planned, findings, names, both } = await world.store.read(async (reader) => {
    const scans = tenants.map(({ id }) => reader.scan('findings.open', { key: id, after: null }));
    return {
      planned: await plannedMessages(reader, everybody, tenants, world),
      findings: (await Promise.all(scans)).flat().toSorted(byWeight),
      names: await namesOfReaders(reader, everybody),
      both: isAdmin ? await bothButton(reader, request) : [],
    };
  });
  const context = { tenants, names, findings, now: world.clock.now() };
  // A row for each time and content of a reminder to come, with all its readers; then one for each kind of open finding.
  const sent = soonestFirst(planned).map((same) => plannedRow(request, same, context));
  const apart = (one: StoredFinding) => `${one.tenantId} ${snoozeAt(one, context.now)?.until ?? ''}`;
  const rows = groupsOf(findings, apart).map((group) => openRow(request, group, context));
  const hidden = Math.max(0, sent.length - maxPlanned) + Math.max(0, rows.length - maxOpen);
  const reminders = planned.filter(({ kind }) => kind === 'reminder');
  const nobody = findings.length > 0 && !everybody.some(({ role }) => role === 'admin') ? [say.nobody] : [];
  // With nobody to send them to, no reminder is planned, whatever is snoozed.
  const isUnsent = nobody.length > 0 && reminders.length === 0 && findings.some((one) => !isSnoozed(one, context.now));
  const sentence = isUnsent ? [] : [say.summary(reminders.length, findings.length)];
  const said = [...sentence, ...nobody];
  const tenantId = tenants.length === 1 ? (tenants[0]?.id ?? '') : '';
  const below = [
    button('press', 'reminders.check', buttons.check, tenantId),
    button('press', 'contact.show', request.messages.securityContact.buttons.show, tenantId),
    ...both,
  ];
  const shown = card(say.title, said.join(' '), {
    tone: nobody.length > 0 ? 'warning' : 'neutral',
    text: said,
    rows: [
      ...sent.slice(0, maxPlanned),
      ...rows.slice(0, maxOpen).map((row) => (isAdmin ? row : { ...row, button: null })),
    ],
    rowName: say.rowName,
    buttons: below,
    footer: hidden > 0 ? say.more(hidden) : say.admins,
  });
  return { kind: 'card', instead: false, card: shown };
}

/** Returns the button for an admin who wants reminders in private too; none when no admin channel is reminded in their place. */
async function bothButton(reader: Reader, { actor, messages }: Request): Promise<Button[]> {
  const { both: say } = messages.reminders;
  if (!(await reader.get('organisation', 'organisation'))?.adminChannel) return [];
  const has = await wantsBoth(reader, actor.id);
  return [button('press', 'reminders.both', has ? say.off : say.on, has ? 'off' : 'on')];
}

/**
 * Stores that an admin wants reminders in private too (`on`), or in the admin channel alone (`off`). The value is the new state, since an
 * old card may be pressed.
 */
export const pressBoth: PressHandler = async (request, value, world) => {
  const { both: say, buttons } = request.messages.reminders;
  const isOn = value === 'on';
  await world.store.change(async (tx) => {
    const person = await tx.get('people', request.actor.id);
    if (!person) return;
    const { both: _before, ...rest } = person;
    await tx.put('people', isOn ? { ...rest, both: true } : rest);
  });
  const text = isOn ? say.isOn : say.isOff;
  const back = button('press', 'reminders.list', buttons.list, '');
  return { kind: 'card', instead: false, card: card(say.title, text, { tone: 'good', text: [text], buttons: [back] }) };
};

/** The tenants and names that rows of the list mention, and the time at which they are read (ISO 8601). */
interface ListContext {
  tenants: readonly StoredTenant[];
  names: Names;
  findings: readonly StoredFinding[];
  now: string;
}

/** The most names, and the most kinds of findings, that a row lists. */
const maxListed = 5;

function plannedRow(request: Request, same: readonly UpcomingMessage[], context: ListContext): Row {
  const { actor, messages } = request;
  const { list: say, weekly } = messages.reminders;
  const [first] = same;
  const about = first?.kind === 'weekly' ? [weekly.changedTitle] : aboutOf(request, first?.items ?? [], context);
  const who = viewerNames(request, same, context.names);
  return {
    title: first?.at ? [moment(first.at, actor.locale, actor.timezone)] : say.atOnce,
    detail: lines([say.to(listedFew(who, messages, maxListed)), ...about]),
    button: null,
  };
}

/** Returns lines that say what a reminder tells of; one line for all that is open, since the rows below list that. */
function aboutOf(request: Request, items: readonly StoredFinding[], context: ListContext): string[] {
  const { list: say } = request.messages.reminders;
  const { findings, now } = context;
  const waiting = findings.filter((one) => !isSnoozed(one, now));
  if (waiting.every(({ id }) => items.some((item) => item.id === id)))
    return [say.all(waiting.length < findings.length)];
  const titles = groupsOf(items, ({ tenantId }) => tenantId).map((group) => titleOf(request, group, context));
  const rest = titles.length - maxListed;
  return [
    ...titles.slice(0, maxListed).map((title) => `• ${title}`),
    ...(rest > 0 ? [request.messages.findings.more(rest)] : []),
  ];
}

/** Returns the row of one kind of open finding: the number of its reminders with its Snooze, or the end of its snooze. */
function openRow(request: Request, group: FindingGroup<StoredFinding>, context: ListContext): Row {
  const { buttons, list: say } = request.messages.reminders;
  const title = titleOf(request, group, context);
  const [first] = group.findings;
  const value = `${first?.tenantId} ${group.code}`;
  const snooze = first ? snoozeAt(first, context.now) : null;
  if (snooze) {
    const scope = context.tenants.length > 1 ? 'all' : 'one';
    const end = button('press', 'reminders.unsnooze', buttons.unsnooze, `${value} ${scope}`);
    return { title, detail: snoozeSentence(askerLocale(request), snooze), button: end };
  }
  const counts = group.findings.flatMap(({ remindersSent }) => Object.values(remindersSent).map(({ times }) => times));
  return {
    title,
    detail: say.told(Math.max(0, ...counts)),
    button: group.findings.every(mayBeSnoozed) ? button('form', 'reminders.snooze', buttons.snooze, value) : null,
  };
}

function titleOf({ messages }: Request, group: FindingGroup<StoredFinding>, { tenants }: ListContext): string {
  const tenant = tenants.find(({ id }) => id === group.findings[0]?.tenantId);
  const title = findingTitle(messages, group);
  return tenant && tenants.length > 1 ? messages.reminders.at(tenant.name, title) : title;
}

/* Reads the messages that people will get about findings, and puts them into the order and the words in which they are shown. */

/** Reads the next messages of each of these audiences about these tenants. */
async function plannedMessages(
  reader: Reader,
  everybody: readonly Audience[],
  tenants: readonly StoredTenant[],
  world: World,
): Promise<UpcomingMessage[]> {
  const ids = tenants.map(({ id }) => id);
  return (await Promise.all(everybody.map((one) => upcomingMessages(reader, one, ids, world)))).flat();
}

/** Returns the messages in groups, the soonest first: those of one group have the same time and content, and differ in their readers. */
function soonestFirst(planned: readonly UpcomingMessage[]): UpcomingMessage[][] {
  const sorted = planned.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
  const alike = Map.groupBy(sorted, ({ at, kind, items }) => [at, kind, ...items.map(({ id }) => id)].join('\n'));
  return [...alike.values()];
}

/** Looks up the names of the people and channels who are reminded. */
function namesOfReaders(reader: Reader, everybody: readonly Pick<Audience, 'to'>[]): Promise<Names> {
  const people = everybody.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : []));
  const channels = everybody.flatMap(({ to }) => (to.kind === 'channel' ? [to.channel] : []));
  return namesOf(reader, people, channels);
}

/**
 * Returns the names of the readers of these messages. On the other platform they come with that platform's name. Somebody who uses both is
 * listed twice, with both.
 */
function viewerNames({ platform, messages }: Request, same: readonly UpcomingMessage[], names: Names): Inline[] {
  const all = same.map(({ audience: { to } }) =>
    to.kind === 'person'
      ? { name: names.person(to.id), where: platformOf(to.id) }
      : { name: names.channel(to.channel), where: to.channel.platform },
  );
  const there = new Set(all.flatMap(({ name, where }) => (where === platform ? [] : [name.name])));
  return all.map(({ name, where }) =>
    where === platform && !there.has(name.name) ? name : `${name.name} (${messages.platforms.names[where]})`,
  );
}

/* Answers when the next reminder comes, in one sentence. */

/** The most readers, and the most kinds of findings, that the sentence names. */
const maxInFact = 3;

/** Answers when the next reminder about any tenant is due, to whom and why, or why none is. A weekly digest is no reminder. */
export const remindersFact = {
  of: 'organisation',
  button: 'reminders.list',
  fact: async (request: Request, world: World): Promise<Text> => {
    const tenants = await tenantsByName(world);
    const everybody = await audiences(world);
    const { next, names, why } = await world.store.read(async (reader) => {
      const planned = await plannedMessages(reader, everybody, tenants, world);
      const [next = []] = soonestFirst(planned.filter(({ kind }) => kind === 'reminder'));
      const readers = next.map(({ audience }) => audience);
      const why = next.length > 0 ? null : await whyNone(reader, world.clock.now());
      return { next, names: await namesOfReaders(reader, readers), why };
    });
    return why ? request.messages.record.reminders[why] : nextText(request, next, names, tenants);
  },
} satisfies RecordFact;

/**
 * Returns why no reminder is planned: no finding is open of which people are reminded, all of them are put off, or nobody can be notified.
 */
async function whyNone(reader: Reader, now: string): Promise<'nothingOpen' | 'putOff' | 'nobody'> {
  let why: 'nothingOpen' | 'putOff' = 'nothingOpen';
  for (const key of await reader.keys('findings.open')) {
    const open = (await reader.scan('findings.open', { key, after: null })).filter(isRemindedOf);
    if (open.some((finding) => !isSnoozed(finding, now))) return 'nobody';
    if (open.length > 0) why = 'putOff';
  }
  return why;
}

/** Returns the sentence about a reminder that several readers get. */
function nextText(request: Request, same: readonly UpcomingMessage[], names: Names, tenants: readonly StoredTenant[]) {
  const { messages } = request;
  const [first] = same;
  const readers = viewerNames(request, same, names);
  const to = listedFew(readers, messages, maxInFact);
  const groups = groupsOf(first?.items ?? [], ({ tenantId }) => tenantId);
  const titles = groups.map((group) => titleOfFact(messages, group, tenants));
  const rest = titles.length - maxInFact;
  const shown = [...titles.slice(0, maxInFact), ...(rest > 0 ? [messages.findings.more(rest)] : [])];
  return messages.record.reminders.next(first?.at ? said(askerLocale(request), first.at) : null, to, shown);
}

/** Returns the title of findings of one kind, with the name of their tenant behind it when there are several tenants. */
function titleOfFact(messages: Messages, group: FindingGroup<StoredFinding>, tenants: readonly StoredTenant[]): string {
  const title = findingTitle(messages, group);
  const tenant = tenants.find(({ id }) => id === group.findings[0]?.tenantId);
  return tenant && tenants.length > 1 ? `${title} (${tenant.name})` : title;
}
