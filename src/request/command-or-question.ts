import { asOurs, findTenants, type Named, nameIn } from '../domain/tenant/find-tenant.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import { fold } from '../domain/text/words.ts';
import { byNumber, type Verb } from '../messages/verbs.ts';
import { typedAnywhere } from '../messages/words.ts';
import type { Faq, FaqMatch } from '../ports/faq.ts';
import type { World } from '../ports/world.ts';
import { tenantsByName } from './choose-tenant.ts';
import {
  beginsWithNumber,
  isGreeting,
  isStop,
  type KnownVerb,
  meansAll,
  nearestVerb,
  type ParsedCommand,
  parseCommand,
} from './parse-command.ts';

/** The interpretation of a message. `match` is the FAQ's match for a question: the matcher runs at most once for a message. */
export type Interpretation =
  | { kind: 'stop' }
  | { kind: 'verb'; verb: Verb; rest: string }
  /** The first word is a misspelt verb, or nearly one. */
  | { kind: 'slip'; near: KnownVerb }
  | { kind: 'question'; match: FaqMatch };

/** The organisation's tenants, the FAQ, and the language of a text that does not tell its own. */
interface QuestionContext {
  tenants: readonly Named[];
  locale: Locale;
  faq: Faq;
}

/** Interprets a message. `parsed` is `parseCommand` of its words. Reads the tenants and loads the FAQ only where a verb alone does not decide. */
export async function commandOrQuestion(
  { words, parsed, locale }: { words: string; parsed: ParsedCommand; locale: Locale },
  world: World,
): Promise<Interpretation> {
  const clear = clearCommand(words, parsed);
  return clear ?? interpreted(words, parsed, { tenants: await tenantsByName(world), locale, faq: world.faq() });
}

/** Returns the FAQ's match for a line of `npm run ask`, with the rules of chat: the words of a command are never answered, and at most get a choice of entries. */
export function matchAsChat(words: string, context: QuestionContext): FaqMatch {
  const parsed = parseCommand(words);
  const asked = clearCommand(words, parsed) ?? interpreted(words, parsed, context);
  if (asked.kind === 'question') return asked.match;
  const match = matchOf(words, context);
  const { outcome } = match;
  return outcome.kind === 'answer' ? { ...match, outcome: { kind: 'unsure', entries: [outcome.entry] } } : match;
}

/** Returns the FAQ's match for a question. The names of the organisation's tenants are taken out first; names of customers stay, since questions about customers are out of scope. */
export function matchOf(question: string, { tenants, locale, faq }: QuestionContext): FaqMatch {
  return faq.match(asOurs(tenants, question), locale);
}

function clearCommand(words: string, { verb, rest }: ParsedCommand): Interpretation | null {
  if (isStop(words)) return { kind: 'stop' };
  return verb !== null && !mayAsk(verb, rest) ? { kind: 'verb', verb, rest } : null;
}

function interpreted(words: string, { verb, rest }: ParsedCommand, context: QuestionContext): Interpretation {
  if (verb !== null) return behindVerb(words, { verb, rest }, context);
  const [first = '', ...more] = wordsIn(words);
  const near = isGreeting(first) ? null : nearestVerb(words, context.locale);
  if (near && byNumber.some((one) => one === near.verb)) return { kind: 'slip', near };
  const match = matchOf(words, context);
  const isSlip = near !== null && looksLikeSlip({ first, more, kind: match.outcome.kind }, context.tenants);
  return isSlip ? { kind: 'slip', near } : { kind: 'question', match };
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
  return match.outcome.kind === 'answer' ? { kind: 'question', match } : command;
}

interface Unclear {
  first: string;
  more: readonly string[];
  kind: FaqMatch['outcome']['kind'];
}

/** Returns true when words that begin nearly like a verb misspell it. A sentence does not, and several words that the FAQ knows do not. */
function looksLikeSlip({ first, more, kind }: Unclear, tenants: readonly Named[]): boolean {
  if (kind === 'smalltalk') return false;
  if (more.length === 0) return true;
  // «who» and «how» are near «show»: so short a word with more behind it is no slip.
  if (kind === 'answer' || more.length >= sentence || first.length <= 3) return false;
  return kind === 'unknown' || findTenants(tenants, more.join(' ')).length > 0;
}

const asking = typedAnywhere((typed) => [typed.asking]);
/** The fewest words behind a verb that are a sentence. */
const sentence = 3;
/** The verbs that people begin any question with. */
const beginQuestions: readonly Verb[] = ['help', 'show'];

/** Returns true when the words behind a verb may be a question. Behind `raise` they never are: that is an emergency. */
function mayAsk(verb: Verb, rest: string): boolean {
  if (verb === 'raise' || verb === 'faq' || meansAll(rest) || beginsWithNumber(rest)) return false;
  if (wordsIn(rest).length < sentence || nameIn(rest) === '') return false;
  const said = fold(rest);
  return beginQuestions.includes(verb) || asking.some((pattern) => pattern.test(said));
}

function wordsIn(text: string): string[] {
  return text.trim().split(/\s+/).filter(Boolean);
}
