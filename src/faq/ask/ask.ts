import { entryOf } from '../../domain/faq/entry.ts';
import { isOwnRecord } from '../../domain/faq/own-record.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import { fold } from '../../domain/text/words.ts';
import type { FaqMatch } from '../../ports/faq.ts';
import { inTime, type World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import { matchOf } from '../../request/command-or-question.ts';
import type { Reply } from '../../request/interaction.ts';
import { answeredIn, inLanguage } from '../../request/language.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { firstTime } from '../../store/idempotency.ts';
import type { Card } from '../../view/view.ts';
import { answerCard } from '../cards/answer-card.ts';
import { smalltalkCard, unknownCard, unsureCard } from '../cards/no-answer-cards.ts';
import { type QuestionRef, typed, withQuestion } from '../cards/question-ref.ts';
import { topicsCard } from '../cards/topics.ts';
import { changeIfWritable, count, countChoice, recordMiss } from '../statistics/record.ts';
import { redactQuestion } from '../statistics/redact-question.ts';
import { answerFromRecord, type OwnRecord } from './own-record.ts';

/** Admins get these lists by the words behind `faq`. `inFrench` is true for words that only people who speak French type. */
const lists: ReadonlyMap<string, { button: string; inFrench: boolean }> = new Map([
  ['misses', { button: 'faq.misses', inFrench: false }],
  ['lacunes', { button: 'faq.misses', inFrench: true }],
  ['sans reponse', { button: 'faq.misses', inFrench: true }],
  ['proposals', { button: 'faq.proposals', inFrench: false }],
  ['propositions', { button: 'faq.proposals', inFrench: true }],
]);

/** Returns the handler of `faq`: alone it lists the topics, and with a question it answers that. */
export function faqVerb(own: OwnRecord): CommandHandler {
  return async (request, rest, world) => {
    const word = fold(rest).replace(/\s+/g, ' ');
    if (word === '') return cardReply(topicsCard(request, world));
    const named = lists.get(word);
    if (named) return own.pressed(named.button)(named.inFrench ? answeredIn(request, 'fr') : request, '', world);
    const { actor, after } = request;
    const known = { tenants: await tenantsByName(world), locale: actor.locale, faq: world.faq(), after };
    return answerQuestion(request, { text: rest, match: matchOf(rest, known) }, own, world);
  };
}

/** Answers a question by its match: with its answer, with a choice of answers, or with the sentence that there is none. */
export async function answerQuestion(
  asker: Request,
  { text, match: { language: written, outcome } }: { text: string; match: FaqMatch },
  own: OwnRecord,
  world: World,
): Promise<Reply> {
  const isStrayWord = outcome.kind === 'unknown' && !/\s/.test(text.trim());
  const language = isStrayWord && asker.actor.locale === 'fr' ? 'fr' : written;
  // «merci» or an unknown word alone is too little to remember a language by: only this reply is in it.
  const request = (outcome.kind === 'smalltalk' || isStrayWord ? inLanguage : answeredIn)(asker, language);
  const asked = { ...typed(text, language), after: request.after };
  if (outcome.kind === 'smalltalk') return cardReply(smalltalkCard(request, text, world));
  if (outcome.kind === 'record') {
    const { reply, told } = await answerFromRecord(request, outcome.about, asked, own, world);
    // It counts as an answer where it contains a fact.
    if (told) await recordOutcome(request, asked, 'record', world);
    return reply;
  }
  await recordOutcome(request, asked, outcome.kind, world);
  switch (outcome.kind) {
    case 'answer':
      return showEntry(request, { ...asked, entry: outcome.entry }, own, world);
    case 'answers':
      return showBoth(request, asked, outcome.entries, world);
    case 'unsure':
      return cardReply(unsureCard(request, { ...asked, turn: world.ids.reference() }, outcome.entries, world));
    case 'unknown':
      return cardReply(await unknownCard(request, asked, world));
  }
}

function cardReply(card: Card): Reply {
  return { kind: 'card', instead: false, card };
}

const events = {
  answer: 'answered',
  answers: 'answered',
  record: 'answered',
  unsure: 'askedBack',
  unknown: 'unknown',
} as const;

/** Counts the question once; keeps it, redacted, when it met no answer. */
async function recordOutcome(
  { actor, key }: Request,
  { text, language }: QuestionRef,
  outcome: keyof typeof events,
  world: World,
): Promise<void> {
  const miss = outcome === 'unknown' ? { text: await redactQuestion(text, world), language, unhelpful: null } : null;
  await changeIfWritable(world, async (tx, at) => {
    if (!(await firstTime(tx, key, { at, by: actor.id }))) return;
    await count(tx, events[outcome], at);
    if (miss) await recordMiss(tx, miss, { by: actor.id, at });
  });
}

/** Entries with this tag are about this organisation: the card of its security contact comes with them. */
const aboutUs = 'register';

/** The answer waits so long for the contact's card, which asks the platform who the administrators are. After that the answer comes alone. */
const patienceMs = 1_000;

/** Answers with the entry that `asked` names, in the language of the request. */
async function showEntry(request: Request, asked: QuestionRef, own: OwnRecord, world: World): Promise<Reply> {
  const entry = entryOf(world.faq(), asked.entry);
  if (!entry) return refusal(request.words, [request.words.faq.gone]);
  request.answered(entry.id);
  const contact = entry.tags.includes(aboutUs) ? showContact(request, asked, own.typed('show'), world) : null;
  const [answer, second] = await Promise.all([
    answerCard(request, entry, asked, world),
    contact && inTime(contact, patienceMs, world),
  ]);
  return second?.kind === 'card' ? { kind: 'cards', cards: [answer, second.card] } : cardReply(answer);
}

/** Answers two questions of one message, each with its card, without related questions. A follow-up is about the second. */
async function showBoth(request: Request, asked: QuestionRef, ids: readonly string[], world: World): Promise<Reply> {
  const entries = ids.flatMap((id) => entryOf(world.faq(), id) ?? []);
  const second = entries.at(-1);
  if (second) request.answered(second.id);
  const cards = await Promise.all(
    entries.map((entry) => answerCard(request, entry, { ...asked, entry: entry.id }, world)),
  );
  return { kind: 'cards', cards: cards.map((one) => ({ ...one, rows: [] })) };
}

/** Shows the contact of the tenant that the question names, or a choice among several. */
async function showContact(request: Request, { text }: QuestionRef, show: CommandHandler, world: World) {
  const [only, ...others] = tenantsMentioned(await tenantsByName(world), text);
  return show(request, only && others.length === 0 ? only.id : '', world);
}

/** Returns the handler of the button below a question that a card offers: it answers that question. */
export function pressEntry(own: OwnRecord): PressHandler {
  return (asker, value, world) =>
    withQuestion(asker, value, async (request, { turn, ...asked }) => {
      if (turn !== null)
        await changeIfWritable(world, (tx, at) => countChoice(tx, turn, 'answered', { at, by: asker.actor.id }));
      if (asked.entry !== null && isOwnRecord(asked.entry))
        return (await answerFromRecord(request, asked.entry, { ...asked, turn: null }, own, world)).reply;
      return showEntry(request, { ...asked, turn: null }, own, world);
    });
}
