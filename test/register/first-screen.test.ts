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
import { ada, contoso, eve, sam, tina } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot({ admins: [ada, bea] });
});

async function cards(from = ada): Promise<readonly Card[]> {
  const reply = await bot.opens(from);
  return reply.kind === 'cards' ? reply.cards : [];
}
async function opens(from = ada): Promise<Card> {
  const [card] = await cards(from);
  if (!card) throw new Error('no card');
  return card;
}
const labels = ({ buttons }: Card) => buttons.map(({ label }) => label);
const rowsOf = ({ rows }: Card) =>
  rows.map(({ title, detail, button, second }) => [
    [plainOf(title), plainOf(detail)].filter(Boolean).join(': '),
    ...[button, second].flatMap((one) => one?.label ?? []),
  ]);

describe('the first screen', () => {
  it('says how the tenant stands, how it is reached, and has the button that fixes the first thing', async () => {
    await bot.edit((tenant) => channelless(phoneless(noCompliance(tenant))));
    const [card, common] = await cards();
    if (!card || !common) throw new Error('one card');
    expect(card.text).toEqual(['I keep your CSP security contact up to date and make sure alerts get answered.']);
    expect(rowsOf(card)).toEqual([
      [
        expect.stringMatching(
          /^Contoso: No alert channel, 2 more things to fix\nSOC · \+33 1 42 68 53 00 · soc@contoso.com\nChannels: none\nOn call: /,
        ),
        'Fix',
        'Show',
      ],
    ]);
    const fix = card.rows[0]?.button;
    expect(fix).toMatchObject({ id: 'contact.channels', style: 'primary' });
    expect(text(formOf(await bot.press(ada, fix?.id ?? '', fix?.value ?? '')))).toContain('channels');
    expect(labels(card)).toEqual(['Still right', 'Update', 'On call', 'Reminders', 'Report']);
    expect(labels(common)).toEqual(['Set up', 'Raise an alert', 'Ask a question', 'What this bot can do']);
  });

  it('has the alerts that wait first, five at most, the worst first, each with Acknowledge', async () => {
    await bot.send({ severity: 'low', displayName: 'Odd sign-in' }, { severity: 'high', displayName: 'Mining' });
    await bot.pass(0);
    const card = await opens();
    expect(card).toMatchObject({ tone: 'danger', text: ['2 alerts are open, 2 not acknowledged.'] });
    expect(rowsOf(card).slice(0, 2)).toEqual([
      ['2 · Mining: High', 'Acknowledge'],
      ['1 · Odd sign-in: Low', 'Acknowledge'],
    ]);
    const { id = '', value = '' } = card.rows[0]?.button ?? {};
    await bot.press(sam, id, value);
    expect(rowsOf(await opens())[0]).toEqual(['1 · Odd sign-in: Low', 'Acknowledge']);
    await bot.say(sam, 'ack 1');
    const calm = await opens();
    expect(plainOf(calm.text[0] ?? '')).toBe(
      '2 acknowledged alerts are still open. Sam acknowledged the oldest one today.',
    );
    expect(rowsOf(calm)).toEqual([[expect.stringMatching(/^Contoso: Nothing to fix/), 'Show']]);
    await bot.send(...Array.from({ length: 7 }, (_, n) => ({ severity: 'high', displayName: `More ${n}` }) as const));
    await bot.pass(0);
    expect(rowsOf(await opens()).filter(([, label]) => label === 'Acknowledge')).toHaveLength(5);
  });

  it('says who confirmed the contact last, and on which day', async () => {
    const { id = '', value = '' } = (await opens()).buttons.find(({ label }) => label === 'Still right') ?? {};
    await bot.press(ada, id, value);
    const [row] = (await opens()).rows;
    expect(plainOf(row?.detail ?? '')).toMatch(/\nLast confirmed: \d+ \w+ 20\d\d by Ada$/);
  });

  it('offers nobody what is refused to them', async () => {
    bot.world.admins.delete(bea);
    await bot.edit((tenant) => channelless(phoneless(tenant)));
    const [card, common] = await cards(eve);
    if (!card || !common) throw new Error('one card');
    expect(rowsOf(card).map(([, ...own]) => own)).toEqual([['Show']]);
    expect([...labels(card), ...labels(common)]).toEqual([
      'On call',
      'Reminders',
      'Ask a question',
      'What this bot can do',
    ]);
    await bot.world.store.change((tx) => tx.remove('tenants', contoso));
    expect(labels(await opens(ada))[0]).toBe('Set up');
    const none = await opens(eve);
    expect(labels(none)).toEqual(['Ask a question', 'What this bot can do']);
    expect(text(none.text)).toMatch(/These Global Administrators can set this up: Ada/);
  });

  it('of several tenants has a row for each, those with something to fix first, and leads to each', async () => {
    await bot.world.store.change(async (tx) => {
      const tenant = await tx.get('tenants', contoso);
      for (const [n, name] of ['Adatum', 'Fabrikam', 'Litware'].entries())
        if (tenant) await tx.put('tenants', { ...tenant, id: `22222222-2222-4222-8222-00000000000${n}`, name });
    });
    await bot.edit(phoneless);
    const card = await opens();
    expect(rowsOf(card).map(([said]) => said?.split('\n')[0])).toEqual([
      'Contoso: 24x7 phone not confirmed',
      'Adatum: Nothing to fix',
      'Fabrikam: Nothing to fix',
      'Litware: Nothing to fix',
    ]);
    expect(card.rows.map(({ button }) => [button?.label, button?.value.split(' ')[0]])).toEqual([
      ['Confirm 24x7 phone', contoso],
      ...[0, 1, 2].map((n) => ['Show', `22222222-2222-4222-8222-00000000000${n}`]),
    ]);
    expect(labels(card)).toEqual(['On call', 'Reminders', 'Report']);
  });

  it('in a message has at most six buttons', async () => {
    const [card] = bot.inPrivate(ada).map((message) => message.card);
    const all = card ? [...card.rows.flatMap(({ button, second }) => [button, second]), ...card.buttons] : [];
    expect(all.filter(Boolean).length).toBeGreaterThan(2);
    expect(all.filter(Boolean).length).toBeLessThanOrEqual(6);
    expect(card?.buttons.at(-1)?.label).toBe('What this bot can do');
  });

  it('in a message says first what the bot is for, then the alerts that are open', async () => {
    bot.knows(tina, 'Tina');
    await bot.send({ severity: 'high', displayName: 'Mining' });
    await bot.pass(0);
    const card = await opens(tina);
    expect(card.text).toEqual([
      'I keep your CSP security contact up to date and make sure alerts get answered.',
      '1 alert is open, 1 not acknowledged.',
    ]);
    expect(rowsOf(card)[0]?.[0]).toBe('1 · Mining: High');
  });

  it('in local mode sends a test alert, and shows what is only not reminded of', async () => {
    bot.world.settings = { ...bot.world.settings, local: true };
    await bot.edit(channelless);
    const [card, common] = await cards();
    expect(card && rowsOf(card)[0]?.slice(1)).toEqual(['Fix', 'Show']);
    expect(common && labels(common)).toContain('Send a test alert');
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
    expect(text(card?.rows)).toContain('Aucun canal d’alerte');
    expect(card?.footer).toBe('Vous recevez ce message en tant qu’administrateur général. Je ne l’envoie qu’une fois.');
    await bot.pass(2 * hour);
    expect(bot.inPrivate(bea).map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['welcome', 'reminder']);
    expect(bot.inPrivate(bea)[1]?.card.title).toBe('1 point à régler maintenant');
  });
});

