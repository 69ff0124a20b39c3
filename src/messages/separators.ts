import { type Locale, locales } from '../domain/tenant/locales.ts';

/**
 * The messages whose number is not a count but the name of an alert, a question or an entry of the history: it stands as people type
 * it. A test finds them by their parameter `number`.
 */
export const withIds: ReadonlySet<string> = new Set([
  'alerts.moreSevere',
  'alerts.cameAfter',
  'alerts.small',
  'alerts.numbered',
  'alerts.named',
  'alerts.notes.toOne',
  'alerts.cardRefused.alertSummary',
  'alerts.followUps.resolved',
  'alerts.timelineFile.comment',
  'alerts.receipts.summary',
  'alerts.raise.message.already',
  'alerts.raise.message.line',
  'alerts.raise.done',
  'alerts.raise.doneAlone',
  'alerts.drill.done',
  'alerts.drill.doneAlone',
  'alerts.continues',
  'alerts.continuesInRow',
  'alerts.cardRefused.alertText',
  'faq.experts.title',
  'faq.experts.answeredTitle',
  'faq.experts.undeliveredTitle',
  'faq.proposals.entry',
  'history.footer',
  'history.head',
  'outgoing.numbered',
  'record.openAlerts.named',
]);

/**
 * The messages of the digest card. Its numbers are integers without separators in every language, since programs read them too (the
 * contract on alerts says so).
 */
export const withIntegers: ReadonlySet<string> = new Set([
  'alerts.digest.title',
  'alerts.digest.allAcknowledged',
  'alerts.digest.allResolved',
  'alerts.digest.noneOpen',
  'alerts.digest.summary',
  'alerts.digest.named',
  'alerts.digest.otherNames',
  'alerts.digest.acknowledgeCount',
  'alerts.digest.resolveCount',
  'alerts.digest.acknowledgeAllQuestion',
  'alerts.digest.escalated',
  'alerts.digest.ofShare.title',
  'alerts.digest.ofShare.summary',
  'alerts.digest.ofUnverified',
  'alerts.digest.ofBacklog',
]);

/**
 * Returns the texts of a language with separators in the counts that they are called with, from 1,000 on: «9,966 alerts», in French
 * with U+202F.
 */
export function withSeparators<T>(messages: T, locale: Locale): T {
  const format = new Intl.NumberFormat(locales[locale].tag);
  return wrapped(messages, '', (count) => format.format(count));
}

type WrittenCount = (count: number) => string;

function wrapped<T>(value: T, path: string, written: WrittenCount): T {
  if (withIds.has(path) || withIntegers.has(path)) return value;
  if (typeof value === 'function') return Object(counting(value, written));
  if (!isRecord(value)) return value;
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
  return mapped(value, (part, name) => wrapped(part, inside(name), written));
}

function counting(message: object, written: WrittenCount) {
  return (...args: readonly unknown[]): unknown => {
    const said: unknown = Object(message)(...args);
    const parts = args.flatMap((one) => (isRecord(one) ? Object.values(one) : one));
    const counts = parts.filter((one) => typeof one === 'number' && one >= 1_000);
    return counts.length === 0
      ? said
      : separated(said, (digits) => (counts.includes(Number(digits)) ? written(Number(digits)) : digits));
  };
}

/** Replaces the numbers in all that people read of a text. */
function separated(said: unknown, written: (digits: string) => string): unknown {
  if (typeof said === 'string') return said.replace(/(?<![\p{L}\d.,#-])\d{4,15}(?![\p{L}\d-])/gu, written);
  if (Array.isArray(said)) return said.map((one) => separated(one, written));
  if (!isRecord(said) || ('kind' in said && said.kind !== 'strong')) return said;
  return mapped(said, (part) => separated(part, written));
}

/** Returns whether it is a plain record, and not an array or an expression. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Returns the record with each part as `change` makes it. */
function mapped<T extends object>(record: T, change: (part: unknown, name: string) => unknown): T {
  const entries: readonly (readonly unknown[])[] = Object.entries(record).map(([name, part]) => [
    name,
    change(part, name),
  ]);
  return Object.fromEntries(entries);
}
