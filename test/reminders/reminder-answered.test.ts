import { beforeEach, describe, expect, it } from 'vitest';
import { plainOf } from '../../src/view/view.ts';
import { cardOf, formOf, text } from '../support/a-bot.ts';
import {
  aReminderBot,
  bea,
  contact,
  mia,
  neverAttested,
  type ReminderBot,
  rows,
  unconfirmed,
  valueOn,
} from '../support/a-reminder-bot.ts';
import { ada, contoso, eve, sam, slackChannel } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});

describe('a reminder', () => {
  it('comes at nine, once, with what clears it, to every admin and to the channels that can', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T08:59:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
    await bot.until('2026-11-24T17:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-24T09']);
    expect(bot.reminders(ada)[0]?.card).toMatchObject({ title: '1 thing to fix', tone: 'warning' });
    expect(bot.reminders('slack:C1')).toHaveLength(1);
    expect(valueOn(bot.reminders('slack:C1')[0]?.card, 'contact.confirm')).toContain(contoso);
    expect(bot.reminders(sam)).toEqual([]);
    expect(await bot.actions()).toEqual(['reminder.sent', 'reminder.sent', 'reminder.sent']);
  });

  it('is edited when Still right clears it, and not sent again', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T09:10:00.000Z');
    const reply = cardOf(await bot.pressOn(ada, bot.reminders(ada)[0], 'contact.confirm'));
    expect(reply.title).toBe('Nothing left to fix');
    await bot.pass(7 * 24 * hour);
    const [reminder, ...others] = bot.reminders(ada);
    expect(others).toEqual([]);
    expect(reminder).toMatchObject({ edits: 1, card: { title: 'Nothing left to fix', tone: 'good' } });
    expect(rows(reminder?.card ?? reply)).toEqual(['✓ Fixed: “Contact not confirmed”']);
    expect(bot.reminders('slack:C1')[0]).toMatchObject({ edits: 1, card: { tone: 'good' } });
    expect(await bot.actions()).toContain('contact.confirmed');
  });

  it('can be answered from the channel by who works there', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T09:10:00.000Z');
    const reply = await bot.pressOn(sam, bot.reminders('slack:C1')[0], 'contact.confirm');
    expect(text(reply)).toMatch(
      /Is the contact of Contoso still right\?.*SOC · .* · soc@contoso.com.*Channels: .*On call: Sam/s,
    );
    expect(await bot.actions()).not.toContain('contact.confirmed');
    const yes = cardOf(reply).buttons.find(({ id }) => id === 'contact.confirm');
    const done = cardOf(await bot.press(sam, 'contact.confirm', yes?.value ?? ''));
    expect(done.tone).toBe('neutral');
    expect(plainOf(done.text[0] ?? '')).toBe(
      'Thank you. I recorded that you confirmed this contact. I will ask again on 22 Feb 2027.',
    );
    expect(done.buttons.map(({ id }) => id)).not.toContain('contact.confirm');
    await bot.pass(minute);
    expect(bot.reminders(ada)[0]?.card.title).toBe('Nothing left to fix');
  });

  it('opens the form of the field, and shows what saving it fixed', async () => {
    await bot.edit(contact({ channels: [slackChannel] }));
    bot.hasChannel({ platform: 'slack', address: 'C2' });
    await bot.until('2026-11-24T09:10:00.000Z');
    expect(rows(bot.reminders(ada)[0]?.card ?? cardOf(await bot.say(ada, 'show')))).toEqual(['Only one channel']);
    const form = formOf(await bot.pressOn(ada, bot.reminders(ada)[0], 'contact.channels'));
    const typed = Object.fromEntries(form.fields.map((field) => [field.name, shownIn(field)]));
    const saved = cardOf(await bot.submit(ada, form, { ...typed, channels: ['C1', 'C2'] }));
    expect(saved.tone).not.toBe('danger');
    await bot.pass(minute);
    expect(bot.reminders(ada)).toHaveLength(1);
    expect(bot.reminders(ada)[0]?.card.title).toBe('Nothing left to fix');
  });

  it('takes Done in Partner Center', async () => {
    await bot.edit(neverAttested);
    await bot.until('2026-11-24T09:10:00.000Z');
    await bot.pressOn(ada, bot.reminders(ada)[0], 'contact.attest');
    await bot.pass(minute);
    expect(bot.reminders(ada)[0]?.card.title).toBe('Nothing left to fix');
    expect(await bot.actions()).toContain('contact.attested');
  });

  it('says to the second admin that somebody was faster', async () => {
    bot.world.admins.add(bea);
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T09:10:00.000Z');
    const hers = bot.reminders(bea)[0];
    const value = valueOn(hers?.card, 'contact.confirm');
    await bot.pressOn(ada, bot.reminders(ada)[0], 'contact.confirm');
    const reply = cardOf(await bot.press(bea, 'contact.confirm', value));
    expect(text(reply)).toContain('Somebody else has already done this');
    expect((await bot.actions()).filter((deed) => deed === 'contact.confirmed')).toHaveLength(1);
  });

  it('does nothing for a stranger, nor for a member without the right', async () => {
    await bot.edit(neverAttested);
    await bot.until('2026-11-24T09:10:00.000Z');
    const reminder = bot.reminders(ada)[0];
    bot.knows(eve, { why: 'guest' });
    expect(cardOf(await bot.pressOn(eve, reminder, 'contact.attest')).tone).toBe('warning');
    expect(cardOf(await bot.pressOn(sam, reminder, 'contact.attest')).tone).toBe('warning');
    expect(cardOf(await bot.pressOn(sam, reminder, 'reminders.snooze')).tone).toBe('warning');
    expect(await bot.actions()).not.toContain('contact.attested');
    expect(reminder?.edits).toBe(0);
  });

  it('goes to the manager after the third that nobody answered', async () => {
    await bot.edit((tenant) => ({ ...unconfirmed(tenant), manager: mia }));
    await bot.until('2026-11-30T18:00:00.000Z');
    expect(bot.reminders(ada)).toHaveLength(3);
    expect(bot.reminders(mia)).toEqual([]);
    await bot.until('2026-12-01T10:00:00.000Z');
    expect(bot.reminders(mia)).toHaveLength(1);
    expect(text(bot.reminders(mia)[0]?.card)).toContain('I have reminded the administrators three times');
    expect(bot.reminders(mia)[0]?.card.buttons.map(({ id }) => id)).toEqual(['contact.show']);
  });
});

function shownIn(field: { kind: string; value: unknown }) {
  if (field.kind === 'people' && Array.isArray(field.value)) return field.value.map(({ id }) => id);
  if (field.kind === 'channels' && Array.isArray(field.value)) return field.value.map(({ address }) => address);
  return typeof field.value === 'string' ? field.value : null;
}
