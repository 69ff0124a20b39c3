/** Many alerts that somebody answers together: which ones, as a button or a form carries it. */
import { z } from 'zod';
import type { Channel } from '../tenant/identity.ts';
import type { Alert, By } from './alert.ts';
import { customerOf } from './customer.ts';
import { Severity } from './severity.ts';
import type { ResolvedReason } from './status.ts';

const Numbers = z.tuple([z.number(), z.number()]);

/**
 * Chooses open alerts, or with `resolved` those that can be reopened: an alert has to fit all that is there. `upTo` is the newest number
 * that the asker can have seen. Drills and tests are chosen only by their numbers, and by a message that tells of them.
 */
export const Selection = z.object({
  upTo: z.number(),
  /**
   * When the question was asked (ISO 8601, UTC): what was reopened, or resolved again, since then stays as it is. Absent on the cards of
   * channels.
   */
  at: z.string().optional(),
  resolved: z.literal(true).optional(),
  /** The delivery of a message that lists several alerts: those of which it tells, as `isToldBy` in `selected.ts` says. */
  message: z.string().optional(),
  /** Where the message is the card of a digest: the number of the newest delivery in it that the asker can have seen. */
  newest: z.number().optional(),
  /** The first and the last number of each range. */
  numbers: z.array(Numbers).optional(),
  severity: Severity.optional(),
  /** Ids; null for none of ours. */
  tenants: z.array(z.string().nullable()).optional(),
  /** As alerts have it: `webhook:cipp`. */
  sources: z.array(z.string()).optional(),
  /** As `customerOf` returns it, or all that have one name. */
  customer: z.union([z.string(), z.array(z.string())]).optional(),
  /** The name of the customer or tenant as somebody typed it, for words alone. */
  name: z.string().optional(),
});
/** Chooses alerts, as `Selection` says. */
export type Selection = z.infer<typeof Selection>;

/** Returns whether an alert, open or resolved as the selection says, is one of those. */
export function isSelected({ upTo, numbers, severity, tenants, sources, customer }: Selection, alert: Alert): boolean {
  const { number, content, tenantId, source } = alert;
  if (number > upTo) return false;
  if (numbers && !numbers.some(([first, last]) => number >= first && number <= last)) return false;
  if (severity !== undefined && content.severity !== severity) return false;
  if (tenants && !tenants.includes(tenantId)) return false;
  if (sources && !sources.includes(source)) return false;
  return customer === undefined || [customer].flat().includes(customerOf(alert));
}

/** Cursor of the walk over the alerts: the part (`partsOf` in `selected.ts`) and the last position that was read in it. */
export interface SelectionCursor {
  key: string;
  after: string | null;
}

/** The task of a person who acknowledges, resolves or reopens all alerts of a selection. It is removed once it is done. */
export interface ManyTask extends By {
  id: string;
  /** The reason and the note with which they are resolved; absent when they are acknowledged or reopened. */
  resolving?: { reason: ResolvedReason; note: string };
  /** The channel in which they asked; null in private. */
  place: Channel | null;
  /** The tenants whose alerts they may answer; null for alerts of no tenant of ours. */
  tenants: readonly (string | null)[];
  selection: Selection;
  cursor: SelectionCursor;
}
