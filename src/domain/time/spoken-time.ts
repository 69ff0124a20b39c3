/** Reads the end of a duty as people type it: «18:00», «monday 9:00», «demain 8h30», «2026-12-01 06:00». */
import { fold } from '../text/words.ts';
import { instantOf, wallAt } from './wall-clock.ts';

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
const today = ['today', 'tonight', "aujourd'hui", 'ce soir'];

/** Words around a day and a time. */
const around = new Set(['until', 'till', "jusqu'au", "jusqu'a", 'a', 'at', 'le', 'on']);

/** What came of reading a time: an instant (ISO 8601, UTC), or why there is none. */
export type SpokenTime = { kind: 'time'; at: string } | { kind: 'none' } | { kind: 'past' };

/**
 * Reads a time by the clock of `timezone`. A time of day alone is the next one; a day of the week the next one too. A date without a time of day is
 * no time, since a duty that ends at midnight is rarely meant.
 */
export function readTime(text: string, now: string, timezone: string): SpokenTime {
  const tokens = fold(text)
    .replaceAll('’', "'")
    .replace(/(\d{4}-\d{2}-\d{2})t(?=\d)/, '$1 ')
    .split(/[\s,.!?]+/)
    .filter((token) => token !== '' && !around.has(token));
  const from = wallAt(Date.parse(now), timezone);
  const midnight = from - (((from % dayMs) + dayMs) % dayMs);
  // «6 pm» is two words.
  const size = clockIn(tokens.slice(-2).join('')) === null || /^\d{4}-/.test(tokens.at(-2) ?? '') ? 1 : 2;
  const clock = clockIn(tokens.slice(-size).join(''));
  if (clock === null) return { kind: 'none' };
  const date = tokens.slice(0, -size).join(' ');
  const next = midnight + clock > from ? midnight : midnight + dayMs;
  const day = date === '' ? next : dayIn(date, midnight, clock, from);
  if (day === null) return { kind: 'none' };
  const at = instantOf(day + clock, timezone);
  return at <= Date.parse(now) ? { kind: 'past' } : { kind: 'time', at: new Date(at).toISOString() };
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
  return hour < 24 && Number(minutes) < 60 ? (hour * 60 + Number(minutes)) * 60_000 : null;
}

/** Returns the midnight at which the day begins, by the clock on the wall; null for no day. */
function dayIn(text: string, midnight: number, clock: number, from: number): number | null {
  if (today.includes(text)) return midnight;
  if (tomorrow.includes(text)) return midnight + dayMs;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(date)) return date;
  const weekday = weekdays.findIndex((names) => names.some((name) => text.length >= 3 && name.startsWith(text)));
  if (weekday < 0) return null;
  const days = (weekday - new Date(midnight).getUTCDay() + 7) % 7;
  return days === 0 && midnight + clock <= from ? midnight + 7 * dayMs : midnight + days * dayMs;
}
