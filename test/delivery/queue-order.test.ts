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

let bot: TestBot<Store>;
beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  await bot.channelsAre(slackChannel);
  bot.world.settings.stormLimit = 1_000;
});
const broken = () => ({ error: new ChatError('unreachable', 'network'), after: false });
const due = () => bot.world.store.read((reader) => reader.count('deliveries.due', 'slack:C1'));

it('what was tried goes behind what never was, also when nothing holds it back any more', async () => {
  await bot.send({ id: 'x' });
  const [row] = await bot.deliveries();
  const placeAfter = (attempts: number) => row && queuePosition({ ...row, attempts })?.split(' ')[0];
  expect([0, 1].map(placeAfter)).toEqual([lanes.urgentPosts.fresh.from, lanes.urgentPosts.again.from]);
});

describe('reminders in threads of cards that are not there yet', () => {
  it('never keep anything else from going out, however many there are and whatever became of the cards', async () => {
    const all = (more: object = {}) => Array.from({ length: 60 }, (_, n) => ({ id: `a${n}`, ...more }));
    const others = (more: object = {}) => Array.from({ length: 60 }, (_, n) => ({ id: `b${n}`, ...more }));
    bot.world.slack.fault = broken;
    await bot.send(...all());
    await bot.send(...others());
    // One for each, as an older version owed them however many were due.
    await bot.world.store.change(async (tx) => {
      for (const { id: alertId } of await tx.list('alerts')) {
        const about = { kind: 'escalation', alertId, step: 0, revision: 1 } as const;
        await enqueue(
          tx,
          { about, to: { kind: 'channel', channel: slackChannel }, rank: 1, want: 1 },
          bot.world.time.now(),
        );
      }
    });
    expect(await due()).toBe(240);
    await bot.send(...all({ severity: 'low' }));
    await bot.send(...others({ severity: 'low' }));

    bot.world.slack.heals();
    await bot.world.time.advance(420_000);
    expect(await due()).toBe(0);
    await bot.send({ id: 'new' });
    await bot.world.time.advance(3_000);
    expect(bot.channel().map(({ deliveryId }) => deliveryId)).toContain('alert webhook:default new > slack:C1');
  });

  it('are as urgent as their card once its severity is lower, and do not go before it', async () => {
    bot.world.slack.fault = broken;
    await bot.send({ id: 'x' });
    await bot.ticksAfter(hour);
    await bot.send({ id: 'x', severity: 'low' });
    const rows = await bot.world.store.read((reader) =>
      reader.scan('deliveries.due', { key: 'slack:C1', after: null, limit: 10 }),
    );
    expect(rows.map(({ about, rank }) => [about.kind, rank]).sort()).toEqual([
      ['alert', 4],
      ['escalation', 4],
    ]);
    bot.world.slack.heals();
    await bot.world.time.advance(65_000);
    expect(bot.channel()[0]?.deliveryId).toBe('alert webhook:default x > slack:C1');
  });

  it('are looked past, all of them, where they stand before what can go', async () => {
    const [alert] = await rows();
    await bot.world.store.change(async (tx) => {
      if (!alert) throw new Error('no alert');
      for (let n = 0; n < 250; n++) {
        const about = { kind: 'escalation', alertId: alert.id.slice(6, -11), step: n, revision: 1 } as const;
        await tx.put('deliveries', { ...alert, id: `r${n}`, about, rank: 1, number: 1_000 + n });
      }
      await tx.put('deliveries', { ...alert, rank: 5 });
    });
    const next = await bot.world.store.read((reader) =>
      nextOf(reader, 'slack:C1', {
        ...{ kinds: deliveryKinds, order: createTurn().order(), now: bot.world.time.now() },
        lateEdits: createLateEdits(bot.world, false),
      }),
    );
    expect(next).toMatchObject({ kind: 'post', delivery: { id: alert?.id } });
  });
  async function rows() {
    bot.world.slack.fault = broken;
    await bot.send({ id: 'x' });
    return bot.deliveries();
  }
});
