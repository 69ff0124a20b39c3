/** Interprets what somebody typed: a command, a slip, a sentence that asks the bot to do something, or a question. */
import { type OwnRecordId, ownRecord, ownRecordIds } from '../domain/faq/entry.ts';
import { asOurs, findTenants, type Named, nameIn } from '../domain/tenant/find-tenant.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import { activeAmong } from '../domain/tenant/partner-tenant.ts';
import { fold } from '../domain/text/words.ts';
import { messages, typedAnywhere } from '../messages/messages.ts';
import { byNumber, type Verb } from '../messages/verbs.ts';
import type { Faq, FaqMatch, RatedIntent, World } from '../ports/world.ts';
import { namedIn, nameLengths } from '../store/alert-names.ts';
import { everyTenantByName } from './choose-tenant.ts';
import { type Action, actionOf, knownFilterIn, meansTenant } from './intent/action.ts';
import { intents, isOfField } from './intent/intents.ts';
import { mayBeName, raiseLeadIn, withoutLead } from './intent/slots.ts';
import { sureIntent } from './intent/sure-intent.ts';
import {
  asksForWaiting,
  beforeReason,
  beginsWithNumber,
  everydayVerb,
  isGreeting,
  isPolite,
  isStop,
  type KnownVerb,
  meansAll,
  nearestVerb,
  type ParsedCommand,
  parseCommand,
  reasonOf,
  withoutFrom,
} from './parse-command.ts';

/**
 * The interpretation of a message. `match` is the FAQ's match for a question or a sentence, which also tells its language: the matcher
 * runs at most once for a message.
 */
type Interpretation =
  | (Exclude<Action, { kind: 'incident' | 'smalltalk' }> & { match?: FaqMatch })
  /** The first word is a misspelt verb, or nearly one. */
  | { kind: 'slip'; near: KnownVerb }
  /** `isSure`: the model of commands and the FAQ have the same answer. */
  | { kind: 'question'; words: string; match: FaqMatch; isSure?: true }
  /** Somebody tells what happened to a customer: the FAQ may know what to do, and an alert can be raised with this title. */
  | { kind: 'incident'; title: string; match: FaqMatch };

/** What a text is before anything is looked up for it: an intent is the id of one in `intents.ts`. */
type ReadText =
  | Exclude<Interpretation, { kind: 'incident' | 'route' }>
  | { kind: 'intent'; id: string; match: FaqMatch };

/**
 * The organisation's tenants, the FAQ, the language of a text that does not tell its own, and the entry that was answered before, or null.
 */
interface QuestionContext {
  tenants: readonly Named[];
  locale: Locale;
  faq: Faq;
  after: string | null;
}

type TypedWords = { words: string; parsed: ParsedCommand; locale: Locale; after: string | null };

/**
 * Interprets a message. `parsed` is `parseCommand` of its words. Reads the tenants and loads the FAQ only where a verb alone does not
 * decide.
 */
export async function commandOrQuestion(typed: TypedWords, world: World): Promise<Interpretation> {
  const { words, parsed, locale, after } = typed;
  if (world.settings.approvals && asksForWaiting(words))
    return { kind: 'route', id: 'contact.waiting', by: 'typed', value: '' };
  const clear = clearCommand(words, parsed) ?? (parsed.verb === null ? await answersNamed(words, world) : null);
  if (clear && !takesTenant(clear)) return clear;
  const every = await everyTenantByName(world);
  if (clear && meansTenant(every, clear.rest)) return clear;
  const known = { tenants: activeAmong(every), locale, faq: world.faq(), after };
  const read = interpreted(words, parsed, known);
  if (read.kind === 'question') return (await listAsked(read, world)) ?? read;
  if (read.kind !== 'intent') return read;
  const { id, match } = read;
  const action = await actionOf(id, { words, tenants: known.tenants }, world);
  if (action?.kind === 'incident') return { ...action, match };
  if (action?.kind === 'smalltalk') {
    const [said = ''] = messages(locale).typed[action.of];
    return { kind: 'question', words: said, match: matchOf(said, known) };
  }
  // The FAQ answers with a sentence what the verb alone would answer with a card.
  const isPlain =
    action?.kind === 'verb' && action.rest === '' && match.outcome.kind === 'record' && words.includes(' ');
  const about = isPlain ? recordOfVerb.get(action.verb) : undefined;
  if (about === undefined) return action === null ? { kind: 'question', words, match } : { ...action, match };
  const isFound = match.outcome.kind === 'record' && ownRecord[match.outcome.about].verb === ownRecord[about].verb;
  const found: FaqMatch = isFound ? match : { ...match, outcome: { kind: 'record', about } };
  return { kind: 'question', words, match: found, isSure: true };
}

