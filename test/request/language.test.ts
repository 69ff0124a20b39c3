import { expect, it } from 'vitest';
import { createBot } from '../../src/bot.ts';
import { aBot, cardOf, formOf } from '../support/a-bot.ts';
import { readOf } from '../support/a-faq-bot.ts';
import { ada, contoso, sam, slackChannel } from '../support/partner.ts';
import { scene } from '../views/scene.ts';

it('a French verb is followed by French buttons and forms, whatever the language of the client', async () => {
  const { say, press, submit } = await scene('teams', 'en');
  await say('afficher');
  expect(cardOf(await press('contact.history', contoso)).title).toBe('Cet élément n’est plus à jour');
  const form = formOf(await press('contact.setup', 'new'));
  expect(form.title).toBe('Locataire partenaire');
  expect(readOf(await submit(form, {}))).toContain('Remplissez ce champ.');
});

it('an English verb ends it, an English question too', async () => {
  const { say, press } = await scene('teams', 'en');
  await say('aide');
  await say('help');
  expect(cardOf(await press('help.show', '')).title).toBe('What this bot can do');
  await say('aide');
  await say('who may change the security contact?');
  expect(cardOf(await press('help.show', '')).title).toBe('What this bot can do');
});

it.each(['qui peut modifier le contact de sécurité ?', 'faq qui peut modifier le contact de sécurité ?'])(
  '“%s” is followed by French',
  async (said) => {
    const { say, press } = await scene('teams', 'en');
    await say(said);
    expect(cardOf(await press('help.show', '')).title).toBe('Ce que je sais faire');
    expect(cardOf(await say('faq')).title).toBe('Les questions auxquelles je réponds');
    expect(await say('urgent')).toMatchObject({ locale: 'fr' });
  },
);

it.each(['aide', 'faq lacunes', 'vérrifer', 'qui est-ce ?'])(
  '“%s” is answered in French, what is typed next is not',
  async (said) => {
    const { say, press } = await scene('teams', 'en');
    expect(await say(said)).toMatchObject({ locale: 'fr' });
    expect(await press('help.show', '')).toMatchObject({ locale: 'fr' });
    expect(await say('urgent')).toMatchObject({ locale: 'en' });
    expect(await press('help.show', '')).toMatchObject({ locale: 'en' });
  },
);

it('a sentence makes its language that of the conversation, and of no other one', async () => {
  const bot = await aBot({ locale: 'en' });
  const sentence = 'qui peut modifier le contact de sécurité ?';
  expect(await bot.say(sam, sentence, slackChannel)).toMatchObject({ locale: 'fr' });
  expect(await bot.say(sam, 'faq', slackChannel)).toMatchObject({ locale: 'fr' });
  expect(await bot.press(sam, 'help.show', '', slackChannel)).toMatchObject({ locale: 'fr' });
  expect(await bot.say(sam, 'faq')).toMatchObject({ locale: 'en' });
  expect(await bot.press(sam, 'help.show', '')).toMatchObject({ locale: 'en' });
  await bot.say(sam, sentence);
  expect(await bot.opens(sam)).toMatchObject({ locale: 'en' });
  expect(await bot.say(ada, 'faq', slackChannel)).toMatchObject({ locale: 'en' });
});

it('a form that comes without its channel is answered in the language that was typed last', async () => {
  const bot = await aBot({ locale: 'en' });
  const form = formOf(await bot.say(ada, 'modifier', slackChannel));
  expect(readOf(await bot.submit(ada, form, {}))).toContain('Remplissez ce champ.');
});

it.each([
  ['en', 'qui peut modifier le contact de sécurité ?', 'In English', /^Who may/],
  ['fr', 'who may change the security contact?', 'En français', /^Qui peut/],
  ['en', 'rapport', 'In English', /^Your CSP security contact/],
  ['en', 'vérrifer', 'In English', /^I did not understand/],
] as const)(
  'in %s, the answer to “%s” has the button “%s”, which ends the other language',
  async (locale, said, label, own) => {
    const { say, press } = await scene('teams', locale);
    const button = cardOf(await say(said)).buttons.filter((one) => one.label === label);
    expect(button).toHaveLength(1);
    const again = await press(button[0]?.id ?? '', button[0]?.value ?? '');
    expect(again).toMatchObject({ locale, instead: true });
    expect(cardOf(again).title).toMatch(own);
    expect(cardOf(again).buttons.map((one) => one.id)).not.toContain('answers.own');
    expect(await press('help.show', '')).toMatchObject({ locale });
    expect(await say('faq')).toMatchObject({ locale });
  },
);

it('a follow-up is answered again by the question before it', async () => {
  const { say, press } = await scene('teams', 'en');
  await say('qui peut modifier le contact de sécurité ?');
  const answer = await say('et qui peut le voir ?');
  const french = cardOf(answer);
  const last = answer.kind === 'cards' ? answer.cards.at(-1) : null;
  const button = last?.buttons.find(({ id }) => id === 'answers.own');
  const english = cardOf(await press('answers.own', button?.value ?? ''));
  expect(french.title).toMatch(/^Qui est notre contact de sécurité actuel/);
  expect(english.title).toBe('Who is our security contact now, and who may see it?');
});

