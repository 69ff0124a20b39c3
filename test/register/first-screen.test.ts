import { beforeEach, describe, expect, it } from 'vitest';
import { type Card, plainOf } from '../../src/view/view.ts';
import { formOf, text } from '../support/a-bot.ts';
import {
  aReminderBot,
  bea,
  channelless,
  noCompliance,
  phoneless,
  type ReminderBot,
} from '../support/a-reminder-bot.ts';
import { ada, contoso, eve, sam } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot({ admins: [ada, bea] });
});

async function opens(from = ada): Promise<Card> {
  const reply = await bot.opens(from);
  const [card, ...others] = reply.kind === 'cards' ? reply.cards : [];
  if (!card || others.length > 0) throw new Error(text(reply));
  return card;
}
const linesOf = ({ title, text: all }: Card) => [title, ...all.flatMap((one) => plainOf(one).split('\n'))];
const labels = ({ buttons, more }: Card) => [...buttons, ...(more ? [more] : [])].map(({ label }) => label);

/** What a person reads before the buttons, and may press. */
function isCalm(card: Card): void {
  expect(linesOf(card).length).toBeLessThanOrEqual(6);
  expect(card.facts.length + card.rows.length).toBe(0);
  expect(labels(card).length).toBeLessThanOrEqual(4);
  expect(card.buttons.slice(1).filter(({ style }) => style === 'primary')).toEqual([]);
}

describe('the first screen', () => {
  it('says what burns, how the tenant stands, and who the contact is; the first button is the next step', async () => {
    await bot.edit((tenant) => channelless(phoneless(noCompliance(tenant))));
    const card = await opens();
    isCalm(card);
    expect(linesOf(card).slice(1)).toEqual([
      'I keep your CSP security contact right and its alerts answered.',
      'Contoso: no alert channel, 2 more to fix',
      'Contact: SOC, +33 1 42 68 53 00, confirmed today',
    ]);
    expect(card.buttons[0]).toMatchObject({ label: 'Choose channels', id: 'contact.update', style: 'primary' });
    expect(text(formOf(await bot.press(ada, 'contact.update', card.buttons[0]?.value ?? '')))).toContain('channels');
    expect(labels(card)).toEqual(['Choose channels', 'Raise an alert', 'What I can do', 'Show the contact']);
    expect(card.more?.press).toEqual({ id: 'contact.show', value: contoso });
    expect(text(card.more?.facts)).toContain('soc@contoso.com');
  });

  it('has what burns first, the worst by name', async () => {
    await bot.send({ severity: 'low', displayName: 'Odd sign-in' }, { severity: 'high', displayName: 'Mining' });
    await bot.pass(0);
    const card = await opens();
    isCalm(card);
    expect(plainOf(card.text[0] ?? '')).toBe('2 alerts are open, 2 not acknowledged: 2 · Mining');
    expect(labels(card)).toEqual(['Open alerts', 'Raise an alert', 'What I can do', 'Show the contact']);
    expect(card).toMatchObject({ tone: 'danger', buttons: [{ id: 'alerts.list', style: 'primary' }, {}, {}] });
    for (const alert of ['1', '2']) await bot.say(sam, `ack ${alert}`);
    expect(plainOf((await opens()).text[0] ?? '')).toBe('2 alerts are open, all acknowledged.');
    await bot.edit(phoneless);
    expect((await opens()).buttons[0]).toMatchObject({ id: 'contact.phone24x7', style: 'primary' });
  });

  it('offers nobody what is refused to them', async () => {
    bot.world.admins.delete(bea);
    await bot.edit((tenant) => channelless(phoneless(tenant)));
    expect(labels(await opens(eve))).toEqual(['Open alerts', 'Ask a question', 'What I can do', 'Show the contact']);
    await bot.world.store.change((tx) => tx.remove('tenants', contoso));
    expect(labels(await opens(ada))[0]).toBe('Set up');
    const card = await opens(eve);
    isCalm(card);
    expect(labels(card)).toEqual(['Ask a question', 'What I can do']);
    expect(linesOf(card).at(-1)).toBe('A Global Administrator begins: Ada.');
  });

  it('of several tenants is one card too, and leads to the worst', async () => {
    await bot.world.store.change(async (tx) => {
      const tenant = await tx.get('tenants', contoso);
      for (const [n, name] of ['Adatum', 'Fabrikam', 'Litware'].entries())
        if (tenant) await tx.put('tenants', { ...tenant, id: `22222222-2222-4222-8222-00000000000${n}`, name });
    });
    expect(linesOf(await opens()).at(-1)).toBe('4 partner tenants, nothing to fix.');
    await bot.edit(phoneless);
    const card = await opens();
    isCalm(card);
    expect(linesOf(card).at(-1)).toBe('4 partner tenants. To fix: Contoso.');
    expect(labels(card)).toEqual(['Show Contoso', 'Raise an alert', 'Show the contact', 'What I can do']);
  });

  it('in local mode sends a test alert, and shows what is only not reminded of', async () => {
    bot.world.settings = { ...bot.world.settings, local: true };
    await bot.edit(channelless);
    const card = await opens();
    isCalm(card);
    expect(labels(card)).toEqual(['Choose channels', 'Send a test alert', 'What I can do', 'Show the contact']);
  });
});

