import { addressOf } from '../../delivery/permalinks.ts';
import { type Alert, isOpen } from '../../domain/alert/alert.ts';
import { customerKnownAs, customerOf } from '../../domain/alert/customer.ts';
import { isAnswer, type Step, stepOf } from '../../domain/alert/timeline.ts';
import { type Delivery, isAlertCard } from '../../domain/delivery/delivery.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { countIn } from '../../request/form-input.ts';
import type { CardReply, PressHandler, Request } from '../../request/interaction.ts';
import { askerLocale, type Names, namesOf, said, timeSaid } from '../../request/viewer-locale.ts';
import {
  type Button,
  beforeValue,
  button,
  card,
  type Inline,
  joined,
  plainOf,
  type Row,
  renderedLength,
  truncate,
  unfolded,
} from '../../view/view.ts';
import { alertCard, answerButtons, portalLink } from '../cards/alert-card.ts';
import { doer, resolution, senderOf } from '../cards/alert-facts.ts';
import { stateLines } from '../cards/alert-state.ts';
import { type AlertReminder, remindersByStep } from '../report/reminded.ts';
import { type FoundAlert, findAlert, goneAlert, withAlert } from './find-alert.ts';

/** The most steps, deliveries and characters of the steps, so that the longest timeline fits in every platform's message. */
const maxSteps = 8;
const maxDeliveries = 4;
const maxStepCharacters = 650;
/** The characters of a time and the dot behind it. */
const timeLength = 27;

/** Shows the timeline of an alert in place of the card that was pressed. The button's value is the alert's id, or our number. */
export const pressTimeline: PressHandler = (request, id, world) =>
  withAlert(request, id, world, (found) => timelineOf(request, found, world, { instead: true }));

/** Returns an alert with everything that happened to it, in the order of time: received, sent where, tried how often, answered by whom. */
export async function timelineOf(request: Request, found: FoundAlert, world: World, { instead = false } = {}) {
  const { alert, tenant, deliveries, closed } = found;
  const { buttons, timeline, facts } = request.messages.alerts;
  const names = await namesIn(deliveries, world);
  const shown = unfolded(alertCard(askerLocale(request), { alert, tenant, platform: request.platform, whole: true }));
  const reminders = await remindersByStep(found, world);
  const all = stepsOf(found).map((step) => stepRow(request, step, reminders.get(step)));
  const steps = lastSteps(all);
  const earlier = all.length - steps.length;
  // Its lines and small print say how the alert stands, and its rows where it went and why, who answered, and what was noted.
  const alreadySaid = [
    ...(alert.notes?.severity === undefined ? [facts.severity] : []),
    ...[facts.number, facts.tenant, facts.answerBy, facts.acknowledged, facts.resolved, facts.note],
    ...[facts.why, facts.lastNote],
    ...(customerKnownAs(alert, tenant) === customerOf(alert) ? [facts.customer] : []),
    // Who works on it needs the ids, and has to know whom to believe. Later the file has them.
    ...(isOpen(alert) ? [facts.detected] : [facts.customer, facts.subscription, facts.source]),
  ];
  const small = [shown.footer ?? '', earlier > 0 ? timeline.earlier(earlier) : ''].filter(Boolean);
  const cards = byTime(deliveries).filter(({ about }) => isAlertCard(about));
  const sent = await Promise.all(
    cards.slice(-maxDeliveries).map((one) => receiptOf(request, one, { names, alert }, world)),
  );
  const rest = cards.length > sent.length || deliveries.length > cards.length;
  const card = {
    ...shown,
    facts: shown.facts.filter(({ label }) => !alreadySaid.includes(label)),
    rows: timedRows(
      request,
      [...steps, ...sent].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    ),
    footer: small.length > 0 ? joined(small, ' · ') : null,
    // There are five buttons at most, since every client shows as many.
    buttons: [
      ...(closed ? [] : shown.buttons.slice(0, 2)),
      ...(isOpen(alert) ? [] : portalLink(askerLocale(request), alert)),
      button('press', 'alerts.storyFile', buttons.timelineFile, alert.id),
      ...(rest ? [button('press', 'alerts.receipts', buttons.receipts, `0 ${alert.id}`)] : []),
      button('press', 'alerts.list', buttons.list, ''),
    ],
  };
  return { kind: 'card', instead, card } satisfies CardReply;
}

/** A row of the timeline, whose title its time is still to be put before. */
interface TimedRow extends Row {
  at: string;
}

/** Returns the rows, in order, with their times: the first one of a day says the day. */
function timedRows(request: Request, rows: readonly TimedRow[]): Row[] {
  const viewer = askerLocale(request);
  const dayOf = (row: TimedRow | undefined) => row && dateIn(row.at, viewer.timezone);
  return rows.map(({ at, ...row }, index) => {
    const isSameDay = dayOf(rows[index - 1]) === dayOf(rows[index]);
    return { ...row, title: [isSameDay ? timeSaid(viewer, at) : said(viewer, at), ' · ', ...[row.title].flat()] };
  });
}

