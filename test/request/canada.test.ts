/** People whose platform says `fr-CA` read French as it is written in Québec; the language that is stored stays `fr`. */
import { expect, it } from 'vitest';
import { regionOfTag } from '../../src/domain/tenant/locales.ts';
import { fr } from '../../src/messages/fr/words.ts';
import { frenchOfCanada } from '../../src/messages/french-of-canada.ts';
import { messages } from '../../src/messages/messages.ts';
import { aBot, cardOf, text } from '../support/a-bot.ts';
import { ada, sam } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const canadian = { name: 'Ada', locale: 'fr', region: 'CA' } as const;
const french = { name: 'Ada', locale: 'fr' } as const;

it.each([
  ['fr-CA', 'CA'],
  ['fr_ca', 'CA'],
  ['fr-FR', null],
  ['fr', null],
  ['', null],
])('“%s” has the region %s', (tag, region) => {
  expect(regionOfTag(tag)).toBe(region);
});

it('reads courriel, de garde and 24 heures sur 24, and no space before ? and !', async () => {
  const bot = await aBot({ locale: null });
  bot.knows(ada, canadian);
  expect(text(await bot.say(ada, 'modifier'))).toContain('Adresse courriel');
  expect(text(await bot.say(ada, 'afficher'))).toContain('Disponibilité 24 heures sur 24');
  expect(cardOf(await bot.say(ada, 'qui est d’astreinte ?')).title).toBe('Garde de Contoso');
  expect(text(await bot.say(ada, 'confirmer tout'))).toMatch(/\p{L}\?/u);
  expect(text(await bot.say(ada, 'confirmer tout'))).not.toMatch(/[\s\u202f][?!;]/);
  bot.knows(ada, french);
  await bot.say(ada, 'confirmer');
  await bot.passes(6 * minute);
  expect(text(await bot.say(ada, 'afficher'))).toMatch(/24.h\/24/);
  expect(cardOf(await bot.say(ada, 'qui est d’astreinte ?')).title).toBe('Astreinte de Contoso');
  expect(text(await bot.say(ada, 'confirmer tout'))).toMatch(/[\u00a0\u202f]\?/);
});

it('stores the language as `fr`, with the region apart, and forgets the region with the language', async () => {
  const bot = await aBot({ locale: null });
  bot.knows(ada, canadian);
  await bot.say(ada, 'aide');
  expect(await bot.stored('people')).toMatchObject([{ id: ada, locale: 'fr', region: 'CA' }]);
  bot.knows(ada, french);
  await bot.say(ada, 'confirmer');
  const [row] = await bot.stored('people');
  expect(row).toMatchObject({ id: ada, locale: 'fr' });
  expect(row).not.toHaveProperty('region');
});

it('what the bot sends unasked is in it too', async () => {
  const bot = await aBot({ locale: null });
  bot.knows(ada, canadian);
  await bot.say(ada, 'aide');
  await bot.edit({ contact: null });
  await bot.send({});
  await bot.passes();
  const told = bot.inPrivate(ada).map(({ card }) => text(card));
  expect(told.length).toBeGreaterThan(0);
  for (const one of told) expect(one).not.toMatch(/[\u00a0\u202f][?!;]|e-mail|astreinte/);
});

it('leaves what people wrote as they wrote it', async () => {
  const bot = await aBot({ locale: null });
  bot.knows(ada, canadian);
  await bot.send({ displayName: 'e-mail d’astreinte 24 h/24', description: 'un e-mail' });
  const read = text(await bot.say(ada, '1'));
  expect(read).toContain('e-mail d’astreinte 24 h/24');
  expect(text(await bot.say(ada, 'alertes e-mail'))).toContain('e-mail');
});

it('has every message of French, and the same for English', () => {
  const keys = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !(value instanceof RegExp)
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, keys(one)]))
      : typeof value;
  expect(keys(frenchOfCanada)).toEqual(keys(messages('fr')));
  expect(frenchOfCanada.typed).toBe(fr.typed);
  expect(messages('en', 'CA')).toBe(messages('en'));
});

it('another person reads their own French', async () => {
  const bot = await aBot({ locale: null });
  bot.knows(ada, canadian);
  bot.knows(sam, { name: 'Sam', locale: 'fr' });
  await bot.say(ada, 'aide');
  expect(cardOf(await bot.say(sam, 'qui est d’astreinte ?')).title).toBe('Astreinte de Contoso');
});
