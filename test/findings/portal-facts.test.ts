/** What people read of Microsoft's answers: on the card, in the weekly digest and in the report. */
import { describe, expect, it } from 'vitest';
import { plainOf } from '../../src/view/view.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea } from '../support/a-reminder-bot.ts';
import { ada, contoso } from '../support/partner.ts';
import { aFailure, scoreDoor } from '../support/score-door.ts';
import { hour } from '../support/time.ts';
import { scene } from '../views/scene.ts';

const label = { en: 'Contact on file at Microsoft', fr: 'Contact enregistré chez Microsoft' };

describe.each(['slack', 'teams'] as const)('the card on %s', (platform) => {
  it.each([
    ['en', 'compliant', 'yes (checked 2 hours ago; Microsoft does not say which contact)'],
    ['en', 'noncomplaint', 'no (checked 2 hours ago)'],
    ['en', 'partly', 'unknown (checked 2 hours ago)'],
    ['fr', 'compliant', 'oui, vérifié il y a 2 heures (Microsoft ne précise pas quel contact)'],
    ['fr', 'noncomplaint', 'non, vérifié il y a 2 heures'],
    ['fr', 'partly', 'inconnu (dernière tentative il y a 2 heures)'],
  ] as const)('says in %s what %s means, and how old it is', async (locale, status, value) => {
    const { setUp, record, say, member, world } = await scene(platform, locale);
    await setUp({ manager: member });
    await record({ onCall: [member] });
    expect(text(await say('show'))).not.toContain('Microsoft s');
    await scoreDoor(world).says(status);
    await world.time.advance(2 * hour);
    const fact = { label: label[locale], value };
    expect(cardOf(await say('show')).more?.facts).toContainEqual(fact);
  });
});

describe('an answer that is not known', () => {
  it.each([
    [
      'en',
      'unknown (checked just now). Last known answer: yes (checked 14 hours ago; Microsoft does not say which contact)',
    ],
    [
      'fr',
      'inconnu (dernière tentative à l’instant). Dernière réponse obtenue : oui, il y a 14 heures (Microsoft ne précise pas quel contact)',
    ],
  ] as const)('says in %s what was known last, and how old that is', async (locale, value) => {
    const { setUp, record, say, member, world } = await scene('slack', locale);
    await setUp({ manager: member });
    await record({ onCall: [member] });
    const door = scoreDoor(world);
    await door.says('compliant');
    await world.time.advance(14 * hour);
    door.requirements = aFailure('permission');
    await door.run();
    expect(cardOf(await say('show')).more?.facts).toContainEqual({ label: label[locale], value });
  });

  it('is shown where no contact is recorded too', async () => {
    const { setUp, say, world } = await scene('teams', 'en');
    await setUp();
    await scoreDoor(world).says('compliant');
    const value = 'yes (checked just now; Microsoft does not say which contact)';
    expect(cardOf(await say('show')).more?.facts).toContainEqual({ label: label.en, value });
  });
});

it('the weekly digest says it, and says nothing where Microsoft is not asked', async () => {
  for (const isAsked of [true, false]) {
    const bot = await aReminderBot({ admins: [ada, bea] });
    await bot.press(ada, 'reminders.weekly', `${contoso} on`);
    await bot.until('2026-11-30T06:30:00.000Z');
    if (isAsked) await scoreDoor(bot.world).says('noncomplaint');
    await bot.until('2026-11-30T12:00:00.000Z');
    const [digest] = bot.digests(ada);
    const said = plainOf(digest?.card.footer ?? '');
    expect(said.includes(label.en)).toBe(isAsked);
    if (isAsked) expect(said).toContain(`${label.en}: no (checked 2 hours ago)`);
  }
});

describe('the report', () => {
  it.each([
    [
      'en',
      [
        'Average response time, according to Microsoft: 3.5 hours (checked 3 hours ago)',
        'Partner security score: 60.5 of 100 (checked 3 hours ago)',
      ],
    ],
    [
      'fr',
      [
        'Temps de réponse moyen, calculé par Microsoft : 3,5 heures (relevé il y a 3 heures)',
        'Score de sécurité du partenaire : 60,5 sur 100 (relevé il y a 3 heures)',
      ],
    ],
  ] as const)(
    'of this month has Microsoft’s figures in %s with their age; that of another month has none',
    async (locale, lines) => {
      const { setUp, say, world } = await scene('slack', locale);
      await setUp();
      await scoreDoor(world).run();
      await world.time.advance(3 * hour);
      const colon = locale === 'fr' ? ' : ' : ': ';
      const facts = async (words: string) =>
        cardOf(await say(words)).facts.map((one) => `${one.label}${colon}${one.value}`);
      expect(await facts('report')).toEqual(lines);
      expect(await facts('report 2026-10')).toEqual([]);
    },
  );
});
