import { addressOf } from '../../delivery/permalinks.ts';
import { type Alert, isReal, senderIdOf } from '../../domain/alert/alert.ts';
import { detectedAt, overdueFrom } from '../../domain/alert/deadlines.ts';
import type { Step } from '../../domain/alert/timeline.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import { cleanedLine } from '../../domain/text/clean-text.ts';
import { duration } from '../../messages/durations.ts';
import type { World } from '../../ports/world.ts';
import type { PressHandler, Request } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { historyPage } from '../../store/history.ts';
import { card, plainOf } from '../../view/view.ts';
import { alertFacts, senderOf } from '../cards/alert-facts.ts';
import { remindersByStep } from '../report/reminded.ts';
import { inFileName, sendFile } from '../report/report-file.ts';
import { type FoundAlert, withAlert } from './find-alert.ts';
import { byTime, namesIn, sentTo, stepInWords, stepsOf, timeOf } from './timeline.ts';

/** Sends the whole timeline of an alert as a Markdown file into the asker's private chat. The answer says so, and nothing that is on the card. */
export const pressTimelineFile: PressHandler = (request, id, world) =>
  withAlert(request, id, world, async (found) => {
    const { timelineFile: say } = request.messages.alerts;
    const { alert, tenant } = found;
    const name = ['alert', alert.number, inFileName(tenant?.name ?? '')].filter(Boolean).join('-');
    const content = await timelineFile(request, found, world);
    const command = `${commandOf('alerts', request.actor.locale, request.platform)} ${alert.number}`;
    const about = { comment: say.comment(alert.number), otherwise: say.impossible(command) };
    const sent = await sendFile(request, { name: `${name}.md`, type: 'text/markdown', content, ...about }, world);
    return { kind: 'card', instead: false, card: card('', sent, { text: [sent] }) };
  });

/**
 * Returns the file: when the alert was detected, accepted, posted where, acknowledged and resolved, and the entries of the audit
 * trail with their hashes. Times are in UTC.
 */
async function timelineFile(request: Request, found: FoundAlert, world: World): Promise<string> {
  const { timelineFile: say } = request.messages.alerts;
  const { number, content } = found.alert;
  const entries = await entriesOf(found, world);
  return [
    `# ${request.messages.alerts.numbered(number)}${request.messages.history.colon}${escaped(content.displayName)}`,
    say.madeAt(world.clock.now()),
    ...(content.description ? [quote(content.description)] : []),
    factsOf(request, found)
      .map(([label, value]) => `- **${escaped(label)}**: ${escaped(value)}`)
      .join('\n'),
    `## ${say.happened}`,
    table([say.when, say.what, say.detail], await linesOf(request, found, world)),
    `## ${say.trail}`,
    entries.length === 0
      ? say.noEntries
      : table([say.number, say.when, say.what, 'SHA-256'], entries.map(entryLine(request))),
    `${say.verify}\n`,
  ].join('\n\n');
}

function factsOf(request: Request, { alert, tenant }: FoundAlert): [string, string][] {
  const { facts: label, timelineFile: say } = request.messages.alerts;
  const own = alertFacts({ ...askerLocale(request), timezone: 'UTC' }, { alert, tenant });
  const tenantId = tenant?.id ?? alert.content.partnerTenantId;
  const timezone = tenant?.contact?.timezone;
  const told: readonly string[] = [label.why, label.lastNote, label.source];
  return [
    ...own
      .filter((fact) => !told.includes(fact.label))
      .map((fact): [string, string] => [fact.label, plainOf(fact.value)]),
    [label.source, senderOf(alert)],
    ...firstAnswer(request, alert),
    ...(timezone ? [[say.timezone, timezone] as [string, string]] : []),
    ...(tenantId ? [[say.tenantId, tenantId] as [string, string]] : []),
    [say.senderId, senderIdOf(alert)],
  ];
}

/** Returns how long the first answer took, and whether that was in time. Drills and tests have no limit. */
function firstAnswer({ messages }: Request, alert: Alert): [string, string][] {
  const { firstAnsweredAt: at } = alert;
  if (at === null || !isReal(alert)) return [];
  const { firstAnswer: label, answeredAfter } = messages.alerts.timelineFile;
  const passed = Math.max(0, Date.parse(at) - Date.parse(detectedAt(alert)));
  return [[label, answeredAfter(duration(passed, messages), at <= overdueFrom(alert))]];
}

/** Returns what happened, in the order of time. */
async function linesOf(request: Request, found: FoundAlert, world: World): Promise<string[][]> {
  const { alert, deliveries } = found;
  const { timelineFile: say } = request.messages.alerts;
  const reminders = await remindersByStep(found, world);
  const steps = stepsOf(found).map((step) => {
    const { what, detail } = stepInWords(request, step, reminders.get(step));
    return [step.at, step.what === 'received' ? say.accepted : what, escaped(plainOf(detail))];
  });
  const names = await namesIn(deliveries, world);
  const sent = await Promise.all(
    byTime(deliveries).map(async (delivery) => {
      const { where, detail } = sentTo(request, delivery, { names, alert });
      const url = await addressOf(delivery, world);
      return [timeOf(delivery), escaped(plainOf([where])), url ? `${escaped(detail)} <${url}>` : escaped(detail)];
    }),
  );
  const lines = [...steps, ...sent].toSorted(([a = ''], [b = '']) => Date.parse(a) - Date.parse(b));
  return [[detectedAt(alert), say.detected, ''], ...lines];
}

const pageLength = 200;

/** Returns the entries of the audit trail about the alert, oldest first. */
async function entriesOf({ alert }: FoundAlert, world: World): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  let before: number | null = null;
  for (;;) {
    const page: readonly HistoryEntry[] = await historyPage({ tenantId: null, before, limit: pageLength }, world);
    found.push(...page.filter((entry) => isAbout(entry, alert)));
    const last = page.at(-1);
    if (!last || page.length < pageLength || last.at < alert.receivedAt) return found.toReversed();
    before = last.number;
  }
}

/** The milliseconds after which an answer to many alerts at once has its entry in the audit trail at the latest. */
const entryDelayMs = 600_000;

function isAbout({ deed, changes, by, at }: HistoryEntry, { number, timeline }: Alert): boolean {
  if (!deed.startsWith('alert.')) return false;
  if (!deed.endsWith('All')) return changes.some(({ field, after }) => field === 'alert' && after === number);
  const since = (step: Step) => Date.parse(at) - Date.parse(step.at);
  return timeline.some((step) => step.by !== null && step.by === by && since(step) >= 0 && since(step) < entryDelayMs);
}

function entryLine({ messages }: Request) {
  return ({ number, at, byName, deed, changes, hash }: HistoryEntry): string[] => {
    const what = [byName, messages.history.actions[deed], ...changes.map(({ after }) => String(after))].join(' ');
    return [String(number), at, escaped(what), hash];
  };
}

/** Returns a Markdown table. The cells are Markdown already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function quote(text: string): string {
  return text
    .split('\n')
    .map((one) => `> ${escaped(one)}`.trimEnd())
    .join('\n');
}

/**
 * Returns text as one line in which Markdown sees no formatting and no link. A colon in a time or before a blank, and `#` before the
 * name of a channel, stay as they are. https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
function escaped(text: string): string {
  return cleanedLine(text)
    .replace(/[\\`*_[\]<>|~&!$@]|:(?!\d|\s|$)|#(?!\p{L})|^[-+=]/gu, '\\$&')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`);
}
