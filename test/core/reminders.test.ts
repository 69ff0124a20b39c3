import { beforeEach, describe, expect, it } from 'vitest';
import { noCount } from '../../src/domain/faq-count.ts';
import type { Identity } from '../../src/domain/identity.ts';
import type { StoredTenant } from '../../src/domain/partner-tenant.ts';
import type { Reply } from '../../src/interaction.ts';
import { ChatError } from '../../src/ports.ts';
import type { Card } from '../../src/view.ts';
import { contoso, type Message } from '../fakes/world.ts';
import {
  type AlertDesk,
  ada,
  alertDesk,
  cardOf,
  eve,
  formOf,
  sam,
  slackChannel,
  teamsChannel,
  text,
} from './alert-desk.ts';

const bea: Identity = 'slack:T1/UBEA';
const mia: Identity = 'slack:T1/UMIA';
const minute = 60_000;
const hour = 60 * minute;

/** A Tuesday morning before nine; everybody lives by UTC, unless a test says otherwise. */
const tuesday = '2026-11-24T08:00:00.000Z';

let desk: AlertDesk;
beforeEach(async () => {
  desk = await alertDesk();
  desk.world.time.set(tuesday);
  desk.world.domains.set('contoso.com', 'yes');
  for (const [id, name] of [
    [bea, 'Bea'],
    [mia, 'Mia'],
  ] as const)
    desk.world.slack.people.set(id, { kind: 'member', id, name, email: null, locale: null, timezone: null });
  await edit(desk, fresh);
  await pass(0);
});

/** Ticks as often as time wants it, and lets the outbox work. */
async function pass(ms: number): Promise<void> {
  await desk.tick();
  await desk.world.time.advance(5_000);
  for (let left = ms - 5_000; left > 0; left -= 30 * minute) {
    await desk.world.time.advance(Math.min(left, 30 * minute));
    await desk.tick();
    await desk.world.time.advance(0);
  }
  await desk.world.time.advance(2_000);
}

async function until(at: string): Promise<void> {
  await pass(Date.parse(at) - Date.parse(desk.world.time.now()));
}

/** Everything done now, so that nothing is to fix. */
function fresh(tenant: StoredTenant): StoredTenant {
  const at = desk.world.time.now();
  const vouched = { phone24x7At: at, confirmedAt: at, attestedAt: at, onCall: [sam, ada] };
  const revision = { ...tenant.revision, at };
  return {
    ...tenant,
    revision,
    complianceAttestedAt: at,
    contact: tenant.contact && { ...tenant.contact, ...vouched },
  };
}

async function edit({ world }: AlertDesk, how: (tenant: StoredTenant) => StoredTenant): Promise<void> {
  await world.store.change(async (tx) => {
    const before = await tx.get('tenants', contoso);
    if (before) await tx.put('tenants', how(before));
  });
}

const contact = (more: Partial<NonNullable<StoredTenant['contact']>>) => (tenant: StoredTenant) => ({
  ...tenant,
  contact: tenant.contact && { ...tenant.contact, ...more },
});
const august = { number: 1, at: '2026-08-01T00:00:00.000Z', by: ada };
const unconfirmed = (tenant: StoredTenant) => ({ ...contact({ confirmedAt: august.at })(tenant), revision: august });
const neverAttested = (tenant: StoredTenant) => ({ ...contact({ attestedAt: null })(tenant), revision: august });
const channelless = contact({ channels: [] });

const nags = (to: string) =>
  desk.world.slack.messages.filter((one) => one.to === to && one.deliveryId.startsWith('nag'));
const rows = (card: Card) => card.rows.map(({ title }) => title);
const buttonOf = (message: Message | undefined, id: string) => {
  const found = [...(message?.card.buttons ?? []), ...(message?.card.rows ?? []).flatMap(({ button }) => button ?? [])];
  const one = found.find((button) => button.id === id);
  if (!one) throw new Error(`no ${id} in ${text(message?.card)}`);
  return one.value;
};
const pressOn = (from: Identity, message: Message | undefined, id: string) =>
  desk.press(from, id, buttonOf(message, id));
const deeds = async () =>
  (await desk.world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 20 }))).map(
    ({ deed }) => deed,
  );
