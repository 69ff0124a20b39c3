import { firstTime } from '../../act-once.ts';
import { inLanguage } from '../../in-language.ts';
import { refusal } from '../../request/authorize.ts';
import type { PressHandler } from '../../request/request.ts';
import { entryOf } from '../entry-of.ts';
import { answerCard } from './answer-card.ts';
import { count, noted } from './count.ts';
import { unpacked } from './question.ts';

/** «Yes, it helped»: counted once a day for a person and an answer. */
export const pressHelpful: PressHandler = async (asker, value, world) => {
  const asked = unpacked(value);
  const entry = entryOf(world.faq(), asked?.entry ?? null);
  if (!asked || !entry) return refusal(asker.words, [asker.words.faq.gone]);
  const request = inLanguage(asker, asked.language);
  await noted(async (tx) => {
    const at = world.clock.now();
    if (await firstTime(tx, `helped ${request.actor.id} ${entry.id} ${at.slice(0, 10)}`, at))
      await count(tx, 'helpful', at);
  }, world);
  const card = await answerCard(request, entry, asked, world, request.words.faq.helped.thanks);
  return { kind: 'card', instead: true, card };
};
