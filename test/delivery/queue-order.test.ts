import { beforeEach, describe, expect, it } from 'vitest';
import { deliveryKinds } from '../../src/deliveries.ts';
import { createTurn, nextOf } from '../../src/delivery/next-step.ts';
import { createLateEdits } from '../../src/delivery/outcome.ts';
import { enqueue } from '../../src/delivery/transitions.ts';
import { lanes, queuePosition } from '../../src/domain/delivery/queue-order.ts';
import { ChatError } from '../../src/ports/chat.ts';
import type { Store } from '../../src/ports/store.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let on: TestBot<Store>;
beforeEach(async () => {
  on = await aBot({ store: quickStore() });
  await on.channelsAre(slackChannel);
  on.world.settings.stormLimit = 1_000;
});
const broken = () => ({ error: new ChatError('unreachable', 'network'), after: false });
const due = () => on.world.store.read((reader) => reader.count('deliveries.due', 'slack:C1'));

it('what was tried goes behind what never was, also when nothing holds it back any more', async () => {
  await on.send({ id: 'x' });
  const [row] = await on.deliveries();
  const placeAfter = (attempts: number) => row && queuePosition({ ...row, attempts })?.split(' ')[0];
  expect([0, 1].map(placeAfter)).toEqual([lanes.urgentPosts.fresh.from, lanes.urgentPosts.again.from]);
});

describe('reminders in threads of cards that are not there yet', () => {
  it('never keep anything else from going out, however many there are and whatever became of the cards', async () => {
    const all = (more: object = {}) => Array.from({ length: 60 }, (_, n) => ({ id: `a${n}`, ...more }));
    const others = (more: object = {}) => Array.from({ length: 60 }, (_, n) => ({ id: `b${n}`, ...more }));
    on.world.slack.fault = broken;
    await on.send(...all());
    await on.send(...others());
    // One for each, as an older version owed them however many were due.
    await on.world.store.change(async (tx) => {
      for (const { id: alertId } of await tx.list('alerts')) {
        const about = { kind: 'escalation', alertId, step: 0, revision: 1 } as const;
        await enqueue(
          tx,
          { about, to: { kind: 'channel', channel: slackChannel }, rank: 1, want: 1 },
          on.world.time.now(),
        );
      }
    });
    expect(await due()).toBe(240);
    await on.send(...all({ severity: 'low' }));
    await on.send(...others({ severity: 'low' }));

    on.world.slack.heals();
    await on.world.time.advance(420_000);
    expect(await due()).toBe(0);
    await on.send({ id: 'new' });
    await on.world.time.advance(3_000);
    expect(on.channel().map(({ deliveryId }) => deliveryId)).toContain('alert webhook:default new > slack:C1');
  });

  it('are as urgent as their card once its severity is lower, and do not go before it', async () => {
    on.world.slack.fault = broken;
    await on.send({ id: 'x' });
    await on.world.time.advance(hour);
    await on.tick();
    await on.send({ id: 'x', severity: 'low' });
    const rows = await on.world.store.read((reader) =>
      reader.scan('deliveries.due', { key: 'slack:C1', after: null, limit: 10 }),
    );
    expect(rows.map(({ about, rank }) => [about.kind, rank]).sort()).toEqual([
      ['alert', 4],
      ['escalation', 4],
    ]);
    on.world.slack.heals();
    await on.world.time.advance(65_000);
    expect(on.channel()[0]?.deliveryId).toBe('alert webhook:default x > slack:C1');
  });

  it('are looked past, all of them, where they stand before what can go', async () => {
    const [alert] = await rows();
    await on.world.store.change(async (tx) => {
      if (!alert) throw new Error('no alert');
      for (let n = 0; n < 250; n++) {
        const about = { kind: 'escalation', alertId: alert.id.slice(6, -11), step: n, revision: 1 } as const;
        await tx.put('deliveries', { ...alert, id: `r${n}`, about, rank: 1, number: 1_000 + n });
      }
      await tx.put('deliveries', { ...alert, rank: 5 });
    });
    const next = await on.world.store.read((reader) =>
      nextOf(reader, 'slack:C1', {
        ...{ kinds: deliveryKinds, order: createTurn().order(), now: on.world.time.now() },
        lateEdits: createLateEdits(on.world),
      }),
    );
    expect(next).toMatchObject({ kind: 'post', delivery: { id: alert?.id } });
  });
  async function rows() {
    on.world.slack.fault = broken;
    await on.send({ id: 'x' });
    return on.deliveries();
  }
});
