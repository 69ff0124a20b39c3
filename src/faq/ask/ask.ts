import { entryOf, isOwnRecord, type OwnRecordId, ownRecord } from '../../domain/faq/entry.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { fold } from '../../domain/text/words.ts';
import type { Verb } from '../../messages/verbs.ts';
import { type FaqMatch, inTime, type World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { CommandHandler, PressHandler, Reply, Request } from '../../request/interaction.ts';
import { matchOf } from '../../request/interpret.ts';
import type { RecordFact, TenantFact } from '../../request/record-fact.ts';
import { answeredIn, inTypedLanguage } from '../../request/spoken-language.ts';
import { markOnce } from '../../store/idempotency.ts';
import { openAlerts } from '../../store/open-alerts.ts';
import { type Button, button, type Card, card, excerpt, plainOf, type Row, type Text } from '../../view/view.ts';
import { answerCard } from '../cards/answer-card.ts';
import { smalltalkCard, unknownCard, unsureCard } from '../cards/no-answer-cards.ts';
import { packed, type QuestionRef, typed, withQuestion } from '../cards/question-ref.ts';
import { topicsCard } from '../cards/topics.ts';
import { changeIfWritable, count, countChoice, recordMiss } from '../statistics/record.ts';
import { redactQuestion } from '../statistics/redact-question.ts';

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
        return (await fromRecord(request, asked.entry, { ...asked, turn: null, isSure: true }, own, world)).reply;
      return showEntry(request, { ...asked, turn: null }, own, world);
    });
}

/** What answers questions about the own record: a fact for each question, and the handlers of verbs and buttons. */
export interface OwnRecord {
  facts: Readonly<Record<OwnRecordId, RecordFact>>;
  /** The one among them of the open alerts. */
  alerts: Extract<RecordFact, { of: 'organisation' }>;
  typed(verb: Verb): CommandHandler;
  /** Returns the handler of a button, which refuses people without its right. */
  pressed(button: string): PressHandler;
}

/** A question, and whether it is known for certain that it was meant. */
type KnownQuestion = QuestionRef & { isSure: boolean };

/** The most tenants that one answer about their own record covers. With more, the asker chooses a tenant, as with the command. */
const maxTenants = 5;

/**
 * Answers a question about the own record: by a sentence with the fact, and the button of the verb that shows more. Where the asker may
 * not read it, where it takes a choice of tenant, and where a list of all tenants was asked of one, the verb itself answers,
 * and `hasFact` is false.
 */
async function fromRecord(request: Request, about: OwnRecordId, asked: KnownQuestion, own: OwnRecord, world: World) {
  const { facts, typed } = own;
  const { verb, near } = ownRecord[about];
  request.answered(near);
  const fact = facts[about];
  const all = await tenantsByName(world);
  const named = tenantsMentioned(all, asked.text);
  const [only, ...others] = named.length > 0 ? named : all;
  const byVerb = async (words: string) => ({ reply: await typed(verb)(request, words, world), hasFact: false });
  if (fact.of === 'organisation') {
    if (only && named.length === 1 && all.length > 1) return byVerb(only.name);
    const sentence = await fact.fact(request, world);
    return withFact(factReply(request, about, sentence, { ...asked, shows: fact.button, value: '' }));
  }
  const tenants = only ? [only, ...others] : [];
  const rows = tenants.length > maxTenants ? [] : await rowsOf(request, about, tenants, fact, world);
  const [first, ...more] = rows;
  if (!first) return byVerb(only && others.length === 0 ? only.id : '');
  if (more.length > 0) return withFact(rowsReply(request, about, asked, rows));
  const { detail, button } = first;
  const value = button?.value ?? '';
  const further = (only && others.length === 0 && (await fact.buttons?.(request, only, world))) || [];
  return withFact(factReply(request, about, detail, { ...asked, shows: fact.button, value }, further));
}

function withFact(reply: Reply) {
  return { reply, hasFact: true };
}

type Tenants = readonly StoredTenant[];

/** Returns a row for each tenant whose fact the asker may read. */
async function rowsOf(request: Request, about: OwnRecordId, tenants: Tenants, fact: TenantFact, world: World) {
  const rows: Row[] = [];
  // One after the other, since a fact may read files.
  for (const tenant of tenants) {
    const detail = await fact.fact(request, tenant, world);
    if (detail) rows.push({ title: tenant.name, detail, button: verbButton(request, about, fact.button, tenant.id) });
  }
  return rows;
}

function verbButton({ messages }: Request, about: OwnRecordId, id: string, value: string): Button {
  return button('press', id, messages.faq.ownRecord.buttons[ownRecord[about].verb], value);
}

/**
 * Returns the button for somebody who meant something else, where that may be: it leads to a person, who sees what was answered, and keeps
 * the question as one without an answer.
 */
function otherButton({ messages }: Request, about: OwnRecordId, asked: KnownQuestion): Button[] {
  if (asked.isSure) return [];
  return [button('press', 'faq.none', messages.faq.ownRecord.other, packed({ ...asked, entry: about, turn: null }))];
}

/** `shows` is the id of the verb's button, and `value` its value. */
interface Shown extends KnownQuestion {
  shows: string;
  value: string;
}

/** Answers with a fact, the buttons that it comes with, and those of every fact. */
function factReply(
  request: Request,
  about: OwnRecordId,
  fact: Text,
  shown: Shown,
  further: readonly Button[] = [],
): Reply {
  const { shows, value, ...asked } = shown;
  const [main, ...others] = [
    ...further,
    verbButton(request, about, shows, value),
    ...otherButton(request, about, asked),
  ];
  const answer = card(request.messages.faq.ownRecord.questions[about], plainOf(fact), {
    text: [fact],
    buttons: [...(main ? [{ ...main, style: 'primary' as const }] : []), ...others],
  });
  return { kind: 'card', instead: false, card: answer };
}

function rowsReply(request: Request, about: OwnRecordId, asked: KnownQuestion, rows: readonly Row[]): Reply {
  const { questions, byTenant } = request.messages.faq.ownRecord;
  const shown = card(questions[about], byTenant, {
    text: [byTenant],
    rows,
    buttons: otherButton(request, about, asked),
  });
  return { kind: 'card', instead: false, card: shown };
}
