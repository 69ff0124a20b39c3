import { customerKeys, customerName } from '../../domain/alert/customer.ts';
import { Severity, severities } from '../../domain/alert/severity.ts';
import { nameIn } from '../../domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { fold, nearest } from '../../domain/text/words.ts';
import type { Messages } from '../../messages/messages.ts';
import { saysToday, severityIn, withoutStates } from '../../request/intent/slots.ts';
import { isPolite } from '../../request/parse-command.ts';
import type { AlertOf } from '../cards/load-alert.ts';

/** The choice of alerts that a list shows. */
export interface ListFilter {
  /** Null for all. */
  severity: Severity | null;
  /** True for only those that came today, by the asker's clock. */
  today: boolean;
  /** True for only those that nobody acknowledged. */
  unacknowledged: boolean;
  /** True for those that were resolved and can be reopened, in place of open ones. */
  resolved: boolean;
  /** The tenant with exactly this name or id; null for all. */
  tenantId: string | null;
  /** Lists all alerts of this digest, also resolved ones; null for no digest. Set by buttons, never typed. */
  digestId: string | null;
  /** The words that an alert has to contain, folded; empty when nothing is searched for. */
  search: readonly string[];
  /** The words of the tenant or of the search, as they were typed. */
  rest: string;
}

/** The word, in text and in a button's value, for alerts that nobody acknowledged. */
export const unacknowledged = 'unacknowledged';
/** The word, in a button's value, for the alerts that came today. */
const today = 'today';
/** The word, in text and in a button's value, for alerts that can be reopened. */
export const resolved = 'resolved';
/** The words that people type for resolved alerts, folded. */
const resolvedWords: readonly string[] = [resolved, 'resolue', 'resolues'];

/** The most characters of a filter that are read: a button's value has to take them. */
const maxFilterLength = 300;

/**
 * Returns the filter that people typed after `alerts`, in any order: a severity, in their language or in the common one, a state, a
 * tenant, or words to search for.
 */
export function listFilterOf(text: string, tenants: readonly StoredTenant[], { alerts }: Messages): ListFilter {
  const typed = text.slice(0, maxFilterLength);
  const words = withoutStates(typed)
    .split(/\s+/)
    .filter((word) => word !== '' && !isPolite(word));
  const isUnacknowledged = (word: string) => fold(word) === unacknowledged;
  const isResolved = (word: string) => resolvedWords.includes(fold(word));
  const levels = words.map((word) => severityOf(word, alerts.severities));
  const rest = words.filter((word, n) => levels[n] === null && !isUnacknowledged(word) && !isResolved(word)).join(' ');
  const digestId = /^digest-\d{1,12}$/.test(rest) ? rest : null;
  const name = nameIn(rest);
  const called = [fold(rest), name];
  const tenant = tenants.find((one) => rest !== '' && (called.includes(one.id) || called.includes(fold(one.name))));
  return {
    severity: levels.find((level) => level !== null) ?? null,
    today: saysToday(typed),
    unacknowledged: words.some(isUnacknowledged),
    resolved: words.some(isResolved),
    tenantId: tenant?.id ?? null,
    digestId,
    search: tenant || digestId !== null ? [] : name.split(' ').filter(Boolean),
    rest,
  };
}

/** Formats a filter as the text that a person would type for it. */
export function filterText(filter: Omit<ListFilter, 'tenantId' | 'digestId' | 'search'>): string {
  const states = [
    filter.today ? today : '',
    filter.unacknowledged ? unacknowledged : '',
    filter.resolved ? resolved : '',
  ];
  return [...states, filter.severity ?? '', filter.rest].filter(Boolean).join(' ');
}

/** The most characters of a description that are searched. */
const searched = 1_000;

/**
 * Returns whether an alert has the severity and the tenant of a filter, and all the words of its search: in its title, tenant,
 * customer, resources, sender or people, or in the beginning of its description.
 */
export function fitsFilter({ severity, tenantId, search }: ListFilter, { alert, tenant }: AlertOf): boolean {
  const { content, source, id, acknowledged, resolved } = alert;
  if (severity !== null && content.severity !== severity) return false;
  if (tenantId !== null && alert.tenantId !== tenantId) return false;
  if (search.length === 0) return true;
  const all = [
    content.displayName,
    ...[tenant?.name, content.partnerTenantId, content.subscriptionId, content.alertType],
    ...[customerName(alert, tenant), ...customerKeys(alert)],
    ...[source, id, acknowledged?.byName, resolved?.byName],
    ...content.affectedResources.flatMap(({ resourceId, resourceType }) => [resourceId, resourceType]),
    content.description.slice(0, searched),
  ];
  const text = fold(all.filter(Boolean).join('\n'));
  return search.every((word) => text.includes(word));
}

function severityOf(word: string, names: Messages['alerts']['severities']): Severity | null {
  const wanted = fold(word);
  const named = severities.find((severity) => fold(names[severity]) === wanted) ?? Severity.safeParse(wanted).data;
  return named ?? severityIn(word);
}

/**
 * Returns the severity that a misspelt word means («hihg», «élevé», «moyennes»), with at most a third of its letters wrong and
 * the same first letter; null when there is none.
 */
export function nearlySeverity(text: string, { alerts: { severities: names } }: Messages): Severity | null {
  const known = severities.flatMap((severity) => [severity, fold(names[severity])]);
  const typed = fold(text);
  const { word, mistakes } = nearest(typed, known);
  return word[0] === typed[0] && mistakes <= Math.ceil(typed.length / 3) ? severityOf(word, names) : null;
}
