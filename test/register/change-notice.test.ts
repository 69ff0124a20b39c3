import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';

const lea: Identity = 'slack:T1/ULEA';
const noa: Identity = 'slack:T1/UNOA';
const adminChannel = { platform: 'slack', address: 'C8' } as const;

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  for (const [id, name] of [
    [lea, 'Léa'],
    [noa, 'Noa'],
  ] as const) {
    bot.world.admins.add(id);
    bot.knows(id, name);
  }
  bot.hasChannel(adminChannel, { name: 'admins' });
});

const declared = {
  kind: 'person',
  firstName: 'Ann',
  middleName: 'May',
  lastName: 'Lee',
  locale: 'en',
  timezone: 'UTC',
};
const same = { ...declared, email: 'ann@contoso.com', phone: '+33142685300' };
const contact = { ...aTenant({}, '2026-11-24T09:00:00.000Z').contact, ...same, kind: 'person', locale: 'en' } as const;

async function save(values: Record<string, string | string[]>, from: Identity = ada): Promise<void> {
  const form = formOf(await bot.say(from, 'update'));
  const before = await tenant();
  const channels = before?.contact?.channels.map(({ address }) => address) ?? [];
  await bot.submit(from, form, { ...same, channels, ...values });
  await bot.world.time.advance(10_000);
}
const tenant = () => bot.tenant();
const withAdminChannel = () => bot.organisation({ adminChannel });
const notices = () =>
  [...bot.world.slack.messages, ...bot.world.teams.messages].filter(({ deliveryId }) =>
    deliveryId.startsWith('contactChanged'),
  );
const to = () => notices().map((one) => one.to);
const facts = (where: string) => text(notices().findLast((one) => one.to === where)?.card.facts);

