/** Two hundred made-up calendars, and the samples, as another reader reads them (node-ical, with rrule-temporal): the same people at 1,000 instants each. */
import { readFileSync } from 'node:fs';
import ical from 'node-ical';
import { afterEach, expect, it } from 'vitest';
import { readCalendar } from '../../../adapters/calendar/read-calendar.ts';
import { calendarOf } from '../../support/calendar.ts';

const [from, until] = ['2026-03-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'];
const hourMs = 3_600_000;
const machine = process.env.TZ;

afterEach(() => {
  if (machine === undefined) delete process.env.TZ;
  else process.env.TZ = machine;
});

/** Numbers that look like chance, the same at every run. */
function diceOf(seed: number) {
  let state = seed * 2_654_435_761;
  const next = (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return (state >>> 8) % below;
  };
  return { next, pick: <T>(all: readonly T[]): T => all[next(all.length)] as T };
}
type Dice = ReturnType<typeof diceOf>;

const zones = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'W. Europe Standard Time',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'UTC',
];
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const digits = (n: number) => String(n).padStart(2, '0');

/** Returns a rule of which the start (`20260302T…`) is the first recurrence: what another one means is not defined. */
function ruleOf({ next, pick }: Dice, start: string): string {
  const date = new Date(`${start.slice(0, 4)}-${start.slice(4, 6)}-${start.slice(6, 8)}T00:00:00Z`);
  const weekday = days[(date.getUTCDay() + 6) % 7] ?? 'MO';
  const interval = `;INTERVAL=${1 + next(3)}`;
  const until = start.startsWith('2025') ? [`;UNTIL=2026${digits(4 + next(8))}15T120000Z`] : [];
  const end = pick(['', '', `;COUNT=${3 + next(60)}`, ...until]);
  const some = days.filter((day) => day === weekday || next(3) === 0).join(',');
  const how = pick([
    'FREQ=DAILY',
    'FREQ=WEEKLY',
    `FREQ=WEEKLY;WKST=${pick(['MO', 'SU'])};BYDAY=${some}`,
    `FREQ=MONTHLY;BYMONTHDAY=${date.getUTCDate()}`,
    `FREQ=MONTHLY;BYDAY=${Math.ceil(date.getUTCDate() / 7)}${weekday}`,
    'FREQ=YEARLY',
  ]);
  return `RRULE:${how}${interval}${end}`;
}

/** Returns an event of one person that begins on a day of 2025 or 2026, with exceptions of its rule. */
function eventsOf(dice: Dice, n: number): string[][] {
  const { next, pick } = dice;
  const zone = pick(zones);
  // Not in the hours that clocks skip: RFC 5545 leaves such a recurrence out, and nobody would be on call that night.
  const [month, day, hour] = [1 + next(12), 1 + next(28), 4 + next(20)];
  const stamp = (m: number, d: number, h = hour) => `${pick(['2026'])}${digits(m)}${digits(d)}T${digits(h)}0000`;
  const at = (name: string, text: string) => (zone === 'UTC' ? `${name}:${text}Z` : `${name};TZID=${zone}:${text}`);
  const start = `${pick(['2025', '2026'])}${digits(month)}${digits(day)}T${digits(hour)}0000`;
  const own = [`UID:${n}`, at('DTSTART', start), `DURATION:PT${1 + next(40)}H`, `SUMMARY:person ${n}`];
  if (next(4) === 0) return [own];
  const rule = ruleOf(dice, start);
  const daily = rule.includes('DAILY') && rule.includes('INTERVAL=1');
  const skipped = daily ? [at('EXDATE', stamp(5 + next(5), 1 + next(28)))] : [];
  const moved = stamp(6, 1 + next(28));
  const change = [
    `UID:${n}`,
    at('RECURRENCE-ID', moved),
    at('DTSTART', `${moved.slice(0, 9)}${digits((hour + 2) % 24)}0000`),
    'DURATION:PT3H',
    `SUMMARY:moved ${n}`,
  ];
  const isMoved = daily && !start.startsWith('2026') && !/COUNT|UNTIL/.test(rule);
  return [[...own, rule, ...skipped], ...(isMoved ? [change] : [])];
}

