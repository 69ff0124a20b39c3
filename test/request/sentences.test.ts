/** What people type in their own words does what it says: by a verb, by a form, or after a question. */
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/request/interaction.ts';
import { aBot, formOf } from '../support/a-bot.ts';
import { ada, aTenant, eve, sam, slackChannel } from '../support/partner.ts';
import { text } from '../support/text.ts';

const fabrikam = '2d7c3e0a-5b1f-4c58-9f60-7a1d0c9e4b21';
const northwind = aTenant({ id: '6f1c1a52-7d0e-4a3b-8f0e-0a6f6a3f9c11', name: 'Northwind' });
const tenants = [aTenant({ customers: { [fabrikam]: 'Fabrikam' } })];

/** A bot with three open alerts: of cipp about Fabrikam, and of defender. */
async function withAlerts() {
  const bot = await aBot({ tenants });
  await bot.send({ id: 'a', source: 'cipp', customerTenantId: fabrikam, severity: 'high' });
  await bot.send(
    { id: 'b', source: 'defender', severity: 'medium' },
    { id: 'c', source: 'defender', severity: 'high' },
  );
  return bot;
}

const buttons = (reply: Reply) => (reply.kind === 'card' ? reply.card.buttons.map(({ id }) => id) : []);
const titleOf = (reply: Reply) => (reply.kind === 'card' ? reply.card.title : reply.kind);
const entered = (reply: Reply) =>
  Object.fromEntries(formOf(reply).fields.map((field) => [field.name, 'value' in field ? field.value : null]));

