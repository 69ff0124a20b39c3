import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCalendar, textIn } from '../../../adapters/calendar/read-calendar.ts';
import { calendarOf, eventOf } from '../../support/calendar.ts';

const query = { from: '2026-10-01T00:00:00.000Z', until: '2026-12-01T00:00:00.000Z', timezone: 'Europe/Paris' };

/** The people who are on call at an instant: those who were invited, or the summary. */
function at(text: string, instant: string, more: Partial<typeof query> = {}): string[] {
  const read = readCalendar(text, { ...query, ...more });
  if (read.kind === 'failed') throw new Error(read.why);
  return read.events
    .filter(({ start, end }) => start <= instant && instant < end)
    .flatMap(({ attendees, summary }) => attendees?.map(({ email }) => email) ?? [summary]);
}

describe('a recurring event', () => {
  const nights = calendarOf(
    [
      ...[
        'UID:n',
        'DTSTART;TZID=W. Europe Standard Time:20260105T090000',
        'DTEND;TZID=W. Europe Standard Time:20260106T090000',
      ],
      ...['RRULE:FREQ=DAILY', 'SUMMARY:Ada', 'EXDATE;TZID=W. Europe Standard Time:20261020T090000'],
    ],
    [
      ...['UID:n', 'RECURRENCE-ID;TZID=Europe/Berlin:20261021T090000', 'SUMMARY:Bea'],
      ...['DTSTART;TZID=Europe/Berlin:20261021T120000', 'DTEND;TZID=Europe/Berlin:20261022T090000'],
    ],
    [
      ...['UID:n', 'RECURRENCE-ID;TZID=Europe/Berlin:20261022T090000', 'SUMMARY:Ada', 'STATUS:CANCELLED'],
      ...['DTSTART;TZID=Europe/Berlin:20261022T090000', 'DTEND;TZID=Europe/Berlin:20261023T090000'],
    ],
  );

  it.each([
    ['before the clocks change', '2026-10-25T06:59:59.999Z', ['Ada']],
    ['nine o’clock by the clock on the wall, once it changed', '2026-10-25T07:59:59.999Z', ['Ada']],
    ['after an excluded one', '2026-10-20T07:00:00.000Z', []],
    ['before a moved one', '2026-10-21T09:59:00.000Z', []],
    ['a moved one', '2026-10-21T10:00:00.000Z', ['Bea']],
    ['a cancelled one', '2026-10-22T07:00:00.000Z', []],
    ['the one after it', '2026-10-23T07:00:00.000Z', ['Ada']],
  ])('%s', (_name, instant, people) => {
    expect(at(nights, instant)).toEqual(people);
  });

  it('that was changed from one recurrence on moves with the change', () => {
    const text = calendarOf(
      ['UID:f', 'DTSTART:20261005T080000Z', 'DTEND:20261006T080000Z', 'RRULE:FREQ=DAILY', 'SUMMARY:Ada'],
      [
        'UID:f',
        'RECURRENCE-ID;RANGE=THISANDFUTURE:20261010T080000Z',
        'DTSTART:20261010T100000Z',
        'DTEND:20261010T120000Z',
        'SUMMARY:Bea',
      ],
    );
    expect(at(text, '2026-10-09T20:00:00.000Z')).toEqual(['Ada']);
    expect(at(text, '2026-10-12T09:59:00.000Z')).toEqual([]);
    expect(at(text, '2026-10-12T10:00:00.000Z')).toEqual(['Bea']);
    expect(at(text, '2026-10-12T12:00:00.000Z')).toEqual([]);
  });
});

it('takes a day without times from midnight to midnight in the zone of the contact', () => {
  const text = calendarOf(['UID:d', 'DTSTART;VALUE=DATE:20261024', 'DTEND;VALUE=DATE:20261026', 'SUMMARY:Ada']);
  expect(at(text, '2026-10-23T21:59:59.999Z')).toEqual([]);
  expect(at(text, '2026-10-23T22:00:00.000Z')).toEqual(['Ada']);
  expect(at(text, '2026-10-25T22:59:59.999Z')).toEqual(['Ada']);
  expect(at(text, '2026-10-25T23:00:00.000Z')).toEqual([]);
  expect(at(text, '2026-10-24T00:30:00.000Z', { timezone: 'America/New_York' })).toEqual([]);
});