const snooze = async (reply: Reply, values: Record<string, string>, from = ada) =>
  desk.submit(from, formOf(reply), { what: 'all', reason: 'New contract on Monday', ...values });

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
    expect(rows(nag?.card ?? reply)).toEqual(['✓ Not confirmed lately']);
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

  it('is not sent when all of it was fixed while it waited', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T08:59:50.000Z');
    desk.world.slack.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await until('2026-11-24T09:10:00.000Z');
    await desk.say(ada, 'confirm');
    desk.world.slack.fault = null;
    await pass(hour);
    expect(nags(ada)).toEqual([]);
  });

  it('that could not be sent in its working hours comes in the next slot, as the first one', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T08:59:50.000Z');
    desk.world.slack.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await until('2026-11-24T19:00:00.000Z');
    desk.world.slack.fault = null;
    await until('2026-11-25T08:50:00.000Z');
    expect(nags(ada)).toEqual([]);
    await until('2026-11-26T10:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T09', '2026-11-26T09']);
  });

  it('is in the history once it arrived, and not when it never did', async () => {
    await edit(desk, unconfirmed);
    const { slack, teams } = desk.world;
    for (const platform of [slack, teams])
      platform.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await until('2026-11-24T19:00:00.000Z');
    expect(await deeds()).not.toContain('reminder.sent');
    for (const platform of [slack, teams]) platform.fault = null;
    await until('2026-11-25T09:05:00.000Z');
    expect((await deeds()).filter((deed) => deed === 'reminder.sent')).not.toEqual([]);
  });

  it('keeps its distance: 1, 3, 7 and 14 days, on working days, and the older one says that there is a newer one', async () => {
    await edit(desk, unconfirmed);
    await until('2027-01-01T12:00:00.000Z');
    const days = nags(ada).map(({ at }) => at.slice(0, 10));
    expect(days).toEqual(['2026-11-24', '2026-11-25', '2026-11-30', '2026-12-07', '2026-12-21']);
    expect(nags(ada).map(({ card }) => card.title)).toEqual([...Array(4).fill('Earlier reminder'), '1 thing to fix']);
  });

  it('stays the newest when the next one never arrives, since all was fixed meanwhile', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T12:00:00.000Z');
    desk.world.slack.fault = (_queue, what) =>
      what === 'post' ? { error: new ChatError('unreachable', 'down'), after: false } : null;
    await until('2026-11-25T09:05:00.000Z');
    expect(nags(ada).map(({ card }) => card.title)).toEqual(['1 thing to fix']);
    await desk.say(sam, 'confirm');
    desk.world.slack.fault = null;
    await until('2026-11-25T12:00:00.000Z');
    expect(nags(ada).map(({ card }) => card.title)).toEqual(['Nothing left to fix']);
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

  it('speaks the language and keeps the hours of who reads it', async () => {
    desk.world.slack.people.set(ada, {
      kind: 'member',
      id: ada,
      name: 'Ada',
      email: null,
      locale: 'fr',
      timezone: 'America/New_York',
    });
    await desk.say(ada, 'help');
    await edit(desk, (tenant) => ({ ...unconfirmed(tenant) }));
    await until('2026-11-24T20:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-24T14']);
    expect(nags(ada)[0]?.card.title).toBe('1 point à régler');
  });
});

function shownIn(field: { kind: string; value: unknown }) {
  if (field.kind === 'people' && Array.isArray(field.value)) return field.value.map(({ id }) => id);
  if (field.kind === 'channels' && Array.isArray(field.value)) return field.value.map(({ address }) => address);
  return typeof field.value === 'string' ? field.value : null;
}

