import type { Asking, PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import type { Delivery } from '../domain/delivery.ts';
import { countIn } from '../entered.ts';
import { type Names, namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import type { Row } from '../view.ts';
import { said, voiceOfAsker } from '../voice.ts';
import { findAlert } from './find-alert.ts';
import { goneAlert } from './press.ts';

const pageLength = 10;

/** Every delivery of an alert, page by page, the oldest first. The value is how many to leave out, and the alert's id. */
export const pressReceipts: PressHandler = async (asking, value, world) => {
  const [skipped = '', ...id] = value.split(' ');
  const skip = countIn(skipped);
  const found = await findAlert(id.join(' '), world);
  if (!found) return goneAlert(asking);
  const { alert } = found;
  const deliveries = inTime(found.deliveries);
  const page = deliveries.slice(skip, skip + pageLength);
  const names = await namesIn(page, world);
  const { receipts, buttons } = asking.words.alerts;
  const next = skip + page.length;
  const older =
    next < deliveries.length ? [button('press', 'alerts.receipts', receipts.more, `${next} ${alert.id}`)] : [];
  const summary = receipts.summary(alert.number);
  const shown = card(receipts.title, summary, {
    text: [summary],
    rows: page.map((delivery) => receiptOf(asking, delivery, names)),
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

/** As the rows say when: what waited for long comes late. */
export function inTime(deliveries: readonly Delivery[]): Delivery[] {
  return deliveries.toSorted((a, b) => Date.parse(timeOf(a)) - Date.parse(timeOf(b)));
}

function timeOf({ doneAt, since }: Delivery): string {
  return doneAt ?? since;
}

/** When and where, and what became of it. */
export function receiptOf(asking: Asking, delivery: Delivery, names: Names): Row {
  const { about, to, state, attempts, reason } = delivery;
  const { story, receipts } = asking.words.alerts;
  const where = to.kind === 'channel' ? names.channel(to.channel) : names.person(to.id);
  const what = about.kind === 'escalation' || about.kind === 'followUp' ? `${receipts[about.kind]} · ` : '';
  return {
    title: [said(voiceOfAsker(asking), timeOf(delivery)), ' · ', where],
    detail: what + story.receipt(story.delivery[state], attempts, reason),
    button: null,
  };
}
