import { type OwnRecordId, ownRecord, ownRecordIds } from '../domain/faq/own-record.ts';
import { asOurs, findTenants, type Named, nameIn } from '../domain/tenant/find-tenant.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import { fold } from '../domain/text/words.ts';
import { byNumber, type Verb } from '../messages/verbs.ts';
import { typedAnywhere } from '../messages/words.ts';
import type { Faq, FaqMatch } from '../ports/faq.ts';
import type { World } from '../ports/world.ts';
import { namedIn, nameLengths } from '../store/alert-names.ts';
import { tenantsByName } from './choose-tenant.ts';
import {
  beginsWithNumber,
  everydayVerb,
  isGreeting,
  isStop,
  type KnownVerb,
  meansAll,
  nearestVerb,
  type ParsedCommand,
  parseCommand,
  reasonOf,
  withoutFrom,
} from './parse-command.ts';

/** The interpretation of a message. `match` is the FAQ's match for a question: the matcher runs at most once for a message. */
export type Interpretation =
  | { kind: 'stop' }
  | { kind: 'verb'; verb: Verb; rest: string }
  /** The first word is a misspelt verb, or nearly one. */
  | { kind: 'slip'; near: KnownVerb }
  | { kind: 'question'; match: FaqMatch };

/** The organisation's tenants, the FAQ, the language of a text that does not tell its own, and the entry that was answered before, or null. */
interface QuestionContext {
  tenants: readonly Named[];
  locale: Locale;
  faq: Faq;
  after: string | null;
}

/** Interprets a message. `parsed` is `parseCommand` of its words. Reads the tenants and loads the FAQ only where a verb alone does not decide. */
export async function commandOrQuestion(
  { words, parsed, locale, after }: { words: string; parsed: ParsedCommand; locale: Locale; after: string | null },
  world: World,
): Promise<Interpretation> {
  const clear = clearCommand(words, parsed) ?? (parsed.verb === null ? await answersNamed(words, world) : null);
  return clear ?? interpreted(words, parsed, { tenants: await tenantsByName(world), locale, faq: world.faq(), after });
}

/** Interprets «resolve cipp ignore» and «resolve all of cipp» as a command where open alerts have that source or customer, and «resolve all ignore» always. */
async function answersNamed(words: string, { store }: World): Promise<Interpretation | null> {
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

/** Returns the FAQ's match for a line of `npm run ask`, with the rules of chat: the words of a command are never answered by an entry. A verb that reads the own record answers a question about it. */
export function matchAsChat(words: string, context: QuestionContext): FaqMatch {
  const parsed = parseCommand(words);
  const asked = clearCommand(words, parsed) ?? interpreted(words, parsed, context);
  if (asked.kind === 'question') return asked.match;
  const match = matchOf(words, context);
  const about = asked.kind === 'verb' && words.trim() !== '' ? recordOfVerb.get(asked.verb) : undefined;
  if (about) return { ...match, outcome: { kind: 'record', about } };
  const { outcome } = match;
  return isAnswered(outcome) ? { ...match, outcome: { kind: 'unsure', entries: answerIdsOf(outcome) } } : match;
}

/** Returns the ids that answer a message: two for two questions, none where the matcher is not sure. */
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

/** Returns the FAQ's match for a question. The names of the organisation's tenants are taken out first; names of customers stay, since questions about customers are out of scope. */
export function matchOf(question: string, { tenants, locale, faq, after }: QuestionContext): FaqMatch {
  return faq.match(asOurs(tenants, question), { otherwise: locale, after });
}

function clearCommand(words: string, { verb, rest }: ParsedCommand): Interpretation | null {
  if (isStop(words)) return { kind: 'stop' };
  return verb !== null && !mayAsk(verb, rest) ? { kind: 'verb', verb, rest } : null;
}

function interpreted(words: string, { verb, rest }: ParsedCommand, context: QuestionContext): Interpretation {
  if (verb !== null) return behindVerb(words, { verb, rest }, context);
  const [first = '', ...more] = tokensIn(words);
  const near = isGreeting(first) ? null : nearestVerb(words, context.locale);
  if (near && byNumber.some((one) => one === near.verb)) return { kind: 'slip', near };
  const match = matchOf(words, context);
  const question = { kind: 'question', match } as const;
  if (near === null || match.outcome.kind === 'smalltalk') return question;
  // Words that begin nearly like a verb misspell it. A sentence does not, and several words that the FAQ knows do not.
  const slip = { kind: 'slip', near } as const;
  if (more.length === 0) return slip;
  // «who» and «how» are near «show»: so short a word with more behind it is no slip.
  if (isAnswered(match.outcome) || more.length >= sentence || first.length <= 3) return question;
  const isNamed = findTenants(context.tenants, more.join(' ')).length > 0;
  return match.outcome.kind === 'unknown' || isNamed ? slip : question;
}

/** Interprets words that begin with a verb as a question where they name no tenant and the FAQ answers them: «help me find who may change the contact». */
function behindVerb(
  words: string,
  { verb, rest }: { verb: Verb; rest: string },
  context: QuestionContext,
): Interpretation {
  const command = { kind: 'verb', verb, rest } as const;
  if (findTenants(context.tenants, rest).length > 0) return command;
  const match = matchOf(words, context);
  return isAnswered(match.outcome) ? { kind: 'question', match } : command;
}

const asking = typedAnywhere((typed) => [typed.asking]);
/** The fewest words behind a verb that are a sentence. */
const sentence = 3;
/** The verbs that people begin any question with. */
const beginQuestions: readonly Verb[] = ['help', 'show'];

/** Returns true when the words behind a verb may be a question. Behind `raise` they never are: that is an emergency. Behind `note` they are kept. */
function mayAsk(verb: Verb, rest: string): boolean {
  if (verb === 'raise' || verb === 'faq' || verb === 'note' || meansAll(rest) || beginsWithNumber(rest)) return false;
  if (tokensIn(rest).length < sentence || nameIn(rest) === '') return false;
  const said = fold(rest);
  return beginQuestions.includes(verb) || asking.some((pattern) => pattern.test(said));
}

function tokensIn(text: string): string[] {
  return text.trim().split(/\s+/).filter(Boolean);
}