describe('what stands behind a verb is a tenant only if it is one', () => {
  it.each(['show Northwind', 'history of the phone', 'update Northwind', 'drill now', 'setup foo', 'report Northwind'])(
    'with one tenant nobody reads that there is no such tenant: %s',
    async (words) => {
      const bot = await aBot();
      expect(text(await bot.say(ada, words))).not.toContain('no partner tenant called');
    },
  );

  it.each([
    ['update phone', 'contact.phone'],
    ['modifier e-mail', 'contact.email'],
  ])('with several tenants the field stays with the tenant that is chosen: %s', async (words, route) => {
    const bot = await aBot({ tenants: [aTenant(), northwind] });
    const reply = await bot.say(ada, words);
    const [row] = reply.kind === 'card' ? reply.card.rows : [];
    expect(row?.button?.id).toBe(route);
    expect(text(reply)).not.toContain('partner tenant called');
  });

  it.each([
    ['show phone', 'Security contacts'],
    ['confirm everything', 'Still right for both?'],
    ['check everything', 'Contoso'],
  ])('with several tenants, what names a field or everything is of all of them: %s', async (words, title) => {
    const bot = await aBot({ tenants: [aTenant(), northwind] });
    const reply = await bot.say(ada, words);
    expect(text(reply)).toContain(title);
    expect(text(reply)).not.toContain('partner tenant called');
  });

  it.each(['update zorro', 'show zorro', 'update Nowhere GmbH'])(
    'with several tenants an unknown name is said to be unknown: %s',
    async (words) => {
      const bot = await aBot({ tenants: [aTenant(), northwind] });
      expect(text(await bot.say(ada, words))).toMatch(/I do not know a partner tenant called “(zorro|Nowhere GmbH)”/);
    },
  );

  it('with several tenants the month stays with the tenant that is chosen', async () => {
    const bot = await aBot({ tenants: [aTenant(), northwind] });
    const choice = await bot.say(ada, 'report last month');
    const [row] = choice.kind === 'card' ? choice.card.rows : [];
    const report = await bot.press(ada, row?.button?.id ?? '', row?.button?.value ?? '');
    expect(titleOf(report)).toContain('October 2026');
  });

  it.each([
    'update phone',
    'change the phone number',
    'chnage the phone',
    'modifier le téléphone',
    'our phone number is now +33 1 44 55 66 77',
    'notre numéro est désormais le +33 1 44 55 66 77',
    'changer le téléphone en 01 44 55 66 77',
  ])('%s opens the form of the phone', async (words) => {
    const bot = await withAlerts();
    expect(formOf(await bot.say(ada, words)).id).toBe('contact.phone');
  });

  it.each([
    'the phone number of the security contact has changed to +33 1 44 55 66 77',
    'change phone to +33 1 44 55 66 77',
    'set phone +33 1 44 55 66 77',
    'phone +33 1 44 55 66 77 please',
    'new phone: +33 1 44 55 66 77',
    'our phone number is now +33 1 44 55 66 77',
    'please call us on +33 1 44 55 66 77 instead',
    '+33 1 44 55 66 77',
    'tel +33 1 44 55 66 77 svp',
    'notre numéro est désormais le +33 1 44 55 66 77',
    'changez le téléphone : +33 1 44 55 66 77',
    'nouveau numéro : +33 1 44 55 66 77',
    'modifier le téléphone +33 1 44 55 66 77',
    'le téléphone du contact est maintenant le +33 1 44 55 66 77',
  ])('%s: the form has the new number, beside the one that is recorded', async (words) => {
    const bot = await aBot();
    const form = formOf(await bot.say(ada, words));
    expect(form).toMatchObject({ id: 'contact.phone', fields: [{ value: '+33 1 44 55 66 77' }], problems: {} });
    expect(form.fields[0]?.hint).toMatch(/:\s\+33\s1\s42\s68\s53\s00$/);
    const saved = await bot.submit(ada, form, { phone: '+33 1 44 55 66 77' });
    expect([titleOf(saved), (await bot.tenant())?.contact?.phone]).toEqual([expect.any(String), '+33144556677']);
  });

  it.each([
    'update the e-mail to soc@contoso.example',
    'change mail to soc@contoso.example',
    'our new e-mail address is soc@contoso.example.',
    'email is now soc@contoso.example',
    'e-mail soc@contoso.example',
    "the security contact's address should be soc@contoso.example",
    'soc@contoso.example',
    "modifier l'e-mail en soc@contoso.example",
    'notre e-mail est désormais soc@contoso.example',
    'remplacer le courriel par soc@contoso.example',
    'mettez à jour l’adresse : soc@contoso.example',
    'nouvelle adresse mail soc@contoso.example',
  ])('%s: the form has the new address', async (words) => {
    const bot = await aBot();
    const form = formOf(await bot.say(ada, words));
    expect(form).toMatchObject({ id: 'contact.email', fields: [{ value: 'soc@contoso.example' }] });
    expect(form.fields[0]?.hint).toMatch(/:\ssoc@contoso\.com$/);
  });

  it('le numéro a changé, c’est maintenant le 01 44 55 66 77: the full number is proposed, and said', async () => {
    const bot = await aBot();
    const form = formOf(await bot.say(ada, 'le numéro a changé, c’est maintenant le 01 44 55 66 77'));
    expect(form).toMatchObject({ id: 'contact.phone', fields: [{ value: '+33 1 44 55 66 77' }] });
    expect(form.problems.phone).toMatch(/01 44 55 66 77.*Est-ce le \+33\s1\s44.*\+33\s1\s42\s68\s53\s00/);
  });

  it('a number and an address are both in the whole form, also for one of several tenants', async () => {
    const bot = await aBot({ tenants: [aTenant(), northwind] });
    const choice = await bot.say(ada, 'change the contact: phone +33 1 44 55 66 77, e-mail new@contoso.example');
    const [row] = choice.kind === 'card' ? choice.card.rows : [];
    const opened = await bot.press(ada, row?.button?.id ?? '', row?.button?.value ?? '');
    expect(entered(opened)).toMatchObject({ phone: '+33 1 44 55 66 77', email: 'new@contoso.example' });
  });

  it('somebody else’s number changes nothing of the contact', async () => {
    const bot = await aBot();
    const reply = await bot.say(ada, 'someone called from +33 1 44 55 66 77 and claimed to be Microsoft');
    expect(reply.kind).not.toBe('form');
  });

  it('show phone shows the contact with its phone', async () => {
    const bot = await aBot();
    const shown = await bot.say(ada, 'show phone');
    expect(titleOf(shown)).toBe(titleOf(await bot.say(ada, 'show')));
  });

  it('confirm everything asks, and records nothing until its button is pressed; confirm alone records', async () => {
    const bot = await aBot();
    const before = JSON.stringify(await bot.tenant());
    const asked = await bot.say(ada, 'confirm everything');
    expect(titleOf(asked)).toBe('Is the contact of Contoso still right?');
    expect(buttons(asked)).toContain('contact.confirm');
    expect(JSON.stringify(await bot.tenant())).toBe(before);
    await bot.world.time.advance(60_000);
    await bot.say(ada, 'confirm');
    expect(JSON.stringify(await bot.tenant())).not.toBe(before);
  });

  it('what somebody attests in a sentence is asked, and not recorded', async () => {
    const bot = await aBot();
    const before = JSON.stringify(await bot.tenant());
    const asked = await bot.say(ada, 'I have entered the new details in Partner Center');
    expect(formOf(asked)).toMatchObject({ id: 'contact.attest', fields: [{ value: [] }] });
    expect(JSON.stringify(await bot.tenant())).toBe(before);
  });

  it.each([
    ['raise an alert: phishing at Wingtip', 'phishing at Wingtip'],
    ['signaler un incident : hameçonnage chez Wingtip', 'hameçonnage chez Wingtip'],
    ['raise alert fatigue is a risk', 'alert fatigue is a risk'],
    ['lance une alerte : hameçonnage chez Wingtip', 'hameçonnage chez Wingtip'],
    ['start an alert: phishing at Wingtip', 'phishing at Wingtip'],
    ['raise an alert for Wingtip Brazil: phishing', 'Wingtip Brazil: phishing'],
    ['create an alert', ''],
  ])('%s opens the form with its title, and nothing twice', async (words, title) => {
    const bot = await aBot();
    expect(entered(await bot.say(ada, words))).toMatchObject({ displayName: title, description: '' });
  });

  it('of a sentence that is longer than a card’s title the details have all', async () => {
    const bot = await aBot();
    const sentence = 'un client dit que quelqu’un s’est connecté à sa place depuis le Brésil';
    const form = entered(await bot.say(ada, `lance une alerte : ${sentence}`));
    expect(form.description).toBe(sentence);
    expect(form.displayName).toMatch(/^un client dit que .*\u00a0…$/);
  });

  it.each([
    ['reprot for ocotber 2026', 'October 2026'],
    ['report october', 'October 2026'],
    ['report last month', 'October 2026'],
    ['report sept 2026', 'September 2026'],
    ['rapport octobre', 'octobre 2026'],
    ['the figures of last month please', 'October 2026'],
    ['raport mois dernié', 'October 2026'],
    ['reprot lst month', 'October 2026'],
    ['report lst mnth', 'October 2026'],
  ])('%s is the report of %s', async (words, month) => {
    const bot = await aBot();
    expect(titleOf(await bot.say(ada, words))).toContain(month);
  });
});

