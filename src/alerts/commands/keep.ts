import { isAskedNow } from '../../domain/alert/holding.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { card } from '../../view/build-card.ts';
import { applyTransition } from '../change/transitions.ts';
import { pressing } from './acknowledge.ts';
import { isAmong, tenantsToAnswer } from './authorize-answer.ts';

const keepOne = pressing({ kind: 'keep' });

/** Says that the work on an alert goes on. The button's value is the alert's id, or our number; empty for all about which the asker was asked. */
export const pressKeep: PressHandler = (request, value, world) =>
  value === '' ? keepAll(request, world) : keepOne(request, value, world);

/** The most alerts that one press keeps. */
const most = 1_000;

async function keepAll(request: Request, world: World): Promise<Reply> {
  const { id } = request.actor;
  const held = await world.store.read((reader) => reader.scan('alerts.holder', { key: id, after: null }));
  // Only what the asker was asked about since they last did something.
  const asked = held.filter(isAskedNow).slice(0, most);
  const { tenants, refused } = await tenantsToAnswer(request, asked, world);
  const mine = asked.filter((alert) => isAmong(tenants, alert));
  if (refused && mine.length === 0) return refused;
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
