/** Rules of a source, by its entry in the sources' file: what becomes of an alert that fits one. */
import { fitsGlob } from '../text/glob.ts';
import { atLeast, type Severity } from './severity.ts';

/** The parts of an alert by which two alerts of a source may be the same finding. */
export const sameFields = ['customer', 'alertType', 'title', 'subscription', 'resource'] as const;
/** A part of an alert by which it may be the same finding as another one. */
export type SameField = (typeof sameFields)[number];

/** The set of channels that a rule chooses. */
export const ruleChannels = ['contact', 'fraud'] as const;
/** A set of channels that a rule chooses. */
export type RuleChannels = (typeof ruleChannels)[number];

/** The alerts that a rule is for: globs, and the severity as sent. A part that is absent fits every alert. */
export interface RuleWhen {
  alertType?: string;
  customer?: string;
  title?: string;
  severity?: Severity;
}

/** A rule of a source. What is absent stays as it is without the rule. */
export interface SourceRule {
  /** Its alerts, in a form in which two rules for the same alerts are equal: it tells a rule from the others of its source. */
  id: string;
  when: RuleWhen;
  severity?: Severity;
  channels?: RuleChannels;
  /** The parts in which a later alert has to be equal to be the same finding; empty when none ever is. */
  sameAs?: readonly SameField[];
  /** For how long (ms) after it was resolved the alert of a finding that comes again is reopened; absent when a new one is made. */
  reopenForMs?: number;
  /** The end (ISO 8601, UTC) of a maintenance window, until which alerts are held; high ones too where `high` is true. */
  until?: string;
  high?: true;
  why?: string;
}

/** A maintenance window of its source's rules that holds an alert. */
export interface HeldBy {
  /** The id of the rule, and the window's end: ISO 8601, UTC. */
  rule: string;
  until: string;
  why: string;
  /** High alerts are held too. */
  high?: true;
}

/** An alert as its sender sent it: what rules look at. `customers` are all names of its customer; all texts may be empty. */
export interface SentForRule {
  alertType: string;
  customers: readonly string[];
  title: string;
  severity: Severity;
  subscription: string;
  resources: readonly string[];
}

/** Returns the id of a rule for these alerts. */
export function ruleId({ alertType, customer, title, severity }: RuleWhen): string {
  const [type, whose, called] = [alertType, customer, title].map((glob) => glob?.toLowerCase().replace(/\*+/g, '*'));
  // Any customer is not the same as any alert: some alerts have none.
  return JSON.stringify([type ?? '*', whose === '*' ? '**' : (whose ?? '*'), called ?? '*', severity ?? '*']);
}

/** Returns the first rule that fits an alert; null when none does. */
export function ruleFor(rules: readonly SourceRule[], sent: SentForRule): SourceRule | null {
  return rules.find(({ when }) => fits(when, sent)) ?? null;
}

function fits({ alertType, customer, title, severity }: RuleWhen, sent: SentForRule): boolean {
  if (severity !== undefined && severity !== sent.severity) return false;
  if (alertType !== undefined && !fitsGlob(sent.alertType, alertType)) return false;
  if (title !== undefined && !fitsGlob(sent.title, title)) return false;
  return customer === undefined || sent.customers.some((name) => fitsGlob(name, customer));
}

/** Returns whether a rule may not give an alert its severity: a title is easy to choose, so it lowers no high alert. */
export function mayNotLower({ when, severity }: SourceRule, sent: Pick<SentForRule, 'severity'>): boolean {
  if (when.title === undefined || severity === undefined || sent.severity !== 'high') return false;
  return !atLeast(severity, sent.severity);
}

/** Returns the severity that a rule gives an alert. */
export function severityBy(rule: SourceRule | null, sent: Pick<SentForRule, 'severity'>): Severity {
  return rule?.severity === undefined || mayNotLower(rule, sent) ? sent.severity : rule.severity;
}

/** Returns the window of the rule, if it holds an alert of this severity now (ISO 8601, UTC); null if it does not. */
export function heldBy({ id, until, why = '', high }: SourceRule, severity: Severity, now: string): HeldBy | null {
  if (until === undefined || now >= until || (severity === 'high' && !high)) return null;
  return { rule: id, until, why, ...(high ? { high } : {}) };
}

/** Returns whether a maintenance window holds the alert, so that no card of it is posted. */
export function isHeld({ held, status }: { held?: HeldBy & { postedAt?: string }; status: string }): boolean {
  return held !== undefined && held.postedAt === undefined && status !== 'resolved';
}

/** Returns the key under which the alerts are found that a window of their source holds: the high ones, or the others. */
export function heldKey(source: string, { rule, until }: Pick<HeldBy, 'rule' | 'until'>, isHigh: boolean): string {
  return `${source} ${until}${isHigh ? ' high' : ''} ${rule}`;
}

/** Returns the values of these parts, in their order; null when the alert lacks one of them: then it is never the same as another one. */
export function sameValues(fields: readonly SameField[], sent: SentForRule): string[] | null {
  const values = fields.map((field) => parts[field](sent).toLowerCase());
  return values.length === 0 || values.includes('') ? null : values;
}

const parts: Readonly<Record<SameField, (sent: SentForRule) => string>> = {
  customer: ({ customers }) => customers[0] ?? '',
  resource: ({ resources }) => [...resources].filter(Boolean).sort().join('\n'),
  alertType: ({ alertType }) => alertType,
  title: ({ title }) => title,
  subscription: ({ subscription }) => subscription,
};

/** Returns a rule in one line, in the words of the sources' file: `alertType Get-CIPPAlertMFA* → severity low (why)`. */
export function ruleLine(rule: SourceRule): string {
  const { when, severity, channels, sameAs, reopenForMs, until, high, why } = rule;
  const fitting = Object.entries(when).map(([field, value]) => `${field} ${value}`);
  const does = [
    ...(severity === undefined ? [] : [`severity ${severity}`]),
    ...(channels === undefined ? [] : [`channels ${channels}`]),
    ...(sameAs === undefined ? [] : [sameAs.length === 0 ? 'sameAs nothing' : `sameAs ${sameAs.join(' + ')}`]),
    ...(reopenForMs === undefined ? [] : [`reopen within ${reopenForMs / 3_600_000} h`]),
    ...(until === undefined
      ? []
      : [`until ${until.replace('.000Z', 'Z')}${high ? ', including high-severity alerts' : ''}`]),
  ];
  const what = `${fitting.join(', ') || 'all alerts'} → ${does.join(', ') || 'nothing else'}`;
  return why === undefined ? what : `${what} (${why})`;
}
