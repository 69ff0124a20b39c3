import { button, card } from '../card.ts';
import { addressOf } from '../card-links.ts';
import type { Delivery } from '../domain/delivery.ts';
import { countIn } from '../entered.ts';
import { type Names, namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import type { PressHandler, Request } from '../request/request.ts';
import type { Inline, Row } from '../view.ts';
import { said, voiceOfAsker } from '../voice.ts';
import { findAlert } from './find-alert.ts';
import { goneAlert } from './press.ts';

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
    title: [said(voiceOfAsker(request), timeOf(delivery)), ' · ', where],
    detail: url ? [`${detail} · `, { kind: 'link', url, label: open }] : detail,
    button: null,
  };
}
