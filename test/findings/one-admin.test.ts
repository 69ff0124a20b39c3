import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, type ReminderBot, rows } from '../support/a-reminder-bot.ts';
import { ada, contoso } from '../support/partner.ts';

let desk: ReminderBot;
beforeEach(async () => {
  desk = await aReminderBot();
});

const title = 'Only one administrator';
const found = async () => rows(cardOf(await desk.say(ada, 'check'))).includes(title);

describe('one administrator only', () => {
  it('is found, and is over once there is a second one', async () => {
    expect(await found()).toBe(true);
    desk.world.admins.add(bea);
    expect(await found()).toBe(false);
  });

  it('is found where both identities are the same person, by their e-mail address', async () => {
    const teams: Identity = 'teams:t1/ada';
    desk.world.admins.add(teams);
    desk.knows(ada, { name: 'Ada', email: 'ada@contoso.com' });
    desk.knows(teams, { name: 'Ada', email: 'Ada@contoso.com' });
    expect(await found()).toBe(true);
    desk.knows(teams, { name: 'Ned', email: 'ned@contoso.com' });
    expect(await found()).toBe(false);
  });

  it('is found where the others left, and not where everybody did', async () => {
    desk.world.admins.add(bea);
    desk.knows(bea, { why: 'deactivated' });
    expect(await found()).toBe(true);
    desk.knows(bea, { name: 'Bea' });
    await desk.world.time.advance(600_000);
    expect(await found()).toBe(false);
    desk.world.admins.clear();
    expect(rows(cardOf(await desk.say(bea, 'check')))).not.toContain(title);
  });

  it('stays as it was while the directory does not answer', async () => {
    expect(await found()).toBe(true);
    desk.world.directory.globalAdmins = () => Promise.reject(new Error('silent'));
    expect(await found()).toBe(true);
  });

  it('is told by the weekly digest alone, and can be put off', async () => {
    await desk.press(ada, 'reminders.weekly', `${contoso} on`);
    await desk.until('2026-12-08T12:00:00.000Z');
    expect(desk.reminders(ada)).toEqual([]);
    expect(text(desk.digests(ada)[0]?.card)).toContain(title);
    const list = cardOf(await desk.say(ada, 'reminders'));
    const [row] = list.rows.filter((one) => text(one.title).includes(title));
    await desk.snooze(await desk.press(ada, row?.button?.id ?? '', row?.button?.value ?? ''), { duration: '30' });
    expect(await found()).toBe(false);
  });
});