/** Returns the last rows, as many as fit. */
function lastSteps(rows: readonly TimedRow[]): readonly TimedRow[] {
  let size = 0;
  const fits = ({ title, detail }: Row) => {
    size += timeLength + renderedLength(plainOf(title)) + renderedLength(plainOf(detail));
    return size <= maxStepCharacters;
  };
  const tooMany = rows.toReversed().findIndex((row, index) => index >= maxSteps || !fits(row));
  return tooMany === -1 ? rows : rows.slice(rows.length - Math.max(1, tooMany));
}

/** Returns the steps of the timeline and all notes, in the order of time. The timeline may have dropped the steps of old notes. */
export function stepsOf({ alert, notes }: FoundAlert): Step[] {
  const noted = notes.map(({ at, by, byName, text }): Step => ({ at, by, byName, what: 'noted', note: text }));
  const others = alert.timeline.filter(({ what }) => what !== 'noted');
  return [...others, ...noted].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The room for a note in the timeline on a card. The file has all of it. */
const noteRoom = 500;

function stepRow(request: Request, { note, ...step }: Step, reminder: AlertReminder | undefined): TimedRow {
  const { what, detail } = stepInWords(request, { ...step, note: truncate(note, noteRoom) }, reminder);
  return { at: step.at, title: what, detail, button: null };
}

/** Returns a step in words: what happened, who did it, and what else is known of it, such as whom its reminder reached. */
export function stepInWords(request: Request, step: Step, reminder: AlertReminder | undefined) {
  const { what, byName, note, times, rows } = step;
  const { timeline } = request.messages.alerts;
  const isWithTenant = what === 'closed' && step.why !== undefined;
  // The first step has the name of the source alone, others the source itself.
  const source = byName.includes(':') ? byName : `webhook:${byName}`;
  const who: Inline[] = isAnswer(step) ? [doer(request.messages, step)] : byName ? [senderOf({ source })] : [];
  const parts = [
    times ? (what === 'seen' ? timeline.seenTimes : timeline.times)(times) : '',
    rows ? timeline.newRows(rows.count, truncate(rows.names.join(', '), 300)) : '',
    noteIn(request, what, note),
    ...changesIn(request, step),
    step.why && !isWithTenant ? timeline.why[step.why] : '',
    reminder ? timeline.reached(reminder.to.join(', '), reminder.mentioned.join(', ')) : '',
  ].filter(Boolean);
  const detail = parts.flatMap((part, index) => [...(who.length + index > 0 ? [' · '] : []), part]);
  return { what: isWithTenant ? timeline.closedWithTenant : timeline.steps[what], detail: [...who, ...detail] };
}

/** Returns the detail of a timeline step: why the alert was resolved, whom it was handed to or taken from, or the note's text. */
function noteIn({ messages }: Request, what: Step['what'], note: string): string {
  const { timeline } = messages.alerts;
  if (note === '') return '';
  if (what === 'resolved' || what === 'keptThere') return truncate(resolution(messages, note), 600);
  if (what === 'given') return timeline.givenTo(note);
  return what === 'taken' ? timeline.takenFrom(note) : note;
}

/** Returns what the sender changed, as «before → after». */
function changesIn({ messages }: Request, { severity, displayName, tenant, isTest }: Step): string[] {
  const { facts, severities, timeline, unknownTenant } = messages.alerts;
  const line = (label: string, before: string, after: string) =>
    `${beforeValue(label, messages.history.colon)}${before} → ${after}`;
  return [
    ...(severity ? [line(facts.severity, severities[severity.before], severities[severity.after])] : []),
    ...(displayName ? [line(facts.title, truncate(displayName.before, 300), truncate(displayName.after, 300))] : []),
    ...(tenant ? [line(facts.tenant, tenant.before ?? unknownTenant, tenant.after ?? unknownTenant)] : []),
    ...(isTest ? [isTest.after ? timeline.testNow : timeline.noTestNow] : []),
  ];
}

const pageLength = 10;

/** Shows every delivery of an alert, page by page, the oldest first. The value is how many to leave out, and the alert's id. */
export const pressReceipts: PressHandler = async (request, value, world) => {
  const [skipped = '', ...id] = value.split(' ');
  const skip = countIn(skipped);
  const found = await findAlert(id.join(' '), world);
  if (!found) return goneAlert(request);
  const { alert } = found;
  const deliveries = byTime(found.deliveries);
  const page = deliveries.slice(skip, skip + pageLength);
  const names = await namesIn(page, world);
  const { receipts, buttons } = request.messages.alerts;
  const next = skip + page.length;
  const older =
    next < deliveries.length ? [button('press', 'alerts.receipts', receipts.more, `${next} ${alert.id}`)] : [];
  const summary = receipts.summary(alert.number);
  const shown = card(receipts.title, summary, {
    text: [summary],
    rows: timedRows(
      request,
      await Promise.all(page.map((delivery) => receiptOf(request, delivery, { names, alert }, world))),
    ),
    buttons: [...older, button('press', 'alerts.show', buttons.timeline, alert.id)],
    footer: receipts.footer(Math.min(skip + 1, deliveries.length), next, deliveries.length),
  });
  return { kind: 'card', instead: true, card: shown };
};

/** Looks up the names of the channels and people that these deliveries went to. */
export function namesIn(deliveries: readonly Delivery[], { store }: Pick<World, 'store'>): Promise<Names> {
  const channels = deliveries.flatMap(({ to }) => (to.kind === 'channel' ? [to.channel] : []));
  const people = deliveries.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : []));
  return store.read((reader) => namesOf(reader, people, channels));
}