describe('the welcome of an admin on Slack', () => {
  it('is the same screen, once, with the first findings, in the language that Slack knows', async () => {
    bot = await aReminderBot();
    bot.knows(bea, { name: 'Bea', locale: 'fr' });
    bot.world.admins.add(bea);
    await bot.edit(channelless);
    await bot.pass(50 * 60_000);
    const [card, ...others] = bot.inPrivate(bea).map((message) => message.card);
    expect(others).toEqual([]);
    expect(text(card?.text)).toContain('aucun canal d’alerte');
    expect(card?.footer).toBe('Vous recevez ceci une seule fois, en tant qu’administrateur général.');
    await bot.pass(2 * hour);
    expect(bot.inPrivate(bea).map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['welcome', 'reminder']);
    expect(bot.inPrivate(bea)[1]?.card.title).toBe('1 point à régler maintenant');
  });
});

describe('the contact’s card', () => {
  it('has a line and a button for each thing to fix, named by what it does, and the reasons folded', async () => {
    await bot.edit((tenant) => channelless(phoneless(noCompliance(tenant))));
    const reply = await bot.say(ada, 'show');
    const card = reply.kind === 'card' ? reply.card : null;
    expect(card?.rows.map(({ title, detail, button }) => [title, detail, button?.label, button?.style])).toEqual([
      ['A required field is empty: channels', '', 'Choose channels', 'primary'],
      ['24x7 phone not confirmed', '', 'Attest 24x7 phone', 'plain'],
      ['Compliance contact not confirmed', '', 'Attest compliance contact', 'plain'],
    ]);
    expect(card?.footer).toBeNull();
    expect(text(card?.more?.facts)).toContain('Confirm that somebody answers it day and night');
    const unfolded = await bot.press(sam, 'contact.details', contoso);
    expect(text(unfolded)).toContain('Confirm that somebody answers it day and night');
  });

  it('has for each reader the buttons that they may press', async () => {
    await bot.edit((tenant) => ({
      ...phoneless(tenant),
      contact: tenant.contact && { ...tenant.contact, confirmedAt: null, phone24x7At: null },
    }));
    const ids = async (from: typeof ada) => {
      const reply = await bot.say(from, 'show');
      const { rows, buttons, footer } = reply.kind === 'card' ? reply.card : { rows: [], buttons: [], footer: null };
      return { ids: [...rows.flatMap(({ button }) => button ?? []), ...buttons].map(({ id }) => id), footer };
    };
    expect((await ids(ada)).ids).toEqual([
      'contact.phone24x7',
      'contact.confirm',
      'contact.update',
      'contact.history',
      'contact.portal',
    ]);
    expect((await ids(sam)).ids).toEqual(['contact.confirm', 'contact.history']);
    const other = await ids(eve);
    expect(other.ids).toEqual(['contact.history']);
    expect(text(other.footer)).toContain('Global Administrators may change it');
  });
});
