import { entryOf, isOwnRecord } from '../../domain/faq/entry.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import { locales } from '../../domain/tenant/locales.ts';
import { fold } from '../../domain/text/words.ts';
import { type FaqMatch, inTime, type World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { CommandHandler, PressHandler, Reply, Request } from '../../request/interaction.ts';
import { matchOf } from '../../request/interpret.ts';
import { answeredIn, inTypedLanguage } from '../../request/spoken-language.ts';
import { markOnce } from '../../store/idempotency.ts';
import { openAlerts } from '../../store/open-alerts.ts';
import { button, type Card, card, excerpt, quoted, type Text } from '../../view/view.ts';
import { answerCard, filler } from '../cards/answer-card.ts';
import { type OfferedQuestion, smalltalkCard, unknownCard, unsureCard } from '../cards/no-answer-cards.ts';
import { type QuestionRef, typed, withQuestion } from '../cards/question-ref.ts';
import { topicsCard } from '../cards/topics.ts';
import { changeIfWritable, count, countChoice, recordMiss } from '../statistics/record.ts';
import { redactQuestion } from '../statistics/redact-question.ts';
import { fromRecord, type OwnRecord, offeredFact } from './own-record.ts';

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

/** `isSure`: it is known for certain what was meant. */
type Matched = { text: string; match: FaqMatch; isSure?: true };

/** The most characters of an incident, as a person wrote it, that the button **Raise an alert** carries. */
const maxIncident = 400;

/** Answers a question by its match: with its answer, with a choice of answers, or with the sentence that there is none. */
export async function answerQuestion(asker: Request, said: Matched, own: OwnRecord, world: World): Promise<Reply> {
  const { text, match } = said;
  const { outcome } = match;
  const request = inTypedLanguage(asker, text, match);
  const asked = { ...typed(text, request.actor.locale), after: request.after };
  if (outcome.kind === 'smalltalk') {
    const { open } = await world.store.read(openAlerts);
    return cardReply(smalltalkCard(request, text, open > 0 ? await own.alerts.fact(request, world) : null, world));
  }
  if (outcome.kind === 'record') {
    const known = { ...asked, isSure: said.isSure ?? false };
    const { reply, hasFact } = await fromRecord(request, outcome.about, known, own, world);
    // Count it as answered only when the reply contains a fact.
    if (hasFact) await recordOutcome(request, asked, 'record', world);
    return reply;
  }
  await recordOutcome(request, asked, outcome.kind, world);
  switch (outcome.kind) {
    case 'answer': {
      const reply = await showEntry(request, { ...asked, entry: outcome.entry }, own, world);
      return outcome.unanswered === undefined ? reply : withUnanswered(reply, request, outcome.unanswered);
    }
    case 'answers':
      return showBoth(request, asked, outcome.entries, own, world);
    case 'unsure': {
      const offers = await offersOf(request, text, outcome, own, world);
      return cardReply(unsureCard(request, { ...asked, turn: world.ids.reference() }, offers, world));
    }
    case 'unknown':
      return cardReply(await unknownCard(request, asked, world));
  }
}

type Incident = Matched & { title: string };

/**
 * Answers somebody who tells what happened to a customer: with the FAQ's answer where it has one, and with the button that raises an
 * alert with these words.
 */
export async function answerIncident(request: Request, told: Incident, own: OwnRecord, world: World): Promise<Reply> {
  const { messages } = request;
  const { outcome } = told.match;
  const [tenant, ...others] = await tenantsByName(world);
  const value = `${tenant && others.length === 0 ? tenant.id : ''} ${excerpt(told.title, maxIncident)}`;
  const isKnown = outcome.kind === 'answer' || outcome.kind === 'answers';
  const reply = isKnown ? await answerQuestion(request, told, own, world) : null;
  const { title, text, yes, no } = messages.faq.incident;
  const offer = card(title, text, {
    text: [text],
    buttons: [button('form', 'alerts.raise', yes, value, { style: 'primary' }), button('press', 'faq.topics', no, '')],
  });
  if (!reply || reply.kind === 'form') return cardReply(offer);
  return { kind: 'cards', cards: [offer, ...(reply.kind === 'cards' ? reply.cards : [reply.card])] };
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

/** The most characters of an unanswered question that an answer repeats. */
const maxUnanswered = 120;

/** Counts the question once; keeps it, redacted, when it met no answer. */
async function recordOutcome(request: Request, asked: QuestionRef, outcome: keyof typeof events, world: World) {
  const { actor, key } = request;
  const { text, language } = asked;
  const miss = outcome === 'unknown' ? { text: await redactQuestion(text, world), language, unhelpful: null } : null;
  await changeIfWritable(world, async (tx, at) => {
    if (!(await markOnce(tx, key, { at, by: actor.id }))) return;
    await count(tx, events[outcome], at);
    if (miss) await recordMiss(tx, miss, { by: actor.id, at });
  });
}

/** Entries with this tag are about this organisation: the card of its security contact comes with them. */
const aboutUs = 'register';

/**
 * Timeout (ms) for the contact's card, which asks the platform who the administrators are. After it the answer is sent without the card.
 */
const patienceMs = 1_000;

/** Answers with the entry that `asked` names, in the language of the request. */
async function showEntry(request: Request, asked: QuestionRef, own: OwnRecord, world: World): Promise<Reply> {
  const entry = entryOf(world.faq(), asked.entry);
  if (!entry)
    return refusal(request.messages, [request.messages.faq.gone], { title: request.messages.rights.outdatedTitle });
  request.answered(entry.id);
  const contact = entry.tags.includes(aboutUs) ? showContact(request, asked, own.typed('show'), world) : null;
  const [answer, second] = await Promise.all([
    answerCard(request, entry, asked, world),
    contact && inTime(contact, patienceMs, world),
  ]);
  return second?.kind === 'card' ? { kind: 'cards', cards: [answer, second.card] } : cardReply(answer);
}

/**
 * Answers two questions of one message, each with its card, without related questions. A follow-up is about the second. A list of another
 * question about the own record takes a card as well.
 */
async function showBoth(request: Request, asked: QuestionRef, ids: readonly string[], own: OwnRecord, world: World) {
  const cards: Card[] = [];
  for (const id of ids) cards.push(...(await cardsOf(request, { ...asked, entry: id }, own, world)));
  return { kind: 'cards', cards } as const;
}

async function cardsOf(request: Request, asked: QuestionRef, own: OwnRecord, world: World): Promise<readonly Card[]> {
  const id = asked.entry ?? '';
  if (isOwnRecord(id)) {
    const { reply } = await fromRecord(request, id, { ...asked, isSure: false }, own, world);
    return reply.kind === 'cards' ? reply.cards : reply.kind === 'card' ? [reply.card] : [];
  }
  const entry = entryOf(world.faq(), id);
  if (!entry) return [];
  request.answered(id);
  return [{ ...(await answerCard(request, entry, asked, world)), rows: [] }];
}

/** Returns the answer with the line that names the question of the same message that has none. */
function withUnanswered(reply: Reply, { messages }: Request, question: string): Reply {
  const line = messages.faq.unanswered(quoted(question, maxUnanswered));
  const named = (one: Card): Card => ({ ...one, text: [...one.text, line] });
  if (reply.kind === 'card') return { ...reply, card: named(reply.card) };
  if (reply.kind !== 'cards') return reply;
  return { ...reply, cards: reply.cards.map((one, at) => (at === 0 ? named(one) : one)) };
}

type Unsure = Extract<FaqMatch['outcome'], { kind: 'unsure' }>;

/** Returns the offers, each with its short answer; only the first has one where it is much likelier than the others. */
async function offersOf(request: Request, text: string, { entries, isLikely }: Unsure, own: OwnRecord, world: World) {
  const offers: OfferedQuestion[] = [];
  for (const id of entries) {
    const isShown = offers.length === 0 || !isLikely;
    offers.push({ id, answer: isShown ? await shortAnswer(request, id, text, own, world) : '' });
  }
  return offers;
}

async function shortAnswer(request: Request, id: string, text: string, own: OwnRecord, world: World): Promise<Text> {
  if (isOwnRecord(id)) return (await offeredFact(request, id, text, own, world)) ?? '';
  const entry = entryOf(world.faq(), id);
  if (!entry) return '';
  const { short } = entry[locales[request.actor.locale].faq].answer;
  return (await filler(request, [short], text, world))(short);
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
        return (await fromRecord(request, asked.entry, { ...asked, turn: null, isSure: true }, own, world)).reply;
      return showEntry(request, { ...asked, turn: null }, own, world);
    });
}
