import { beforeEach, describe, expect, it } from 'vitest';
import { contoso } from '../fakes/world.ts';
import { ada, cardOf, eve, formOf, sam, slackChannel, text } from './alert-desk.ts';
import {
  bea,
  buttonOf,
  contact,
  deeds,
  desk,
  edit,
  hour,
  mia,
  minute,
  nags,
  neverAttested,
  opened,
  pass,
  pressOn,
  rows,
  shownIn,
  unconfirmed,
  until,
} from './reminder-stage.ts';

beforeEach(opened);

describe('a reminder', () => {
  it('comes at nine, once, with what clears it, to every admin and to the channels that can', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T08:59:00.000Z');
    expect(nags(ada)).toEqual([]);
    await until('2026-11-24T17:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-24T09']);
    expect(nags(ada)[0]?.card).toMatchObject({ title: '1 thing to fix', tone: 'warning' });
    expect(nags('slack:C1')).toHaveLength(1);
    expect(buttonOf(nags('slack:C1')[0], 'contact.confirm')).toContain(contoso);
    expect(nags(sam)).toEqual([]);
    expect(await deeds()).toEqual(['reminder.sent', 'reminder.sent', 'reminder.sent']);
  });

  it('is edited when Still right clears it, and not sent again', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T09:10:00.000Z');
    const reply = cardOf(await pressOn(ada, nags(ada)[0], 'contact.confirm'));
    expect(reply.title).toBe('Nothing left to fix');
    await pass(7 * 24 * hour);
    const [nag, ...others] = nags(ada);
    expect(others).toEqual([]);
    expect(nag).toMatchObject({ edits: 1, card: { title: 'Nothing left to fix', tone: 'good' } });
    expect(rows(nag?.card ?? reply)).toEqual(['✓ Fixed: Not confirmed lately']);
    expect(nags('slack:C1')[0]).toMatchObject({ edits: 1, card: { tone: 'good' } });
    expect(await deeds()).toContain('contact.confirmed');
  });

  it('can be answered from the channel by who works there', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T09:10:00.000Z');
    const reply = await pressOn(sam, nags('slack:C1')[0], 'contact.confirm');
    expect(reply).toMatchObject({ kind: 'card', instead: true, card: { tone: 'good' } });
    await pass(minute);
    expect(nags(ada)[0]?.card.title).toBe('Nothing left to fix');
  });

  it('opens the form by Update, and shows what saving it fixed', async () => {
    await edit(desk, contact({ channels: [slackChannel] }));
    const facts = { kind: 'joined', name: 'night', open: false, external: false } as const;
    desk.world.slack.channels.set('C2', { facts, members: [] });
    await until('2026-11-24T09:10:00.000Z');
    expect(rows(nags(ada)[0]?.card ?? cardOf(await desk.say(ada, 'show')))).toEqual(['Nothing to fall back on']);
    const form = formOf(await pressOn(ada, nags(ada)[0], 'contact.update'));
    const typed = Object.fromEntries(form.fields.map((field) => [field.name, shownIn(field)]));
    const saved = cardOf(await desk.submit(ada, form, { ...typed, channels: ['C1', 'C2'] }));
    expect(saved.tone).not.toBe('danger');
    await pass(minute);
    expect(nags(ada)).toHaveLength(1);
    expect(nags(ada)[0]?.card.title).toBe('Nothing left to fix');
  });

  it('takes Done in Partner Center', async () => {
    await edit(desk, neverAttested);
    await until('2026-11-24T09:10:00.000Z');
    await pressOn(ada, nags(ada)[0], 'contact.attest');
    await pass(minute);
    expect(nags(ada)[0]?.card.title).toBe('Nothing left to fix');
    expect(await deeds()).toContain('contact.attested');
  });

  it('says to the second admin that somebody was faster', async () => {
    desk.world.admins.add(bea);
    await edit(desk, unconfirmed);
    await until('2026-11-24T09:10:00.000Z');
    const hers = nags(bea)[0];
    const value = buttonOf(hers, 'contact.confirm');
    await pressOn(ada, nags(ada)[0], 'contact.confirm');
    const reply = cardOf(await desk.press(bea, 'contact.confirm', value));
    expect(text(reply)).toContain('Somebody was faster');
    expect((await deeds()).filter((deed) => deed === 'contact.confirmed')).toHaveLength(1);
  });

  it('does nothing for a stranger, nor for a member without the right', async () => {
    await edit(desk, neverAttested);
    await until('2026-11-24T09:10:00.000Z');
    const nag = nags(ada)[0];
    desk.world.slack.people.set(eve, { kind: 'stranger', id: eve, why: 'guest' });
    expect(cardOf(await pressOn(eve, nag, 'contact.attest')).tone).toBe('warning');
    expect(cardOf(await pressOn(sam, nag, 'contact.attest')).tone).toBe('warning');
    expect(cardOf(await pressOn(sam, nag, 'reminders.snooze')).tone).toBe('warning');
    expect(await deeds()).not.toContain('contact.attested');
    expect(nag?.edits).toBe(0);
  });

  it('goes to the manager after the third that nobody answered', async () => {
    await edit(desk, (tenant) => ({ ...unconfirmed(tenant), manager: mia }));
    await until('2026-11-30T18:00:00.000Z');
    expect(nags(ada)).toHaveLength(3);
    expect(nags(mia)).toEqual([]);
    await until('2026-12-01T10:00:00.000Z');
    expect(nags(mia)).toHaveLength(1);
    expect(text(nags(mia)[0]?.card)).toContain('reminded three times');
    expect(nags(mia)[0]?.card.buttons.map(({ id }) => id)).toEqual(['contact.show']);
  });
});