// PagerDuty, Grafana OnCall, Outlook (Exchange) and Google: properties, their order and forms, and line ends are those of
// feeds that stood in public repositories in November 2026, Grafana's also those of the code that writes them; names and
// times are ours. No public feed of Opsgenie was found: its sample goes by the product's documentation alone.
it.each(['pagerduty', 'opsgenie', 'grafana-oncall', 'outlook', 'google'])('reads what %s publishes', (product) => {
  const [text = '', expected = ''] = readFileSync(new URL(`./samples/${product}.ics`, import.meta.url), 'utf8').split(
    /^# expected\r?\n/m,
  );
  const cases = expected
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(' = '));
  expect(cases.length).toBeGreaterThan(2);
  for (const [instant = '', people = ''] of cases)
    expect([instant, at(text, instant).join(', ')]).toEqual([instant, people]);
});

describe('what is seen in feeds', () => {
  const [start, end] = ['DTSTART:20261006T080000Z', 'DTEND:20261006T200000Z'];
  const noon = '2026-10-06T12:00:00.000Z';
  const shift = (...lines: string[]) => calendarOf(['UID:s', 'SUMMARY:Ada', ...lines]);
  const zoned = (tzid: string) => shift(`DTSTART;TZID=${tzid}:20261006T100000`, `DTEND;TZID=${tzid}:20261006T220000`);

  it.each<[string, string, string[]]>([
    ['a byte order mark', `\uFEFF${shift(start, end)}`, ['Ada']],
    ['lines that end in LF', shift(start, end).replaceAll('\r', ''), ['Ada']],
    ['an empty line, and one that is none', shift(start, '', 'DESCRIPTION:On call', 'until eight', end), ['Ada']],
    ['a title with commas', calendarOf(['UID:s', 'SUMMARY:Ada\\, Bea\\; Cleo', start, end]), ['Ada, Bea; Cleo']],
    ['an address in capitals', shift(start, end, 'ATTENDEE:MAILTO:ADA@Contoso.COM'), ['ada@contoso.com']],
    ['an address alone', shift(start, end, 'ATTENDEE:ada@contoso.com'), ['ada@contoso.com']],
    ['an address that is folded', shift(start, end, 'ATTENDEE:mailto:ada@con', ' toso.com'), ['ada@contoso.com']],
    [
      'an address beside that of a server',
      shift(start, end, 'ATTENDEE;CN="Lovelace, Ada";EMAIL=ada@contoso.com:/1234/principal/'),
      ['ada@contoso.com'],
    ],
    ['a room', shift(start, end, 'ATTENDEE;CUTYPE=ROOM:mailto:room@contoso.com'), ['Ada']],
    ['a zone in quotes', zoned('"W. Europe Standard Time"'), ['Ada']],
    ['a zone with a prefix', zoned('/freeassociation.sourceforge.net/Europe/Paris'), ['Ada']],
    ['a zone with a longer prefix', zoned('/freeassociation.sourceforge.net/Tzfile/Europe/Paris'), ['Ada']],
    ['Exchange’s UTC', zoned('tzone://Microsoft/Utc'), ['Ada']],
    ['a cancelled event', shift(start, end, 'STATUS:CANCELLED'), []],
    ['a calendar that cancels', shift(start, end).replace('VERSION', 'METHOD:CANCEL\r\nVERSION'), []],
    [
      'several calendars, of which the last cancels',
      `${shift(start, end)}${shift(start, end, 'SEQUENCE:1').replace('VERSION', 'METHOD:CANCEL\r\nVERSION')}`,
      [],
    ],
    [
      'an exception of a whole series by a date',
      shift(start, end, 'RRULE:FREQ=DAILY;COUNT=2', 'EXDATE;VALUE=DATE:20261006'),
      [],
    ],
    [
      'a day that was taken out of a series of days',
      shift('DTSTART;VALUE=DATE:20261005', 'RRULE:FREQ=DAILY', 'EXDATE;VALUE=DATE:20261006'),
      [],
    ],
    [
      'a change that names the recurrence in UTC',
      calendarOf(
        ['UID:s', 'DTSTART;TZID=Europe/Paris:20261005T100000', 'DURATION:PT12H', 'RRULE:FREQ=DAILY', 'SUMMARY:Ada'],
        ['UID:s', 'RECURRENCE-ID:20261006T080000Z', start, end, 'SUMMARY:Bea'],
      ),
      ['Bea'],
    ],
  ])('%s', (_what, text, people) => {
    expect(at(text, noon)).toEqual(people);
  });

  it.each([
    ['20270327T090000', 'DTEND;TZID=Europe/Paris:20270328T090000', '2027-03-28T07:00:00.000Z'],
    ['20270327T090000', 'DURATION:P1D', '2027-03-28T07:00:00.000Z'],
    ['20270322T090000', 'DURATION:P1W', '2027-03-29T07:00:00.000Z'],
    ['20270327T090000', 'DURATION:P1DT12H', '2027-03-28T19:00:00.000Z'],
    ['20270327T090000', 'DURATION:PT24H', '2027-03-28T08:00:00.000Z'],
    ['20261024T090000', 'DURATION:P1D', '2026-10-25T08:00:00.000Z'],
    ['20261024T090000', 'DURATION:PT24H', '2026-10-25T07:00:00.000Z'],
  ])('on the night when clocks change: from %s, %s', (from, how, end) => {
    const read = readCalendar(calendarOf(['UID:1', `DTSTART;TZID=Europe/Paris:${from}`, how, 'SUMMARY:Ada']), {
      ...{ from: '2026-10-01T00:00:00.000Z', until: '2027-05-01T00:00:00.000Z', timezone: 'UTC' },
    });
    expect(read).toMatchObject({ events: [{ end }] });
  });

  it.each([
    'Customized Time Zone',
    'tzone://Microsoft/Custom',
    '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
    '"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"',
    '/example.com/Mars/Phobos',
  ])('the zone %s, which nobody knows, is not guessed', (tzid) => {
    const read = readCalendar(zoned(tzid), query);
    expect(read).toEqual({ kind: 'events', events: [], unknownZones: [tzid.replaceAll('"', '')] });
  });

  it('a line that is folded within a letter', () => {
    const [before = '', after = ''] = shift(start, end).split('Ada');
    const bytes = Buffer.concat([
      Buffer.from(`${before}Zo`),
      Buffer.from([0xc3, 13, 10, 32, 0xa9]),
      Buffer.from(after),
    ]);
    expect(at(textIn(bytes), noon)).toEqual(['Zoé']);
  });
});

