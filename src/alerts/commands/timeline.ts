import { addressOf } from '../../delivery/permalinks.ts';
import { isOpen, type Step } from '../../domain/alert/alert.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { World } from '../../ports/world.ts';
import { countIn } from '../../request/form-input.ts';
import type { Reply } from '../../request/interaction.ts';
import { type Names, namesOf } from '../../request/names.ts';
import { askerLocale, said } from '../../request/reader-locale.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { button, card, unfolded } from '../../view/build-card.ts';
import { lengthOf, truncate } from '../../view/text.ts';
import type { Card, Inline, Row } from '../../view/view.ts';
import { alertCard, portalLink } from '../cards/alert-card.ts';
import { resolution } from '../change/resolution.ts';
import { goneAlert } from './acknowledge.ts';
import { type Found, findAlert } from './find-alert.ts';

type CardReply = Extract<Reply, { kind: 'card' }>;

/** So that the fullest story stays within a platform's message: rows, and characters of the steps. */
const newest = 8;
const newestSent = 4;
const fullest = 800;

export const pressTimeline: PressHandler = async (request, id, world) => {
  const found = await findAlert(id, world);
  return found ? timelineOf(request, found, world, true) : goneAlert(request);
};

/** One alert with everything that happened to it, in the order of time: received, sent where, tried how often, answered by whom. */
export async function timelineOf(request: Request, found: Found, world: World, instead = false): Promise<CardReply> {
  const names = await namesIn(found.deliveries, world);
  const shown = unfolded(
    alertCard(askerLocale(request), {
      ...{ ...found, names, platform: request.platform },
      notice: null,
      whole: true,
    }),
  );
  return { kind: 'card', instead, card: await withStory(request, shown, found, { names, world }) };
}

async function withStory(
  request: Request,
  shown: Card,
  { alert, deliveries, closed }: Found,
  { names, world }: { names: Names; world: World },
): Promise<Card> {
  const { buttons, story, facts } = request.words.alerts;
  const steps = lastSteps(alert.story.map((step) => ({ at: step.at, row: stepRow(request, step) })));
  const earlier = alert.story.length - steps.length;
  const all = inTime(deliveries).filter(isCard);
  const sent = await Promise.all(
    all.slice(-newestSent).map(async (one) => ({ at: timeOf(one), row: await receiptOf(request, one, names, world) })),
  );
  const rest = all.length > sent.length || deliveries.length > all.length;
  return {
    ...shown,
    mentions: [],
    // Where it went, and why, was written when that was decided: the story has it, and not as things are now.
    facts: shown.facts.filter(({ label }) => label !== facts.why),
    rows: [...steps, ...sent].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(({ row }) => row),
    footer: earlier > 0 ? story.earlier(earlier) : shown.footer,
    // Five at most: that is what every client shows.
    buttons: [
      ...(closed ? [] : shown.buttons.slice(0, 2)),
      ...(isOpen(alert) ? [] : portalLink(askerLocale(request), alert)),
      button('press', 'alerts.storyFile', buttons.storyFile, alert.id),
      ...(rest ? [button('press', 'alerts.receipts', buttons.receipts, `0 ${alert.id}`)] : []),
      button('press', 'alerts.list', buttons.list, ''),
    ],
  };
}

/** A line of the story with its time. */
interface Told {
  at: string;
  row: Row;
}

/** The last of them, as many as fit. */
function lastSteps(told: readonly Told[]): readonly Told[] {
  let size = 0;
  const fits = ({ title, detail }: Row) => {
    size += lengthOf(title) + lengthOf(detail);
    return size <= fullest;
  };
  const tooMany = told.toReversed().findIndex(({ row }, index) => index >= newest || !fits(row));
  return tooMany === -1 ? told : told.slice(told.length - Math.max(1, tooMany));
}

function stepRow(request: Request, step: Step): Row {
  const { what, detail } = toldOf(request, step);
  return { title: [said(askerLocale(request), step.at), ` · ${what}`], detail, button: null };
}

/** A step in words: what happened, and who did it, with what else is known of it. */
export function toldOf(request: Request, step: Step): { what: string; detail: Inline[] } {
  const { what, by, byName, note, times } = step;
  const { story } = request.words.alerts;
  const who: Inline[] = by ? [{ kind: 'person', id: by, name: byName }] : byName ? [byName] : [];
  const told = [
    times ? story.times(times) : '',
    what === 'resolved' ? truncate(resolution(request.words, note), 600) : note,
    ...changesIn(request, step),
    step.why ? story.why[step.why] : '',
  ].filter(Boolean);
  const detail = told.flatMap((part, index) => [...(who.length + index > 0 ? [' · '] : []), part]);
  return { what: story.steps[what], detail: [...who, ...detail] };
}