describe('a list shows what its filter says', () => {
  it.each([
    ['alerts open', 3],
    ['alerts today', 3],
    ['alerts high', 2],
    ['alerts critical', 2],
    ['alerts high today', 2],
    ['open alerts of cipp', 1],
    ['only the high ones', 2],
    ['are there any open issues with cipp?', 1],
    ['alertes ouv', 3],
    ['alrts hgh', 2],
  ])('%s', async (words, count) => {
    const bot = await withAlerts();
    const { card } = await bot.say(ada, words).then((reply) => (reply.kind === 'card' ? reply : Promise.reject(reply)));
    expect(card.rows).toHaveLength(count);
  });

  it('alerts of yesterday are not of today', async () => {
    const bot = await withAlerts();
    await bot.world.time.advance(24 * 3_600_000);
    await bot.send({ id: 'd' });
    const reply = await bot.say(ada, 'alerts today');
    expect(reply.kind === 'card' && reply.card.rows.map(({ title }) => text(title))).toHaveLength(1);
    // The buttons that answer all of a list would answer those of yesterday too.
    expect(buttons(reply)).not.toContain('alerts.acknowledgeMany');
  });
});

describe('a sentence answers alerts', () => {
  it.each(['got 1', 'i am on it, 1', 'seen 1', "c'est pour moi la 1"])('%s acknowledges', async (words) => {
    const bot = await withAlerts();
    await bot.say(ada, words);
    expect((await bot.alert('webhook:cipp a'))?.status).toBe('investigating');
  });

  it.each([
    ['close 1', null],
    ['dismiss 1', 'ignore'],
    ['ignore 1', 'ignore'],
    ['1 was a false positive', 'legitimate'],
    ['close 1 false positive', 'legitimate'],
    ['resolve 1 fruad', 'fraud'],
    ['clore 1', null],
  ])('%s opens the form with its reason chosen, and resolves nothing', async (words, reason) => {
    const bot = await withAlerts();
    const opened = await bot.say(ada, words);
    expect(formOf(opened).id).toBe('alerts.resolve');
    expect(entered(opened).reason).toBe(reason);
    expect((await bot.alert('webhook:cipp a'))?.status).toBe('active');
  });

  it.each([
    ['resolve 1 as false positive, our own pentest', 'legitimate', 'our own pentest'],
    ['resolv 1 fraud becuase stolen card', 'fraud', 'stolen card'],
    ['close 1 as fraud: stolen card', 'fraud', 'stolen card'],
    ['résoudre 1 comme faux positif, notre test', 'legitimate', 'notre test'],
    ['close 1, the customer was hacked yesterday', 'fraud', 'the customer was hacked yesterday'],
    ['resolve 1 it was our own pentest', null, 'it was our own pentest'],
    ['resolve 1 as false positve: our scanner', 'legitimate', 'our scanner'],
  ])('%s: the form has the reason and the note', async (words, reason, note) => {
    const bot = await withAlerts();
    expect(entered(await bot.say(ada, words))).toMatchObject({ reason, note });
    expect((await bot.alert('webhook:cipp a'))?.status).toBe('active');
  });

  it('pass 1 to Eve opens the form that hands it over', async () => {
    const bot = await withAlerts();
    expect(formOf(await bot.say(ada, 'pass 1 on to Eve')).id).toBe('alerts.giveTo');
  });

  it('a note has the words behind the number', async () => {
    const bot = await withAlerts();
    await bot.say(ada, 'could you add to 1 that the customer was told at 3h15?');
    expect(JSON.stringify(await bot.stored('notes'))).toContain('"the customer was told at 3h15"');
  });

  it('ack 1 2 adn 3 asks once for the three', async () => {
    const bot = await withAlerts();
    expect(buttons(await bot.say(ada, 'ack 1 2 adn 3'))).toContain('alerts.acknowledgeMany');
  });

  it('a test alert is asked about first', async () => {
    const bot = await aBot();
    const asked = await bot.say(ada, 'please send a test alert');
    expect(buttons(asked)).toContain('alerts.startDrill');
    expect(await bot.stored('alerts')).toEqual([]);
  });
});