interface Duty {
  start: number;
  end: number;
  who: string;
}

function byTheOther(text: string): Duty[] {
  const range = { from: new Date(from), to: new Date(until), expandOngoing: true };
  return Object.values(ical.sync.parseICS(text)).flatMap((event) =>
    event?.type === 'VEVENT'
      ? ical
          .expandRecurringEvent(event, range)
          // This reader leaves it to others what a cancelled event means.
          .filter((one) => one.event.status !== 'CANCELLED')
          .map(({ start, end, summary }) => ({ start: start.getTime(), end: end.getTime(), who: String(summary) }))
      : [],
  );
}

function byOurs(text: string): Duty[] {
  const read = readCalendar(text, { from, until, timezone: 'UTC' });
  if (read.kind === 'failed') throw new Error(read.why);
  return read.events.map(({ start, end, summary }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    who: summary,
  }));
}

const at = (duties: readonly Duty[], instant: number) =>
  [...new Set(duties.filter(({ start, end }) => start <= instant && instant < end).map(({ who }) => who))]
    .toSorted()
    .join(', ');

it.each(['UTC', 'America/Los_Angeles', 'Asia/Kathmandu', 'Pacific/Apia'])(
  '200 calendars have the same people at 1,000 instants each, with the machine in %s',
  (zone) => {
    process.env.TZ = zone;
    const differences: string[] = [];
    for (let seed = 1; seed <= 200; seed++) {
      const dice = diceOf(seed);
      const text = calendarOf(...Array.from({ length: 1 + dice.next(4) }, (_, n) => eventsOf(dice, n)).flat());
      const [ours, other] = [byOurs(text), byTheOther(text)];
      const span = Date.parse(until) - Date.parse(from);
      for (let n = 0; n < 1_000; n++) {
        const instant = Date.parse(from) + Math.floor((span * n) / 1_000) + (n % 3) * hourMs;
        if (instant >= Date.parse(until) || at(ours, instant) === at(other, instant)) continue;
        differences.push(
          `${seed} ${new Date(instant).toISOString()} ours: ${at(ours, instant)}; other: ${at(other, instant)}\n${text}`,
        );
        break;
      }
    }
    expect(differences).toEqual([]);
  },
);

/** What products publish, without events of whole days: the other reader takes those by the machine's zone. */
function sampleOf(product: string): string {
  const file = readFileSync(new URL(`./samples/${product}.ics`, import.meta.url), 'utf8');
  const [text = ''] = file.replaceAll(';LANGUAGE=en-us', '').split(/^END:VCALENDAR/m);
  const [head = '', ...events] = text.split(/^(?=BEGIN:VEVENT)/m);
  return `${head}${events.filter((event) => !event.includes(';VALUE=DATE:')).join('')}END:VCALENDAR\n`;
}

/** On this night, in Chicago, a shift ends by the clock on the wall; the other reader ends it an hour earlier. */
const clocksChange = '2026-11-01';

it.each(['UTC', 'America/Los_Angeles', 'Asia/Kathmandu', 'Pacific/Apia'])(
  'the samples of products have the same people at 1,000 instants each, with the machine in %s',
  (zone) => {
    process.env.TZ = zone;
    const first = Date.parse('2026-10-04T00:00:00.000Z');
    const stepMs = (Date.parse(until) - first) / 1_000;
    const instants = Array.from({ length: 1_000 }, (_, n) => new Date(first + Math.floor(stepMs * n)).toISOString());
    for (const product of ['pagerduty', 'opsgenie', 'grafana-oncall', 'outlook', 'google']) {
      const text = sampleOf(product);
      const [ours, other] = [byOurs(text), byTheOther(text)].map((duties) =>
        instants.map(
          (instant) => `${instant} ${instant.startsWith(clocksChange) ? '' : at(duties, Date.parse(instant))}`,
        ),
      );
      expect([product, ours]).toEqual([product, other]);
      expect(new Set(ours?.map((one) => one.slice(25))).size).toBeGreaterThan(1);
    }
  },
);
