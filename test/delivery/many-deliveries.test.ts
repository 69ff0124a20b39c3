import { beforeEach, expect, it } from 'vitest';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const id = 'webhook:default x';
const replies = 2_300;
let bot: TestBot;

/** More was said in the threads of its cards than one page of anything holds, and before there was any card. */
beforeEach(async () => {
  bot = await aBot();
  await bot.world.store.change(async (tx) => {
    for (let number = 1; number <= replies; number++) await tx.put('deliveries', reply(number));
    await tx.put('counters', { id: 'deliveries', value: replies });
  });
});
async function arrives() {
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3_000);
}

function reply(number: number): Delivery {
  const at = bot.world.time.now();
  return {
    id: `followUp ${10_000 + number} ${id} > slack:C1`,
    about: { kind: 'followUp', alertId: id, step: 10_000 + number },
    to: { kind: 'channel', channel: slackChannel },
    queue: 'slack:C1',
    ...{ rank: 1, number, state: 'posted', message: `m${number}`, digestId: null, want: 1, shown: 1, attempts: 1 },
    ...{ reason: null, since: at, doneAt: at },
  } as const;
}
const deliveries = () => bot.deliveries();
async function resolves() {
  await bot.resolve(sam, id);
  await bot.world.time.advance(3_000);
}

it('an alert leaves with every delivery, however many there are, and its receipts are all in the archive', async () => {
  await arrives();
  await resolves();
  const owed = (await deliveries()).filter(({ about }) => 'alertId' in about).length;
  expect(owed).toBeGreaterThan(replies);
  await bot.ticksAfter(25 * hour);
  expect((await deliveries()).filter(({ about }) => 'alertId' in about)).toEqual([]);
  const [row] = await bot.world.archive.read('alerts-2026-11');
  expect(row?.deliveries).toHaveLength(owed);
});

it('what a crash left of it in the live document leaves at the next tick', async () => {
  await arrives();
  await resolves();
  await bot.world.time.advance(25 * hour);
  const { change } = bot.world.store;
  bot.world.store.change = async (what) => {
    if ((await bot.alert(id)) === null) throw new Error('killed');
    return change(what);
  };
  await expect(bot.tick()).rejects.toThrow('killed');
  bot.world.store.change = change;
  expect((await deliveries()).length).toBeGreaterThan(1_000);
  await bot.tick();
  expect((await deliveries()).filter(({ about }) => 'alertId' in about)).toEqual([]);
});

it('its cards are found behind all that: they are reminded of and edited, and told what was done', async () => {
  await arrives();
  await bot.ticksAfter(hour);
  await bot.world.time.advance(3_000);
  expect(bot.channel('escalation')).toHaveLength(1);
  await resolves();
  expect(bot.channel()[0]?.card.summary).toMatch(/^Resolved · /);
  expect(bot.channel('followUp')).toHaveLength(1);
});

it('a channel that refuses it does not send it to the admins while another has it', async () => {
  bot.world.slack.channels.clear();
  await arrives();
  expect(bot.world.teams.messages).toHaveLength(1);
  expect(bot.inPrivate(ada, 'unrouted')).toEqual([]);
});
