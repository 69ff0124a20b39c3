import { expect, it } from 'vitest';
import { type Card, plainOf, type Text } from '../../src/view/view.ts';
import { cardOf, type Values } from '../support/a-bot.ts';
import { scene } from '../views/scene.ts';

const advice = {
  en: 'Microsoft does not say what to enter for a group. I suggest your company’s name',
  fr: 'Microsoft n’indique pas quoi saisir pour un groupe. Je suggère le nom de votre société, toujours écrit de la même façon',
} as const;

const readIn = (text: Text | null | undefined) => plainOf(text ?? '').replaceAll('\u00a0', ' ');
const stepsIn = (card: Card) => card.text.map(readIn).join('\n');

it.each(['en', 'fr'] as const)(
  'for a group, the saved card and the contact’s say what last name to type in the portal, in %s',
  async (locale) => {
    const on = await scene('slack', locale);
    await on.setUp();
    expect(stepsIn(cardOf(await on.record()))).toContain(advice[locale]);
    expect(readIn(cardOf(await on.say('show')).more?.text.flat())).toContain(advice[locale]);
  },
);

it.each<Values>([{ lastName: 'Contoso' }, { kind: 'person', firstName: 'Ada', lastName: 'Contoso' }])(
  'a last name that is recorded is what to type: %j',
  async (names) => {
    const on = await scene('teams', 'en');
    await on.setUp();
    const steps = stepsIn(cardOf(await on.record(names)));
    expect(steps).toContain('Last name: Contoso');
    expect(steps).not.toContain('Microsoft does not say');
    expect(readIn(cardOf(await on.say('show')).more?.text.flat())).not.toContain('Microsoft does not say');
  },
);
