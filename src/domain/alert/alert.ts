import { z } from 'zod';
import type { Identity } from '../tenant/identity.ts';
import { cleaned } from '../text/clean-text.ts';

/** Names and values are Microsoft Graph's `partnerSecurityAlert` (beta). Lowest first. */
export const severities = ['informational', 'low', 'medium', 'high'] as const;
/** How severe an alert is. */
export const Severity = z.enum(severities);
/** How severe an alert is. */
export type Severity = z.infer<typeof Severity>;

/** Why an alert was resolved, by the names of Microsoft Graph. */
export const ResolvedReason = z.enum(['legitimate', 'ignore', 'fraud']);
/** Why an alert was resolved, by the names of Microsoft Graph. */
export type ResolvedReason = z.infer<typeof ResolvedReason>;

/** The longest that a sender may send. Longer is refused with a pointer, never cut. */
export const alertLimits = {
  id: 200,
  displayName: 300,
  description: 4_000,
  word: 200,
  resources: 50,
  resource: 500,
  batch: 100,
} as const;

const guid = z.guid().transform((id) => id.toLowerCase());
/** Microsoft's samples show `isTest` as a boolean and as a string; truthiness would make every live alert a test. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** May be left out, or sent as null. */
const optional = <T extends z.ZodType>(schema: T, standard: z.output<T>) =>
  schema
    .nullable()
    .default(null)
    .meta({ default: standard })
    .transform((value) => value ?? standard);

/** Something that a person can see: neither spaces, nor controls, nor characters of no width. */
const visible = /[^\s\p{C}]/u;
const blank = 'must have a visible character';
/** What a sender says, as it is kept and shown. The id is not said but compared: it stays as it was sent. */
const words = (longest: number) => z.string().max(longest).overwrite(cleaned);
/** Those that four digits write in any zone, and that a clock may show. */
const years = /^(19[7-9]\d|[2-8]\d{3}|9[0-8]\d{2}|99[0-8]\d|999[0-8])-/;

/** An alert as `POST /webhooks/alerts` takes it. Further properties are ignored: senders have their own. */
export const AlertIn = z.object({
  id: z
    .string()
    .min(1, { abort: true })
    .max(alertLimits.id)
    .regex(visible, blank)
    .regex(/^[^\0]*$/, 'a NUL is not taken'),
  /** Who sends, in the sender's words; stored as `webhook:<source>`. */
  source: optional(
    z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/@-]{0,59}$/u, 'letters, digits and . _ : / @ - are taken, 60 at most'),
    'default',
  ),
  partnerTenantId: guid.nullable().default(null),
  displayName: z.string().min(1, { abort: true }).max(alertLimits.displayName).overwrite(cleaned).regex(visible, blank),
  description: optional(words(alertLimits.description), ''),
  severity: Severity,
  alertType: words(alertLimits.word).nullable().default(null),
  confidenceLevel: words(alertLimits.word).nullable().default(null),
  customerTenantId: guid.nullable().default(null),
  subscriptionId: guid.nullable().default(null),
  /** Any offset comes in; UTC is kept. */
  detectedDateTime: z.iso
    .datetime({ offset: true })
    .regex(years, 'years from 1970 to 9998 are taken')
    .transform((at) => new Date(at).toISOString()),
  affectedResources: optional(
    z
      .array(
        z.object({
          resourceId: optional(words(alertLimits.resource), ''),
          resourceType: optional(words(alertLimits.resource), ''),
        }),
      )
      .max(alertLimits.resources),
    [],
  ),
  isTest: optional(flag, false),
});
/** An alert as a sender sends it. */
export type AlertIn = z.infer<typeof AlertIn>;

/** Who did something, and when. The name is kept: people leave, the proof stays readable. */
export interface By {
  at: string;
  by: Identity;
  byName: string;
}

/** By a person with a reason; by nobody and without one when it was closed by age. */
export interface Resolved extends Omit<By, 'by'> {
  by: Identity | null;
  reason: ResolvedReason | null;
  note: string;
}

/** A step in an alert's story. */
export interface Step {
  at: string;
  /** `routed`: where it goes is no longer what it was. */
  what:
    | 'received'
    | 'changed'
    | 'acknowledged'
    | 'resolved'
    | 'reopened'
    | 'escalated'
    | 'missed'
    | 'closed'
    | 'routed';
  by: Identity | null;
  byName: string;
  note: string;
  /** 0, 1, 2 …, never twice: what a line in the thread is about. Absent in states from before. */
  number?: number;
  /** How many changes by the sender it stands for, where they are several. */
  times?: number;
  /** Of a change by the sender, what people see first, where it differs. */
  severity?: Changed<Severity>;
  displayName?: Changed<string>;
  /** Of a change by the sender: the partner tenant, by its name at that time; null for none of ours. */
  tenant?: Changed<string | null>;
  isTest?: Changed<boolean>;
  /** Where it went from then on, and why, as things were then. Absent where that did not change, and in older states. */
  why?: Why;
}

/** Why an alert goes where it goes. The last three: to the admins, since no channel takes it, there is none yet, or no tenant. */
export type Why = 'contact' | 'fraud' | 'fraudAlone' | 'fraudRefused' | 'admins' | 'noChannel' | 'noTenant';

