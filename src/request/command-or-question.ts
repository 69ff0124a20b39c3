import { findTenants, nameIn } from '../domain/find-tenant.ts';
import { byNumber, type Verb } from '../messages/verbs.ts';
import type { World } from '../ports.ts';
import { tenantsByName } from '../tenants.ts';
import { isGreeting, nearestVerb, type Said } from './parse-command.ts';
import type { Request } from './request.ts';

/** From so many words on, a message is a sentence. */
const sentence = 3;

/** Whether words say a verb, misspell one, or ask a question. `said` is what `verbOf` makes of them. */
export async function commandOrQuestion(
  request: Request,
  words: string,
  said: Said,
  world: World,
): Promise<'verb' | 'typo' | 'question'> {
  if (said.verb !== null) return (await asksMore(request, words, said, world)) ? 'question' : 'verb';
  const typed = wordsIn(words);
  const near = nearestVerb(words, request.actor.locale);
  if (isGreeting(typed[0] ?? '') || near === null) return 'question';
  if (byNumber.some((verb) => verb === near.verb)) return 'typo';
  const { kind } = world.faq().match(words, request.actor.locale).outcome;
  if (typed.length === 1) return kind === 'smalltalk' ? 'question' : 'typo';
  // «who» is near «show», «how» too: what is so short, and has more behind it, is no slip.
  const isSentence = typed.length > sentence || (typed[0] ?? '').length <= 3;
  if (isSentence || kind === 'answer' || kind === 'smalltalk') return 'question';
  return kind === 'unknown' || (await namesTenant(typed.slice(1).join(' '), world)) ? 'typo' : 'question';
}

async function namesTenant(words: string, world: World): Promise<boolean> {
  return findTenants(await tenantsByName(world), words).length > 0;
}

/** Verbs that people begin a question with. All others act, or filter: what looks like a question behind `raise` is an emergency. */
const mayAsk: readonly (Verb | null)[] = ['help', 'show'];

/** «help me find who may change the contact»: begins like a command, names no tenant, and is a question that has an answer. */
async function asksMore({ actor }: Request, words: string, { verb, rest }: Said, world: World): Promise<boolean> {
  if (!mayAsk.includes(verb) || wordsIn(rest).length < sentence || nameIn(rest) === '') return false;
  if (await namesTenant(rest, world)) return false;
  return world.faq().match(words, actor.locale).outcome.kind === 'answer';
}

function wordsIn(text: string): string[] {
  return text.trim().split(/\s+/).filter(Boolean);
}
