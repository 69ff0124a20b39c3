/** Reads what a sentence says of the alerts, the month, the reason and the person that it means. */

import { monthBefore, monthOf } from '../../domain/alert/report.ts';
import type { Severity } from '../../domain/alert/severity.ts';
import { ResolvedReason } from '../../domain/alert/status.ts';
import { Locale } from '../../domain/tenant/locales.ts';
import { fold, hasSameLetters, nearest } from '../../domain/text/words.ts';
import type { SlotWords } from '../../messages/en/slot-words.ts';
import { messages, typedAnywhere } from '../../messages/messages.ts';
import { isPolite, rangesJoined } from '../parse-command.ts';

const slots = typedAnywhere((typed) => [typed.slots]);
const all = (of: (words: SlotWords) => readonly string[]): readonly string[] => slots.flatMap(of);

const [everything, today, open, lastMonth, units] = [
  all((words) => words.all),
  all((words) => words.today),
  all((words) => words.open),
  all((words) => words.lastMonth),
  all((words) => words.units),
];
const noteBegins = all((words) => words.noteBegins);
const titleBegins = all((words) => words.titleBegins);
const alertWords = all((words) => words.alertWords);
const drillWords = typedAnywhere(({ verbs, alone }) => [
  verbs.drill,
  ...alone.flatMap(({ word, verb }) => (verb === 'drill' ? [word] : [])),
]);
const beforeReason = all((words) => words.beforeReason);
const because = all((words) => words.because);
/** A sentence begins with one of these where a name may stand as well: «It is Sam». */
const noNames = typedAnywhere((typed) => [typed.asking, typed.followUp.pronoun]);

