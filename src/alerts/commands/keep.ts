import { isOpen } from '../../domain/alert/alert.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { card } from '../../view/build-card.ts';
import { applyTransition } from '../change/transitions.ts';
import { pressing } from './acknowledge.ts';
import { tenantsToAnswer } from './authorize-answer.ts';

const keepOne = pressing({ kind: 'keep' });

/** Says that the work on an alert goes on. The button's value is the alert's id, or our number; empty for all about which the asker was asked. */
export const pressKeep: PressHandler = (request, value, world) =>
  value === '' ? keepAll(request, world) : keepOne(request, value, world);

/** The most alerts that one press keeps. */
const most = 200;

async function keepAll(request: Request, world: World): Promise<Reply> {
  const { id } = request.actor;
  const held = await world.store.read((reader) => reader.scan('alerts.holder', { key: id, after: null }));
  // Only what the asker was asked about since they last did something.
  const asked = held.filter(({ story }) =>
    isOpenQuestion(story.findLast(({ what, by }) => what === 'asked' || by === id)),
  );
  const { tenants, refused } = await tenantsToAnswer(
    request,
    [...new Set(asked.map(({ tenantId }) => tenantId))],
    world,
  );
  if (refused && tenants.length === 0) return refused;
  const mine = asked.filter((alert) => isOpen(alert) && tenants.includes(alert.tenantId)).slice(0, most);
  for (const alert of mine)
    await applyTransition(
      { ...request, key: request.key && `${request.key} ${alert.id}` },
      alert.id,
      { kind: 'keep' },
      world,
    );
  const { keptAll, keptNow } = request.words.alerts;
  if (mine.length === 0) return refusal(request.words, [keptAll(0)]);
  const text = `${keptAll(mine.length)} ${keptNow}`;
  return { kind: 'card', instead: false, card: card('', text, { text: [text], tone: 'good' }), brief: text };
}

function isOpenQuestion(last: { what: string } | undefined): boolean {
  return last?.what === 'asked';
}
