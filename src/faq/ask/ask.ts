import type { FaqEvent } from '../../domain/faq/question.ts';
import { fold } from '../../domain/text/words.ts';
import type { FaqMatch } from '../../ports/faq.ts';
import type { World } from '../../ports/world.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import { matchOf } from '../../request/command-or-question.ts';
import type { Reply } from '../../request/interaction.ts';
import { answeredIn, inLanguage } from '../../request/language.ts';
import type { CommandHandler, Request } from '../../request/request.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { smalltalkCard, unknownCard, unsureCard } from '../cards/no-answer-cards.ts';
import { type Question, typed } from '../cards/question-ref.ts';
import { topicsCard } from '../cards/topics.ts';
import { listProposals } from '../experts/proposals.ts';
import { listMisses } from '../statistics/misses.ts';
import { count, noted, recordMiss, redactQuestion } from '../statistics/record.ts';
import { showEntry } from './show-entry.ts';

/** The lists for admins: `faq misses` and `faq proposals`. */
const lists: readonly { english: string; french: readonly string[]; list: CommandHandler }[] = [
  { english: 'misses', french: ['lacunes', 'sans reponse'], list: listMisses },
  { english: 'proposals', french: ['propositions'], list: listProposals },
];

/**
 * Returns the handler of `faq`: alone it lists the topics, and with a question it answers that. `show` makes the card of the security
 * contact, which comes with the answers about the contact.
 */
export function faqVerb(show: CommandHandler): CommandHandler {
  return async (request, rest, world) => {
    const word = fold(rest).replace(/\s+/g, ' ');
    if (word === '') return { kind: 'card', instead: false, card: topicsCard(request, world) };
    const inFrench = lists.find(({ french }) => french.includes(word));
    if (inFrench) return inFrench.list(answeredIn(request, 'fr'), '', world);
    const named = lists.find(({ english }) => english === word);
    if (named) return named.list(request, '', world);
    const known = { tenants: await tenantsByName(world), locale: request.actor.locale, faq: world.faq() };
    return answerQuestion(request, { text: rest, match: matchOf(rest, known) }, show, world);
  };
}

/** Answers a question by its match: with one entry, with a choice of entries, or with the sentence that there is no answer. */
export async function answerQuestion(
  asker: Request,
  { text, match: { language: written, outcome } }: { text: string; match: FaqMatch },
  show: CommandHandler,
  world: World,
): Promise<Reply> {
  const isStrayWord = outcome.kind === 'unknown' && !/\s/.test(text.trim());
  const language = isStrayWord && asker.actor.locale === 'fr' ? 'fr' : written;
  // «merci» or an unknown word alone is too little to remember a language by: only this reply is in it.
  const request = (outcome.kind === 'smalltalk' || isStrayWord ? inLanguage : answeredIn)(asker, language);
  const asked = typed(text, language);
  switch (outcome.kind) {
    case 'smalltalk':
      return { kind: 'card', instead: false, card: smalltalkCard(request, text, world) };
    case 'answer':
      await remember(request, asked, 'answered', world);
      return showEntry(request, { ...asked, entry: outcome.entry }, show, world);
    case 'unsure':
      await remember(request, asked, 'askedBack', world);
      return {
        kind: 'card',
        instead: false,
        card: unsureCard(request, { ...asked, turn: world.ids.reference() }, outcome.entries, world),
      };
    case 'unknown':
      await remember(request, asked, 'unknown', world);
      return { kind: 'card', instead: false, card: await unknownCard(request, asked, outcome.nearest, world) };
  }
}

/** Counts the question once; keeps it, redacted, when it met no answer. */
async function remember({ actor, key }: Request, asked: Question, event: FaqEvent, world: World): Promise<void> {
  const text = event === 'unknown' ? await redactQuestion(asked.text, world) : '';
  return noted(async (tx) => {
    const at = world.clock.now();
    if (await wasDone(tx, key)) return;
    await markDone(tx, key, at);
    await count(tx, event, at);
    if (event === 'unknown')
      await recordMiss(tx, { text, language: asked.language, unhelpful: null }, { by: actor.id, at });
  }, world);
}
