import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const mia: Identity = 'slack:T1/UMIA';
const ned: Identity = 'slack:T1/UNED';
const lea: Identity = 'slack:T1/ULEA';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot({ tenants: [aTenant({ manager: mia, contact: { channels: [] } })] });
  bot.knows(mia, 'Mia');
  bot.knows(ned, 'Ned');
  bot.knows(lea, 'Léa');
});

const notices = () => bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.startsWith('contactChanged'));
const to = () => notices().map((one) => one.to);
async function setUp(values: Record<string, string | string[]>, who: Identity = ada) {
  const form = formOf(await bot.say(who, 'setup Contoso'));
  const same = { id: contoso, name: 'Contoso', partnerType: 'directBill', manager: [mia] };
  const reply = await bot.submit(who, form, { ...same, ...values });
  await bot.world.time.advance(minute);
  return cardOf(reply);
}
async function saves(values: Record<string, string>) {
  const same = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33142685300', channels: [] };
  await bot.save(ada, 'update', { ...same, locale: 'en', timezone: 'UTC', ...values });
  await bot.world.time.advance(minute);
}

describe('a changed manager', () => {
  it('is told to the former one and to every other admin, with before and after, and Not us', async () => {
    bot.world.admins.add(lea);
    await setUp({ manager: [ned] });
    expect(to().toSorted()).toEqual([lea, mia].toSorted());
    const [notice] = notices().filter((one) => one.to === mia);
    expect(notice?.card.title).toBe('The partner tenant’s set-up was changed');
    expect(text(notice?.card.facts)).toMatch(/Manager.*UMIA.* → .*Ned/);
    const [notUs] = notice?.card.buttons.filter(({ id }) => id === 'contact.notUs') ?? [];
    expect(text(await bot.press(mia, 'contact.notUs', notUs?.value ?? ''))).toContain(
      'Administrators have been warned',
    );
  });

  it('is told to the former one by one admin alone, and to the new one where there was none', async () => {
    await setUp({ manager: [ned] });
    expect(to()).toEqual([mia]);
    await setUp({ manager: [] });
    await setUp({ manager: [mia] });
    expect(to()).toEqual([mia, ned, mia]);
  });

  it('is not told to the manager who made the change', async () => {
    bot.world.admins.add(mia);
    await setUp({ manager: [ned] }, mia);
    expect(to()).toEqual([ada]);
  });
});

describe('where nobody else would hear of a change', () => {
  it.each([
    ['e-mail', { email: 'mallory@example.com' }],
    ['phone', { phone: '+33142685301' }],
  ])('the manager hears of a changed %s', async (_what, values) => {
    await saves(values);
    expect(to()).toEqual([mia]);
  });

  it.each([
    ['name', { name: 'Contoso Nord' }, /Name.*Contoso.* → .*Contoso Nord/],
    ['partner type', { partnerType: 'indirectProvider' }, /Partner type.*Direct-bill partner.* → .*Indirect provider/],
  ])('the manager hears of a changed %s', async (_what, values, shown) => {
    await setUp(values);
    expect(to()).toEqual([mia]);
    expect(text(notices()[0]?.card.facts)).toMatch(shown);
  });

  it.each([
    ['name', { name: 'Contoso Nord' }],
    ['partner type', { partnerType: 'indirectProvider' }],
  ])('a changed %s can be disowned', async (_what, values) => {
    await setUp(values);
    const notUs = notices()[0]?.card.buttons.find(({ id }) => id === 'contact.notUs')?.value ?? '';
    expect(text(await bot.press(mia, 'contact.notUs', notUs))).toContain('Administrators have been warned');
    expect((await bot.tenant())?.disowned?.presses).toHaveLength(1);
  });

  it('the manager does not hear where another admin does, or a channel', async () => {
    bot.world.admins.add(lea);
    await saves({ phone: '+33142685301' });
    expect(to()).toEqual([lea]);
    bot.world.admins.delete(lea);
    await bot.organisation({ adminChannel: { platform: 'slack', address: 'C8' } });
    bot.hasChannel({ platform: 'slack', address: 'C8' }, { name: 'admins' });
    await saves({ phone: '+33142685302' });
    expect(to()).toEqual([lea, 'slack:C8']);
  });

  it('the manager hears of a changed channel of the experts', async () => {
    const experts = { platform: 'slack', address: 'C7' } as const;
    bot.hasChannel(experts, { name: 'experts' });
    await setUp({ expertsChannel: ['C7'] });
    expect(to()).toEqual([mia]);
    expect(notices()[0]?.card.title).toBe('The alert channels were changed');
  });

  it('the manager who made the change hears nothing, and who took over does not hear in their place', async () => {
    bot.world.admins.clear();
    bot.world.admins.add(mia);
    await setUp({ name: 'Contoso Nord' }, mia);
    expect(to()).toEqual([]);
    bot.world.admins.add(ada);
    await setUp({ name: 'Contoso Sud' }, ada);
    expect(to()).toEqual([mia]);
  });

  it('the manager as they are after the change', async () => {
    await setUp({ manager: [] });
    await setUp({ manager: [ned], name: 'Contoso Nord' });
    expect(to()).toEqual([mia, ned]);
  });
});

describe('a person who was met in another workspace of the Grid', () => {
  const elsewhere: Identity = 'slack:T2/UADA';
  beforeEach(() => {
    bot.world.slack.firstMet = (id) => (id.endsWith('/UADA') ? ada : id);
    bot.knows(elsewhere, 'Ada');
  });

  it('is not told of what they changed themselves, and is told once of what others changed', async () => {
    bot.world.admins.add(elsewhere);
    bot.world.admins.add(lea);
    await setUp({ name: 'Contoso Nord' }, elsewhere);
    expect(to()).toEqual([lea]);
    await setUp({ name: 'Contoso Sud' }, lea);
    expect(to()).toEqual([lea, ada]);
  });
});
