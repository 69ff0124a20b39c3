import { expect, it } from 'vitest';
import { aReminderBot, rows } from '../support/a-reminder-bot.ts';
import { ada, contoso, slackChannel } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const joined = { kind: 'joined', name: 'soc', open: false, external: false } as const;
const archived = { kind: 'archived', name: 'soc' } as const;

async function deskWith(facts: typeof joined | typeof archived) {
  const bot = await aReminderBot();
  const becomes = (what: typeof joined | typeof archived) =>
    void bot.world.slack.channels.set(slackChannel.address, { facts: what, members: [] });
  becomes(facts);
  if (facts.kind === 'archived') await bot.pass(13 * hour);
  else await bot.pass(hour);
  return { ...bot, becomes, reminder: () => bot.reminders(ada).at(-1)?.card };
}

it('a channel that the bot is back in is seen as soon as the platform says so, and the reminder turns green', async () => {
  const { arrived, becomes, reminder, pass } = await deskWith(archived);
  expect(rows(reminder())).toEqual(['A channel cannot be reached']);
  becomes(joined);
  await arrived(slackChannel);
  await pass(minute);
  expect(reminder()?.title).toBe('Nothing left to fix');
});

it('a channel that is archived is missed as soon, and not half a day later', async () => {
  const { becomes, left, reminder, pass } = await deskWith(joined);
  becomes(archived);
  await left(slackChannel);
  await pass(minute);
  expect(rows(reminder())).toEqual(['A channel cannot be reached']);
});

it('a fraud channel too', async () => {
  const bot = await deskWith(joined);
  const fraud = { platform: 'slack', address: 'CFRAUD' } as const;
  bot.world.slack.channels.set(fraud.address, { facts: joined, members: [] });
  await bot.edit((tenant) => ({ ...tenant, fraudChannels: [fraud] }));
  await bot.pass(13 * hour);
  expect(bot.reminder()).toBeUndefined();
  bot.world.slack.channels.set(fraud.address, { facts: archived, members: [] });
  await bot.left(fraud);
  await bot.pass(minute);
  expect(rows(bot.reminder())).toEqual(['A channel cannot be reached']);
});

it('a channel that no contact names is nobody’s news', async () => {
  const bot = await deskWith(joined);
  const seen = () => bot.world.store.read((reader) => reader.get('checks', contoso));
  const before = await seen();
  await bot.left({ platform: 'slack', address: 'COTHER' });
  expect(await seen()).toEqual(before);
});
