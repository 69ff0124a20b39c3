/** Whose account is gone in Microsoft Entra, as a night's looks found it. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { forgetAllLeavers, forgetLeavers, type Look, recordLooks } from '../../src/register/leavers.ts';
import { recordProven } from '../../src/request/proven-admins.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, contact, mia, type ReminderBot, rows } from '../support/a-reminder-bot.ts';
import { ada, contoso, sam, tina } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot({ admins: [ada, bea] });
  await bot.pass(hour);
});

const look = (id: Identity, state: Look['state'], more: Pick<Look, 'isLinked'> = {}) =>
  recordLooks([{ id, state, ...more }], bot.world);
const leavers = () => bot.stored('leavers');
const findings = async () => rows(cardOf(await bot.say(ada, 'check')));
const newsTo = (id: Identity) => bot.inPrivate(id, 'microsoftNews');
const left = 'Somebody has left the organisation';

/** Two looks that find somebody gone, so far apart. */
async function looksTwice(id: Identity, apart = 20 * hour, more: Pick<Look, 'isLinked'> = {}) {
  await look(id, 'gone', more);
  await bot.pass(apart);
  await look(id, 'gone', more);
  await bot.pass(minute);
}

describe.each([sam, tina])('somebody on call, %s,', (who) => {
  beforeEach(async () => {
    bot.knows(tina, 'Tina');
    await bot.edit((tenant) => ({
      ...contact({ onCall: [sam, tina] })(tenant),
      revision: { ...tenant.revision, at: bot.world.time.now() },
    }));
    await bot.pass(hour);
  });

  it('who is gone at two looks 20 hours apart has left, although their chat account is active', async () => {
    await looksTwice(who);
    expect(await findings()).toContain(left);
    expect(bot.reminders(ada).map(({ card }) => card.tone)).toEqual(['danger']);
    await bot.pass(26 * hour);
    expect(await findings()).toContain(left);
  });

  it('who is gone at two looks 19 hours apart has not left', async () => {
    await looksTwice(who, 19 * hour);
    expect(await findings()).not.toContain(left);
    expect(await leavers()).toMatchObject([{ id: who, goneAt: null }]);
  });

  it('whom a look in between finds again has not left', async () => {
    await look(who, 'gone');
    await bot.pass(10 * hour);
    await look(who, 'here');
    await bot.pass(10 * hour);
    await look(who, 'gone');
    await bot.pass(minute);
    expect(await findings()).not.toContain(left);
  });

  it('of whom nothing is known stays what they were', async () => {
    await look(who, 'unknown');
    expect(await leavers()).toEqual([]);
    await looksTwice(who);
    const before = await leavers();
    await look(who, 'unknown');
    await bot.pass(14 * hour);
    expect(await leavers()).toEqual(before);
    expect(await findings()).toContain(left);
  });

  it('who is back is seen at the next tick', async () => {
    await looksTwice(who);
    await look(who, 'here');
    await bot.pass(minute);
    expect(await findings()).not.toContain(left);
    expect(bot.reminders(ada).at(-1)?.card.title).toBe('Nothing left to fix');
    expect(await leavers()).toEqual([]);
  });

  it('is no longer taken for gone once Entra is asked about nobody, which the next tick shows', async () => {
    await looksTwice(who);
    await forgetAllLeavers(bot.world);
    await bot.pass(minute);
    expect(bot.reminders(ada).at(-1)?.card.title).toBe('Nothing left to fix');
    expect(await findings()).not.toContain(left);
    expect(await leavers()).toEqual([]);
  });

  it('is told of by the finding alone', async () => {
    await looksTwice(who);
    expect(newsTo(ada)).toEqual([]);
  });
});

it('a manager who is gone is told to the admins once, with the tenant', async () => {
  await bot.edit({ manager: mia });
  await looksTwice(mia);
  for (let night = 0; night < 3; night++) {
    await bot.pass(24 * hour);
    await look(mia, 'gone');
  }
  for (const admin of [ada, bea]) {
    expect(newsTo(admin)).toHaveLength(1);
    expect(text(newsTo(admin)[0]?.card)).toContain('This person is recorded here as the manager for Contoso');
  }
  expect(await findings()).not.toContain(left);
});