/** Returns the deliveries in the order of their times: one that waited for long comes late. */
export function byTime(deliveries: readonly Delivery[]): Delivery[] {
  return deliveries.toSorted((a, b) => Date.parse(timeOf(a)) - Date.parse(timeOf(b)));
}

/** Returns when the delivery arrived or ended in another way; until then, since when it waits. */
export function timeOf({ doneAt, since }: Delivery): string {
  return doneAt ?? since;
}

/** An alert, and the names of where its deliveries went. */
interface NamedPlaces {
  names: Names;
  alert: Alert;
}

/** Returns where a delivery of the alert went, what it was, and what became of it. */
export function sentTo({ messages }: Request, delivery: Delivery, { names, alert }: NamedPlaces) {
  const { to, state, attempts, reason } = delivery;
  const { timeline } = messages.alerts;
  return {
    where: to.kind === 'channel' ? names.channel(to.channel) : names.person(to.id),
    detail: `${kindOf(messages, delivery, alert)} · ${timeline.receipt(timeline.delivery[state], attempts, reason)}`,
  };
}

/** Returns in words what a delivery is: the card, a reminder, a question, or the line about a step of the timeline. */
function kindOf({ alerts }: Messages, { about }: Delivery, { timeline }: Alert): string {
  const { receipts, timeline: words } = alerts;
  const { kind } = about;
  if (kind === 'escalation' || kind === 'escalations' || kind === 'overdue') return receipts.escalation;
  if (kind === 'asked' || kind === 'offered') return receipts[kind];
  if (kind !== 'followUp' && kind !== 'raisedFrom') return receipts.card;
  const step = kind === 'followUp' ? stepOf(timeline, about.step) : null;
  return step ? `${receipts.followUp} (${words.steps[step.what]})` : receipts.followUp;
}

/** Returns a delivery as a row: when and where it was, what became of it, and a link to it. */
async function receiptOf(request: Request, delivery: Delivery, of: NamedPlaces, world: World): Promise<TimedRow> {
  const { where, detail } = sentTo(request, delivery, of);
  const url = await addressOf(delivery, world);
  const { open } = request.messages.alerts.receipts;
  return {
    at: timeOf(delivery),
    title: [where],
    detail: url ? [`${detail} · `, { kind: 'link', url, label: open }] : detail,
    button: null,
  };
}

/** Shows what to do about an alert, in private: everybody may read it. The button's value is the alert's id, or our number. */
export const pressPlaybook: PressHandler = async (request, alertId, world) => {
  const { steps, buttons, numbered } = request.messages.alerts;
  const found = await findAlert(alertId, world);
  const answer = found && !found.closed ? nextAnswer(request, found) : [];
  const shown = card(steps.title, steps.summary, {
    text: found
      ? [
          [{ kind: 'strong', text: `${numbered(found.alert.number)} · ${found.alert.content.displayName}` }],
          ...stateLines(askerLocale(request), found),
        ]
      : [],
    rows: stepRows(request, found?.alert.origin === 'raised'),
    buttons: [
      ...answer,
      ...(found ? [button('press', 'alerts.show', buttons.timeline, found.alert.id)] : []),
      ...portalLink(askerLocale(request), found?.alert ?? { origin: 'sent' }),
    ],
    footer: steps.source,
  });
  return { kind: 'card', instead: false, card: shown };
};

/** Returns the button for what an alert waits for: to be acknowledged, then to be resolved; none once it is. */
function nextAnswer({ messages }: Request, { alert }: FoundAlert): Button[] {
  const [acknowledge, resolve] = answerButtons(messages, alert.id);
  if (alert.status === 'resolved') return [];
  return alert.status === 'active' ? [acknowledge] : [{ ...resolve, style: 'primary' }];
}

/** Returns what to do, in four rows. What a person raised is not in Partner Center. */
function stepRows({ messages }: Request, isRaised: boolean): Row[] {
  const { rows, raised } = messages.alerts.steps;
  const last = rows.length - 1;
  const ofRaised = (index: number) => (index === 0 ? raised.confirm : index === last ? raised.improve : undefined);
  return rows.map((row, index) => ({
    ...row,
    ...(isRaised ? { detail: ofRaised(index) ?? row.detail } : {}),
    button: null,
  }));
}