/** Returns the command for a question about some of the open alerts («any open issues with Fabrikam?»); null for any other question. */
async function listAsked(question: Extract<ReadText, { kind: 'question' }>, world: World) {
  const { words, match } = question;
  if (match.outcome.kind !== 'record' || match.outcome.about !== 'our-alerts') return null;
  const rest = await knownFilterIn(words, world);
  return rest === '' ? null : ({ kind: 'verb', verb: 'alerts', rest, match } as const);
}

/**
 * Interprets «resolve cipp ignore» and «resolve all of cipp» as a command where open alerts have that source or customer, and «resolve all
 * ignore» always.
 */
async function answersNamed(words: string, { store }: World): Promise<VerbTyped | null> {
  const found = everydayVerb(words);
  if (!found) return null;
  const behind = tokensIn(found.rest);
  const all = nameLengths(behind).find((length) => meansAll(behind.slice(0, length).join(' ')));
  const isAll = all !== undefined && reasonOf(behind[all] ?? '') !== null;
  const isNamed = async (text: readonly string[]) =>
    (await store.read((reader) => namedIn(text, found.verb === 'reopen' ? 'resolved' : 'open', reader))) !== null;
  const isCommand =
    isAll || (await isNamed(behind)) || (all !== undefined && (await isNamed(withoutFrom(behind.slice(all)))));
  return isCommand ? { kind: 'verb', ...found } : null;
}

/**
 * Returns the FAQ's match for a line of `npm run ask`, with the rules of chat: the words of a command are never answered by an entry. A
 * verb that reads the own record answers a question about it.
 */
export function matchAsChat(words: string, context: QuestionContext): FaqMatch {
  const parsed = parseCommand(words);
  const clear = clearCommand(words, parsed);
  const asked =
    clear && !(takesTenant(clear) && !meansTenant(context.tenants, clear.rest))
      ? clear
      : interpreted(words, parsed, context);
  if (asked.kind === 'question') return asked.match;
  const match = asked.kind === 'intent' ? asked.match : matchOf(words, context);
  // The FAQ answers what somebody tells of a customer as well.
  if (asked.kind === 'intent' && intents[asked.id]?.intent.kind === 'incident') return match;
  const about = words.trim() === '' ? undefined : recordOf(asked);
  if (about)
    return match.outcome.kind === 'record' && asked.kind === 'intent'
      ? match
      : { ...match, outcome: { kind: 'record', about } };
  const { outcome } = match;
  return isAnswered(outcome) ? { ...match, outcome: { kind: 'unsure', entries: answerIdsOf(outcome) } } : match;
}

function recordOf(asked: ReadText): OwnRecordId | undefined {
  if (asked.kind === 'verb') return recordOfVerb.get(asked.verb);
  const intent = asked.kind === 'intent' ? intents[asked.id]?.intent : undefined;
  if (intent?.kind === 'alerts' || intent?.kind === 'report') return recordOfVerb.get(intent.kind);
  if (intent?.kind === 'onCall') return intent.who === 'anybody' ? 'our-on-call' : undefined;
  return intent?.kind === 'verb' ? recordOfVerb.get(intent.verb) : undefined;
}

/** Returns the ids that answer a message: two for two questions, none when the matcher is not sure. */
export function answerIdsOf(outcome: FaqMatch['outcome']): readonly string[] {
  if (outcome.kind === 'answer') return [outcome.entry];
  if (outcome.kind === 'answers') return outcome.entries;
  return outcome.kind === 'record' ? [outcome.about] : [];
}

