import { beforeEach, expect, it } from 'vitest';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import { aBot, formOf, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const id = 'webhook:default x';
const replies = 2_300;
let on: TestBot;

/** More was said in the threads of its cards than one page of anything holds, and before there was any card. */
beforeEach(async () => {
  on = await aBot();
  await on.world.store.change(async (tx) => {
    for (let number = 1; number <= replies; number++) await tx.put('deliveries', reply(number));
    await tx.put('counters', { id: 'deliveries', value: replies });
  });
});
async function arrives() {
  await on.send({ id: 'x' });
  await on.world.time.advance(3_000);
}

function reply(number: number): Delivery {
  const at = on.world.time.now();
  return {
    id: `followUp ${10_000 + number} ${id} > slack:C1`,
    about: { kind: 'followUp', alertId: id, step: 10_000 + number },
    to: { kind: 'channel', channel: slackChannel },
    queue: 'slack:C1',
    ...{ rank: 1, number, state: 'posted', message: `m${number}`, digestId: null, want: 1, shown: 1, attempts: 1 },
    ...{ reason: null, since: at, doneAt: at },
  } as const;
}
const deliveries = () => on.deliveries();
async function resolves() {
  const form = formOf(await on.press(sam, 'alerts.resolve', id));
  await on.submit(sam, form, { reason: 'ignore', note: '' });
  await on.world.time.advance(3_000);
}

it('an alert leaves with every delivery, however many there are, and its receipts are all in the archive', async () => {
  await arrives();
  await resolves();
  const owed = (await deliveries()).filter(({ about }) => 'alertId' in about).length;
  expect(owed).toBeGreaterThan(replies);
  await on.world.time.advance(25 * hour);
  await on.tick();
  expect((await deliveries()).filter(({ about }) => 'alertId' in about)).toEqual([]);
  const [row] = await on.world.archive.read('alerts-2026-11');
  expect(row?.deliveries).toHaveLength(owed);
});

it('what a crash left of it in the live document leaves at the next tick', async () => {
  await arrives();
  await resolves();
  await on.world.time.advance(25 * hour);
  const { change } = on.world.store;
  on.world.store.change = async (what) => {
    if ((await on.alert(id)) === null) throw new Error('killed');
    return change(what);
  };
  await expect(on.tick()).rejects.toThrow('killed');
  on.world.store.change = change;
  expect((await deliveries()).length).toBeGreaterThan(1_000);
  await on.tick();
  expect((await deliveries()).filter(({ about }) => 'alertId' in about)).toEqual([]);
});

it('its cards are found behind all that: they are reminded of and edited, and told what was done', async () => {
  await arrives();
  await on.world.time.advance(hour);
  await on.tick();
  await on.world.time.advance(3_000);
  expect(on.channel().filter(({ deliveryId }) => deliveryId.startsWith('escalation'))).toHaveLength(1);
  await resolves();
  expect(on.channel()[0]?.card.summary).toMatch(/^Resolved, /);
  expect(on.channel().filter(({ deliveryId }) => deliveryId.startsWith('followUp'))).toHaveLength(1);
});

it('a channel that refuses it does not send it to the admins while another has it', async () => {
  on.world.slack.channels.clear();
  await arrives();
  expect(on.world.teams.messages).toHaveLength(1);
  expect(on.inPrivate(ada).filter(({ deliveryId }) => deliveryId.startsWith('unrouted'))).toEqual([]);
});