describe('a changed contact', () => {
  it('is told to the admin channel and to every other admin at once, whatever channels it has', async () => {
    await bot.edit({ contact: { ...contact, channels: [] } });
    await withAdminChannel();
    await save({ email: 'mallory@example.com' });
    expect(to().toSorted()).toEqual(['slack:C8', lea, noa].toSorted());
    await save({ email: 'ann@contoso.com' }, lea);
    expect(to().filter((one) => one === ada)).toHaveLength(1);
    expect(to().filter((one) => one === lea)).toHaveLength(1);
  });

  it('says in each channel, and to each admin, why it came', async () => {
    await bot.edit({ contact: { ...contact, channels: [slackChannel] } });
    await withAdminChannel();
    await save({ email: 'mallory@example.com' });
    const why = (where: string) => text(notices().find((one) => one.to === where)?.card.footer);
    expect(why('slack:C1')).toContain('because this is a channel of the security contact');
    expect(why('slack:C8')).toContain('because this is the admin channel');
    expect(why(lea)).toContain('because you are a Global Administrator');
  });

  it('is told to the other admins when its first channel, the changer’s own, comes in the same save', async () => {
    await bot.edit({ contact: { ...contact, channels: [] } });
    await save({ email: 'mallory@example.com', channels: [slackChannel.address] });
    expect(to().toSorted()).toEqual(['slack:C1', lea, noa].toSorted());
  });

  it('is told in the channels that it had and in those that it has now', async () => {
    bot.hasChannel({ platform: 'slack', address: 'C9' }, { name: 'new' });
    await bot.edit({ contact: { ...contact, channels: [slackChannel] } });
    await save({ channels: ['C9'] });
    expect(to().toSorted()).toEqual(['slack:C1', 'slack:C9', lea, noa].toSorted());
  });

  it('that is the first one greets its channels, and is news to all admins', async () => {
    await withAdminChannel();
    await bot.edit({ contact: null });
    await save({ channels: [slackChannel.address], onCall: [sam] });
    expect(to().toSorted()).toEqual(['slack:C1', 'slack:C8', lea, noa].toSorted());
    const greeting = notices().find((one) => one.to === 'slack:C1')?.card;
    expect(greeting?.tone).toBe('neutral');
    expect(text(greeting?.text)).toMatch(
      /^This channel now gets the security alerts for Contoso\. Contact: Ann May Lee\. On call: Sam.*\. Set up by Ada.*\.$/,
    );
    expect(greeting?.facts).toEqual([]);
    expect(greeting?.buttons.map(({ label, id, value }) => [label, id, value.split(' ')[0]])).toEqual([
      ['Send a test alert', 'alerts.drill', contoso],
      ['Not us', 'contact.notUs', contoso],
    ]);
    for (const where of ['slack:C8', lea]) {
      const alarm = notices().find((one) => one.to === where)?.card;
      expect(alarm).toMatchObject({ tone: 'warning', title: 'A security contact was set up' });
      expect(text(alarm?.text)).toContain('set up the security contact of Contoso');
      expect(text(alarm?.facts)).not.toContain('see the history');
    }
    await bot.press(sam, 'contact.notUs', greeting?.buttons[1]?.value ?? '', slackChannel);
    await bot.world.time.advance(10_000);
    const edited = bot.world.slack.messages.find(
      ({ deliveryId, to }) => deliveryId.startsWith('contactChanged') && to === 'slack:C1',
    );
    expect(text(edited?.card.text)).toContain('said that nobody in your organisation intended this change');
  });

  it('says to admins in private all of it, before and after; in channels the mail’s domain and the phone’s end', async () => {
    await bot.edit({ contact: { ...contact, channels: [slackChannel] } });
    await withAdminChannel();
    await save({ firstName: 'Eve', email: 'eve@example.com', phone: '+33142685301' });
    for (const part of [
      'First name: Ann → Eve',
      'was ann@contoso.com <mailto:ann@contoso.com>\n  now eve@example.com <mailto:eve@example.com>',
      '00>\n  now +33 1 42 68 53 01 <tel:+33142685301>',
    ])
      expect(facts(lea)).toContain(part);
    for (const channel of ['slack:C1', 'slack:C8']) {
      expect(facts(channel)).toContain(': …@contoso.com → …@example.com');
      expect(facts(channel)).toContain(': …300 → …301');
      expect(facts(channel)).toContain('changed (see the history)');
      expect(facts(channel)).not.toMatch(/Ann|Eve|ann@|eve@|426853|42 68/);
    }
  });

  it('has Not us right below its sentence, and of the lists of channels and people only what was added and removed', async () => {
    const channels = [slackChannel, { platform: 'slack' as const, address: 'C9' }];
    for (const { address } of channels) bot.hasChannel({ platform: 'slack', address }, { name: `soc-${address}` });
    bot.hasChannel({ platform: 'slack', address: 'C7' }, { name: 'soc-C7' });
    await bot.edit({ contact: { ...contact, channels, onCall: [ada, sam] } });
    await save({ channels: ['C1', 'C7'], onCall: [ada, noa], phone: '+33142685399' });
    const card = notices().find((one) => one.to === 'slack:C1')?.card;
    expect(text(card?.text)).toMatch(
      /changed the security contact of Contoso\. If nobody in your organisation intended this, press “Not us”/,
    );
    expect(card?.buttonsFirst).toBe(true);
    expect(card?.buttons[0]?.id).toBe('contact.notUs');
    expect(facts('slack:C1')).toMatch(/Channels:\n {2}added .*soc-C7.*\n {2}removed .*C9/);
    expect(facts('slack:C1')).not.toContain('soc-C1');
    expect(facts('slack:C1')).toMatch(/On call:\n {2}added .*Noa.*\n {2}removed .*USAM/);
    expect(facts('slack:C1')).toContain(': …300 → …399');
  });

  it('says in channels that something changed where the domain and the end are the same', async () => {
    await bot.edit({ contact: { ...contact, channels: [slackChannel] } });
    await save({ email: 'eve@contoso.com', phone: '+33142682300' });
    expect(facts('slack:C1')).toContain(': …@contoso.com unchanged; the rest changed');
    expect(facts('slack:C1')).toContain(': …300 unchanged; the rest changed');
  });

  it('with a mail domain that imitates another says how it reads, and warns, wherever it is shown', async () => {
    await bot.edit({ contact: { ...contact, channels: [slackChannel] } });
    // «contoso» with a Cyrillic o.
    await save({ email: 'ann@xn--cntoso-wqf.com' });
    const read = 'xn--cntoso-wqf.com (reads as “cоntoso.com”. Caution';
    expect(facts(lea)).toContain(`ann@${read}`);
    expect(facts('slack:C1')).toContain(`…@${read}`);
    expect(text(await bot.say(sam, 'show'))).toContain(`ann@${read}`);
    expect(text(await bot.say(sam, 'history'))).toContain(`ann@${read}`);
  });

  it('is told in each admin’s own language', async () => {
    await bot.world.store.change((tx) => tx.put('people', { id: lea, name: 'Léa', locale: 'fr', timezone: null }));
    await bot.edit({ contact: { ...contact, channels: [] } });
    await save({ email: 'eve@example.com' });
    expect(notices().find((one) => one.to === lea)?.card.title).toBe('Le contact de sécurité a été modifié');
  });

  it('is told once the directory answers again, when it did not', async () => {
    const { adminsToTell } = bot.world.directory;
    bot.world.directory.adminsToTell = () => Promise.reject(new ChatError('unreachable', 'timeout'));
    await bot.edit({ contact: { ...contact, channels: [] } });
    await save({ email: 'mallory@example.com' });
    await bot.tick();
    expect(to()).toEqual([]);
    bot.world.directory.adminsToTell = adminsToTell;
    for (let tick = 0; tick < 2; tick++) await bot.tick();
    await bot.world.time.advance(5_000);
    expect(to().toSorted()).toEqual([lea, noa].toSorted());
  });
});

describe('three facts', () => {
  it('“Still right” attests nothing', async () => {
    await bot.edit({
      contact: { ...contact, confirmedAt: null, attestedAt: null, attestedBy: null, phone24x7At: null },
    });
    await bot.say(sam, 'confirm');
    expect((await tenant())?.contact).toMatchObject({
      confirmedBy: sam,
      ...{ attestedAt: null, attestedBy: null, phone24x7At: null },
    });
    await bot.world.time.advance(48 * 3_600_000);
    for (let tick = 0; tick < 2; tick++) await bot.tick();
    const open = await bot.world.store.read((reader) => reader.scan('findings.open', { key: contoso, after: null }));
    expect(open.map(({ code }) => code)).toContain('unattested');
  });

  it.each([
    ['firstName', 'Eve'],
    ['middleName', 'Zoe'],
    ['lastName', 'Ray'],
    ['email', 'eve@contoso.com'],
    ['phone', '+33142685301'],
  ])('a changed %s is attested no more', async (field, value) => {
    await bot.edit({ contact: { ...contact, channels: [] } });
    await save({ [field]: value });
    const after = (await tenant())?.contact;
    expect(after).toMatchObject({ [field]: value, attestedAt: null, attestedBy: null, confirmedBy: ada });
    expect(after?.phone24x7At === null).toBe(field === 'phone');
  });

  it('a changed language is still attested', async () => {
    await bot.edit({ contact: { ...contact, channels: [] } });
    await save({ locale: 'fr' });
    expect((await tenant())?.contact).toMatchObject({ locale: 'fr', attestedBy: ada, phone24x7By: ada });
  });
});