interface Changed<T> {
  before: T;
  after: T;
}

/** An alert as the store has it. */
export interface Alert {
  /** `<source> <the sender's id>`: no sender can speak for another source. */
  id: string;
  /** 1, 2, 3 …: what people type in `alerts 17`. */
  number: number;
  /** `webhook:<source>`, `person` or `bot`. */
  source: string;
  /** Ours; null while none fits. */
  tenantId: string | null;
  /** What was sent, without the source. */
  content: Omit<AlertIn, 'source' | 'id'>;
  origin: 'sent' | 'raised' | 'drill';
  receivedAt: string;
  status: 'active' | 'investigating' | 'resolved';
  acknowledged: By | null;
  resolved: Resolved | null;
  /** When the admins were told that it closes by age; what is newer keeps it open. */
  closingTold?: string;
  /** When the status left `active` for the first time: the end of Microsoft's response time. */
  firstAnsweredAt: string | null;
  /** Reminders count from here: the detection, or the reopening. */
  remindFrom: string;
  /** Escalation steps taken so far, and when the next one is due; null when none is. */
  escalated: number;
  escalateAt: string | null;
  /** Goes up with every change that its cards show. */
  revision: number;
  /** The revision that last made it more urgent: where the card is gone, that is posted anew. */
  urgentSince?: number;
  /** The detection that was sent last was in the future: the sender's clock is wrong. */
  clockAhead?: boolean;
  /** Nobody answered in time, and its cards say so. */
  overdue?: boolean;
  /** The highest severity that it ever had, once its sender changed it. */
  highest?: Severity;
  story: readonly Step[];
  /** The reminders that show its buttons, the newest last; absent before the first. */
  reminders?: readonly string[];
  /** Whether anybody has it, while no channel takes it. */
  stranded?: Stranded;
  /** The tenants from which its sender moved it away: their people may still answer it. Absent before the first move. */
  formerTenants?: readonly string[];
  /** When the version that is kept was sent, by the sender's own clock in what they signed; absent in older states. */
  sentAt?: string;
  /** Why it went where it went. */
  routed: 'contact' | 'fraud' | 'fraudAlone' | 'fraudRefused' | 'admins';
}

/** Long enough for any real alert; the audit trail has all that people did. */
const longestStory = 200;

/**
 * The story with one more step. The first step stays: it says who sent or raised it. A sender who changes it over and over
 * is one step, and drives out nothing that people did.
 */
export function tell(story: Alert['story'], step: Step): Step[] {
  const last = story.at(-1);
  const next = { ...step, number: newestStep(story) + 1 };
  if (last && story.length > 1 && isPlainChange(last) && isPlainChange(step))
    return [...story.slice(0, -1), { ...next, times: (last.times ?? 1) + 1 }];
  const longer = [...story, next];
  if (longer.length <= longestStory) return longer;
  const least = longer.findIndex(({ by }, index) => index > 0 && by === null);
  return longer.toSpliced(Math.max(1, least), 1);
}

/** By the sender, and of nothing that people see first. */
function isPlainChange({ what, severity, displayName, tenant, isTest, why }: Step): boolean {
  return what === 'changed' && !severity && !displayName && !tenant && !isTest && !why;
}

/** The number of the last step; -1 before the first. */
export function newestStep(story: Alert['story']): number {
  return story.at(-1)?.number ?? story.length - 1;
}

/** The step of that number, where the story still has it. */
export function stepOf(story: Alert['story'], number: number): Step | null {
  return story.find((step, index) => (step.number ?? index) === number) ?? null;
}

/** Returns the id of an alert: the id of its sender within its source. */
export function alertId(source: string, senderId: string): string {
  return `${source} ${senderId}`;
}

/** Under what the alerts, and the drills, that a person started are found. */
export function raisedBy(kind: Alert['origin'], by: Identity): string {
  return `${kind} ${by}`;
}

/** Whether `a` is at least as severe as `b`. */
export function atLeast(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) >= severities.indexOf(b);
}

/** Nobody resolved it: there was nothing new for as long as `CLOSE_AFTER` says. */
export function isClosedByAge({ resolved }: Pick<Alert, 'resolved'>): boolean {
  return resolved !== null && resolved.reason === null;
}

/** Open: somebody still has to do something. */
export function isOpen({ status }: Alert): boolean {
  return status !== 'resolved';
}

/**
 * Whether anybody has an alert that no channel takes, or the card for many, as far as it was looked at: null when somebody
 * has it or will get it, otherwise which admins could not be given it. Absent when its deliveries changed since the last
 * look: the next tick looks.
 */
export type Stranded = string | null;

/** The key under which what has to be looked at is found. */
export const notLookedAt = '?';

/** What is noted when none of these admins could be given it; there may be none. */
export function strandedFor(queues: readonly string[]): string {
  return `of ${queues.toSorted().join(' ')}`;
}

/** Its key in the index; null when somebody has it. */
export function keyOfStranded({ stranded }: { stranded?: Stranded }): string | null {
  return stranded === undefined ? notLookedAt : stranded;
}
