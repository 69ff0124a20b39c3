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
import { type Question, typed } from '../cards/question-ref.ts';
import { smalltalkCard } from '../cards/smalltalk-card.ts';
import { topicsCard } from '../cards/topics.ts';
import { unknownCard, unsureCard } from '../cards/unknown-card.ts';
import { listProposals } from '../experts/proposals.ts';
import { listMisses } from '../statistics/misses.ts';
import { count, noted, recordMiss, redactQuestion } from '../statistics/record.ts';
import { showEntry } from './show-entry.ts';

/** What admins list: `faq misses`, `faq proposals`. */
const lists: readonly { english: string; french: readonly string[]; list: CommandHandler }[] = [
  { english: 'misses', french: ['lacunes', 'sans reponse'], list: listMisses },
  { english: 'proposals', french: ['propositions'], list: listProposals },
];

/** `faq` alone lists topics; `faq` and a question answers it. `show` is the verb of the contact: what asks for it gets its card too. */
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

/** Answers a question by what the matcher says of it: with the entry, with those that may be meant, or that there is none. */
export async function answerQuestion(
  asker: Request,
  { text, match: { language: written, outcome } }: { text: string; match: FaqMatch },
  show: CommandHandler,
  world: World,
): Promise<Reply> {
  const isStrayWord = outcome.kind === 'unknown' && !/\s/.test(text.trim());
  const language = isStrayWord && asker.actor.locale === 'fr' ? 'fr' : written;
  // «merci» says little of what its sender reads, and a word that nobody taught no more.
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
