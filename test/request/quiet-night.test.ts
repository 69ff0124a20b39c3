/** Who is told is not who may now: at night nobody has activated a role of Privileged Identity Management. */
import { expect, it } from 'vitest';
import { aBot, formOf } from '../support/a-bot.ts';
import { aBusyPartner, ada, contoso, sam, slackChannel, tina } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const adminChannel = { platform: 'slack', address: 'CADMIN' } as const;

/** The messages and the findings of a week that begins on Friday evening, with the roles of that night. */
async function week(role: 'admin' | 'none') {
  const bot = await aBot({ ...aBusyPartner(), clock: '2026-11-27T18:00:00.000Z' });
  const { world } = bot;
  bot.hasChannel(adminChannel, { name: 'it' }, [ada]);
  await bot.organisation({ adminChannel });
  for (const admin of [ada, tina]) await bot.press(admin, 'reminders.weekly', `${contoso} on`);
  await bot.submit(ada, formOf(await bot.say(ada, 'update')), { firstName: 'Night desk' });
  const setup = formOf(await bot.press(ada, 'contact.setup', contoso));
  await bot.submit(ada, setup, { id: contoso, name: 'Contoso', partnerType: 'directBill', manager: sam });
  await bot.send({ id: 'held' }, { id: 'unanswered' });
  await bot.press(ada, 'alerts.acknowledge', 'webhook:default held', slackChannel);
  world.entraTenant = contoso;
  for (const admin of [ada, tina]) world.roles.set(admin, role);
  // Somebody who left, a channel that refuses, and an alert of the night.
  bot.knows(sam, { why: 'deactivated' });
  await bot.changed(sam);
  world.slack.fails('refused', 'is_archived', 'slack:C2');
  for (let passed = 0; passed < 14 * hour; passed += 10 * minute) {
    await world.time.advance(10 * minute);
    await bot.tick();
    if (passed === 5 * hour) await bot.send({ id: 'at night' });
  }
  await bot.passes(7 * 24 * hour);
  const messages = [...world.slack.messages, ...world.teams.messages];
  return {
    messages: messages.map(({ to, deliveryId, card }) => ({ to, deliveryId, card: withoutHash(card) })),
    findings: await world.store.read((reader) => reader.list('findings')),
    checks: await world.store.read((reader) => reader.list('checks')),
  };
}

/** The hash of the history is another one in each run: the salts in it are random. */
function withoutHash<T extends { text: unknown }>(card: T): T {
  return { ...card, text: JSON.parse(JSON.stringify(card.text).replaceAll(/[\da-f]{64}/g, 'hash')) };
}

it('a night in which nobody has the role activated changes no notice, no mention and no finding', async () => {
  const [active, inactive] = [await week('admin'), await week('none')];
  const kinds = new Set(active.messages.map(({ deliveryId }) => deliveryId.split(' ')[0]));
  for (const kind of ['contactChanged', 'overdue', 'asked', 'reminder', 'weekly', 'refused'])
    expect(kinds).toContain(kind);
  expect(active.messages.some(({ card }) => card.mentions?.some(({ id }) => id === ada))).toBe(true);
  expect(inactive).toEqual(active);
});
