import { firstTime } from '../../act-once.ts';
import { inLanguage } from '../../in-language.ts';
import { refusal } from '../../request/authorize.ts';
import type { PressHandler } from '../../request/request.ts';
import { count, noted, settle } from './count.ts';
import { keepable } from './keepable.ts';
import { noteMiss } from './note-miss.ts';
import { unpacked } from './question.ts';
import { unknownCard } from './unknown-card.ts';

/** None of those that might have been meant: a question without an answer. */
export const pressNone: PressHandler = async (asker, value, world) => {
  const asked = unpacked(value);
  if (!asked) return refusal(asker.words, [asker.words.faq.gone]);
  const request = inLanguage(asker, asked.language);
  const text = await keepable(asked.text, world);
  await noted(async (tx) => {
    const at = world.clock.now();
    const turn = asked.turn ?? request.key;
    if (!(await firstTime(tx, turn && `none ${turn}`, at))) return;
    await (asked.turn === null ? count(tx, 'unknown', at) : settle(tx, asked.turn, 'unknown', at));
    await noteMiss(tx, { text, language: asked.language, unhelpful: null }, { by: request.actor.id, at });
  }, world);
  const { outcome } = world.faq().match(asked.text, asked.language);
  const nearest = outcome.kind === 'unknown' ? outcome.nearest : [];
  return { kind: 'card', instead: true, card: await unknownCard(request, { ...asked, turn: null }, nearest, world) };
};
