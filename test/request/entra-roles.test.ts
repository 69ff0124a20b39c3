/** Who may act where Microsoft Entra is asked for roles: what people are told, what the history has, and who is told. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { messages } from '../../src/messages/messages.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { forgetProofs, provenSince, recordProven } from '../../src/request/proven-admins.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aBusyPartner, ada, contoso, eve, sam, tina } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const { rights } = messages('en');
const day = 24 * hour;
const tenantId = '99999999-9999-4999-8999-999999999999';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot(aBusyPartner());
  bot.world.entraTenant = tenantId;
});

const newsTo = (id: Identity) => bot.inPrivate(id, 'microsoftNews');
const history = () => bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 }));
const breakGlass = async () => (await history()).filter(({ deed }) => deed === 'admin.breakGlass');

describe.each([ada, tina])('an administrator, %s,', (who) => {
  const other = who === ada ? tina : ada;

  it('whose role is not active is told to activate it, and nothing happens', async () => {
    const form = formOf(await bot.say(who, 'update'));
    await recordProven(who, tenantId, bot.world);
    bot.world.roles.set(who, 'none');
    const before = await bot.tenant();
    for (const reply of [await bot.say(who, 'update'), await bot.submit(who, form, { firstName: 'Eve' })]) {
      expect(text(cardOf(reply))).toContain(rights.activateRole);
      expect(text(cardOf(reply))).not.toContain(rights.roleNeverSeen);
    }
    expect(await bot.tenant()).toEqual(before);
  });

  it('is told that a missing permission would look the same until somebody of that tenant was seen with the role', async () => {
    bot.world.roles.set(who, 'none');
    await recordProven(other, contoso, bot.world);
    expect(text(cardOf(await bot.say(who, 'update')))).toContain(rights.roleNeverSeen);
    await recordProven(other, tenantId, bot.world);
    expect(text(cardOf(await bot.say(who, 'update')))).not.toContain(rights.roleNeverSeen);
  });

  it('reads who else can help, and not their own name', async () => {
    for (const admin of [ada, tina]) await bot.say(admin, 'help');
    bot.world.roles.set(who, 'none');
    const refused = text(cardOf(await bot.say(who, 'update')));
    expect([refused.includes('Ada'), refused.includes('Tina')]).toEqual([who === tina, who === ada]);
  });

  it('whom nothing links to an account of Entra reads what the operator adds', async () => {
    bot.world.roles.set(who, 'unlinked');
    expect(text(cardOf(await bot.say(who, 'update')))).toContain(rights.unlinked(who));
  });

  it('reads nothing of activating roles where Entra is not asked', async () => {
    bot.world.entraTenant = null;
    bot.world.roles.set(who, 'none');
    expect(text(cardOf(await bot.say(who, 'update')))).not.toContain(rights.activateRole);
  });

  it('is denied while nobody can tell, and asked to try again', async () => {
    const form = formOf(await bot.say(who, 'update'));
    bot.world.directory.roleOf = () => Promise.reject(new ChatError('unreachable', 'timeout'));
    const before = await bot.tenant();
    expect(text(cardOf(await bot.submit(who, form, { firstName: 'Eve' })))).toContain(rights.unsureOfRole);
    expect(await bot.tenant()).toEqual(before);
  });

  it('who acts by ADMINS alone is in the history and told to the admins, once a day', async () => {
    bot.world.roles.set(who, 'breakGlass');
    const [form, again] = [formOf(await bot.say(who, 'update')), formOf(await bot.say(who, 'update'))];
    await Promise.all([bot.submit(who, form, { firstName: 'Night' }), bot.submit(who, again, { firstName: 'Desk' })]);
    await bot.passes();
    expect(await breakGlass()).toMatchObject([{ by: who, tenantId: null, changes: [] }]);
    for (const admin of [ada, tina]) expect(newsTo(admin).map(({ card }) => card.tone)).toEqual(['warning']);
    await bot.passes(day);
    await bot.press(who, 'contact.attest', contoso);
    await bot.passes();
    expect(await breakGlass()).toHaveLength(2);
    expect(newsTo(other)).toHaveLength(2);
  });
});

it('who acknowledges an alert as a member of its channel does not do so by ADMINS alone', async () => {
  await bot.send({ id: 'a' });
  bot.world.roles.set(sam, 'breakGlass').set(eve, 'breakGlass');
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default a');
  expect((await bot.alert('webhook:default a'))?.acknowledged).toMatchObject({ by: sam });
  expect(await breakGlass()).toEqual([]);
  await bot.press(eve, 'alerts.resolve', 'webhook:default a');
  expect(await breakGlass()).toMatchObject([{ by: eve }]);
});

describe('on call, somebody of the channel', () => {
  beforeEach(async () => {
    bot = await aBot(aBusyPartner({ onCall: [eve] }));
    bot.world.entraTenant = tenantId;
    bot.world.roles.set(tina, 'breakGlass');
  });

  it('who ends what somebody else put does so by ADMINS alone', async () => {
    await bot.say(sam, 'oncall me until 18:00');
    await bot.say(tina, 'oncall');
    expect(await breakGlass()).toEqual([]);
    await bot.say(tina, 'oncall end');
    expect((await bot.tenant())?.overrides).toEqual([]);
    expect(await breakGlass()).toMatchObject([{ by: tina }]);
  });

  it('who replaces everybody does so by ADMINS alone', async () => {
    await bot.say(tina, 'oncall me until 18:00');
    expect((await bot.tenant())?.overrides).toMatchObject([{ who: tina, instead: 'all' }]);
    expect(await breakGlass()).toHaveLength(1);
  });

  it('who ends their own does so as a member', async () => {
    bot.world.roles.set(tina, 'none');
    await bot.say(tina, 'oncall me until 18:00');
    bot.world.roles.set(tina, 'breakGlass');
    await bot.say(tina, 'oncall end');
    expect((await bot.tenant())?.overrides).toEqual([]);
    expect(await breakGlass()).toEqual([]);
  });
});

it('who only reads is in no history', async () => {
  bot.world.roles.set(ada, 'breakGlass');
  for (const words of ['show', 'check', 'history', 'alerts', 'help']) await bot.say(ada, words);
  expect(await breakGlass()).toEqual([]);
});

it('a disk that takes no writes keeps nobody from reading by ADMINS alone', async () => {
  bot.world.roles.set(ada, 'breakGlass');
  bot.world.store.diskFull(true);
  expect(formOf(await bot.say(ada, 'update')).id).toBe('contact.update');
});

it('a proven administrator is one to tell for 90 days, by at most one write a day', async () => {
  const { world } = bot;
  const proven = async () =>
    (await world.store.read((reader) => provenSince(reader, world.time.now()))).map(({ id }) => id);
  const { change } = world.store;
  let writes = 0;
  world.store.change = (...of) => {
    writes += 1;
    return change(...of);
  };
  await recordProven(ada, tenantId, world);
  await recordProven(ada, tenantId, world);
  expect([writes, await proven()]).toEqual([1, [ada]]);
  await world.time.advance(day);
  await recordProven(ada, tenantId, world);
  await recordProven(tina, tenantId, world);
  expect(writes).toBe(3);
  await world.time.advance(90 * day);
  expect((await proven()).toSorted()).toEqual([ada, tina]);
  await world.time.advance(1);
  expect(await proven()).toEqual([]);
  await forgetProofs(world);
  // One of the tenant stays: the permission to ask was there.
  expect(await world.store.read((reader) => reader.list('provenAdmins'))).toHaveLength(1);
});
