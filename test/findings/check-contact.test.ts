import { expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, contact, type ReminderBot, rows, unconfirmed, valueOn } from '../support/a-reminder-bot.ts';
import { ada, sam } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

async function found(desk: ReminderBot) {
  const reply = await desk.say(sam, 'check');
  expect(reply).not.toHaveProperty('followUp');
  return cardOf(reply);
}

it('check looks anew when the record changed since the last look, however short ago that was', async () => {
  const desk = await aReminderBot({ admins: [ada, bea] });
  await desk.pass(hour);
  await found(desk);
  await desk.world.time.advance(5_000);
  await desk.edit((tenant) => ({
    ...contact({ channels: [{ platform: 'slack', address: 'CNEW' }] })(tenant),
    revision: { ...tenant.revision, at: desk.world.time.now() },
  }));
  expect(rows(await found(desk))).toContain('A channel cannot be reached');
});

it('check looks now, however short ago the last look was, by whomever', async () => {
  const desk = await aReminderBot({ admins: [ada, bea] });
  const leaves = (id: typeof ada) => void desk.world.slack.people.set(id, { kind: 'stranger', id, why: 'deactivated' });
  await found(desk);
  leaves(ada);
  expect(rows(await found(desk))).toEqual(['Somebody has left', 'Only one administrator']);
  desk.knows(ada, 'Ada');
  expect(rows(await found(desk))).toEqual([]);
});

it('check is one message, and answers from what is known where the look-ups take longer', async () => {
  const desk = await aReminderBot({ admins: [ada, bea] });
  await found(desk);
  desk.world.slack.people.set(ada, { kind: 'stranger', id: ada, why: 'deactivated' });
  const { mail, timers, time } = desk.world;
  const { takesMail } = mail;
  mail.takesMail = async (domain) => ((await timers.wait(5_000)) ? takesMail(domain) : 'unknown');
  const asked = desk.say(sam, 'check');
  await time.advance(1_300);
  const reply = await asked;
  expect(text(reply)).toContain('I looked less than a minute ago. I am looking again; the answer follows here.');
  expect(rows(cardOf(reply))).toEqual([]);
  const later = reply.kind === 'card' ? reply.followUp?.() : undefined;
  await time.advance(5_000);
  expect(rows((await later) ?? undefined)).toEqual(['Somebody has left', 'Only one administrator']);
});

it('check says that it looked a moment ago only where the record has not changed since', async () => {
  const desk = await aReminderBot();
  await found(desk);
  await desk.world.time.advance(5_000);
  await desk.edit((tenant) => ({ ...tenant, revision: { ...tenant.revision, at: desk.world.time.now() } }));
  const { mail, timers, time } = desk.world;
  mail.takesMail = async () => ((await timers.wait(5_000)) ? 'yes' : 'unknown');
  const asked = desk.say(sam, 'check');
  await time.advance(1_300);
  const said = text(await asked);
  expect(said).toContain('This is what I know.');
  expect(said).not.toContain('I looked less than a minute ago');
});

it('check and show count the same, what no finding asks for yet included', async () => {
  const desk = await aReminderBot({ admins: [ada, bea] });
  await desk.edit(contact({ confirmedAt: null, onCall: [] }));
  const shown = cardOf(await desk.say(ada, 'show'));
  const checked = cardOf(await desk.say(ada, 'check'));
  expect(text(shown.text)).toContain('2 things to fix');
  expect(text(checked.text)).toContain('2 things about the security contact');
  expect(rows(checked)).toEqual(rows(shown));
  expect(checked.tone).toBe('warning');
});

it('show and check say what is put off, by whom and until when', async () => {
  const desk = await aReminderBot({ admins: [ada, bea] });
  await desk.edit(unconfirmed);
  await desk.until('2026-11-24T09:10:00.000Z');
  await desk.snooze(
    await desk.press(ada, 'reminders.snooze', valueOn(desk.reminders(ada)[0]?.card, 'reminders.snooze')),
    {
      duration: '7',
    },
  );
  await desk.pass(minute);
  for (const verb of ['show', 'check']) {
    const card = cardOf(await desk.say(ada, verb));
    expect(rows(card)).toEqual([]);
    expect(text(card.text)).toContain(verb === 'show' ? '1 thing is put off.' : '1 more is put off.');
    expect(text(card.more?.text)).toMatch(/Not confirmed lately.*Put off by .*New contract on Monday/);
  }
  await desk.until('2026-12-01T10:00:00.000Z');
  expect(rows(cardOf(await desk.say(ada, 'show')))).toEqual(['Not confirmed lately']);
});
