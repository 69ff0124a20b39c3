import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, type ReminderBot, rows } from '../support/a-reminder-bot.ts';
import { ada, contoso } from '../support/partner.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});

const title = 'Only one Global Administrator';
const found = async () => rows(cardOf(await bot.say(ada, 'check'))).includes(title);

describe('one administrator only', () => {
  it('is found, and is over once there is a second one', async () => {
    expect(await found()).toBe(true);
    bot.world.admins.add(bea);
    expect(await found()).toBe(false);
  });

  it('is found where both identities are the same person, by their e-mail address', async () => {
    const teams: Identity = 'teams:t1/ada';
    bot.world.admins.add(teams);
    bot.knows(ada, { name: 'Ada', email: 'ada@contoso.com' });
    bot.knows(teams, { name: 'Ada', email: 'Ada@contoso.com' });
    expect(await found()).toBe(true);
    bot.knows(teams, { name: 'Ned', email: 'ned@contoso.com' });
    expect(await found()).toBe(false);
  });

  it('is found where the others left, and not where everybody did', async () => {
    bot.world.admins.add(bea);
    bot.knows(bea, { why: 'deactivated' });
    expect(await found()).toBe(true);
    bot.knows(bea, { name: 'Bea' });
    await bot.world.time.advance(600_000);
    expect(await found()).toBe(false);
    bot.world.admins.clear();
    expect(rows(cardOf(await bot.say(bea, 'check')))).not.toContain(title);
  });

  it('stays as it was while the directory does not answer', async () => {
    expect(await found()).toBe(true);
    bot.world.directory.adminsToTell = () => Promise.reject(new ChatError('unreachable', 'timeout'));
    expect(await found()).toBe(true);
  });

  it('is told by the weekly digest alone, and can be put off', async () => {
    await bot.press(ada, 'reminders.weekly', `${contoso} on`);
    await bot.until('2026-12-08T12:00:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
    expect(text(bot.digests(ada)[0]?.card)).toContain(title);
    const list = cardOf(await bot.say(ada, 'reminders'));
    const [row] = list.rows.filter((one) => text(one.title).includes(title));
    await bot.snooze(await bot.press(ada, row?.button?.id ?? '', row?.button?.value ?? ''), { duration: '30' });
    expect(await found()).toBe(false);
  });
});
