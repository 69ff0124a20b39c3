/** Reads what a sentence says of the alerts, the month, the reason and the person that it means. */

import { monthBefore, monthOf } from '../../domain/alert/report.ts';
import type { Severity } from '../../domain/alert/severity.ts';
import { ResolvedReason } from '../../domain/alert/status.ts';
import { fold, nearest } from '../../domain/text/words.ts';
import type { SlotWords } from '../../messages/en/slot-words.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import { rangesJoined } from '../parse-command.ts';

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
  const letters = (of: string) => [...of].sort().join('');
  if (among.includes(word)) return true;
  // Two letters that changed places: «motnh».
  if (word.length >= shortestSlip && among.some((one) => one[0] === word[0] && letters(one) === letters(word)))
    return true;
  const long = among.filter((one) => one.length >= shortestSlip && one[0] === word[0]);
  if (word.length < shortestSlip || long.length === 0) return false;
  return nearest(word, long).mistakes <= (word.length > shortestSlip ? 2 : 1);
}

/** Returns whether one of these words or phrases stands in a text, or nearly one of the words. */
function has(text: string, phrases: readonly string[]): boolean {
  const words = plainWords(text);
  const spaced = ` ${words.join(' ')} `;
  const single = phrases.filter((phrase) => !phrase.includes(' '));
  return phrases.some((phrase) => spaced.includes(` ${phrase} `)) || words.some((word) => isNearly(word, single));
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

/** A telephone number as people write it: «+33 1 44 55 66 77», «01 44 55 66 77». */
const phone = /(?<![\d+])(?:\+\d{1,3}|0\d)(?:[ .-]\d{1,4}){3,8}(?!\d)/g;

/** Returns the text with each telephone number as one word, so that its parts name no alerts. */
function withPhonesJoined(text: string): string {
  return text.replaceAll(phone, (number) => number.replaceAll(' ', '\u00a0'));
}

/** Returns whether a sentence means all alerts. */
export function saysAll(text: string): boolean {
  return has(text, everything);
}

/** Returns the severity that a sentence names; null for none. */
export function severityIn(text: string): Severity | null {
  const words = plainWords(text);
  const levels = ['high', 'medium', 'low'] as const;
  return (
    levels.find((level) =>
      words.some((word) =>
        isNearly(
          word,
          all(({ severities }) => severities[level]),
        ),
      ),
    ) ?? null
  );
}

/** Returns whether a sentence means the alerts of today. */
export function saysToday(text: string): boolean {
  return has(text, today);
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
  const plain = words.map((word) => plainWords(word)[0] ?? '');
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
  if (!plain.some((word) => lastMonth.includes(word)) || !plain.some(isMonthWord)) return null;
  return { month: monthBefore(current), rest: without((word) => lastMonth.includes(word) || isMonthWord(word)) };
}

function isMonthWord(word: string): boolean {
  return isNearly(
    word,
    all((words) => words.monthWords),
  );
}

function monthNumber(word: string): number {
  return Math.max(...slots.map(({ months }) => months.findIndex((names) => names.includes(word)))) + 1;
}

/** Returns the title of an alert that a sentence raises: behind a colon or a dash, or behind «about»; empty for none. */
export function titleIn(text: string): string {
  const words = text.split(/\s+/);
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
  return at === undefined ? '' : words.slice(at).join(' ');
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

/** Returns the person whom a sentence puts on call; empty for nobody who is named. */
export function personIn(text: string): string {
  const found = slots.flatMap(({ person }) => person).map((pattern) => pattern.exec(text)?.groups?.who ?? '');
  return found.find((name) => name !== '') ?? '';
}

/** Returns until when a sentence puts somebody on call, as it was typed; empty where it does not say. */
export function untilIn(text: string): string {
  const marks = typedAnywhere(({ onCall }) => onCall.until);
  const words = text.split(/\s+/);
  const at = words.findIndex((word) => marks.includes(fold(word)));
  return at < 0 ? '' : words.slice(at + 1).join(' ');
}

/** Returns the words behind «from», «of» or «at», by which alerts are searched where no source or customer has their name. */
export function namedIn(text: string): string {
  const named = all((words) => words.named);
  const words = text.split(/\s+/);
  const at = words.findLastIndex((word, n) => n > 0 && named.includes(fold(word)) && n < words.length - 1);
  const [first = ''] = at < 0 ? [] : words.slice(at + 1);
  return first.replaceAll(/[^\p{L}\p{N}._-]/gu, '');
}
