import { expect, it } from 'vitest';
import { createBot } from '../../src/bot.ts';
import { cardOf, formOf } from '../support/a-bot.ts';
import { readOf } from '../support/a-faq-bot.ts';
import { contoso } from '../support/partner.ts';
import { scene } from '../views/scene.ts';

it('a French verb is followed by French buttons and forms, whatever the language of the client', async () => {
  const { say, press, submit } = await scene('teams', 'en');
  await say('afficher');
  expect(cardOf(await press('contact.history', contoso)).title).toBe('Ce n’est plus à jour');
  const form = formOf(await press('contact.setup', 'new'));
  expect(form.title).toBe('Locataire partenaire');
  expect(readOf(await submit(form, {}))).toContain('Remplissez ce champ.');
});

it('an English verb ends it, an English question too', async () => {
  const { say, press } = await scene('teams', 'en');
  await say('aide');
  await say('help');
  expect(cardOf(await press('help.show', '')).title).toBe('What I can do');
  await say('aide');
  await say('who may change the security contact?');
  expect(cardOf(await press('help.show', '')).title).toBe('What I can do');
});

it.each([
  'qui peut modifier le contact de sécurité ?',
  'faq qui peut modifier le contact de sécurité ?',
  'faq lacunes',
])('“%s” is followed by French', async (said) => {
  const { say, press } = await scene('teams', 'en');
  await say(said);
  expect(cardOf(await press('help.show', '')).title).toBe('Ce que je sais faire');
  expect(cardOf(await say('faq')).title).toBe('Les questions auxquelles je réponds');
});

it('lasts an hour, for the one who spoke, until the bot starts again', async () => {
  const { world, admin, member, say, press } = await scene('teams', 'en');
  await say('aide');
  expect(cardOf(await press('help.show', '', member)).title).toBe('What I can do');
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
  expect(cardOf(await again.handle(doing)).title).toBe('What I can do');
  world.time.set(new Date(Date.parse(world.clock.now()) + 3_599_000).toISOString());
  expect(cardOf(await press('help.show', '')).title).toBe('Ce que je sais faire');
  world.time.set(new Date(Date.parse(world.clock.now()) + 1_000).toISOString());
  expect(cardOf(await press('help.show', '')).title).toBe('What I can do');
});

it('one word that it does not know does not end French', async () => {
  const { say, press } = await scene('teams', 'en');
  await say('qui peut modifier le contact de sécurité ?');
  expect(readOf(await say('brouette'))).toContain('Je ne sais pas');
  expect(cardOf(await press('help.show', '')).title).toBe('Ce que je sais faire');
});

it('thanks are no sign of a language', async () => {
  const { say, press } = await scene('teams', 'en');
  await say('merci');
  expect(cardOf(await press('help.show', '')).title).toBe('What I can do');
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
  expect(await presser('help.show', '')).toMatchObject({ locale: 'fr' });
});