describe('what is critical', () => {
  it('is told at once, also at night, and not again at nine that day', async () => {
    await until('2026-11-25T02:00:00.000Z');
    await edit(desk, channelless);
    await until('2026-11-25T20:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T02']);
    expect(nags(ada)[0]?.card).toMatchObject({ title: '1 thing to fix now', tone: 'danger' });
    await until('2026-11-26T10:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T02', '2026-11-26T09']);
  });

  it('brings along what else is due, so that it is not told the same day', async () => {
    await until('2026-11-25T02:00:00.000Z');
    await edit(desk, (tenant) => channelless(unconfirmed(tenant)));
    await until('2026-11-25T20:00:00.000Z');
    expect(nags(ada)).toHaveLength(1);
    expect(nags(ada)[0]?.card.rows).toHaveLength(2);
  });

  it('that could not be told on its day is told as soon as it can be, at night too, with what came up meanwhile', async () => {
    await until('2026-11-24T23:30:00.000Z');
    desk.world.slack.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await edit(desk, channelless);
    await until('2026-11-25T12:00:00.000Z');
    await edit(desk, (tenant) => ({ ...tenant, complianceAttestedAt: null }));
    await until('2026-11-26T01:00:00.000Z');
    desk.world.slack.fault = null;
    await pass(5 * minute);
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-26T01']);
    expect(nags(ada)[0]?.card.rows).toHaveLength(2);
    await until('2026-11-26T20:00:00.000Z');
    expect(nags(ada)).toHaveLength(1);
    await until('2026-11-27T10:00:00.000Z');
    expect(nags(ada)).toHaveLength(2);
  });

  it('is not told at night when it was fixed before it could be sent', async () => {
    await until('2026-11-25T02:00:00.000Z');
    desk.world.slack.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await edit(desk, (tenant) => channelless(unconfirmed(tenant)));
    await pass(minute);
    await edit(desk, contact({ channels: [slackChannel, teamsChannel] }));
    await pass(minute);
    desk.world.slack.fault = null;
    await until('2026-11-25T08:50:00.000Z');
    expect(nags(ada)).toEqual([]);
    await until('2026-11-25T10:00:00.000Z');
    expect(nags(ada)).toHaveLength(1);
  });
});

describe('Snooze', () => {
  beforeEach(async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T09:10:00.000Z');
  });

  it('wants a reason', async () => {
    const again = formOf(
      await snooze(await pressOn(ada, nags(ada)[0], 'reminders.snooze'), { duration: '7', reason: ' ' }),
    );
    expect(Object.keys(again.problems)).toEqual(['reason']);
    expect(await deeds()).not.toContain('reminder.snoozed');
  });

  it('silences everybody until nine on that day, shows on the card, and is in the history', async () => {
    const done = cardOf(await snooze(await pressOn(ada, nags(ada)[0], 'reminders.snooze'), { duration: '7' }));
    expect(done.tone).toBe('good');
    await until('2026-12-01T08:59:00.000Z');
    expect(nags(ada)).toHaveLength(1);
    expect(nags('slack:C1')).toHaveLength(1);
    expect(text(nags(ada)[0]?.card.rows)).toContain('New contract on Monday');
    expect(await deeds()).toContain('reminder.snoozed');
    await until('2026-12-01T10:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-24T09', '2026-12-01T09']);
  });

  it('begins the counting anew', async () => {
    await snooze(await pressOn(ada, nags(ada)[0], 'reminders.snooze'), { duration: '1' });
    await until('2026-11-26T12:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-24', '2026-11-25', '2026-11-26']);
  });

  it('takes something critical for a week at most, and says so in French to who speaks it', async () => {
    desk.world.slack.people.set(ada, {
      kind: 'member',
      id: ada,
      name: 'Ada',
      email: null,
      locale: 'fr',
      timezone: null,
    });
    await edit(desk, channelless);
    await pass(minute);
    const nag = nags(ada).at(-1);
    const again = formOf(await snooze(await pressOn(ada, nag, 'reminders.snooze'), { duration: '30' }));
    expect(again.title).toBe('Reporter un rappel');
    expect(Object.keys(again.problems)).toEqual(['duration']);
    expect(again.problems.duration).toContain('semaine');
    expect((await snooze(await pressOn(ada, nag, 'reminders.snooze'), { duration: '7' })).kind).toBe('card');
  });
});