describe('somebody tells of an incident', () => {
  it.each([
    ['en', 'the customer phoned about a strange log-in', 'Is this happening now?', 'Yes, raise', 'No, just'],
    ['fr', 'un client a été piraté', 'L’incident est-il en cours ?', 'Oui, signaler', 'Non, une simple'],
  ] as const)('%s, %s: the question is answered by its buttons, and the alert has these words', async (...row) => {
    const [locale, words, title, yes, no] = row;
    const bot = await aBot({ locale });
    const reply = await bot.say(ada, words);
    const cards = reply.kind === 'cards' ? reply.cards : reply.kind === 'card' ? [reply.card] : [];
    const [first] = cards;
    expect([first?.title, first?.buttons.map(({ label, id }) => [label, id])]).toEqual([
      title,
      [
        [expect.stringContaining(yes), 'alerts.raise'],
        [expect.stringContaining(no), 'faq.topics'],
      ],
    ]);
    const raise = first?.buttons.find(({ id }) => id === 'alerts.raise');
    expect(entered(await bot.press(ada, 'alerts.raise', raise?.value ?? '')).displayName).toBe(words);
  });

  it('with several tenants the words stay in the form of the tenant that is chosen', async () => {
    const bot = await aBot({ tenants: [aTenant(), northwind] });
    const reply = await bot.say(ada, 'a customer has been hacked');
    const cards = reply.kind === 'cards' ? reply.cards : reply.kind === 'card' ? [reply.card] : [];
    const raise = cards.flatMap((card) => card.buttons).find(({ id }) => id === 'alerts.raise');
    const choice = await bot.press(ada, 'alerts.raise', raise?.value ?? '');
    const [row] = choice.kind === 'card' ? choice.card.rows : [];
    expect(entered(await bot.press(ada, 'alerts.raise', row?.button?.value ?? '')).displayName).toBe(
      'a customer has been hacked',
    );
  });
});

