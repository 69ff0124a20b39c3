import { expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, contact, rows } from '../support/a-reminder-bot.ts';
import { ada, sam } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const person = { kind: 'person', firstName: 'Bea', lastName: 'Martin', email: 'Bea@contoso.com' } as const;
const left = (id: Identity) => ({ kind: 'stranger', id, why: 'deactivated' }) as const;

it('the contact person who is named by e-mail alone and leaves is missed', async () => {
  const bot = await aReminderBot();
  bot.knows(bea, { name: 'Bea', email: 'bea@contoso.com' });
  await bot.edit((tenant) => ({
    ...contact(person)(tenant),
    revision: { ...tenant.revision, at: bot.world.time.now() },
  }));
  await bot.pass(hour);
  bot.world.slack.people.set(bea, left(bea));
  await bot.pass(13 * hour);
  const shown = cardOf(await bot.say(ada, 'show'));
  expect(rows(shown)).toContain('Next: replace the person who left');
  expect(text(shown.rows)).toContain('Bea');
  expect(bot.reminders(ada).at(-1)?.card.tone).toBe('danger');
});

it('an address that is one member’s own looks personal, also when the contact is a group and names nobody', async () => {
  const bot = await aReminderBot({ admins: [ada, bea] });
  bot.knows(bea, { name: 'Bea', email: 'soc@contoso.com' });
  expect(rows(cardOf(await bot.say(ada, 'check')))).toEqual(['The e-mail address looks personal']);
});

it('when it cannot be told who has the address, what was known before still counts', async () => {
  const bot = await aReminderBot({ admins: [ada, bea] });
  bot.knows(bea, { name: 'Bea', email: 'soc@contoso.com' });
  await bot.pass(13 * hour);
  bot.world.slack.byEmail = async () => {
    throw new ChatError('unreachable', 'timeout');
  };
  await bot.pass(13 * hour);
  expect(rows(cardOf(await bot.say(ada, 'show')))).toEqual(['Next: use a shared e-mail address']);
});

it('who leaves is missed as soon as Slack says so, and not half a day later', async () => {
  const bot = await aReminderBot();
  await bot.pass(hour);
  bot.world.slack.people.set(sam, left(sam));
  await bot.changed(sam);
  await bot.pass(minute);
  expect(rows(bot.reminders(ada)[0]?.card)).toEqual(['Somebody has left the organisation']);
});

it('who is back is seen as soon, and of who moves house the clock is known', async () => {
  const bot = await aReminderBot();
  await bot.pass(hour);
  bot.world.slack.people.set(sam, left(sam));
  await bot.changed(sam);
  await bot.pass(minute);
  bot.knows(sam, { name: 'Sam', timezone: 'Asia/Tokyo' });
  await bot.changed(sam);
  await bot.pass(minute);
  expect(bot.reminders(ada)[0]?.card.title).toBe('Nothing left to fix');
  expect(await bot.world.store.read((reader) => reader.get('people', sam))).toMatchObject({ timezone: 'Asia/Tokyo' });
});

it('the last admin who leaves is missed at once', async () => {
  const bot = await aReminderBot();
  await bot.edit((tenant) => ({ ...contact({ onCall: [sam] })(tenant), manager: bea }));
  await bot.pass(hour);
  bot.world.slack.people.set(ada, left(ada));
  await bot.changed(ada);
  await bot.pass(minute);
  expect(text(bot.reminders(bea)[0]?.card.rows)).toContain('No known Global Administrator');
});

it('nobody is asked about for whom the register does not care', async () => {
  const bot = await aReminderBot();
  await bot.pass(hour);
  let asked = 0;
  const { person: ask } = bot.world.slack;
  bot.world.slack.person = async (...of) => {
    asked += 1;
    return ask(...of);
  };
  await bot.changed('slack:T1/USTRANGER');
  expect(asked).toBe(0);
});