describe('the bot that was down', () => {
  it('makes up for the slot of the day within its working hours, with one message for all that came up', async () => {
    await edit(desk, unconfirmed);
    desk.world.time.set('2026-11-26T14:00:00.000Z');
    await edit(desk, neverAttested);
    await until('2026-11-27T08:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-26T14']);
    expect(nags(ada)[0]?.card.rows).toHaveLength(2);
  });

  it('drops a slot whose working hours are over', async () => {
    await edit(desk, unconfirmed);
    desk.world.time.set('2026-11-26T18:30:00.000Z');
    await until('2026-11-27T08:50:00.000Z');
    expect(nags(ada)).toEqual([]);
    await until('2026-11-27T10:00:00.000Z');
    expect(nags(ada)).toHaveLength(1);
  });

  it('sends nothing of a crash before its slot twice', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T09:05:00.000Z');
    await desk.crash();
    await desk.start();
    await pass(3 * hour);
    expect(nags(ada)).toHaveLength(1);
  });
});

it('a first start within working hours sends nothing before the next slot', async () => {
  desk = await alertDesk();
  await edit(desk, fresh);
  desk.world.time.set('2026-11-24T10:00:00.000Z');
  desk.world.domains.set('contoso.com', 'yes');
  await edit(desk, unconfirmed);
  await until('2026-11-24T20:00:00.000Z');
  expect(nags(ada)).toEqual([]);
  await until('2026-11-25T10:00:00.000Z');
  expect(nags(ada)).toHaveLength(1);
});

it('a new admin is told in their next slot', async () => {
  await edit(desk, unconfirmed);
  await until('2026-11-24T11:00:00.000Z');
  desk.world.admins.add(bea);
  await until('2026-11-24T20:00:00.000Z');
  expect(nags(bea)).toEqual([]);
  await until('2026-11-25T10:00:00.000Z');
  expect(nags(bea)).toHaveLength(1);
});

it('a bot that cannot write keeps answering, and reminds once it can', async () => {
  await edit(desk, unconfirmed);
  desk.world.store.diskFull(true);
  desk.world.time.set('2026-11-24T09:30:00.000Z');
  await desk.tick().catch(() => {});
  expect(cardOf(await desk.say(ada, 'check')).title).toBe('Check');
  expect(text(await desk.say(ada, 'show'))).toContain('Not confirmed');
  expect(nags(ada)).toEqual([]);
  desk.world.store.diskFull(false);
  await pass(minute);
  expect(nags(ada)).toHaveLength(1);
});

it('check says what is known at once, and then what the look-ups say', async () => {
  await pass(2 * minute);
  desk.world.slack.channels.delete('C1');
  const reply = await desk.say(sam, 'check');
  expect(cardOf(reply)).toMatchObject({ tone: 'good' });
  const followed = reply.kind === 'card' ? await reply.followUp?.() : undefined;
  expect(followed?.rows.map(({ title }) => title)).toEqual(['A channel cannot be reached']);
  await pass(minute);
  expect(nags(ada)).toHaveLength(1);
});

it('reminders says what is then really sent, and when', async () => {
  await edit(desk, (tenant) => ({ ...unconfirmed(tenant), manager: mia }));
  for (let round = 0; round < 6; round++) {
    await pass(minute);
    const planned = cardOf(await desk.say(ada, 'reminders')).rows.find(({ detail }) => text(detail).includes(ada));
    const at = /"at":"([^"]+)"/.exec(text(planned?.title))?.[1] ?? 'at once';
    const before = nags(ada).length;
    await until(new Date(Date.parse(at) - minute).toISOString());
    expect(nags(ada)).toHaveLength(before);
    await until(new Date(Date.parse(at) + minute).toISOString());
    expect(nags(ada)).toHaveLength(before + 1);
  }
});