describe('how many alerts there are is no number of one', () => {
  it.each(['ack 3 alerts', 'acknowledge the three alerts', 'acquitte les 3 alertes', 'j’acquitte les trois alertes'])(
    'what is meant is asked, and nothing is acknowledged: %s',
    async (words) => {
      const bot = await withAlerts();
      const reply = await bot.say(ada, words);
      expect(titleOf(reply)).toMatch(/^(Acknowledge 3 alerts|Acquitter 3 alertes)[\s\u00a0\u202f]?\?$/);
      expect(text(await bot.say(ada, 'alerts 3'))).not.toContain('Acknowledged by');
    },
  );
});

describe('a sentence answers no alert that the asker does not answer', () => {
  it.each([
    'does anyone have 3',
    'est ce que qqn regarde la 3',
    'Qui a acquitté la 3 ?',
    'don’t ack 3',
    'n’acquitte pas la 3',
    'ne ferme pas la 3',
  ])('the alert is shown, and nothing is changed: %s', async (words) => {
    const bot = await withAlerts();
    expect(titleOf(await bot.say(ada, words))).toBe('Mining');
    expect(await bot.alert('webhook:defender c')).toMatchObject({ status: 'active' });
  });

  it.each(['Sam takes alert 3', 'Sam a pris la 3', 'ask sam about 3', 'dis à Sam de regarder la 3'])(
    'the form hands it to whom the sentence names: %s',
    async (words) => {
      const bot = await withAlerts();
      expect(formOf(await bot.say(ada, words)).id).toBe('alerts.giveTo');
      expect(await bot.alert('webhook:defender c')).toMatchObject({ status: 'active' });
    },
  );

  it.each(['resolve #2 #3 as legit', 'resolve 2 3 legit', 'résoudre 2, 3 : légitime'])(
    'the form is about all that are named: %s',
    async (words) => {
      const form = formOf(await (await withAlerts()).say(ada, words));
      expect(form.id).toBe('alerts.resolveMany');
      expect(entered(await (await withAlerts()).say(ada, words)).reason).toBe('legitimate');
    },
  );
});

it.each(['ack 99', '99', 'alerts #99'])('a number that no alert has is repeated, with a command: %s', async (words) => {
  const said = text(await (await withAlerts()).say(ada, words));
  expect(said).toContain('I cannot find alert 99.');
  expect(said).toContain('“/security-contact alerts 17” shows alert 17');
});

it.each([
  ['alertes d’aujourd’hui', 'aujourd’hui : 3 alertes ouvertes'],
  ['raport doctobre', 'October 2026'],
  ['English please', 'What this bot can do'],
  ['overview', 'Contoso'],
])('is understood with its apostrophe, its slip or its please: %s', async (words, shown) => {
  const bot = await withAlerts();
  expect(text(await bot.say(ada, words)).replaceAll(/[\u00a0\u202f]/g, ' ')).toContain(shown);
});

it.each(['cancel my on-call', 'annule mon astreinte'])('offers to end a temporary duty: %s', async (words) => {
  const bot = await aBot();
  await bot.say(ada, 'oncall me until 18:00');
  expect(buttons(await bot.say(ada, words))).toContain('contact.endOnCall');
});

it.each(['delete 3', 'supprimer 3'])('opens the form that resolves, with nothing chosen: %s', async (words) => {
  const bot = await withAlerts();
  const reply = await bot.say(ada, words);
  expect(formOf(reply).id).toBe('alerts.resolve');
  expect(entered(reply)).toMatchObject({ reason: null });
});

describe('what somebody wants to report is in the form', () => {
  it.each([
    ['I want to report a strange log-in', 'a strange log-in'],
    ['un client nous a appelés pour signaler une connexion étrange', 'une connexion étrange'],
    ['I would like to report an incident', ''],
    ['je veux signaler quelque chose', ''],
  ])('%s', async (words, title) => {
    expect(entered(await (await aBot()).say(ada, words)).displayName).toBe(title);
  });
});

