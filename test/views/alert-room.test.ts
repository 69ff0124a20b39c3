import { describe, expect, it } from 'vitest';
import { renderCard } from '../../adapters/teams/render/card.ts';
import { Locale } from '../../src/domain/tenant/locales.ts';
import type { Reply } from '../../src/request/interaction.ts';
import { cardProblems } from '../support/adaptive-card-validator.ts';
import { blockKitProblems } from '../support/block-kit-validator.ts';
import { card, filledWith, posted, ready, resolves, type Sent, sends, storms } from './alert-scene.ts';
import { onSlack } from './on-slack.ts';
import { most, onTeams } from './on-teams.ts';
import { type Scene, scene } from './scene.ts';

/** What nobody sees is gone before it takes room: Slack does not take it at all. */
const unseen = ['\u0007', '\ud800', '\u200b'];
/** What takes the most room escaped, in JSON, and in UTF-8. */
const characters = ['&', '<', '"', '\\', '\n', '😀', 'é', ...unseen];
const everywhere = characters.flatMap((character) =>
  Locale.options.map((locale) => ({ locale, character, shown: JSON.stringify(character) })),
);
const ten = (sent: Sent, more: object = {}) =>
  Array.from({ length: 10 }, (_, n) => ({ ...sent, id: `f${n}`, ...more }));

describe.each(everywhere)('an alert full of $shown in $locale', ({ locale, character }) => {
  const sent = filledWith(character);
  const on = async (platform: 'slack' | 'teams') => {
    const set = await scene(platform, locale);
    await ready(set);
    return set;
  };
  function fits(reply: Reply) {
    expect(onSlack(reply, locale).flatMap(blockKitProblems)).toEqual([]);
    expect(JSON.stringify(onSlack(reply, locale))).not.toMatch(/\\u0007|\\ud800|\u200b/);
    for (const surface of ['chat', 'dialog', 'inline'] as const)
      expect(onTeams(reply, locale, surface, most).flatMap(cardProblems)).toEqual([]);
  }
  const words = (reply: Reply) => JSON.stringify(reply.kind === 'card' ? renderCard(reply.card, 'chat') : reply);
  const pointers: Readonly<Record<Locale, string>> = {
    en: 'To see all of it, type “/security-contact alerts 1”.',
    fr: 'écrivez «\u00a0/security-contact alertes 1\u00a0».',
  };
  const pointer = pointers[locale];

  it('is taken as a card, which says where all of it is, if there is more', async () => {
    const one = await on('slack');
    await sends(one, { ...sent, id: 'x' });
    const shown = await card(one, 'alert');
    fits(shown);
    if (unseen.includes(character)) expect(words(shown)).not.toContain(pointer);
    else expect(words(shown)).toContain(pointer);
  });

  it('is taken when it is resolved with a note of them, in its thread and as a story', async () => {
    const one = await on('slack');
    const id = await sends(one, { ...sent, id: 'x' });
    await sends(one, { ...sent, id: 'x', displayName: `${character.repeat(140)}!` });
    await posted(one);
    await resolves(one, id, `x${character.repeat(Math.floor(498 / character.length))}x`);
    fits(await card(one, 'alert'));
    fits(await card(one, 'followUp'));
    fits(await one.say('alerts 1'));
  });

  it.each(['slack', 'teams'] as const)(
    'is taken ten at a time in a list and in a grouped card on %s',
    async (where) => {
      const one: Scene = await on(where);
      one.world.settings.stormLimit = 5;
      await sends(one, ...ten(sent, { severity: 'medium', over: { at: null } }));
      fits(await one.say('alerts'));
      await storms(one);
      fits(await card(one, 'digest'));
    },
  );
});