function isAnswered(outcome: FaqMatch['outcome']): boolean {
  return answerIdsOf(outcome).length > 0;
}

/** The verbs that read the own record, each with the question that it answers first. */
const recordOfVerb = new Map<Verb, OwnRecordId>(
  [...ownRecordIds].reverse().map((id) => [ownRecord[id].verb, id] as const),
);

/**
 * Returns the FAQ's match for a question. The names of the organisation's tenants are taken out first; names of customers stay, since
 * questions about customers are out of scope.
 */
export function matchOf(question: string, { tenants, locale, faq, after }: QuestionContext): FaqMatch {
  return faq.match(asOurs(tenants, question), { otherwise: locale, after });
}

type VerbTyped = Extract<Action, { kind: 'verb' }>;

/** The verbs behind which a tenant stands and nothing else. */
const ofTenants: readonly Verb[] = ['show', 'update', 'confirm', 'history', 'setup', 'check', 'drill'];

/** Returns whether words stand behind the verb that may name a tenant, or say what is wanted: «update phone». */
function takesTenant(command: VerbTyped | { kind: 'stop' }): command is VerbTyped {
  return command.kind === 'verb' && ofTenants.includes(command.verb) && nameIn(command.rest) !== '';
}

function clearCommand(words: string, { verb, rest }: ParsedCommand): VerbTyped | { kind: 'stop' } | null {
  if (isStop(words)) return { kind: 'stop' };
  return verb !== null && !mayAsk(verb, rest) ? { kind: 'verb', verb, rest } : null;
}

function interpreted(words: string, { verb, rest }: ParsedCommand, context: QuestionContext): ReadText {
  if (verb !== null && findTenants(context.tenants, rest).length > 0) return { kind: 'verb', verb, rest };
  const slip = verb === null ? slipIn(words, context) : null;
  const [, behind = ''] = tokensIn(words);
  // «oncal end» changes who is on call, which is asked first.
  if (slip?.verb === 'oncall' && endsDuty.includes(fold(behind))) return { kind: 'slip', near: slip };
  const rated = context.faq.intentsOf(asOurs(context.tenants, withoutPlease(words)), context.locale);
  const match = withoutOffers(matchOf(words, context), rated);
  if (asksToRaise(words, context)) return { kind: 'intent', id: 'raise', match };
  if (verb === 'report' && tells(rest)) return { kind: 'verb', verb: 'raise', rest: withoutLead(rest) };
  const question = { kind: 'question', words, match } as const;
  if (match.isWish) return question;
  const named = verb === null && !isAnswered(match.outcome) ? everydayVerb(words) : null;
  // «resolve foo» names nothing that there is, which the verb says.
  if (named && mayBeName(beforeReason(named.rest))) return { kind: 'verb', ...named };
  // «help me find who may change the contact» is a question, «update phone» is none.
  if (verb !== null && mayAsk(verb, rest) && isAnswered(match.outcome)) return question;
  const [, ...others] = context.tenants;
  const isWord = verb !== null && others.length > 0 && (tokensIn(rest).length === 1 || mayBeName(rest));
  if (isWord && ofTenants.includes(verb) && meansAll(rest)) return { kind: 'verb', verb, rest: '' };
  // With several tenants a word behind a verb is the name of one that is not known, unless it is surely a field of the contact.
  const isName = isWord && !rated.some(({ id, likely }) => isOfField(id) && likely >= surelyField);
  const id = isName ? null : sureIntent(words, rated, match, { typed: verb, isSlip: slip !== null });
  if (id !== null) return { kind: 'intent', id, match };
  return verb === null ? slipOrQuestion(words, match, context) : behindVerb(verb, rest, match, context);
}

/** Returns a word without the «please» behind it: «version please». */
function withoutPlease(words: string): string {
  const [first = '', ...more] = tokensIn(words);
  return more.length === 1 && isPolite(more.join(' ')) ? first : words;
}

/** How likely a word behind a verb must be a field of the contact. */
const surelyField = 0.8;

/** How likely the words before a colon must ask for an alert. */
const surelyRaise = 0.6;