describe('a sentence hands over the duty', () => {
  const people = { [sam]: 'Sam Smith', [eve]: 'Eve' };
  async function withPeople(timezone = 'UTC') {
    const all = { ...people, [ada]: { name: 'Ada Lovelace', timezone } };
    const bot = await aBot({ chats: { people: all, channels: [{ channel: slackChannel, members: [sam] }] } });
    for (const who of [ada, sam, eve]) await bot.say(who, 'help');
    return bot;
  }

  it.each([
    ['hand over on call to Sam until tomorrow 9:00', 'tomorrow 9:00'],
    ['put Sam on call until tomorrow 9am', 'tomorrow 9am'],
    ['Sam takes over tonight', 'tomorrow 9:00'],
    ['give on call to Sam', ''],
    ['oncal sam', ''],
    ['oncall sam', ''],
    ['hand over to Sam until Monday', 'Monday 9:00'],
    ['Sam is on call until 28/11/2026 9:00', '28/11/2026 9:00'],
    ['hand on-call over to Sam Smith until 9h30 please', '9h30'],
    ['passer l’astreinte à Sam jusqu’à demain 9h', 'demain 9h'],
    ['transférer l’astreinte à Sam', ''],
    ['Sam prend l’astreinte ce soir', 'demain 9:00'],
    ['mettre Sam d’astreinte jusqu’à ce soir', 'ce soir 24:00'],
    ['confier l’astreinte à Sam jusqu’à lundi', 'lundi 9:00'],
    ['astreinte Sam', ''],
  ])('%s opens the form with Sam and the time, and puts nobody on call', async (words, until) => {
    const bot = await withPeople();
    const form = formOf(await bot.say(ada, words));
    expect(form).toMatchObject({ id: 'contact.onCall', problems: {} });
    expect(form.fields).toMatchObject([{ value: [{ id: sam, name: 'Sam Smith' }] }, { value: until }]);
    expect((await bot.tenant())?.overrides).toBeUndefined();
  });

  it.each([
    'hand over on call to <@U07SAM> until 18:00',
    'put <@U07SAM|sam> on call until 18:00',
    '<@U07SAM> prend l’astreinte jusqu’à 18:00',
  ])('%s means the person who is mentioned, by their id', async (words) => {
    const bot = await withPeople();
    bot.knows('slack:T1/U07SAM', 'Sam Jones');
    expect(formOf(await bot.say(ada, words)).fields).toMatchObject([{ value: [{ id: 'slack:T1/U07SAM' }] }, {}]);
  });

  it('of two people of that name nobody is chosen', async () => {
    const bot = await withPeople();
    bot.knows('slack:T1/U07SAM', 'Sam Jones');
    await bot.say('slack:T1/U07SAM', 'help');
    const form = formOf(await bot.say(ada, 'hand over on call to Sam until 18:00'));
    expect(form).toMatchObject({ fields: [{ value: [] }, {}], problems: { onCall: expect.stringContaining('“Sam”') } });
  });

  it.each(['hand over on call to Zoe until tomorrow 9:00', 'put Zoe on call until 9am', 'give on call to zoe'])(
    '%s: nobody is chosen in place of whom the bot does not know, and the form says so',
    async (words) => {
      const bot = await withPeople();
      const form = formOf(await bot.say(ada, words));
      expect(form.fields).toMatchObject([{ value: [] }, {}]);
      expect(form.problems.onCall).toMatch(/“zoe”/i);
    },
  );

  it.each(['put me on call until 18:00', 'I am on call until 18:00', 'je prends l’astreinte jusqu’à 18h'])(
    '%s means the asker',
    async (words) => {
      const bot = await withPeople();
      expect(formOf(await bot.say(ada, words)).fields).toMatchObject([{ value: [{ id: ada }] }, {}]);
    },
  );

  it.each(['who is on call?', 'is Sam on call tonight?', 'hand over on call'])('%s shows who is', async (words) => {
    const bot = await withPeople();
    const shown = await bot.say(ada, words);
    expect(titleOf(shown)).toBe('On call for Contoso');
    expect(buttons(shown)).toContain('contact.handOver');
  });

  it('the time is by the clock of who asks', async () => {
    const bot = await withPeople('Europe/Paris');
    const form = formOf(await bot.say(ada, 'hand over on call to Sam until 28/11/2026 9:00'));
    await bot.submit(ada, form, { onCall: ['UADA'], until: '28/11/2026 9:00' });
    expect((await bot.tenant())?.overrides).toMatchObject([{ who: ada, until: '2026-11-28T08:00:00.000Z' }]);
  });
});

