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

/** What came of reading a time: an instant (ISO 8601, UTC), or why there is none. */
export type SpokenTime = { kind: 'time'; at: string } | { kind: 'none' } | { kind: 'past' };

/**
 * Reads a time by the clock of `timezone`. A time of day alone is the next one; a day of the week the next one too. A date without a time of day is
 * no time, since a duty that ends at midnight is rarely meant.
 */
export function readTime(text: string, now: string, timezone: string): SpokenTime {
  const said = fold(text)
    .replaceAll('’', "'")
    .replace(/^(?:until|till|jusqu'au|jusqu'a|a|at|le|on)\s+/, '')
    .replace(/[.!?]+$/, '')
    .trim();
  const from = wallAt(Date.parse(now), timezone);
  const midnight = from - (((from % dayMs) + dayMs) % dayMs);
  const [, date, time = ''] =
    /^(\d{4}-\d{2}-\d{2}|[a-z' ]*?[a-z])?(?:,|t|\b)?\s*(?:at|a|@)?\s*((?:\d.*|noon|midnight|midi|minuit)?)$/.exec(
      said,
    ) ?? [];
  const clock = clockIn(time.trim());
  if (clock === null) return { kind: 'none' };
  const day =
    date === undefined
      ? midnight + clock > from
        ? midnight
        : midnight + dayMs
      : dayIn(date.trim(), midnight, clock, from);
  if (day === null) return { kind: 'none' };
  const at = instantOf(day + clock, timezone);
  return at <= Date.parse(now) ? { kind: 'past' } : { kind: 'time', at: new Date(at).toISOString() };
}

/** Returns the milliseconds after midnight; null for no time of day. */
function clockIn(text: string): number | null {
  if (text === 'noon' || text === 'midi') return dayMs / 2;
  if (text === 'midnight' || text === 'minuit') return 0;
  const found = /^(\d{1,2})(?:\s?[:h.]\s?(\d{2})?)?(?::\d{2})?\s*(am|pm)?$/.exec(text);
  if (!found) return null;
  const [, hours = '', minutes = '0', half] = found;
  if (!half && !/[:h.]/.test(text)) return null;
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