/** Returns whether the words before a colon ask for an alert, whatever follows it: «start an alert: a customer …». */
function asksToRaise(words: string, context: QuestionContext): boolean {
  const lead = raiseLeadIn(words);
  if (lead === '') return false;
  const rated = context.faq.intentsOf(lead, context.locale);
  // A drill is started too, but nobody tells what happened in it.
  const asked = rated.filter(({ id }) => id === 'raise' || id === 'drill');
  return asked.reduce((sum, { likely }) => sum + likely, 0) >= surelyRaise;
}

/** What is so surely nothing for the bot («is Monday a holiday?») gets no offer of questions that are near. */
const surelyNone = 0.95;

function withoutOffers(match: FaqMatch, rated: readonly RatedIntent[]): FaqMatch {
  const isNone = rated.some(({ id, likely }) => id === 'none' && likely >= surelyNone);
  return match.outcome.kind === 'unsure' && isNone ? { ...match, outcome: { kind: 'unknown' } } : match;
}

/** Interprets words that begin with a verb, and say nothing that the bot knows. */
function behindVerb(verb: Verb, rest: string, match: FaqMatch, { tenants }: QuestionContext): ReadText {
  const [, ...others] = tenants;
  if (!ofTenants.includes(verb) || others.length > 0) return { kind: 'verb', verb, rest };
  // Nobody confirms by words that may mean something else.
  return verb === 'confirm' ? { kind: 'intent', id: 'confirm', match } : { kind: 'verb', verb, rest: '' };
}

/** Returns the verb that a text misspells which is one word, or one with the name of a tenant behind it; null for any other text. */
function slipIn(words: string, { tenants, locale }: QuestionContext): KnownVerb | null {
  const [first = '', ...more] = tokensIn(words);
  const isAlone =
    more.length === 0 || endsDuty.includes(fold(more.join(' '))) || findTenants(tenants, more.join(' ')).length > 0;
  return isAlone && !isGreeting(first) ? nearestVerb(words, locale) : null;
}

function slipOrQuestion(words: string, match: FaqMatch, context: QuestionContext): ReadText {
  const question = { kind: 'question', words, match } as const;
  const [first = '', ...more] = tokensIn(words);
  const near = isGreeting(first) ? null : nearestVerb(words, context.locale);
  if (near && byNumber.some((one) => one === near.verb)) return { kind: 'slip', near };
  if (near === null || match.outcome.kind === 'smalltalk') return question;
  // Words that begin nearly like a verb misspell it. A sentence does not, and several words that the FAQ knows do not.
  const slip = { kind: 'slip', near } as const;
  if (more.length === 0) return slip;
  // «who» and «how» are near «show»: so short a word with more behind it is no slip.
  if (isAnswered(match.outcome) || more.length >= sentence || first.length <= 3) return question;
  const isNamed = findTenants(context.tenants, more.join(' ')).length > 0;
  return match.outcome.kind === 'unknown' || isNamed ? slip : question;
}

const endsDuty = typedAnywhere(({ onCall }) => onCall.end);
const asking = typedAnywhere((typed) => [typed.asking]);
const reported = typedAnywhere((typed) => [typed.reported]);
const tells = (rest: string) => reported.some((pattern) => pattern.test(rest));
/** The fewest words behind a verb that are a sentence. */
const sentence = 3;
/** The verbs that people begin any question with. */
const beginQuestions: readonly Verb[] = ['help', 'show'];

/** Returns true when the text after a verb may be an FAQ question. Never after `raise` (an emergency) and `note` (stored as typed). */
function mayAsk(verb: Verb, rest: string): boolean {
  if (verb === 'raise' || verb === 'faq' || verb === 'note' || meansAll(rest) || beginsWithNumber(rest)) return false;
  if (verb === 'report' && tells(rest)) return true;
  if (tokensIn(rest).length < sentence || nameIn(rest) === '') return false;
  const said = fold(rest);
  return beginQuestions.includes(verb) || asking.some((pattern) => pattern.test(said));
}

function tokensIn(text: string): string[] {
  return text.trim().split(/\s+/).filter(Boolean);
}