it('what changed something is not done again in another language', async () => {
  const bot = await aBot({ locale: 'en' });
  await bot.send({});
  const done = cardOf(await bot.say(ada, 'prendre 1'));
  expect(done.buttons.map(({ id }) => id)).not.toContain('answers.own');
  const resolved = await bot.press(ada, 'answers.own', ' resolve 1 fraud');
  expect(cardOf(resolved).title).toBe('What this bot can do');
  expect(await bot.alert('webhook:default a1')).toMatchObject({ status: 'investigating' });
});

it('lasts an hour, for the one who spoke, until the bot starts again', async () => {
  const { world, admin, member, say, press } = await scene('teams', 'en');
  await say('aide');
  expect(cardOf(await press('help.show', '', member)).title).toBe('What this bot can do');
  const again = createBot(world);
  const doing = {
    from: admin,
    locale: 'en',
    fromChannel: null,
    key: null,
    kind: 'press',
    button: 'help.show',
    value: '',
  } as const;
  expect(cardOf(await again.handle(doing)).title).toBe('What this bot can do');
  world.time.set(new Date(Date.parse(world.clock.now()) + 3_599_000).toISOString());
  expect(cardOf(await press('help.show', '')).title).toBe('Ce que je sais faire');
  world.time.set(new Date(Date.parse(world.clock.now()) + 1_000).toISOString());
  expect(cardOf(await press('help.show', '')).title).toBe('What this bot can do');
});

it.each(['show me the contact', 'report of last month please'])(
  'English words around a verb are answered in English, once: %s',
  async (words) => {
    const bot = await aBot({ locale: 'fr' });
    expect(await bot.say(ada, words)).toMatchObject({ locale: 'en' });
    expect(await bot.say(ada, 'show')).toMatchObject({ locale: 'fr' });
  },
);

it('one word that it does not know does not end French', async () => {
  const { say, press } = await scene('teams', 'en');
  await say('qui peut modifier le contact de sécurité ?');
  expect(readOf(await say('brouette'))).toContain('Je ne sais pas');
  expect(cardOf(await press('help.show', '')).title).toBe('Ce que je sais faire');
});

it('thanks are no sign of a language', async () => {
  const { say, press } = await scene('teams', 'en');
  await say('merci');
  expect(cardOf(await press('help.show', '')).title).toBe('What this bot can do');
});

it('the lists of the FAQ are French by their French names', async () => {
  const { say } = await scene('slack', 'en');
  expect(cardOf(await say('faq lacunes')).title).toBe('Questions sans réponse');
  expect(cardOf(await say('faq propositions')).title).toBe('Entrées proposées pour la FAQ');
  await say('help');
  expect(cardOf(await say('faq misses')).title).toBe('Questions without an answer');
});

it.each([
  ['rapel', 'rappels'],
  ['historiqe', 'historique'],
])('“%s” is a slip of “%s”, and does what that does', async (typo, verb) => {
  const { say } = await scene('teams', 'fr');
  expect(cardOf(await say(typo)).title).toBe(cardOf(await say(verb)).title);
});

it('a slip that is as near to both languages is one in the person’s own', async () => {
  const said = async (locale: 'en' | 'fr') => {
    const { say, world } = await scene('teams', locale);
    const faq = world.faq();
    world.faq = () => ({ ...faq, intentsOf: () => [] });
    return readOf(await say('confirme'));
  };
  expect(await said('fr')).toMatch(/dire «.confirmer.»/);
  expect(await said('en')).toContain('Did you mean “confirm”');
});

it.each(['aidez-moi', 'Aidez-moi !', 'aidez moi', 'aidez-nous svp'])('“%s” asks for help', async (said) => {
  const read = readOf(await (await scene('teams', 'en')).say(said));
  expect(read).toContain('Ce que je sais faire');
  expect(read).not.toContain('Je ne connais pas');
});

it('every reply says its language: that of the question, of the verb, or else of the person', async () => {
  const { say, press, outsider, world } = await scene('teams', 'en');
  expect(await say('qui peut modifier le contact de sécurité ?')).toMatchObject({ locale: 'fr' });
  expect(await press('help.show', '')).toMatchObject({ locale: 'fr' });
  expect(await say('who may change the security contact?')).toMatchObject({ locale: 'en' });
  expect(await say('merci')).toMatchObject({ locale: 'fr' });
  expect(await press('help.show', '')).toMatchObject({ locale: 'en' });
  world.teams.people.set(outsider, { kind: 'stranger', id: outsider, why: 'guest' });
  expect(await say('aide', outsider)).toMatchObject({ locale: 'fr' });
  const { say: dire, press: presser } = await scene('slack', 'fr');
  expect(await dire('who may change the security contact?')).toMatchObject({ locale: 'en' });
  expect(await presser('help.show', '')).toMatchObject({ locale: 'en' });
});
