import type { StoredPortal } from '../domain/finding/portal.ts';
import type { Fact } from '../view/view.ts';
import { duration } from './durations.ts';
import type { Messages } from './messages.ts';

/** Returns whether Microsoft sees a contact on file, with the age of the answer; nothing where Microsoft is not asked. `now` is ISO 8601. */
export function onFileFacts(messages: Messages, row: StoredPortal | null, now: string): Fact[] {
  if (!row) return [];
  const { facts, onFile, lastKnown } = messages.microsoft;
  const last = row.known && onFile[row.known.onFile](ago(messages, row.known.at, now));
  if (last !== null && row.onFile !== 'unknown') return [{ label: facts.onFile, value: last }];
  const unknown = onFile.unknown(ago(messages, row.askedAt, now));
  return [{ label: facts.onFile, value: last === null ? unknown : lastKnown(unknown, last) }];
}

/** Returns the average time to an answer and the score that Microsoft last said, each with its age; nothing that it never said. */
export function portalFigures(messages: Messages, row: StoredPortal | null, now: string): Fact[] {
  const { microsoft, report } = messages;
  const said = (label: string, figure: string, at: string) => ({
    label,
    value: microsoft.asked(figure, ago(messages, at, now)),
  });
  if (!row) return [];
  const { averageHours, averageAt, score } = row;
  return [
    ...(averageHours !== null && averageAt !== null
      ? [said(microsoft.facts.average, report.hours(averageHours), averageAt)]
      : []),
    ...(score ? [said(microsoft.facts.score, microsoft.score(score.current, score.max), score.at)] : []),
  ];
}

function ago(messages: Messages, at: string, now: string): string {
  const ms = Date.parse(now) - Date.parse(at);
  return ms < 60_000 ? messages.microsoft.justNow : messages.microsoft.ago(duration(ms, messages));
}
