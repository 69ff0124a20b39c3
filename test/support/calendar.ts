/** Calendars as products publish them. */

/** Returns the text of a calendar with these events, each a list of its lines. */
export function calendarOf(...events: readonly (readonly string[])[]): string {
  const wrapped = events.map((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', ...wrapped.flat(), 'END:VCALENDAR', ''].join(
    '\r\n',
  );
}

let events = 0;

/** Returns the lines of an event: `start` and `end` as iCalendar writes them (`20261124T080000Z`), and further lines. */
export function eventOf(summary: string, start: string, end: string, ...more: readonly string[]): string[] {
  events += 1;
  return [`UID:${events}@example`, `DTSTART:${start}`, `DTEND:${end}`, `SUMMARY:${summary}`, ...more];
}