/** Returns the words of a text, folded and without the signs around them. */
function plainWords(text: string): string[] {
  return fold(text)
    .replaceAll(/[’‘]/g, "'")
    .split(/[^\p{L}\p{N}'@#+/-]+/u)
    .filter(Boolean);
}

/** A word of fewer letters is near to many others. */
const shortestSlip = 5;

/** Returns whether a word is one of these, or nearly: with the same first letter, and a letter or two wrong. */
function isNearly(word: string, among: readonly string[]): boolean {
  if (among.includes(word)) return true;
  // Two letters that changed places: «motnh».
  if (word.length >= shortestSlip && among.some((one) => one[0] === word[0] && hasSameLetters(one, word))) return true;
  const long = among.filter((one) => one.length >= shortestSlip && one[0] === word[0]);
  if (word.length < shortestSlip || long.length === 0) return false;
  return nearest(word, long).mistakes <= (word.length > shortestSlip ? 2 : 1);
}

/**
 * Returns whether a word is a slip of one of these of at most `longest` letters: a letter is missing, or two changed places, as in «hgh»
 * and «lsat».
 */
function isSlipOfShort(word: string, among: readonly string[], longest = shortestSlip - 1): boolean {
  const short = among.filter((one) => one.length <= longest && one[0] === word[0]);
  const isShorter = (one: string) =>
    word.length >= 3 && word.length < one.length && nearest(word, [one]).mistakes === 1;
  return short.some((one) => hasSameLetters(one, word) || isShorter(one));
}

/** Returns whether one of these words or phrases stands in a text, or nearly: «false positve». */
function has(text: string, phrases: readonly string[]): boolean {
  const words = plainWords(text);
  return phrases.some((phrase) => {
    const parts = phrase.split(' ');
    return words.some((_, at) => parts.every((part, n) => isNearly(words[at + n] ?? '', [part])));
  });
}

/** The numbers of alerts in a text, and the text behind the last of them. */
interface NumberedText {
  /** Numbers and ranges as they are typed behind a verb: «1», «2-5». */
  numbers: readonly string[];
  behind: string;
}

/**
 * Returns the numbers and ranges of alerts that a sentence names, in its order. A number with a unit, a time, a year, a telephone number and
 * the number in a longer word are none. Of a note only the first number is read: those behind it belong to it.
 */
export function numbersIn(text: string): NumberedText {
  const tokens = withPhonesJoined(rangesJoined(text)).split(/[^\S\u00a0]+/);
  const numbers: string[] = [];
  let end = 0;
  for (const [at, token] of tokens.entries()) {
    const bare = token.replace(/^[("'«“=]+/, '').replace(/(?<![.,:;!?)"'»”=…-])[.,:;!?)"'»”=…-]+$/, '');
    if (!/^#?\d{1,6}(?:[-,;&+]#?\d{1,6})*$/.test(bare) || /^20\d\d$/.test(bare)) continue;
    if (units.includes(plainWords(tokens[at + 1] ?? '')[0] ?? '')) continue;
    numbers.push(...bare.split(/[,;&+]/).map((one) => one.replaceAll('#', '')));
    if (end === 0) end = at + 1;
  }
  return { numbers, behind: tokens.slice(end).join(' ').replaceAll('\u00a0', ' ') };
}

/**
 * A telephone number as people write it, also one that is too short: «+33 1 44 55 66 77», «01 44 55 66 77», «212-555-0123». A date is
 * none.
 */
const phone =
  /(?<![\p{L}\d#+/.-])(?!\d{1,2}[-.]\d{1,2}[-.]\d{4}(?!\d))(?:\+\d|\(?0\d|\(?[2-9]\d\d\)?[ .-]\d\d\d)(?:[ .()-]{0,2}\d){4,14}(?![\p{L}\d/])/u;

/** Returns the text with the telephone number as one word, so that its parts name no alerts. */
function withPhonesJoined(text: string): string {
  return text.replace(phone, (number) => number.replaceAll(' ', '\u00a0'));
}

/** Returns the telephone number that a sentence names, as it was typed; empty for none. */
export function phoneIn(text: string): string {
  return phone.exec(text)?.[0] ?? '';
}

/** Returns the e-mail address that a sentence names; empty for none. */
export function emailIn(text: string): string {
  const words = text.split(/[\s<>()«»“”",;:|]+/).map((word) => word.replace(/(?<![.!?'’])[.!?'’]+$/, ''));
  return words.find((word) => /^[^@]+@[^@]+\.[^@.]+$/.test(word)) ?? '';
}

/** Returns whether a sentence means all alerts. */
export function saysAll(text: string): boolean {
  return has(text, everything) || countsAlerts(text);
}

/** Returns whether a sentence means all alerts by how many they are: «the three alerts». */
export function countsAlerts(text: string): boolean {
  return slots.some(({ counted }) => counted.test(fold(text)));
}

/** Returns the severity that a sentence names; null for none. `isMeant` says which words are one of those that name a severity. */
export function severityIn(text: string, isMeant = isNearly): Severity | null {
  const words = plainWords(text);
  const levels = ['high', 'medium', 'low'] as const;
  return (
    levels.find((level) =>
      words.some((word) =>
        isMeant(
          word,
          all(({ severities }) => severities[level]),
        ),
      ),
    ) ?? null
  );
}

/** Returns whether a word is one of these, or nearly, also of short ones: «hgh». */
export function isNearlyOrSlip(word: string, among: readonly string[]): boolean {
  return isNearly(word, among) || isSlipOfShort(word, among);
}

/** Returns whether a sentence means the alerts of today. */
export function saysToday(text: string): boolean {
  return has(text, today);
}

/** Returns whether a word is the beginning of one that means the open alerts, or nearly one: «alertes ouv». */
export function nearlyOpen(word: string): boolean {
  const typed = fold(word);
  return isNearlyOrSlip(typed, open) || (typed.length >= 3 && open.some((one) => one.startsWith(typed)));
}

/** Returns the words of a filter without those that mean today's alerts, or open ones, which a list shows anyway. */
export function withoutStates(text: string): string {
  const left = (words: string, phrase: string) => {
    const at = ` ${fold(words)} `.indexOf(` ${phrase} `);
    return at < 0 ? words : `${words.slice(0, at)}${words.slice(at + phrase.length + 1)}`;
  };
  return [...today, ...open].reduce(left, text.replaceAll(/[’‘]/g, "'")).trim();
}

/** Returns the reason for which a sentence says that an alert is resolved; null for none. */
export function reasonIn(text: string): ResolvedReason | null {
  return (
    ResolvedReason.options.find((reason) =>
      has(
        text,
        all(({ reasons }) => reasons[reason]),
      ),
    ) ?? null
  );
}

/** Returns the month that a text names, such as `2026-10`, and the words that are left of the text; null for none. */
export function monthIn(text: string, now: string): { month: string; rest: string } | null {
  const words = text.trim().split(/\s+/);
  const current = monthOf(now);
  // «le rapport d'octobre», also without the apostrophe.
  const plain = words.map((word) => (plainWords(word)[0] ?? '').replace(/^[dl]'|^d(?=octob|avril)/, ''));
  const named = plain.findIndex((word) => monthNumber(word) > 0);
  const years = plain.filter((word) => /^20\d\d$/.test(word));
  const without = (isPart: (word: string) => boolean) => words.filter((_, at) => !isPart(plain[at] ?? '')).join(' ');
  if (named >= 0) {
    const number = String(monthNumber(plain[named] ?? '')).padStart(2, '0');
    const [year = current.slice(0, 4)] = years;
    const isAhead = years.length === 0 && `${year}-${number}` > current;
    const month = `${isAhead ? Number(year) - 1 : year}-${number}`;
    return { month, rest: without((word) => monthNumber(word) > 0 || years.includes(word)) };
  }
  const isLast = (word: string) => isNearlyOrSlip(word, lastMonth);
  if (!plain.some(isLast) || !plain.some(isMonthWord)) return null;
  return { month: monthBefore(current), rest: without((word) => isLast(word) || isMonthWord(word)) };
}

function isMonthWord(word: string): boolean {
  const names = all((words) => words.monthWords);
  return isNearly(word, names) || isSlipOfShort(word, names, shortestSlip);
}

/** The fewest letters of a month that is understood misspelt («ocotber»), with the first letter right and two others wrong at most. */
const shortestMonth = 6;
const longMonths = slots.flatMap(({ months }) => months.flat().filter((name) => name.length >= shortestMonth));

function monthNumber(word: string): number {
  const near = word.length < shortestMonth ? null : nearest(word, longMonths);
  const name = near && near.mistakes <= 2 && near.word[0] === word[0] ? near.word : word;
  return Math.max(...slots.map(({ months }) => months.findIndex((names) => names.includes(name)))) + 1;
}

/** The most words of a sentence that ask for an alert: «could you please raise an alert». */
const longestLead = 6;

/**
 * Returns the words before the colon or dash of a sentence where they name an alert that is no drill, and are few: «start an alert»; empty
 * for none.
 */
export function raiseLeadIn(text: string): string {
  const words = text.trim().split(/\s+/);
  const end = words.slice(0, longestLead + 1).findIndex((word) => /^[:–—-]$|:$/.test(word));
  const lead = words
    .slice(0, Math.max(0, end + 1))
    .join(' ')
    .replace(/\s?[:–—-]$/, '');
  return has(lead, alertWords) && !has(lead, drillWords) ? lead : '';
}

/**
 * Returns the title of an alert that a sentence raises: what stands behind the words that ask for it, else behind a colon, a dash or
 * «about»; empty for none.
 */
export function titleIn(text: string): string {
  const words = text.trim().split(/\s+/);
  const asked = words.slice(0, longestLead).findIndex((word) => alertWords.includes(plainWords(word)[0] ?? ''));
  if (asked >= 0) {
    const lead = words.slice(Math.max(0, asked - 1)).join(' ');
    const title = withoutLead(lead);
    return title === lead
      ? words
          .slice(asked + 1)
          .join(' ')
          .replace(/^[\s:,–—-]+/, '')
      : title;
  }
  const mark = words.findIndex((word) => /^[–—-]$|:$/.test(word));
  if (mark >= 0 && mark < words.length - 1) return words.slice(mark + 1).join(' ');
  const folded = words.map((word) => fold(word));
  const at = titleBegins
    .map((phrase) => {
      const parts = phrase.split(' ');
      const found = folded.findIndex((_, n) => parts.every((part, m) => folded[n + m] === part));
      return found < 0 ? -1 : found + parts.length;
    })
    .find((found) => found > 0);
  return at === undefined ? '' : withoutLead(words.slice(at).join(' '));
}

/** Returns a title without the words by which people ask for an alert: «phishing» of «an alert: phishing». */
export function withoutLead(title: string): string {
  const lead = slots.map(({ beforeTitle }) => beforeTitle.exec(title)?.[0] ?? '').find((found) => found !== '');
  return lead === undefined ? title : title.slice(lead.length).trim();
}

/** Returns the words of a note that a sentence has behind the number: without «that», and without the question mark of a request. */
export function noteIn(behind: string, isRequest: boolean): string {
  const text = behind.replace(/^[\s:,;–—-]+/, '');
  const lead = noteBegins.find((word) => fold(text).startsWith(word.endsWith("'") ? word : `${word} `));
  const note = lead === undefined ? text : text.slice(lead.length).replace(/^[\s:,;–—-]+/, '');
  return (isRequest ? note.replace(/(?<![\s?])[\s?]+$/, '') : note).trim();
}

/**
 * Returns the reason for which words behind the number of an alert say that it is resolved, and their note: what follows the reason that
 * they begin with, else all of them.
 */
export function reasonAndNoteIn(behind: string): { reason: ResolvedReason | null; note: string } {
  const words = behind.trim().split(/\s+/);
  const first = words.findIndex((word) => !beforeReason.includes(plainWords(word)[0] ?? ''));
  const named = (at: number, end: number) => reasonIn(words.slice(at, end).join(' '));
  // Without the first word they name none: «customer was hacked» begins with no reason.
  const isReason = (count: number) => named(first, first + count) !== null && named(first + 1, first + count) === null;
  const length = [1, 2, 3].find((count) => first >= 0 && first + count <= words.length && isReason(count)) ?? 0;
  const rest = length === 0 ? behind : words.slice(first + length).join(' ');
  const note = withoutBecause(rest.replace(/^[\s:,;–—-]+/, '')).replace(/(?<![\s?])[\s?]+$/, '');
  return {
    reason: named(Math.max(0, first), length === 0 ? words.length : first + length),
    note: isPolite(note) ? '' : note,
  };
}

/** Returns what is typed behind alerts without what stands before a reason: «: fraud», «as fraud». */
export function withoutBeforeReason(text: string): string {
  const [first = '', ...rest] = text.replace(/^[\s:,;–—-]+/, '').split(' ');
  return rest.length > 0 && beforeReason.includes(fold(first)) ? rest.join(' ') : [first, ...rest].join(' ');
}

/** Returns a text without the «because» that it begins with, also a misspelt one. */
function withoutBecause(text: string): string {
  const [first = '', second = '', ...rest] = text.split(/\s+/);
  const phrase = because.includes(plainWords(`${first} ${second}`).join(' '));
  if (phrase) return rest.join(' ');
  return isNearly(plainWords(first)[0] ?? '', because) ? text.slice(first.length).trim() : text;
}

/** Returns the names in the places of a sentence where the person stands whom it puts on call, as they were typed. */
export function personsIn(text: string): readonly string[] {
  const found = slots.flatMap(({ person }) => person).map((pattern) => pattern.exec(text)?.groups?.who ?? '');
  return found.filter((name) => name !== '' && !noNames.some((pattern) => pattern.test(fold(name))));
}

/** Returns whether a sentence asks how an alert stands, or wants something not done: nothing is done for it. */
export function wantsNothingDone(text: string): boolean {
  const said = fold(text);
  return slots.some(({ asksState, forbids }) => asksState.test(said) || forbids.test(said));
}

/** Returns the name of whom a sentence wants told about an alert, as it was typed; empty for nobody. */
export function toldIn(text: string): string {
  return slots.map(({ tells }) => tells.exec(text)?.groups?.who ?? '').find((name) => name !== '') ?? '';
}

/** The most words of a name that nobody and nothing has. */
const longestName = 2;
const [functionWords, times] = [
  Locale.options.flatMap((locale) => messages(locale).functionWords),
  [...lastMonth, ...units, ...all((words) => [...words.monthWords, ...words.open])],
];

/** Returns whether a text may be the name of a person, a source or a customer: it has no words that sentences are made of. */
export function mayBeName(text: string): boolean {
  const words = plainWords(text);
  const isOther = (word: string) =>
    [...functionWords, ...times].includes(word) || isNearlyOrSlip(word, alertWords) || isPolite(word);
  if (words.length === 0 || words.length > longestName || words.some(isOther)) return false;
  return !isQuestion(text) && !saysAll(text) && !saysToday(text) && reasonIn(text) === null;
}

/** Returns until when a sentence puts somebody on call, as it was typed; empty where it does not say. A night ends the next morning. */
export function untilIn(text: string): string {
  const marks = typedAnywhere(({ onCall }) => onCall.until);
  const ofTenant = typedAnywhere(({ onCall }) => onCall.of);
  const words = text.split(/\s+/);
  const at = words.findIndex((word) => marks.includes(fold(word)));
  const night = slots.find((of) => has(text, of.night));
  if (at < 0) return night?.nightEnds ?? '';
  const behind = words.slice(at + 1);
  const end = behind.findIndex((word) => ofTenant.includes(fold(word)) || isPolite(word));
  return (end < 0 ? behind : behind.slice(0, end)).join(' ');
}

/** Returns the words behind «from», «of» or «at», by which alerts are searched where no source or customer has their name. */
export function namedIn(text: string): string {
  const named = all((words) => words.named);
  const words = text.split(/\s+/);
  const at = words.findLastIndex((word, n) => n > 0 && named.includes(fold(word)) && n < words.length - 1);
  const [first = ''] = at < 0 ? [] : words.slice(at + 1);
  return first.replaceAll(/[^\p{L}\p{N}._-]/gu, '');
}

const asking = typedAnywhere((typed) => [typed.asking]);

/** Returns whether a text asks something. */
export function isQuestion(words: string): boolean {
  const text = fold(words);
  return text.includes('?') || asking.some((pattern) => pattern.test(text));
}
