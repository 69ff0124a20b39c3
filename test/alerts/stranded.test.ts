import { beforeEach, describe, expect, it } from 'vitest';
import { watchTicks } from '../../adapters/process/timers.ts';
import { watchStranded } from '../../adapters/process/watches.ts';
import { countStranded, reachNewAdmins } from '../../src/alerts/delivery/stranded.ts';
import { createBot } from '../../src/bot.ts';
import type { Reader, Store } from '../../src/ports/store.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, slackChannel } from '../support/partner.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
  on.world.admins.clear();
});
const passes = (ms = 5_000) => on.world.time.advance(ms);
const stranded = () => countStranded(on.world);
const closed = { kind: 'not joined', name: 'soc' } as const;
const channelsRefuse = () => {
  on.hasChannel(slackChannel, closed);
  on.world.teams.channels.clear();
};

it.each([
  [
    'names a tenant that is not set up',
    { partnerTenantId: '99999999-9999-4999-8999-999999999999' },
    /tenant (is|was) not set up/,
  ],
  ['has a contact without channels', {}, /ha[sd] no channel/],
])(
  'an alert that %s says on the card that it reaches nobody else, and its story says why',
  async (_how, alert, why) => {
    on.world.admins.add(ada);
    await on.channelsAre();
    await on.send({ id: 'x', ...alert });
    await passes();
    const { card } = on.inPrivate(ada)[0] ?? {};
    expect(text(card?.text.at(-1))).toContain('Only administrators got this alert');
    expect(text(card?.text.at(-1))).toMatch(why);
    const timeline = cardOf(await on.say(ada, 'alerts 1'));
    expect(text(timeline.rows[0]?.detail)).toMatch(why);
  },
);

describe('without any admin', () => {
  it('an alert of an unknown tenant, and one that all channels refuse, are counted as reaching nobody', async () => {
    await on.send({ partnerTenantId: '99999999-9999-4999-8999-999999999999' });
    expect(await stranded()).toBe(1);
    await on.send({});
    await passes();
    expect(await stranded()).toBe(1);
    channelsRefuse();
    await on.send({}, {});
    await passes();
    expect(await stranded()).toBe(3);
  });

  it('the next admin who appears gets them, once', async () => {
    await on.send({ id: 'x', partnerTenantId: '99999999-9999-4999-8999-999999999999' });
    channelsRefuse();
    await on.send({ id: 'y' });
    await passes();
    on.world.admins.add(ada);
    for (let tick = 0; tick < 3; tick++) {
      await on.tick();
      await passes();
    }
    expect(
      on
        .inPrivate(ada)
        .map(({ deliveryId }) => deliveryId.split(' > ')[0])
        .filter((id) => id?.startsWith('unrouted')),
    ).toEqual(['unrouted webhook:default x', 'unrouted webhook:default y']);
    expect(await stranded()).toBe(0);
  });

  it('an admin channel that is named later gets them too', async () => {
    await on.send({ partnerTenantId: '99999999-9999-4999-8999-999999999999' });
    const adminChannel = { platform: 'slack', address: 'CADMIN' } as const;
    on.hasChannel(adminChannel);
    await on.organisation({ adminChannel });
    await on.tick();
    await passes();
    expect(on.world.slack.messages.map(({ to }) => to)).toEqual(['slack:CADMIN']);
    expect(await stranded()).toBe(0);
  });

  it('a whole storm is counted, and its digest goes to the next admin', async () => {
    await on.channelsAre(slackChannel);
    channelsRefuse();
    await on.send(...Array.from({ length: 30 }, () => ({ severity: 'low' })));
    await passes();
    expect(await stranded()).toBe(30);
    on.world.admins.add(ada);
    await on.tick();
    await passes();
    expect(text(on.inPrivate(ada).map(({ deliveryId }) => deliveryId))).toContain('digest digest-1 >');
    expect(await stranded()).toBe(0);
  });

  it('an admin whose chat refuses is not tried at every tick', async () => {
    await on.send({ partnerTenantId: '99999999-9999-4999-8999-999999999999' });
    on.world.admins.add(ada);
    on.world.slack.fails('refused', 'cannot_dm_bot');
    for (let tick = 0; tick < 5; tick++) {
      await on.tick();
      await passes();
    }
    expect(on.world.attempts.length).toBe(2);
    expect(await stranded()).toBe(1);
  });
});

it('the log says so once for each more, at the level of an error, and when it is over', async () => {
  const lines: [string, object][] = [];
  const line = (level: string) => (fields: object) => void lines.push([level, fields]);
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const watch = watchStranded({ ask: stranded, log, mode: 'hosted' });
  const { bot } = watchTicks(createBot(on.world), watch.look);
  await bot.tick();
  await on.send({ partnerTenantId: '99999999-9999-4999-8999-999999999999' });
  await bot.tick();
  await bot.tick();
  expect([watch.count(), lines]).toEqual([1, [['error', { event: 'alerts.stranded', count: 1 }]]]);
  on.world.admins.add(ada);
  await bot.tick();
  expect([watch.count(), lines[1]?.[0]]).toEqual([0, 'info']);
});

describe('what a tick reads', () => {
  const unknown = '99999999-9999-4999-8999-999999999999';
  /** Rows that the two looks of a tick read, whether one by one or by an index. */
  async function rowsRead(): Promise<number> {
    let rows = 0;
    const counting = (reader: Reader): Reader => ({
      ...reader,
      get: async (collection, id) => {
        rows += 1;
        return reader.get(collection, id);
      },
      scan: async (index, query) => {
        const found = await reader.scan(index, query);
        rows += found.length;
        return found;
      },
    });
    const store: Store = {
      read: (what) => on.world.store.read((reader) => what(counting(reader))),
      change: (what, how) => on.world.store.change((tx) => what({ ...tx, ...counting(tx) }), how),
    };
    const world = { ...on.world, store };
    await reachNewAdmins(world);
    await countStranded(world);
    return rows;
  }
  const alerts = (count: number) =>
    on.send(...Array.from({ length: count }, () => ({ partnerTenantId: unknown, severity: 'medium' })));

  it('is nothing when an admin has all that no channel takes, however many there are', async () => {
    on.world.admins.add(ada);
    await alerts(10);
    await passes(60_000);
    await on.tick();
    expect(await rowsRead()).toBe(0);
    await on.send({ partnerTenantId: unknown });
    await on.tick();
    expect([await rowsRead(), await stranded()]).toEqual([0, 0]);
  });

  it('is no alert again that the same admins cannot be given', async () => {
    await alerts(10);
    await on.tick();
    // The organisation, for its admin channel.
    expect([await rowsRead(), await stranded()]).toEqual([1, 10]);
  });

  it('is bounded when thousands have to be looked at, and all are in the end', async () => {
    on.world.store = Object.assign(quickStore(), { diskFull: () => {}, limit: () => {} });
    for (let batch = 0; batch < 25; batch++) await alerts(100);
    await reachNewAdmins(on.world);
    expect(await rowsRead()).toBeLessThan(2_500);
    await reachNewAdmins(on.world);
    expect([await rowsRead(), await stranded()]).toEqual([1, 2_500]);
    on.world.admins.add(ada);
    await reachNewAdmins(on.world);
    await reachNewAdmins(on.world);
    expect(await stranded()).toBe(0);
  });
});
