import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { aBot, formOf, type Setting, text, type Values } from '../support/a-bot.ts';
import { ada, contoso, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const tess: Identity = 'teams:00000000-0000-4000-8000-000000000001/00000000-0000-4000-8000-0000000000aa';
const setup = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '' };
const contact: Values = {
  ...{
    kind: 'group',
    firstName: 'SOC',
    email: 'soc@contoso.com',
    phone: '+33142685300',
    locale: 'en',
    timezone: 'UTC',
  },
  channels: [slackChannel.address],
};

async function newBot(more: Setting = {}) {
  const of = (name: string) => ({ name, locale: more.locale ?? 'en' });
  const people = { [ada]: of('Ada'), [sam]: 'Sam', [tess]: of('Tess') };
  const channels = [
    { channel: slackChannel, facts: { name: 'soc' }, members: [sam] },
    { channel: teamsChannel, facts: { name: 'soc' } },
  ];
  const bot = await aBot({ tenants: [], admins: [ada, tess], chats: { people, channels }, ...more });
  bot.world.domains.set('contoso.com', 'yes');
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= minute) {
      await bot.tick();
      await bot.world.time.advance(Math.min(left, minute));
    }
    await bot.tick();
    await bot.world.time.advance(2_000);
  };
  return {
    ...bot,
    pass,
    setsUp: async (from: Identity = ada, values: Values = setup) =>
      bot.submit(from, formOf(await bot.say(from, 'setup')), values),
    toDo: (to: Identity = ada) =>
      bot.inPrivate(to).filter(({ deliveryId }) => deliveryId.startsWith(`welcome ${contoso}`)),
  };
}

const shown = (messages: { card: Parameters<typeof text>[0] }[]) => messages.map(({ card }) => text(card)).join('\n');

describe('whoever set a tenant up', () => {
  it('gets what is still to do, an hour after the last step, each with its button', async () => {
    const bot = await newBot();
    await bot.setsUp();
    await bot.pass(50 * minute);
    await bot.save(ada, 'update', contact);
    await bot.pass(55 * minute);
    expect(bot.toDo()).toEqual([]);
    await bot.pass(10 * minute);
    const [message, ...others] = bot.toDo();
    expect(others).toEqual([]);
    expect(message?.card.title).toBe('Still to do for Contoso');
    expect(message?.card.rows.map(({ title, button, second }) => [title, button?.label, second?.label])).toEqual([
      ['Compare the contact with Partner Center', 'Open Partner Center', 'Done in Partner Center'],
      ['Choose who is on call', 'Choose who is on call', undefined],
      ['Choose an admin channel', 'Choose a channel', undefined],
    ]);
    expect(bot.toDo(tess)).toEqual([]);
  });

  it.each([
    [ada, 'en', 'Still to do for Contoso'],
    [tess, 'en', 'Still to do for Contoso'],
    [ada, 'fr', 'Reste à faire pour Contoso'],
    [tess, 'fr', 'Reste à faire pour Contoso'],
  ] as const)('%s reads it in their own language (%s)', async (person, locale, title) => {
    const bot = await newBot({ locale });
    await bot.setsUp(person);
    await bot.pass(hour + minute);
    expect(bot.toDo(person).map(({ card }) => card.title)).toEqual([title]);
  });

  it('gets nothing once all of it is done', async () => {
    const bot = await newBot();
    await bot.setsUp(ada, { ...setup, adminChannel: [slackChannel.address] });
    await bot.save(ada, 'update', { ...contact, onCall: [sam] });
    const tenant = await bot.tenant();
    await bot.press(ada, 'contact.attest', `${contoso} ${tenant?.revision.number}`);
    await bot.pass(2 * hour);
    expect(shown(bot.toDo())).toBe('');
  });

  it('gets it once, whatever is saved later, and across restarts', async () => {
    const bot = await newBot();
    await bot.setsUp();
    await bot.pass(30 * minute);
    bot.restart();
    await bot.pass(29 * minute);
    expect(bot.toDo()).toEqual([]);
    bot.restart();
    await bot.pass(5 * minute);
    expect(bot.toDo()).toHaveLength(1);
    await bot.save(ada, 'update', contact);
    bot.restart();
    await bot.pass(3 * hour);
    expect(bot.toDo()).toHaveLength(1);
  });

  it('waits the hour again after the clock was set back, and is not told twice by it', async () => {
    const bot = await newBot();
    await bot.setsUp();
    await bot.pass(minute);
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) - 5 * hour).toISOString());
    await bot.pass(58 * minute);
    expect(bot.toDo()).toEqual([]);
    await bot.pass(10 * minute);
    expect(bot.toDo()).toHaveLength(1);
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) - 5 * hour).toISOString());
    await bot.pass(8 * hour);
    expect(bot.toDo()).toHaveLength(1);
  });

  it('gets nothing about a tenant that was in order before, or that an import brought', async () => {
    const bot = await aBot({ admins: [ada] });
    await bot.save(ada, 'update', contact);
    for (let n = 0; n < 90; n++) {
      await bot.tick();
      await bot.world.time.advance(minute);
    }
    expect(bot.inPrivate(ada).filter(({ deliveryId }) => deliveryId.startsWith(`welcome ${contoso}`))).toEqual([]);
  });
});