/** Before → after. */
function changesIn({ words }: Request, { severity, displayName, tenant, isTest }: Step): string[] {
  const { facts, severities, story, unknownTenant } = words.alerts;
  const line = (label: string, before: string, after: string) => `${label}${words.history.colon}${before} → ${after}`;
  return [
    ...(severity ? [line(facts.severity, severities[severity.before], severities[severity.after])] : []),
    ...(displayName ? [line(facts.title, truncate(displayName.before, 300), truncate(displayName.after, 300))] : []),
    ...(tenant ? [line(facts.tenant, tenant.before ?? unknownTenant, tenant.after ?? unknownTenant)] : []),
    ...(isTest ? [isTest.after ? story.testNow : story.noTestNow] : []),
  ];
}

const pageLength = 10;

/** Every delivery of an alert, page by page, the oldest first. The value is how many to leave out, and the alert's id. */
export const pressReceipts: PressHandler = async (request, value, world) => {
  const [skipped = '', ...id] = value.split(' ');
  const skip = countIn(skipped);
  const found = await findAlert(id.join(' '), world);
  if (!found) return goneAlert(request);
  const { alert } = found;
  const deliveries = inTime(found.deliveries);
  const page = deliveries.slice(skip, skip + pageLength);
  const names = await namesIn(page, world);
  const { receipts, buttons } = request.words.alerts;
  const next = skip + page.length;
  const older =
    next < deliveries.length ? [button('press', 'alerts.receipts', receipts.more, `${next} ${alert.id}`)] : [];
  const summary = receipts.summary(alert.number);
  const shown = card(receipts.title, summary, {
    text: [summary],
    rows: await Promise.all(page.map((delivery) => receiptOf(request, delivery, names, world))),
    buttons: [...older, button('press', 'alerts.show', buttons.story, alert.id)],
    footer: receipts.footer(Math.min(skip + 1, deliveries.length), next, deliveries.length),
  });
  return { kind: 'card', instead: true, card: shown };
};

export function namesIn(deliveries: readonly Delivery[], { store }: Pick<World, 'store'>): Promise<Names> {
  const channels = deliveries.flatMap(({ to }) => (to.kind === 'channel' ? [to.channel] : []));
  const people = deliveries.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : []));
  return store.read((reader) => namesOf(reader, people, channels));
}

/** Whether it is a card of the alert itself, and no reminder or line in its thread. */
export function isCard({ about }: Delivery): boolean {
  return about.kind === 'alert' || about.kind === 'unrouted';
}

/** As the rows say when: what waited for long comes late. */
export function inTime(deliveries: readonly Delivery[]): Delivery[] {
  return deliveries.toSorted((a, b) => Date.parse(timeOf(a)) - Date.parse(timeOf(b)));
}

/** When it arrived, or ended in another way; since when it waits, until then. */
export function timeOf({ doneAt, since }: Delivery): string {
  return doneAt ?? since;
}

/** Where a delivery went, and what became of it. */
export function sentTo({ words }: Request, delivery: Delivery, names: Names): { where: Inline; detail: string } {
  const { about, to, state, attempts, reason } = delivery;
  const { story, receipts } = words.alerts;
  const reminds = about.kind === 'escalation' || about.kind === 'reminders' || about.kind === 'overdue';
  const what = reminds ? `${receipts.escalation} · ` : about.kind === 'followUp' ? `${receipts.followUp} · ` : '';
  return {
    where: to.kind === 'channel' ? names.channel(to.channel) : names.person(to.id),
    detail: what + story.receipt(story.delivery[state], attempts, reason),
  };
}

/** The same with when it was, and the way there. */
export async function receiptOf(request: Request, delivery: Delivery, names: Names, world: World): Promise<Row> {
  const { where, detail } = sentTo(request, delivery, names);
  const url = await addressOf(delivery, world);
  const { open } = request.words.alerts.receipts;
  return {
    title: [said(askerLocale(request), timeOf(delivery)), ' · ', where],
    detail: url ? [`${detail} · `, { kind: 'link', url, label: open }] : detail,
    button: null,
  };
}