describe('what the bot says by itself', () => {
  it.each(['hello', 'bonjour'])('%s is answered with the open alerts, where there are some', async (words) => {
    const bot = await withAlerts();
    const greeted = await bot.say(ada, words);
    expect(text(greeted)).toMatch(/\b3 alert/);
    expect(buttons(greeted)[0]).toBe('alerts.list');
    const quiet = await (await aBot()).say(ada, words);
    expect(buttons(quiet)).not.toContain('alerts.list');
  });

  it('thanks is answered without them', async () => {
    const bot = await withAlerts();
    expect(buttons(await bot.say(ada, 'thanks'))).not.toContain('alerts.list');
  });

  it('only where it is not sure, people may say that they meant something else', async () => {
    const bot = await aBot();
    const sure = await bot.say(ada, 'who is our security contact?');
    expect([titleOf(sure), buttons(sure)]).toEqual(['Who is our security contact?', ['contact.show']]);
  });

  it('what it does not know leads to what it can do', async () => {
    const bot = await aBot();
    expect(buttons(await bot.say(ada, 'who won the match?'))).toEqual(['faq.topics', 'help.show']);
  });

  it('help says how somebody else is put on call', async () => {
    const bot = await aBot();
    expect(text(await bot.say(ada, 'help all'))).toContain('oncall Sam until 9:00');
    expect(text(await bot.say(ada, 'aide tout'))).toContain('astreinte Sam jusqu’à 9:00');
  });
});

describe('what people call things', () => {
  it.each([
    ['status', 'check'],
    ['health', 'check'],
    ['missing', 'check'],
    ['what needs fixing', 'check'],
    ['statut', 'vérifier'],
    ['état', 'vérifier'],
    ['contact', 'show'],
    ['test', 'drill'],
    ['test alert', 'drill'],
    ['garde', 'astreinte'],
    ['piquet', 'astreinte'],
    ['remove', 'setup'],
    ['sources', 'alerts sources'],
    ['which systems send alerts', 'alerts sources'],
  ])('%s does what %s does', async (words, command) => {
    const bot = await aBot();
    expect(titleOf(await bot.say(ada, words))).toBe(titleOf(await bot.say(ada, command)));
  });

  it.each(['edit', 'change', 'modify', 'modifier'])('%s opens the form of the contact', async (words) => {
    const bot = await aBot();
    expect(formOf(await bot.say(ada, words)).id).toBe('contact.update');
  });

  it('version says which one runs', async () => {
    const bot = await aBot();
    expect(text(await bot.say(ada, 'version'))).toContain(`This bot runs version ${bot.world.version}.`);
  });

  it('french please answers in French', async () => {
    const bot = await aBot();
    expect((await bot.say(ada, 'in french please')).locale).toBe('fr');
  });

  it.each(['who won the match?', 'the printer is jammed', 'is friday a public holiday'])(
    'what has nothing to do with the bot has no answer: %s',
    async (words) => {
      const bot = await aBot();
      expect(titleOf(await bot.say(ada, words))).toBe('I do not know the answer');
    },
  );
});

it('a verb to the letter loads no model', async () => {
  const bot = await aBot({
    through: (world) => ({
      ...world,
      faq: () => {
        throw new Error('the models are loaded');
      },
    }),
  });
  await bot.send({ id: 'a' });
  for (const words of [
    'show',
    'show Contoso',
    'check',
    'alerts',
    'alerts high',
    'ack 1',
    'oncall',
    'history',
    'status',
  ])
    expect(titleOf(await bot.say(ada, words))).not.toBe('');
});
