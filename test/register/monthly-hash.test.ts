import { expect, it } from 'vitest';
import { aBot, text } from '../support/a-bot.ts';
import { ada, contoso } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const adminChannel = { platform: 'slack', address: 'C8' } as const;

it('the monthly hash comes at nine of the next working day as one line that says what it is for, and once', async () => {
  const bot = await aBot({ clock: '2026-11-25T10:00:00.000Z' });
  bot.hasChannel(adminChannel, { name: 'admins' });
  await bot.organisation({ adminChannel });
  await bot.passes();
  await bot.press(ada, 'contact.confirm', contoso);
  const hashes = () =>
    bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.startsWith('auditHead')).map(({ card }) => card);
  await bot.passes(10 * hour);
  expect(hashes()).toEqual([]);
  await bot.passes(11 * hour);
  await bot.passes(3 * hour);
  const [card, ...others] = hashes();
  expect(others).toEqual([]);
  expect(card).toMatchObject({ title: '', facts: [], rows: [] });
  expect(text(card?.text)).toMatch(
    /^Please keep this message. With this SHA-256 hash you can prove that nobody changed the history up to entry \d+ \(November 2026\): [0-9a-f]{64}$/,
  );
  await bot.passes(30 * hour);
  expect(hashes()).toHaveLength(1);
});