describe('the contact’s card', () => {
  it('says how the contact is reached and the next step with its button; the rest is one press away or folded', async () => {
    await bot.edit((tenant) => channelless(phoneless(noCompliance(tenant))));
    const reply = await bot.say(ada, 'show');
    const card = reply.kind === 'card' ? reply.card : null;
    expect(card && rowsOf(card)).toEqual([
      ['Next: choose an alert channel: Fill in “Alert channels”.', 'Choose channels'],
      ['2 more things to fix', 'Show'],
    ]);
    expect(card?.rows[0]?.button?.style).toBe('primary');
    expect(text(card?.text)).toMatch(/^SOC · .*<tel:\+33142685300> · soc@contoso.com.*\nOn call: /);
    const { id = '', value = '' } = card?.rows[1]?.button ?? {};
    expect(text(await bot.press(sam, id, value))).toContain('24x7 phone not confirmed');
    expect(card?.footer).toBeNull();
    expect(text(card?.more?.text)).toContain('Confirm that somebody answers the phone day and night');
    const unfolded = await bot.press(sam, 'contact.details', contoso);
    expect(text(unfolded)).toContain('Confirm that somebody answers the phone day and night');
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
    expect((await ids(ada)).ids).toEqual(['contact.phone24x7', 'reminders.check', 'contact.update', 'contact.confirm']);
    expect((await ids(sam)).ids).toEqual(['reminders.check', 'contact.history', 'contact.confirm']);
    const other = await ids(eve);
    expect(other.ids).toEqual(['reminders.check', 'contact.history']);
    expect(text(other.footer)).toMatch(/Only Global Administrators \(Ada.*Bea.*\) can change the contact/);
  });
});
