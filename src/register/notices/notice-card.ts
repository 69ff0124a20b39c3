/** The cards that tell of a change: the notice, and the alarm once somebody said that the change was not theirs. */
import type { MadeCard } from '../../delivery/kind.ts';
import type { DeliveryOf, Destination } from '../../domain/delivery/delivery.ts';
import type { AboutOf } from '../../domain/delivery/kinds.ts';
import { type Change, type HistoryEntry, sameValue } from '../../domain/history.ts';
import { isApprovalMark, isMade } from '../../domain/tenant/approval.ts';
import { contactFields, contactKeys, isOnCallList } from '../../domain/tenant/contact-fields.ts';
import type { Disowning } from '../../domain/tenant/disowned.ts';
import { Channel, Identity, sameChannel } from '../../domain/tenant/identity.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import {
  DeclaredContact,
  fullName,
  isRestorable,
  restorableUntil,
  type StoredTenant,
} from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import { remedyButton } from '../../findings/remedies.ts';
import { listedFew } from '../../findings/text.ts';
import type { NoticeSubject } from '../../messages/en/notices.ts';
import type { World } from '../../ports/world.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import { isAdminToTell } from '../../request/people.ts';
import type { Names, ViewerLocale } from '../../request/viewer-locale.ts';
import { listed, namedFew, said, viewerLocaleAt, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { historyPage } from '../../store/history.ts';
import {
  type Button,
  beforeValue,
  button,
  type Card,
  card,
  type Inline,
  plainOf,
  type Row,
  type Text,
} from '../../view/view.ts';
import { changedBy, fieldLabels, linesOf, namesInChanges, noticeFacts } from '../history/change-facts.ts';
import { changeRefOf } from './not-us.ts';
import { whyTold } from './why-told.ts';

/** Returns the notice of a change of the contact or of channels; null when the change is no longer stored. */
export async function changedCard({ about, to }: DeliveryOf<'contactChanged'>, world: World): Promise<MadeCard | null> {
  const { tenantId, entry } = about;
  const tenant = await tenantById(tenantId, world);
  const recorded = await recordedChange(tenantId, entry, world);
  if (!tenant || !recorded) return null;
  const { change, names } = recorded;
  const viewer = await viewerLocaleAt(to, tenant, world);
  const why = await whyTold({ to, tenant, changes: change.changes }, viewer.messages, world);
  const made = { revision: 1 + (tenant.disowned?.revision ?? 0), messages: viewer.messages, ...why };
  const noticed = { tenant, change, names, to };
  if (isQuiet(change)) return { ...made, card: quietCard(noticed, viewer) };
  if (change.deed === 'tenant.cleared') return { ...made, card: clearedCard(noticed, viewer) };
  return {
    ...made,
    card: greets(change, to) ? greetingCard(noticed, viewer) : await warningCard(noticed, viewer, world),
  };
}

/** Makes the notice: who changed what, **Not us**, and below it only what differs. */
async function warningCard(about: NoticedChange, viewer: ViewerLocale, world: World): Promise<Card> {
  const { tenant, change, names, to } = about;
  const { contactChanged: say } = viewer.messages.notices;
  const { securityContact, tenants } = viewer.messages;
  const who = changedBy(change, viewer);
  const subject = subjectOf(change);
  const until = restorableUntil({ retiredAt: change.at }) ?? '';
  const isOffered = subject === 'retired' && to.kind === 'person' && isRestorable(tenant, world.clock.now());
  const mayRestore = isOffered && (await isAdminToTell(to.id, world));
  const { title, text, summary: own } = say.of[subject];
  const by = plainOf([who]);
  const summary = own ? own(by) : say.summary(by, changedText(change, viewer));
  return card(title, viewer.messages.alerts.whose(shortName(tenant.name, 24), summary), {
    tone: 'warning',
    text: [[...[text(who, tenant.name, said(viewer, until))].flat(), ' ', say.ask], ...disownedText(about, viewer)],
    buttonsFirst: true,
    buttons: [
      { ...notUsButton(about, viewer), style: 'danger' },
      ...(mayRestore ? [button('press', 'setup.restore', tenants.restore, tenant.id)] : []),
      button('press', 'contact.history', securityContact.buttons.history, tenant.id),
    ],
    facts: [...noticeFacts(shownChanges(change), to, viewer, names)],
    footer: [beforeValue(securityContact.facts.changed, viewer.messages.history.colon), said(viewer, change.at)],
  });
}

/** Returns true where a channel reads of a tenant's first contact: the channel begins to get its alerts, which alarms nobody there. */
function greets({ changes }: HistoryEntry, to: Destination): boolean {
  const after = (name: string) => changes.find(({ field, before }) => field === name && before === null)?.after;
  const channels = Channel.array().safeParse(after('channels')).data ?? [];
  return after('email') !== undefined && to.kind === 'channel' && channels.some((one) => sameChannel(one, to.channel));
}

/** Makes the first word in a channel: whose alerts it gets, who the contact is and who is on call, and who set it up. */
function greetingCard(about: NoticedChange, viewer: ViewerLocale): Card {
  const { tenant, change, names } = about;
  const { greeting: say } = viewer.messages.notices;
  const after = Object.fromEntries(change.changes.map(({ field, after }) => [field, after]));
  const Named = DeclaredContact.pick({ kind: true, firstName: true, middleName: true, lastName: true }).strip();
  const named = Named.safeParse(after).data;
  const onCall = (Identity.array().safeParse(after.onCall).data ?? []).map(names.person);
  const parts = {
    contact: named ? fullName(named) : '',
    onCall: onCall.length > 0 ? listed(onCall) : null,
    who: change.by ? changedBy(change, viewer) : null,
  };
  const summary = viewer.messages.alerts.whose(shortName(tenant.name, 24), say.summary);
  return card(say.title(tenant.name), summary, {
    text: [say.text(tenant.name, parts), ...disownedText(about, viewer)],
    buttons: [button('press', 'alerts.drill', say.test, tenant.id, { style: 'primary' }), notUsButton(about, viewer)],
  });
}

/** Makes the notice of what the bot removed by itself: nobody has to do anything. */
function clearedCard({ tenant, change, names, to }: NoticedChange, viewer: ViewerLocale): Card {
  const { notices, alerts, securityContact } = viewer.messages;
  const { title, summary, text } = notices.cleared;
  return card(title, alerts.whose(shortName(tenant.name, 24), summary), {
    text: [text(tenant.name)],
    facts: noticeFacts(shownChanges(change), to, viewer, names),
    buttons: [button('press', 'contact.history', securityContact.buttons.history, tenant.id)],
  });
}

function notUsButton({ tenant, change }: NoticedChange, { messages }: ViewerLocale): Button {
  const { button: label, question: confirm } = messages.notices.contactChanged;
  return button('press', 'contact.notUs', label, changeRefOf(change, tenant.id), { confirm });
}

/** Returns true when the change touches nothing but who is on call. */
function isQuiet({ deed, changes }: Pick<HistoryEntry, 'deed' | 'changes'>): boolean {
  return deed === 'contact.onCall' || (changes.length > 0 && changes.every(({ field }) => isOnCallList(field)));
}

/** A change, its tenant, and where its notice goes. */
type NoticedChange = { tenant: StoredTenant; change: HistoryEntry; names: Names; to: Destination };

/** Makes the quiet line about a change of who is on call: who is now, until when and instead of whom, and a small **Not us**. */
function quietCard(about: NoticedChange, viewer: ViewerLocale): Card {
  const { tenant, change, names, to } = about;
  const { onCallChanged: say } = viewer.messages.notices;
  const who = changedBy(change, viewer);
  const whose = (summary: string) => viewer.messages.alerts.whose(shortName(tenant.name, 24), summary);
  const shown = (text: Text[], summary: string) =>
    card(say.title, whose(summary), {
      text: [...text, ...disownedText(about, viewer)],
      buttons: [notUsButton(about, viewer)],
    });
  const turn = turnIn(about);
  if (turn.people.length === 0) {
    const lines = linesOf(noticeFacts(change.changes, to, viewer, names), viewer);
    const { onCall } = viewer.messages.notices.contactChanged.of;
    return shown([say.text(who, tenant.name, lines)], onCall.summary?.(plainOf([who])) ?? '');
  }
  const named = (people: readonly Identity[]) => listedFew(people.map(names.person), viewer.messages, 5);
  const people = named(turn.people);
  const sentence = say.now(tenant.name, people, {
    until: turn.until === null ? null : said(viewer, turn.until),
    others: [
      ...(turn.former.length > 0 ? [say.instead(named(turn.former))] : []),
      ...(turn.staying.length > 0 ? [say.together(named(turn.staying))] : []),
    ],
  });
  const summary = say.summary(plainOf(people), turn.people.length);
  return shown([[...[sentence].flat(), ' ', ...[say.by(who)].flat()]], summary);
}

/**
 * Returns who is on call since a change, who no longer is, who still is, and until when. Nobody where the change does not say it: a list
 * counts only while nobody is in the calendar.
 */
function turnIn({ tenant, change: { changes, at } }: NoticedChange) {
  const of = (name: string) => changes.find(({ field }) => field === name);
  const list = changes.length === 1 ? of('onCall') : undefined;
  const isInForce = list !== undefined && sameValue(list.after, onCallAt(tenant, at).first);
  const { before, after } = of('onCallNow') ?? (isInForce ? list : { before: null, after: null });
  const [old = [], now = []] = [before, after].map((people) => Identity.array().safeParse(people).data);
  const until = of('until')?.after;
  const added = now.filter((id) => !old.includes(id));
  return {
    people: added.length > 0 ? added : now,
    staying: added.length > 0 ? now.filter((id) => old.includes(id)) : [],
    former: old.filter((id) => !now.includes(id)),
    until: typeof until === 'string' ? until : null,
  };
}

/** Returns what a change is about: of several things, the one that matters most. */
function subjectOf({ deed, changes, tenantId }: HistoryEntry): NoticeSubject {
  if (deed === 'alert.archivedAll') return 'archived';
  if (isQuiet({ deed, changes })) return 'onCall';
  const of = (name: string) => changes.find(({ field }) => field === name);
  const retired = of('retiredAt');
  if (retired) return retired.after === null ? 'restored' : 'retired';
  // A contact has an e-mail address from its first day on.
  if (of('email')?.before === null) return 'first';
  if (changes.some(({ field }) => contactKeys.some((key) => key === field))) return 'contact';
  if (of('name')?.before === null) return 'added';
  // A change that belongs to no tenant is one of the organisation's channels.
  return tenantId === null || of('fraudChannels') ? 'channels' : 'tenant';
}

/**
 * Returns the parts of a change that stand in its facts, the weighty ones first. When a tenant was retired is when the change was made; of
 * a first contact nobody compares the smaller parts with others.
 */
function shownChanges({ changes }: HistoryEntry): readonly Change[] {
  const isFirst = changes.some(({ field, before }) => field === 'email' && before === null);
  const left = isFirst ? ['retiredAt', 'kind', 'middleName', 'locale', 'timezone'] : ['retiredAt'];
  const shown = changes.filter(({ field }) => !left.includes(field));
  return [true, false].flatMap((is) => shown.filter(({ field }) => weighty.includes(field) === is));
}

/** Reads a change and the names that it mentions; null when the history no longer has the change. */
async function recordedChange(tenantId: string, entry: number, world: World) {
  const [change] = await historyPage({ tenantId, before: entry + 1, limit: 1 }, world);
  if (change?.number !== entry) return null;
  return { change, names: await world.store.read((tx) => namesInChanges(tx, change.changes)) };
}

/** The fields that say where alerts go and how people are reached. */
const reaching = contactFields.filter(({ reach }) => reach).map(({ key }) => key);
const weighty: readonly string[] = [...reaching, 'fraudChannels', 'adminChannel'];
const maxNamed = 3;

/** Names the changed fields, the weighty ones first, and counts those that are more than three. */
function changedText(change: HistoryEntry, viewer: ViewerLocale): string {
  const label = fieldLabels(viewer);
  const all = shownChanges(change).flatMap(({ field }) => (isApprovalMark(field) ? [] : label(field)));
  return namedFew([...new Set(all)], viewer.messages, maxNamed);
}

/** Returns who disowned the change, and when the first of them did; an empty list when nobody has. */
function disownedText({ tenant, change }: NoticedChange, viewer: ViewerLocale): Text[] {
  const presses = tenant.disowned?.presses.filter((press) => press.entry === change.number) ?? [];
  const [first] = presses;
  const { disowned: say } = viewer.messages.notices.contactChanged;
  return first ? [say(pressedBy(presses, viewer), countPeople(presses), said(viewer, first.at))] : [];
}

/** The most presses that the alarm has a row for: the newest ones. */
const maxPresses = 5;

const primary = { style: 'primary' } as const;

/** Makes the alarm for an admin, in their own language. It says who disowned changes, and shows the newest of those changes. */
export async function alarmCard({ about, to }: DeliveryOf<'notUs'>, world: World): Promise<MadeCard> {
  const { tenantId } = about;
  const tenant = await tenantById(tenantId, world);
  const viewer = await viewerLocaleOf(to, world);
  const { notUs: say } = viewer.messages.notices;
  const name = tenant?.name ?? tenantId;
  const presses = pressesOf(about, tenant);
  const newest = Math.max(...presses.map(({ entry }) => entry));
  const recorded = await recordedChange(tenantId, newest, world);
  const earlier = presses.length - maxPresses;
  const people = pressedBy(presses, viewer);
  const subject = recorded ? await alarmSubject(recorded.change, world) : 'contact';
  const count = countPeople(presses);
  const { about: what, text } = say.of[subject];
  const summary = viewer.messages.alerts.whose(shortName(name, 24), say.summary(plainOf(people), what));
  const mayRestore = subject === 'retired' && tenant !== null && isRestorable(tenant, world.clock.now());
  const history = viewer.messages.securityContact.buttons.history;
  const shown = card(say.title, summary, {
    tone: 'danger',
    text: [say.text(people, count, text(name))],
    facts: recorded ? alarmFacts(recorded, to, viewer) : [],
    rows: presses.length > 1 ? presses.slice(-maxPresses).map((press) => rowOf(press, viewer)) : [],
    footer: earlier > 0 ? say.earlier(earlier) : null,
    buttons: [
      ...(mayRestore ? [button('press', 'setup.restore', viewer.messages.tenants.restore, tenantId, primary)] : []),
      button('press', 'contact.history', history, tenantId, mayRestore ? {} : primary),
    ],
  });
  return { card: shown, revision: tenant?.disowned?.revision ?? 1 };
}

/** Returns what an alarm is about; of a change that was asked for, whether it was stopped. */
async function alarmSubject(change: HistoryEntry, { store }: World) {
  if (change.deed !== 'approval.asked') return subjectOf(change);
  const row = (await store.read((reader) => reader.list('approvals'))).find(({ entry }) => entry === change.number);
  return row && isMade(row) ? 'askedAndMade' : 'asked';
}

/** Returns the presses of «This was not us» that an alarm is about. An alarm that an earlier version enqueued has only the first one. */
function pressesOf({ since, entry, by, byName }: AboutOf<'notUs'>, tenant: StoredTenant | null): readonly Disowning[] {
  const all = tenant?.disowned?.presses ?? [];
  const until = tenant?.disowned?.since === since ? '~' : (since ?? '');
  const found = since === undefined ? [] : all.filter(({ at }) => since <= at && at <= until);
  return found.length > 0 ? found : [{ at: since ?? '', entry, by, byName }];
}

/** Names up to three of the people who pressed, and counts the others. */
function pressedBy(presses: readonly Disowning[], { messages }: ViewerLocale): Inline[] {
  const people = [...new Map(presses.map((press) => [press.by, press])).values()];
  const named = people.slice(0, maxNamed).map(({ by, byName }): Inline => ({ kind: 'person', id: by, name: byName }));
  const rest = people.length - named.length;
  return rest > 0 ? [...listed(named), messages.notices.notUs.more(rest)] : listed(named, messages.findings.and);
}

/** Counts the people who pressed, each once. */
function countPeople(presses: readonly Disowning[]): number {
  return new Set(presses.map(({ by }) => by)).size;
}

function rowOf({ at, by, byName, entry }: Disowning, viewer: ViewerLocale): Row {
  const { marks, colon } = viewer.messages.history;
  return {
    title: [{ kind: 'person', id: by, name: byName }],
    detail: [said(viewer, at), ` · ${beforeValue(marks.entry, colon)}${entry}`],
    button: null,
  };
}

function alarmFacts({ change, names }: { change: HistoryEntry; names: Names }, to: Destination, viewer: ViewerLocale) {
  const { history, approvals } = viewer.messages;
  const { marks } = history;
  const isAsked = change.deed === 'approval.asked';
  const shown = shownChanges(change).filter(({ field }) => !isAsked || !isApprovalMark(field));
  return [
    { label: marks.entry, value: String(change.number) },
    { label: isAsked ? marks.askedBy : marks.changedBy, value: [changedBy(change, viewer)] },
    { label: isAsked ? marks.askedAt : marks.changedAt, value: [said(viewer, change.at)] },
    ...noticeFacts(shown, to, viewer, names, isAsked ? approvals.facts : undefined),
  ];
}

/** Makes the news about people in a calendar whom the bot does not know. Their names come from outside, so they are shown as plain text. */
export async function calendarPeopleCard({ about, to }: DeliveryOf<'calendarPeople'>, world: World) {
  const tenant = await tenantById(about.tenantId, world);
  if (!tenant) return null;
  const { messages } = await viewerLocaleOf(to, world);
  const say = messages.notices.calendarPeople;
  const text = say.text(messages.contactForm.labels[about.field], tenant.name, say.words(about.words, about.more));
  const change = {
    ...remedyButton('contact.onCallPeople', tenant, messages),
    ...primary,
    label: messages.onCall.buttons.list,
  };
  const shown = card(say.title, say.summary(tenant.name), { tone: 'warning', text: [text], buttons: [change] });
  return { card: shown, revision: 1 };
}