it('a proven administrator who is gone is told to the admins, and is not told of themselves', async () => {
  await recordProven(bea, contoso, bot.world);
  await looksTwice(bea);
  expect([newsTo(ada).length, newsTo(bea).length]).toEqual([1, 0]);
  expect(text(newsTo(ada)[0]?.card)).toContain('This person was a Global Administrator');
});

it('is told to the first other admin who can be told, where there was none at first', async () => {
  bot.world.admins.clear();
  bot.world.admins.add(bea);
  await recordProven(bea, contoso, bot.world);
  await looksTwice(bea);
  await bot.pass(24 * hour);
  await look(bea, 'gone');
  await bot.pass(hour);
  expect([newsTo(ada), newsTo(bea)]).toEqual([[], []]);
  bot.world.admins.add(ada);
  await bot.pass(hour);
  expect([newsTo(ada).length, newsTo(bea).length]).toEqual([1, 0]);
  expect(text(newsTo(ada)[0]?.card)).toContain('This person was a Global Administrator');
  await bot.pass(24 * hour);
  expect(newsTo(ada)).toHaveLength(1);
});

it('every proven administrator who is gone leaves nobody to tell, which is a finding', async () => {
  await bot.edit({ manager: mia });
  await recordProven(ada, contoso, bot.world);
  // As the directory that asks Entra: it names nobody whose account is gone.
  const { adminsToTell } = bot.world.directory;
  bot.world.directory.adminsToTell = async (limit) => {
    const gone = (await leavers()).filter(({ goneAt }) => goneAt !== null).map(({ id }) => id);
    return (await adminsToTell(limit)).filter((id) => !gone.includes(id));
  };
  bot.world.admins.delete(bea);
  await bot.edit((tenant) => ({ ...contact({ onCall: [sam] })(tenant) }));
  await bot.pass(13 * hour);
  const adminsGone = async () => (await bot.stored('checks')).map((check) => check.adminsGone);
  expect(await adminsGone()).toEqual([false]);
  await looksTwice(ada);
  await bot.pass(13 * hour);
  expect(await adminsGone()).toEqual([true]);
  await look(ada, 'here');
  await bot.pass(13 * hour);
  expect(await adminsGone()).toEqual([false]);
});

it('somebody linked who is gone is told to the admins; somebody whom nothing names is not', async () => {
  await looksTwice(mia);
  expect(newsTo(ada)).toEqual([]);
  await look(mia, 'here');
  await looksTwice(mia, 20 * hour, { isLinked: true });
  expect(newsTo(ada)).toHaveLength(1);
});

it('two looks at identities of one person are one: found wins over gone, and either may be linked', async () => {
  const second: Identity = 'slack:T2/UMIA';
  const slack = bot.world.chats.slack;
  if (slack) slack.firstMet = (id) => (id === second ? mia : id);
  const both = (one: Omit<Look, 'id'>, other: Omit<Look, 'id'>) =>
    recordLooks(
      [
        { id: mia, ...one },
        { id: second, ...other },
      ],
      bot.world,
    );
  const orders = [
    [{ state: 'gone' }, { state: 'here' }],
    [{ state: 'here' }, { state: 'gone' }],
  ] as const;
  for (const [one, other] of orders) {
    await both(one, other);
    expect(await leavers()).toEqual([]);
  }
  for (let night = 0; night < 2; night++) {
    await both({ state: 'gone' }, { state: 'gone', isLinked: true });
    await bot.pass(20 * hour);
  }
  expect(await leavers()).toMatchObject([{ id: mia, goneAt: expect.any(String) }]);
  expect(newsTo(ada)).toHaveLength(1);
});

it('a first look that lies ahead of the clock does not count', async () => {
  await look(sam, 'gone');
  await bot.world.store.change(async (tx) => {
    const row = await tx.get('leavers', sam);
    if (row) await tx.put('leavers', { ...row, firstAt: '2030-01-01T00:00:00.000Z' });
  });
  await bot.pass(24 * hour);
  await look(sam, 'gone');
  expect(await leavers()).toMatchObject([{ firstAt: bot.world.time.now(), goneAt: null }]);
});

it('whom no look found gone for 90 days is forgotten', async () => {
  await looksTwice(sam);
  await bot.world.time.advance(90 * 24 * hour - 2 * minute);
  await forgetLeavers(bot.world);
  expect(await leavers()).toHaveLength(1);
  await bot.world.time.advance(2 * minute);
  await forgetLeavers(bot.world);
  expect(await leavers()).toEqual([]);
});
