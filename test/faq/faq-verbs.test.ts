import { describe, expect, it } from 'vitest';
import { cardOf } from '../support/a-bot.ts';
import { aFaqBot, type FaqBot, readOf } from '../support/a-faq-bot.ts';
import { contoso } from '../support/partner.ts';
import { complete } from '../views/samples/show.ts';

async function fabrikamToo({ world }: FaqBot): Promise<void> {
  await world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (!tenant) throw new Error('no tenant');
    await tx.put('tenants', { ...tenant, id: contoso.replaceAll('1', '2'), name: 'Fabrikam' });
  });
}

describe('a verb that acts stays a verb', () => {
  it.each([
    'raise an alert about azure fraud',
    'raise azure fraud at a customer of ours',
    'raise customer compromised what now',
    'signaler une fraude azure chez un client',
    'signaler une compromission chez un client',
    'confirm the phone number is answered 24x7',
    'update the email to a distribution list',
    'modifier le numéro de téléphone du contact',
    'setup several partner tenants please',
    'check the security contact is right please',
  ])('“%s”', async (said) => {
    const bot = await aFaqBot();
    await complete(bot);
    const reply = await bot.say(said);
    const asked =
      reply.kind === 'form' ? reply.form.id : (cardOf(reply).rows[0]?.button ?? cardOf(reply).buttons[0])?.id;
    expect(asked).toMatch(/^(alerts|contact|reminders)\./);
    expect(await bot.counts()).toEqual({});
    expect(await bot.misses()).toEqual([]);
  });

  it('what may be a question is judged by the very words that are asked', async () => {
    const bot = await aFaqBot();
    const heard: string[] = [];
    const real = bot.world.faq();
    const match: typeof real.match = (text, context) => {
      heard.push(text);
      return real.match(text, context);
    };
    bot.world.faq = () => ({ ...real, match });
    await bot.say('help me find out who may change the security contact');
    expect(new Set(heard)).toEqual(new Set(['help me find out who may change the security contact']));
  });
});

describe('the contact, in plain words', () => {
  it.each([
    'show our security contact',
    'show the security contact',
    'show me the contact',
    'show our CSP security contact please',
    'afficher le contact de sécurité',
    'show us our security contact for Contoso',
    'afficher notre contact de sécurité chez Contoso',
  ])('“%s” shows it', async (said) => {
    const bot = await aFaqBot();
    await complete(bot);
    expect(cardOf(await bot.say(said)).title).toMatch(/^(Security contact: |Contact de sécurité de )Contoso$/);
  });

  it('“update the security contact” opens the form', async () => {
    const bot = await aFaqBot();
    await complete(bot);
    expect((await bot.say('update the security contact')).kind).toBe('form');
    expect((await bot.say('modifier notre contact')).kind).toBe('form');
  });

  it('of several tenants is shown for each, without a word of one that nobody named', async () => {
    const bot = await aFaqBot();
    await complete(bot);
    await fabrikamToo(bot);
    const card = cardOf(await bot.say('show our security contact'));
    expect(card.title).toBe('Security contacts');
    expect(card.rows.map(({ button }) => button?.value)).toEqual([contoso, contoso.replaceAll('1', '2')]);
    expect(cardOf(await bot.say('show the contact of Fabrikam')).title).toBe('Security contact: Fabrikam');
    expect(readOf(await bot.say('show Northwind'))).toContain('I do not know a partner tenant called “Northwind”');
  });
});

describe('what stands around a verb', () => {
  it.each(['alerts?', 'alerts ?', 'Alerts!', 'alerts ?!', 'alertes ?', 'alerts…'])(
    '“%s” lists alerts',
    async (said) => {
      const bot = await aFaqBot('teams');
      await complete(bot);
      expect(cardOf(await bot.say(said)).title).toMatch(/^(Open alerts|Alertes ouvertes|Alerts|Alertes)$/);
    },
  );

  it.each([
    ['show me the contact', 'Security contacts'],
    ['show the contact, please', 'Security contacts'],
    ['afficher ?', 'Contacts de sécurité'],
    ['show Contoso?', 'Security contact: Contoso'],
    ['show me the contact of Contoso, please!', 'Security contact: Contoso'],
    ['show "Contoso"', 'Security contact: Contoso'],
    ['show “Contoso”', 'Security contact: Contoso'],
    ['show the contact of ‘Contoso’', 'Security contact: Contoso'],
    ['afficher « Contoso »', 'Contact de sécurité de Contoso'],
  ])('“%s” shows the contact, or that of each tenant', async (said, title) => {
    const bot = await aFaqBot('teams');
    await complete(bot);
    await fabrikamToo(bot);
    const card = cardOf(await bot.say(said));
    expect(card.title.replaceAll('\u00a0', ' ')).toBe(title);
    expect(readOf(card)).not.toMatch(/no partner tenant called|ne connais aucun/);
  });

  it.each(['update the contact please', 'update?', 'update the contact, please!', 'modifier le contact svp'])(
    '“%s” opens the form',
    async (said) => {
      const bot = await aFaqBot('teams');
      await complete(bot);
      expect(await bot.say(said)).toMatchObject({ kind: 'form', form: { id: 'contact.update' } });
    },
  );

  it.each(['?', '??'])('“%s” alone is a greeting', async (said) => {
    expect(cardOf(await (await aFaqBot()).say(said)).title).toBe('What would you like to know?');
  });

  it('“alerts? who gets them?” stays a question', async () => {
    expect(cardOf(await (await aFaqBot()).say('alerts? who gets them?')).title).not.toMatch(/^(Open alerts|Alerts)/);
  });
});

it.each([
  ['thanks mate', 'You’re welcome'],
  ['merci', 'Je vous en prie'],
  ['Hello', 'What would you like to know?'],
])('“%s” is answered with “%s”', async (said, title) => {
  expect(cardOf(await (await aFaqBot()).say(said)).title).toBe(title);
});

it('who wants none of the questions reads once that there is no answer', async () => {
  const { press, meets } = await aFaqBot();
  meets({ kind: 'unsure', entries: [] });
  const card = cardOf(await press('faq.none', JSON.stringify({ text: 'why', language: 'en' })));
  expect(card.title).toBe('I do not know the answer');
  expect(card.text[0]).toBe('You can ask again in other words.');
});

it('a slip that says nothing else is put right with a button that names the verb', async () => {
  const { say, meets } = await aFaqBot('teams');
  meets({ kind: 'unknown' });
  expect(cardOf(await say('remindrs')).buttons.map(({ label }) => label)).toEqual([
    'Try “reminders”',
    'What this bot can do',
  ]);
  expect(cardOf(await say('rapel')).buttons[0]?.label).toMatch(/^Essayer «.rappels.»$/);
});
