import { expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, contact, type ReminderBot, rows, unconfirmed, valueOn } from '../support/a-reminder-bot.ts';
import { ada, sam } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

async function found(bot: ReminderBot) {
  const reply = await bot.say(sam, 'check');
  expect(reply).not.toHaveProperty('followUp');
  return cardOf(reply);
}

it('check looks anew when the record changed since the last look, however short ago that was', async () => {
  const bot = await aReminderBot({ admins: [ada, bea] });
  await bot.pass(hour);
  await found(bot);
  await bot.world.time.advance(5_000);
  await bot.edit((tenant) => ({
    ...contact({ channels: [{ platform: 'slack', address: 'CNEW' }] })(tenant),
    revision: { ...tenant.revision, at: bot.world.time.now() },
  }));
  expect(rows(await found(bot))).toContain('A channel cannot be reached');
});

it('check looks now, however short ago the last look was, by whomever', async () => {
  const bot = await aReminderBot({ admins: [ada, bea] });
  const leaves = (id: typeof ada) => void bot.world.slack.people.set(id, { kind: 'stranger', id, why: 'deactivated' });
  await found(bot);
  leaves(ada);
  expect(rows(await found(bot))).toEqual(['Somebody has left the organisation', 'Only one Global Administrator']);
  bot.knows(ada, 'Ada');
  expect(rows(await found(bot))).toEqual([]);
});

it('check is one message, and answers from what is known where the look-ups take longer', async () => {
  const bot = await aReminderBot({ admins: [ada, bea] });
  await found(bot);
  bot.world.slack.people.set(ada, { kind: 'stranger', id: ada, why: 'deactivated' });
  const { mail, timers, time } = bot.world;
  const { takesMail } = mail;
  mail.takesMail = async (domain) => ((await timers.wait(5_000)) ? takesMail(domain) : 'unknown');
  const asked = bot.say(sam, 'check');
  await time.advance(1_300);
  const reply = await asked;
  expect(text(reply)).toContain(
    'I checked less than a minute ago, but I am checking again and will post the result here.',
  );
  expect(rows(cardOf(reply))).toEqual([]);
  const later = reply.kind === 'card' ? reply.followUp?.() : undefined;
  await time.advance(5_000);
  expect(rows((await later) ?? undefined)).toEqual([
    'Somebody has left the organisation',
    'Only one Global Administrator',
  ]);
});

it('check says that it looked a moment ago only where the record has not changed since', async () => {
  const bot = await aReminderBot();
  await found(bot);
  await bot.world.time.advance(5_000);
  await bot.edit((tenant) => ({ ...tenant, revision: { ...tenant.revision, at: bot.world.time.now() } }));
  const { mail, timers, time } = bot.world;
  mail.takesMail = async () => ((await timers.wait(5_000)) ? 'yes' : 'unknown');
  const asked = bot.say(sam, 'check');
  await time.advance(1_300);
  const said = text(await asked);
  expect(said).toContain('This is what I know so far.');
  expect(said).not.toContain('I checked less than a minute ago');
});

it('check and show count the same, what no finding asks for yet included', async () => {
  const bot = await aReminderBot({ admins: [ada, bea] });
  await bot.edit(contact({ confirmedAt: null, onCall: [] }));
  const shown = cardOf(await bot.say(ada, 'show'));
  const checked = cardOf(await bot.say(ada, 'check'));
  expect(rows(shown)).toEqual(['Next: confirm that the contact is right', '1 more thing to fix']);
  expect(checked.title).toBe('2 things to fix');
  // Still right stands below what is wrong.
  expect(checked.rows.map(({ button }) => [button?.id, button?.style])).toEqual([
    ['contact.onCallPeople', 'primary'],
    ['contact.confirm', 'plain'],
  ]);
  const [, rest] = shown.rows;
  const others = cardOf(await bot.press(ada, rest?.button?.id ?? '', rest?.button?.value ?? ''));
  expect(rows(others)).toEqual(rows(checked).slice(0, 1));
  expect(text(others.text)).toContain('Contoso: 1 more thing to fix.');
  expect(text(shown.more?.text)).toContain(rows(others)[0]);
  expect(checked.tone).toBe('warning');
});

it('show and check say what is put off, by whom and until when', async () => {
  const bot = await aReminderBot({ admins: [ada, bea] });
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T09:10:00.000Z');
  await bot.snooze(await bot.press(ada, 'reminders.snooze', valueOn(bot.reminders(ada)[0]?.card, 'reminders.snooze')), {
    duration: '7',
  });
  await bot.pass(minute);
  for (const verb of ['show', 'check']) {
    const card = cardOf(await bot.say(ada, verb));
    expect(rows(card)).toEqual([]);
    expect(text(card.text)).toContain(verb === 'show' ? '1 thing is snoozed.' : '1 more is snoozed.');
    const folded = verb === 'show' ? card.more?.text : card.text;
    expect(text(folded)).toMatch(/Contact not confirmed.*Snoozed by .*New contract on Monday/s);
  }
  await bot.until('2026-12-01T10:00:00.000Z');
  expect(rows(cardOf(await bot.say(ada, 'show')))).toEqual(['Next: confirm that the contact is still right']);
});