describe('the weekly digest', () => {
  const digests = (to: string) =>
    desk.world.slack.messages.filter((one) => one.to === to && one.deliveryId.startsWith('weekly'));
  const tenantMia = (tenant: StoredTenant) => ({ ...tenant, manager: mia });

  it('comes on the first working day of the week to who asked for it, until they ask for none', async () => {
    await edit(desk, tenantMia);
    desk.world.settings = { ...desk.world.settings, holidays: ['2026-11-30'] };
    expect(cardOf(await desk.press(sam, 'reminders.weekly', `${contoso} on`)).tone).toBe('warning');
    expect(cardOf(await desk.press(mia, 'reminders.weekly', `${contoso} on`)).tone).toBe('good');
    await until('2026-12-08T12:00:00.000Z');
    expect(digests(mia).map(({ at }) => at.slice(0, 13))).toEqual(['2026-12-01T09', '2026-12-07T09']);
    await desk.press(mia, 'reminders.weekly', `${contoso} off`);
    await until('2026-12-15T12:00:00.000Z');
    expect(digests(mia)).toHaveLength(2);
  });

  it('is one message for all tenants, and leaves its place to what is new', async () => {
    const fabrikam = '22222222-2222-4222-8222-222222222222';
    await desk.world.store.change(async (tx) => {
      const one = await tx.get('tenants', contoso);
      if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
    });
    for (const id of [contoso, fabrikam]) await desk.press(ada, 'reminders.weekly', `${id} on`);
    await until('2026-11-29T12:00:00.000Z');
    await edit(desk, unconfirmed);
    await until('2026-12-01T12:00:00.000Z');
    const got = desk.inPrivate(ada).filter(({ deliveryId }) => /^(nag|weekly)/.test(deliveryId));
    expect(got.map(({ at, deliveryId }) => `${at.slice(0, 10)} ${deliveryId.slice(0, 3)}`)).toEqual([
      '2026-11-30 nag',
      '2026-12-01 wee',
    ]);
    expect(got[1]?.card.rows.map(({ title }) => title)).toEqual(['Contoso', 'Fabrikam']);
  });

  it('counts each day’s questions in one week', async () => {
    await edit(desk, tenantMia);
    await desk.press(mia, 'reminders.weekly', `${contoso} on`);
    await desk.world.store.change(async (tx) => {
      for (const [id, answered] of [
        ['2026-11-22', 100],
        ['2026-11-23', 1],
        ['2026-11-29', 2],
        ['2026-11-30', 4],
        ['2026-12-06', 8],
        ['2026-12-07', 100],
      ] as const)
        await tx.put('faqCounts', { ...noCount, id, answered });
    });
    await until('2026-12-08T12:00:00.000Z');
    expect(digests(mia).map(({ card }) => /FAQ: (\d+) answered/.exec(JSON.stringify(card))?.[1])).toEqual(['3', '12']);
  });

  it('that could not be sent in working hours comes the next day', async () => {
    await edit(desk, tenantMia);
    await desk.press(mia, 'reminders.weekly', `${contoso} on`);
    await until('2026-11-30T08:50:00.000Z');
    desk.world.slack.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await until('2026-11-30T20:00:00.000Z');
    desk.world.slack.fault = null;
    await until('2026-12-02T12:00:00.000Z');
    expect(digests(mia).map(({ at }) => at.slice(0, 13))).toEqual(['2026-12-01T09']);
  });
});

it('a manager who is also an admin gets one message', async () => {
  await edit(desk, (tenant) => ({ ...unconfirmed(tenant), manager: ada }));
  await until('2026-12-01T12:00:00.000Z');
  expect(nags(ada)).toHaveLength(3);
  expect(nags(ada).at(-1)?.card.footer).toContain('Global Administrator');
});

it('a contact’s channel that comes back is told what waited for it', async () => {
  await edit(desk, unconfirmed);
  const known = desk.world.slack.channels.get('C1');
  desk.world.slack.channels.delete('C1');
  await until('2026-11-26T12:00:00.000Z');
  expect(nags('slack:C1')).toEqual([]);
  if (known) desk.world.slack.channels.set('C1', known);
  await until('2026-11-27T12:00:00.000Z');
  expect(nags('slack:C1').map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-27']);
});

it('forgets what was fixed, and old reminders, after 35 days', async () => {
  await edit(desk, unconfirmed);
  await until('2026-11-24T10:00:00.000Z');
  await pressOn(ada, nags(ada)[0], 'contact.confirm');
  await until('2026-12-28T12:00:00.000Z');
  const left = () =>
    desk.world.store.read(async (reader) => ({
      findings: (await reader.list('findings')).length,
      nags: (await reader.list('nags')).length,
      deliveries: (await reader.list('deliveries')).filter(({ about }) => about.kind === 'nag').length,
    }));
  expect(await left()).toEqual({ findings: 1, nags: 3, deliveries: 3 });
  await until('2026-12-30T12:00:00.000Z');
  expect(await left()).toEqual({ findings: 0, nags: 0, deliveries: 0 });
  expect(await deeds()).toContain('reminder.sent');
});
