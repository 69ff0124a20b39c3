/** Reads the end of a duty as people type it: «18:00», «monday 9:00», «demain 8h30», «2026-12-01 06:00», «28/11/2026 9h». */
import { fold } from '../text/words.ts';
import { instantOf, wallAt } from './zones.ts';

const dayMs = 86_400_000;

/** The days of the week in each language, from Sunday on; a word may be cut after its third letter. */
const weekdays = [
  ['sunday', 'dimanche'],
  ['monday', 'lundi'],
  ['tuesday', 'mardi'],
  ['wednesday', 'mercredi'],
  ['thursday', 'jeudi'],
  ['friday', 'vendredi'],
  ['saturday', 'samedi'],
];
const tomorrow = ['tomorrow', 'demain'];
const today = ['today', "aujourd'hui", 'ce', 'cet', 'cette', 'this'];
/** The parts of a day, which must fit the time of day. */
const beforeNoon = new Set(['morning', 'matin']);
const afterNoon = new Set(['afternoon', 'evening', 'apres-midi', 'soir']);

/** Words around a day and a time. */
const around = new Set(['until', 'till', "jusqu'au", "jusqu'a", 'a', 'at', 'le', 'on']);
const nextOne = new Set(['next', 'prochain']);

/** The outcome of reading a time: an instant (ISO 8601, UTC), or why there is none. */
export type SpokenTime = { kind: 'time'; at: string } | { kind: 'none' } | { kind: 'past' };

/**
 * Reads a time by the clock of `timezone`. A time of day alone is the next one; a day of the week the next one too. A date without a time
 * of day is no time, since a duty that ends at midnight is rarely meant.
 */
export function readTime(text: string, now: string, timezone: string): SpokenTime {
  const tokens = fold(text)
    .replaceAll('’', "'")
    .replace('tonight', 'today evening')
    .replace(/(?<=\d) ?heures?/, 'h')
    .replaceAll(/\s+/g, ' ')
    .replace(/(\d{4}-\d{2}-\d{2})t(?=\d)/, '$1 ')
    // «9 h 30» is one time.
    .replace(/(?<=\d) h(?=\s|$)/, 'h')
    .replace(/(?<=\dh) (?=\d{2}(?:\s|$))/, '')
    .split(/[\s,.!?]+/)
    .filter((token) => token !== '' && !around.has(token));
  const from = wallAt(Date.parse(now), timezone);
  const midnight = from - (((from % dayMs) + dayMs) % dayMs);
  const { time, rest } = splitAtClock(tokens);
  if (time === null || !isPartOfDay(rest, time)) return { kind: 'none' };
  // «demain soir minuit» ends that day.
  const clock = time === 0 && rest.some((token) => afterNoon.has(token)) ? dayMs : time;
  const isNext = rest.some((token) => nextOne.has(token));
  const date = rest.filter((token) => ![beforeNoon, afterNoon, nextOne].some((set) => set.has(token))).join(' ');
  const next = midnight + clock > from ? midnight : midnight + dayMs;
  const day = rest.length === 0 ? next : dayIn(date, midnight, clock, from, isNext);
  if (day === null) return { kind: 'none' };
  const at = instantOf(day + clock, timezone);
  return at <= Date.parse(now) ? { kind: 'past' } : { kind: 'time', at: new Date(at).toISOString() };
}

/**
 * Returns a day without a time of day with one, so that people see when a duty ends: nine, and midnight where the evening is meant. Any
 * other text stays.
 */
export function withTimeOfDay(text: string, now: string, timezone: string): string {
  const tries = text === '' ? [] : [text, `${text} 9:00`, `${text} 24:00`];
  return tries.find((one) => readTime(one, now, timezone).kind === 'time') ?? text;
}

/** Returns the time of day, which stands at the end or at the beginning, and the other words. «6 pm» is two words. */
function splitAtClock(tokens: readonly string[]): { time: number | null; rest: readonly string[] } {
  const size = clockIn(tokens.slice(-2).join('')) === null || /^\d{4}-/.test(tokens.at(-2) ?? '') ? 1 : 2;
  const last = clockIn(tokens.slice(-size).join(''));
  if (last !== null) return { time: last, rest: tokens.slice(0, -size) };
  const first = clockIn(tokens.slice(0, 2).join('')) === null ? 1 : 2;
  return { time: clockIn(tokens.slice(0, first).join('')), rest: tokens.slice(first) };
}

/** Returns false when a part of the day contradicts the time, as in «tomorrow evening 8:00», which may mean either. */
function isPartOfDay(words: readonly string[], clock: number): boolean {
  const isMorning = clock < dayMs / 2;
  return !words.some((word) => (isMorning ? afterNoon : beforeNoon).has(word)) || clock === 0;
}

/** Returns the milliseconds after midnight; null for no time of day. */
function clockIn(text: string): number | null {
  if (text === 'noon' || text === 'midi') return dayMs / 2;
  if (text === 'midnight' || text === 'minuit') return 0;
  const found = /^(\d{1,2})(?:[:h](\d{2})?)?(am|pm)?$/.exec(text);
  if (!found) return null;
  const [, hours = '', minutes = '0', half] = found;
  if (!half && !/[:h]/.test(text)) return null;
  const hour =
    Number(hours) + (half === 'pm' && Number(hours) < 12 ? 12 : half === 'am' && Number(hours) === 12 ? -12 : 0);
  const isMidnight = hour === 24 && Number(minutes) === 0 && !half;
  return (hour < 24 || isMidnight) && Number(minutes) < 60 ? (hour * 60 + Number(minutes)) * 60_000 : null;
}

/** Returns `2026-11-28` for that and for «28/11/2026» or «28/11»: the day is first where it can be. Any other text stays. */
function isoDate(text: string, midnight: number): string {
  const found = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text);
  if (!found) return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '';
  const [, first = '', second = '', year = new Date(midnight).toISOString().slice(0, 4)] = found;
  const [day, month] = Number(second) > 12 ? [second, first] : [first, second];
  return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
}

/** Returns the midnight at which the day begins, by the clock on the wall; null for no day. Midnight of today is the next one. */
function dayIn(text: string, midnight: number, clock: number, from: number, isNext: boolean): number | null {
  if (today.includes(text)) return clock === 0 ? midnight + dayMs : midnight;
  if (tomorrow.includes(text)) return midnight + dayMs;
  const date = Date.parse(`${isoDate(text, midnight)}T00:00:00Z`);
  if (!Number.isNaN(date)) return date;
  const weekday = weekdays.findIndex((names) => names.some((name) => text.length >= 3 && name.startsWith(text)));
  if (weekday < 0) return null;
  const days = (weekday - new Date(midnight).getUTCDay() + 7) % 7;
  return days === 0 && (isNext || midnight + clock <= from) ? midnight + 7 * dayMs : midnight + days * dayMs;
}
