/** The part of node-ical that tests use. The types that the package brings do not pass the type check. */
interface Instance {
  start: Date;
  end: Date;
  summary: unknown;
  /** The event, or the recurrence that took its place. */
  event: { status?: string };
}

declare const ical: {
  sync: { parseICS(text: string): Record<string, { type: string } | undefined> };
  expandRecurringEvent(event: object, range: { from: Date; to: Date; expandOngoing: boolean }): Instance[];
};
export default ical;
