import type { Asking, PressHandler } from '../asking.ts';
import { button } from '../card.ts';
import type { Step } from '../domain/alert.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Reply } from '../interaction.ts';
import { type Names, namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import type { Card, Row } from '../view.ts';
import { said } from '../voice.ts';
import { alertCard } from './alert-card.ts';
import { type Found, findAlert } from './find-alert.ts';
import { goneAlert, voiceOfAsker } from './press.ts';

/** So that the fullest story stays within a platform's message. */
const newest = 8;

export const pressStory: PressHandler = async (asking, id, world) => {
  const found = await findAlert(id, world);
  return found ? storyOf(asking, found, world, true) : goneAlert(asking);
};

/** One alert with everything that happened to it: received, sent where, tried how often, answered by whom. */
export async function storyOf(asking: Asking, found: Found, world: World, instead = false): Promise<Reply> {
  const { deliveries } = found;
  const channels = deliveries.flatMap(({ to }) => (to.kind === 'channel' ? [to.channel] : []));
  const people = deliveries.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : []));
  const names = await world.store.read((reader) => namesOf(reader, people, channels));
  const shown = alertCard(voiceOfAsker(asking), { ...found, names, notice: null, whole: true });
  return { kind: 'card', instead, card: withStory(asking, shown, found, names) };
}

function withStory(asking: Asking, shown: Card, { alert, deliveries, closed }: Found, names: Names): Card {
  const { buttons } = asking.words.alerts;
  const steps = alert.story.slice(-newest).map((step) => stepRow(asking, step));
  const cards = deliveries.filter(({ about }) => about.kind === 'alert' || about.kind === 'unrouted').slice(-newest);
  return {
    ...shown,
    mentions: [],
    rows: [...steps, ...cards.map((delivery) => receipt(asking, delivery, names))],
    buttons: [
      ...shown.buttons.filter(({ kind }) => !closed || kind === 'link').slice(0, 3),
      button('press', 'alerts.list', buttons.list, ''),
    ],
  };
}

function stepRow(asking: Asking, { at, what, by, byName, note }: Step): Row {
  const { steps } = asking.words.alerts.story;
  const who = by ? [{ kind: 'person', id: by, name: byName } as const, ' · '] : byName ? [`${byName} · `] : [];
  return { title: [said(voiceOfAsker(asking), at), ` · ${steps[what]}`], detail: [...who, note], button: null };
}

function receipt(asking: Asking, { to, state, attempts, reason, doneAt, since }: Delivery, names: Names): Row {
  const { delivery, receipt: words } = asking.words.alerts.story;
  const where = to.kind === 'channel' ? names.channel(to.channel) : names.person(to.id);
  return {
    title: [said(voiceOfAsker(asking), doneAt ?? since), ' · ', where],
    detail: words(delivery[state], attempts, reason),
    button: null,
  };
}
