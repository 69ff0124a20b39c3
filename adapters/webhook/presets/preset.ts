/** The boundary between what products send and the bot: a preset reads the body of one product. */
import { type Severity, severities } from '../../../src/domain/alert/severity.ts';

/** What a product says about one alert, in its own words. The source's own rules make an alert of it. */
export interface SentEvent {
  /** The same for every repeat of the same alert, and for the news that it is over; of any length. */
  id: string;
  /** Of any length; when it is empty, the alert type or the name of the source is used instead. */
  title: string;
  /** Paragraphs that the description is made of, of any length; empty ones are left out. */
  paragraphs: readonly string[];
  /** The sender's own word for the severity; null when it has none. */
  severity: string | null;
  /** ISO 8601 with zone; null when the sender does not say when it was detected. Then `sentAt` counts, or the time of receipt. */
  detectedAt: string | null;
  /** The time at which this was sent, ISO 8601 with zone, which is new for each repeat; null when the sender does not say. */
  sentAt: string | null;
  alertType: string | null;
  confidenceLevel: string | null;
  /** Ids or domains that may name the customer, the surest first; empty ones do not count. */
  customers: readonly string[];
  /** An Entra id; null when the sender names none. */
  customerTenantId: string | null;
  /** The id of our own partner tenant; null unless the sender knows it. */
  partnerTenantId: string | null;
  subscriptionId: string | null;
  affectedResources: readonly { resourceId: string; resourceType: string }[];
  /**
   * The rows of what was found, where the product sends a list of them: what names a row stays the same when it is found again, whatever
   * else of it changes. Empty when it sends none; then the affected resources count.
   */
  rows: readonly string[];
  isTest: boolean;
  /** True when what it comes from carries Azure fraud alone, whatever the alert type is. */
  azureFraud: boolean;
  /**
   * Set when the sender resolved the alert; null while it goes on. `at` is when (ISO 8601 with zone); null when the sender did not say.
   * `continues`: the number of another incident as which it goes on at the sender; empty when the sender names none, absent when it is
   * over.
   */
  over: { at: string | null; continues?: string } | null;
}

/**
 * What a preset read from a request body. `events` has the alerts in their order; empty when the sender reports that its query found
 * nothing. `truncated` is how many more the sender says that it left out.
 */
export interface Reading {
  events: readonly SentEvent[];
  truncated: number;
}

/** What is wrong with a place in a body. `path` has the keys that lead there. */
export interface Unreadable {
  path: readonly PropertyKey[];
  detail: string;
  /** The last key is one of the sender's own, in any words: its sender reads it, and no admin. */
  ownKey?: true;
}

/** The body has not the format of the product. Lists everything that is wrong with it. */
export class UnreadableBody extends Error {
  override name = 'UnreadableBody';
  readonly problems: readonly Unreadable[];
  constructor(problems: readonly Unreadable[]) {
    super(problems.map(({ detail }) => detail).join(' '));
    this.problems = problems;
  }
}

/** Reads a body. It is a pure function, and throws UnreadableBody. */
export type Preset = (body: unknown) => Reading;

/** The severities that a product's own words mean, by the word in small letters. */
export type SeverityWords = ReadonlyMap<string, Severity>;

/** Returns the severities of a product's own words, which stand in one text for each severity. */
export function severityWords(words: Partial<Record<Severity, string>>): SeverityWords {
  const wordsOf = (severity: Severity) => words[severity]?.split(' ') ?? [];
  return new Map(severities.flatMap((severity) => wordsOf(severity).map((word) => [word, severity] as const)));
}
