/** Shows who is on call, and lets people put themselves or others on call for a while. */
import { z } from 'zod';
import { groupsOf } from '../../domain/finding/finding.ts';
import { findTenants } from '../../domain/tenant/find-tenant.ts';
import { type Identity, identityOf, PersonId, platformOf } from '../../domain/tenant/identity.ts';
import { nextOnCall, onCallAt, overridesAt, shiftAt } from '../../domain/tenant/on-call.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { fold } from '../../domain/text/words.ts';
import { readTime, withTimeOfDay } from '../../domain/time/spoken-time.ts';
import { findingsToShow } from '../../findings/current.ts';
import { findingDetail, findingTitle } from '../../findings/text.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { actsAsAdmin, isAdminNow, mayPressOf, outdated, refusal } from '../../request/authorize.ts';
import { goneTenant, tenantById, tenantsByName, withTenant, withTenantOfId } from '../../request/choose-tenant.ts';
import { line as entered, list, onlyProblems, type Problems, stateIn } from '../../request/form-input.ts';
import { mayBeName, personsIn, untilIn } from '../../request/intent/slots.ts';
import type { CommandHandler, PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { askAbout, isCalled, peopleNamedIn } from '../../request/people.ts';
import { askerLocale, listed, type Names, namesOf, said } from '../../request/viewer-locale.ts';
import { form, line } from '../../view/build-fields.ts';
import { signs } from '../../view/signs.ts';
import { button, card, type Fact, joined, plainOf, quoted, type Text } from '../../view/view.ts';
import { isTooFar, mayEnd, needsAdmin, override, type Wanted } from './override.ts';

/**
 * `oncall`, `oncall Contoso`, `oncall me until 18:00`, `oncall @bea until monday 9:00`, `oncall end`; `oncall Sam` opens the form with
 * that person.
 */
export const onCallVerb: CommandHandler = async (request, rest, world) => {
  const [mentioned, ...others] = request.mentions;
  const asked = parseOnCall(rest, mentioned !== undefined);
  const { kind } = asked;
  const named = kind === 'show' ? await namedIn(rest, world) : null;
  if (named !== null) return pressHandOver(request, ` ?${named}|${untilIn(rest)}`, world);
  if (kind === 'show')
    return withTenant(request, rest, whoChooser, world, async (tenant) =>
      whoReply(request, tenant, world, await unknownNotice(request, rest, tenant, world)),
    );
  if (kind === 'end')
    return withTenant(request, asked.tenant, endChooser, world, (tenant) => ended(request, tenant, world));
  // A name may be anybody's: whom the platform says that somebody mentioned is who is meant. The form tells several apart.
  const who = isMe(asked.who) || mentioned === undefined ? asked.who : others.length === 0 ? mentioned : '@';
  const carried = { who, until: asked.until };
  const choose = {
    id: 'contact.onCall',
    kind: 'form',
    valueFor: ({ id }: { id: string }) => `${id} ${who.slice(0, maxCarried)}|${asked.until.slice(0, maxCarried)}`,
  } as const;
  return withTenant(request, asked.tenant, choose, world, (tenant) => put(request, tenant, carried, world));
};

/** Returns the name of a person who is typed behind the verb in place of a tenant; null for none. */
async function namedIn(rest: string, world: World): Promise<string | null> {
  if (findTenants(await tenantsByName(world), rest).length > 0) return null;
  return (await peopleNamedIn(rest, world))[0] ?? null;
}

/** Returns that nobody has the name behind the verb, and how somebody is put on call; nothing where no name stands there. */
async function unknownNotice(request: Request, rest: string, tenant: StoredTenant, world: World) {
  if (!mayBeName(rest) || findTenants([tenant], rest).length > 0) return undefined;
  const { problems, buttons } = request.messages.onCall;
  const may = await mayPressOf(request, tenant, world);
  const press = may('contact.onCall') && tenant.contact ? [problems.press(buttons.handOver)] : [];
  return [problems.nobody(quoted(rest)), ...press].join(' ');
}

const whoChooser = { id: 'contact.whoIsOnCall', kind: 'press' } as const;
const endChooser = { id: 'contact.endOnCall', kind: 'press' } as const;

/** The words behind the verb. */
type AskedOnCall =
  | { kind: 'show' }
  | { kind: 'end'; tenant: string }
  | { kind: 'put'; who: string; until: string; tenant: string };

function parseOnCall(rest: string, isMentioning: boolean): AskedOnCall {
  const words = typedAnywhere(({ onCall }) => [onCall]);
  const text = rest.trim();
  const [first = '', ...others] = text.split(/\s+/);
  if (words.some(({ end }) => end.includes(fold(first)))) return { kind: 'end', tenant: others.join(' ') };
  const spoken = fold(text);
  const marks = words.flatMap(({ until }) => until).map((word) => ` ${word} `);
  const mark = marks.find((word) => ` ${spoken} `.includes(word));
  if (mark === undefined)
    return isMe(first) || isMentioning || first.startsWith('@')
      ? { kind: 'put', who: first, until: '', tenant: '' }
      : { kind: 'show' };
  const at = ` ${spoken} `.indexOf(mark);
  const ofTenant = words.flatMap((one) => one.of);
  const [until = '', tenant = ''] = splitAt(text.slice(Math.max(0, at + mark.length - 1)), ofTenant);
  const who = text.slice(0, Math.max(0, at)).trim();
  // «astreinte à Sam jusqu’à 18h».
  return { kind: 'put', who: personsIn(`. ${who}`)[0] ?? who, until: until.trim(), tenant: tenant.trim() };
}

function isMe(text: string): boolean {
  return typedAnywhere(({ onCall }) => onCall.me).includes(fold(text.replace(/^@/, '')));
}

/** Splits a text at the first of these words. */
function splitAt(text: string, marks: readonly string[]): [string, string] {
  const words = text.split(' ');
  const at = words.findIndex((word, index) => index > 0 && marks.includes(fold(word)));
  return at < 0 ? [text, ''] : [words.slice(0, at).join(' '), words.slice(at + 1).join(' ')];
}

/** Shows who is on call now, and who is next. The button's value is the tenant's id. */
export const pressWho: PressHandler = (request, value, world) =>
  withTenantOfId(request, value, world, (tenant) => whoReply(request, tenant, world));

/** Ends what the asker put on call, or their own. */
export const pressEnd: PressHandler = (request, value, world) =>
  withTenantOfId(request, value, world, (tenant) => ended(request, tenant, world));

async function whoReply(request: Request, tenant: StoredTenant, world: World, notice?: Text): Promise<Reply> {
  const { messages, actor } = request;
  const say = messages.onCall;
  const instead = notice === undefined;
  if (!tenant.contact) {
    const none = say.problems.noContact(tenant.name);
    return { kind: 'card', instead, card: card(say.title(tenant.name), none, { text: [none] }) };
  }
  const now = world.clock.now();
  const people = onCallAt(tenant, now).first;
  const [names, may, findings] = await Promise.all([
    namesOfAll(tenant, now, world),
    mayPressOf(request, tenant, world),
    world.store.read((reader) => findingsToShow(reader, tenant, world)),
  ]);
  const unread = groupsOf(findings.filter(({ code }) => code === 'calendarStale')).map((group) => ({
    title: `${signs.warning}${findingTitle(messages, group)}`,
    detail: findingDetail(askerLocale(request), { group, tenant, names, now }),
    button: null,
  }));
  const listedNow = people.length > 0 ? listed(people.map(names.person)) : say.nobody;
  const ends = may('contact.endOnCall') && mayEnd(tenant, actor.id, await isAdminNow(request, world), now);
  const [label] = unread.length > 0 && may('contact.onCallPeople') ? [messages.findings.buttons.calendarStale] : [];
  const list = button(
    'form',
    'contact.onCallPeople',
    label ?? say.buttons.list,
    tenant.id,
    label ? { style: 'primary' } : {},
  );
  const mine = button('form', 'contact.onCall', say.buttons.mine, tenant.id, label ? {} : { style: 'primary' });
  const handOver = button('form', 'contact.handOver', say.buttons.handOver, tenant.id);
  const shown = card(say.title(tenant.name), say.summary(tenant.name, plainOf(listedNow)), {
    tone: people.length > 0 ? 'neutral' : 'warning',
    text: notice === undefined ? [] : [notice],
    facts: factsOf(request, tenant, names, now),
    rows: unread,
    buttons: [
      ...(unread.length > 0 && may(list.id) ? [list] : []),
      ...(may('contact.onCall') ? [mine, handOver] : []),
      ...(ends ? [button('press', 'contact.endOnCall', say.buttons.end, tenant.id)] : []),
      ...(unread.length === 0 && may(list.id) ? [list] : []),
      button('press', 'contact.show', messages.securityContact.buttons.show, tenant.id),
    ],
  });
  return { kind: 'card', instead, card: shown };
}

function factsOf(request: Request, tenant: StoredTenant, names: Names, now: string): Fact[] {
  const { onCall: say } = request.messages;
  const viewer = askerLocale(request);
  const { first, second } = onCallAt(tenant, now);
  const next = nextOnCall(tenant, now);
  const named = (people: readonly Identity[]): Text =>
    people.length > 0 ? listed(people.map(names.person)) : say.nobody;
  const overrides = overridesAt(tenant, now);
  const nowOn = (id: Identity): Text => {
    const override = overrides.findLast(({ who }) => who === id);
    if (!override) return [names.person(id)];
    const { until, by } = override;
    return say.override(names.person(id), said(viewer, until), by === id ? null : names.person(by));
  };
  const unknown = shiftAt(tenant, 'onCallCalendar', now)?.unknown ?? [];
  return [
    { label: say.facts.now, value: first.length > 0 ? joined(first.map(nowOn), ', ') : say.nobody },
    ...(second.length > 0 ? [{ label: say.facts.second, value: named(second) }] : []),
    ...(next ? [{ label: say.facts.next, value: say.from(named(next.onCall.first), said(viewer, next.at)) }] : []),
    ...(unknown.length > 0 ? [{ label: say.facts.unknown, value: unknown.slice(0, 5).join(', ') }] : []),
  ];
}

function namesOfAll(tenant: StoredTenant, now: string, { store }: World): Promise<Names> {
  const { first, second } = onCallAt(tenant, now);
  const next = nextOnCall(tenant, now)?.onCall.first ?? [];
  const overriding = overridesAt(tenant, now).flatMap(({ who, by }) => [who, by]);
  return store.read((reader) => namesOf(reader, [...first, ...second, ...next, ...overriding], []));
}

/** Who is put on call and until when, as somebody typed it. */
type Typed = Record<'who' | 'until', string>;

/** The most characters of what was typed that a button's value carries. */
const maxCarried = 80;

/**
 * Opens the form, filled with the person who presses. The button's value is the tenant's id, empty to choose one, and behind it what was
 * typed: `<who>|<until>`, which is done at once.
 */
export const pressOnCall: PressHandler = (request, value, world) =>
  withTyped(request, value, 'contact.onCall', world, (tenant, { who, until }) => {
    if (who !== '') return put(request, tenant, { who, until }, world);
    return opened(request, tenant, { who: [request.actor.id], until }, {}, world);
  });

/**
 * Opens the form for somebody else. Its value is as that of `pressOnCall`, with `?` before the person whom a sentence names, and nobody is
 * put on call before the form is sent.
 */
export const pressHandOver: PressHandler = (request, value, world) =>
  withTyped(request, value, 'contact.handOver', world, async (tenant, { who, until }) => {
    const { mentions, messages, actor } = request;
    const [mentioned, ...others] = mentions;
    const name = who.replace(/^\?/, '');
    const person = mentioned && others.length === 0 ? mentioned : await personMeant(name, request, world);
    const problems = onlyProblems({ onCall: name === '' || person ? null : messages.onCall.problems.unknown(name) });
    const entry = { who: person ? [person] : [], until: withTimeOfDay(until, world.clock.now(), actor.timezone) };
    return opened(request, tenant, entry, problems, world);
  });

type UseTyped = (tenant: StoredTenant, typed: Typed) => Promise<Reply>;

function withTyped(request: Request, value: string, button: string, world: World, use: UseTyped): Promise<Reply> {
  const [id = '', ...rest] = value.split(' ');
  const carried = rest.join(' ');
  const [who = '', until = ''] = carried.split('|');
  const typed = { who: who.slice(0, maxCarried), until: until.slice(0, maxCarried) };
  if (id !== '') return withTenantOfId(request, id, world, (tenant) => use(tenant, typed));
  const valueFor = (tenant: { id: string }) => `${tenant.id} ${typed.who}|${typed.until}`;
  return withTenant(request, '', { kind: 'form', id: button, valueFor }, world, (tenant) => use(tenant, typed));
}

/** Puts the person on call who was typed; the form asks where the person or the time is not clear. */
async function put(request: Request, tenant: StoredTenant, typed: Typed, world: World): Promise<Reply> {
  const who = await personMeant(typed.who, request, world);
  const named = typed.who.replace(/^@/, '');
  const problem = named === '' ? undefined : request.messages.onCall.problems.unknown(named);
  return saved(request, tenant, { who: who === null ? [] : [who], until: typed.until }, world, problem);
}

/** Returns the one person who is meant; null for nobody and for several, whom the form tells apart. */
async function personMeant(text: string, { actor }: Request, { store }: World): Promise<Identity | null> {
  if (isMe(text)) return actor.id;
  if (PersonId.safeParse(text).success) return text;
  const bare = fold(text.replace(/^@/, ''));
  const people = await store.read((reader) => reader.list('people'));
  const own = people.filter(({ id }) => platformOf(id) === platformOf(actor.id));
  const same = own.filter(({ name }) => fold(name) === bare);
  const [only, ...others] = same.length > 0 ? same : own.filter(({ name }) => isCalled(name, bare));
  return only && others.length === 0 ? only.id : null;
}

const State = z.object({ tenant: z.string() });

/** Saves the form. */
export const saveOnCall: SubmitHandler = async (request, { state, values }, world) => {
  const sent = stateIn(State, state);
  if (!sent) return outdated(request.messages, request.messages.contactForm.stale);
  const tenant = await tenantById(sent.tenant, world);
  if (!tenant) return goneTenant(request, sent.tenant, world);
  const who = (list(values.onCall) ?? []).flatMap((text) => identityOf(text, request.actor.id) ?? []);
  return saved(request, tenant, { who, until: entered(values.until) }, world);
};

type Entry = { who: readonly Identity[]; until: string };

/** Puts one person on call, or answers with the form and what is wrong with it. `unnamed`: what is wrong where nobody is chosen. */
async function saved(
  request: Request,
  tenant: StoredTenant,
  entry: Entry,
  world: World,
  unnamed?: string,
): Promise<Reply> {
  const { messages, actor } = request;
  const say = messages.onCall;
  const now = world.clock.now();
  const time = readTime(entry.until, now, actor.timezone);
  const [who, ...others] = entry.who;
  const { personUnknown, unnamedPerson } = messages.contactForm.problems;
  const isUnknown = who !== undefined && (await askAbout(who, world, true))?.kind !== 'member';
  const several = who === undefined || others.length > 0 ? (unnamed ?? say.problems.who) : null;
  const tooFar = time.kind === 'time' && isTooFar(time.at, now) ? say.problems.tooLong : null;
  const problems = onlyProblems({
    onCall: isUnknown ? personUnknown[request.platform](who === actor.id ? actor.name : unnamedPerson) : several,
    until: time.kind === 'time' ? tooFar : say.problems[time.kind],
  });
  if (who === undefined || time.kind !== 'time' || Object.keys(problems).length > 0)
    return opened(request, tenant, entry, problems, world);
  const result = await overridden(request, tenant, { who, until: time.at }, world);
  if (result.kind === 'gone') return goneTenant(request, tenant.id, world);
  if (result.kind === 'same') {
    const { person } = await world.store.read((reader) => namesOf(reader, [who], []));
    const text = say.done.already([person(who)], tenant.name);
    return whoReply(request, result.tenant, world, text);
  }
  if (result.kind !== 'done') return refusal(messages, [say.problems.tooMany]);
  const names = await namesOfAll(result.tenant, now, world);
  const done = say.done.put([names.person(who)], tenant.name, said(askerLocale(request), time.at));
  // Read the clock again: the override starts at the time of the change, which is later than `now`.
  const rest = onCallAt(result.tenant, world.clock.now()).first.filter((id) => id !== who);
  const added = rest.length > 0 ? [' ', ...[say.done.added(listed(rest.map(names.person)))].flat()] : [];
  return whoReply(request, result.tenant, world, [...[done].flat(), ...added]);
}

/** Changes who is on call, with the rights of an admin where they are needed and the asker has them. */
async function overridden(request: Request, tenant: StoredTenant, wanted: Wanted, world: World) {
  const isUsed = needsAdmin(tenant, { wanted, by: request.actor.id, at: world.clock.now() });
  const isAdmin = isUsed && (await actsAsAdmin(request, world));
  return override(request, { tenantId: tenant.id, wanted, isAdmin }, world);
}

async function opened(request: Request, tenant: StoredTenant, entry: Entry, problems: Problems, world: World) {
  const { who, until } = entry;
  const { onCall, contactForm } = request.messages;
  if (!tenant.contact) return refusal(request.messages, [onCall.problems.noContact(tenant.name)]);
  const { form: say } = onCall;
  const names = await world.store.read((reader) => namesOf(reader, who, []));
  const value = who.map((id) => ({ id, name: names.person(id).name }));
  const shown = form('contact.onCall', say, contactForm.toCorrect, {
    intro: [say.intro(tenant.name)],
    fields: [
      { kind: 'people', name: 'onCall', label: say.who, hint: null, required: true, value, max: 1 },
      line('until', say.until, until, { required: true, hint: say.untilHint, maxLength: maxCarried }),
    ],
    problems,
    state: JSON.stringify({ tenant: tenant.id }),
  });
  return { kind: 'form', form: shown } as const;
}

async function ended(request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const result = await overridden(request, tenant, null, world);
  if (result.kind === 'gone') return goneTenant(request, tenant.id, world);
  const { onCall: say, rights } = request.messages;
  if (result.kind === 'nothing' && overridesAt(tenant, world.clock.now()).length === 0)
    return whoReply(request, tenant, world, say.problems.noneRunning(tenant.name));
  if (result.kind !== 'done' && result.kind !== 'same')
    return refusal(request.messages, [say.problems.nothingToEnd], { title: rights.title });
  return whoReply(request, result.tenant, world, request.messages.onCall.done.ended(tenant.name));
}
