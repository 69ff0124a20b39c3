import { beforeEach, expect, it } from 'vitest';
import { ada, cardOf, sam, text } from './alert-desk.ts';
import { deeds, desk, edit, mia, minute, nags, opened, pass, pressOn, unconfirmed, until } from './reminder-stage.ts';

beforeEach(opened);

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