describe('hostile calendars', () => {
  const failed = (text: string) => {
    const read = readCalendar(text, query);
    return read.kind === 'failed' ? read.why : read.events.length;
  };

  it('that are none are refused', () => {
    expect(failed('<!DOCTYPE html><html>BEGIN:VCALENDAR</html>')).toBe('notCalendar');
    expect(failed('')).toBe('notCalendar');
    expect(failed('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART')).toBe('notCalendar');
  });

  it('with an event of a thousand years, or a rule that began a thousand years ago, cost no more than others', () => {
    expect(at(calendarOf(eventOf('Ada', '10260101T000000Z', '30260101T000000Z')), query.from)).toEqual(['Ada']);
    const old = [
      'UID:o',
      'DTSTART:10260101T080000Z',
      'DTEND:10260101T200000Z',
      'RRULE:FREQ=DAILY;BYDAY=MO,TU',
      'SUMMARY:Ada',
    ];
    expect(at(calendarOf(old), '2026-10-05T09:00:00.000Z')).toEqual(['Ada']);
    expect(at(calendarOf(old), '2026-10-07T09:00:00.000Z')).toEqual([]);
  });

  it('with 100,000 recurrences are read, and with many more refused', () => {
    const counted = [
      'UID:c',
      'DTSTART:20200105T090000Z',
      'DTEND:20200105T093000Z',
      'RRULE:FREQ=HOURLY;COUNT=100000',
      'SUMMARY:Ada',
    ];
    expect(at(calendarOf(counted), '2026-10-05T09:15:00.000Z')).toEqual(['Ada']);
    expect(at(calendarOf(counted), '2026-10-05T09:45:00.000Z')).toEqual([]);
  });

  it('leave out what cannot be read, and read the rest', () => {
    const text = calendarOf(
      ['UID:1', 'DTSTART:not a time', 'SUMMARY:Bea'],
      ['UID:2', 'SUMMARY:Cleo'],
      ['UID:3', 'DTSTART;TZID=Mars/Phobos:20261001T000000', 'DTEND;TZID=Mars/Phobos:20261101T000000', 'SUMMARY:Dora'],
      eventOf('Ada', '20261001T000000Z', '20261101T000000Z'),
    );
    const read = readCalendar(text, query);
    expect(read).toMatchObject({ events: [{ summary: 'Ada' }], unknownZones: ['Mars/Phobos'] });
  });
});
