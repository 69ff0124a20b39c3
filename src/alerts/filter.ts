import { type Alert, Severity, severities } from '../domain/alert.ts';
import { nameIn } from '../domain/find-tenant.ts';
import { fold } from '../domain/fold.ts';
import { nearest } from '../domain/nearest.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Words } from '../messages/words.ts';

export interface Filter {
  /** Null for all. */
  severity: Severity | null;
  /** Only what nobody acknowledged. */
  unacknowledged: boolean;
  /** What was resolved and can be reopened, in place of what is open. */
  resolved: boolean;
  /** The tenant of that very name or id; null for all. */
  tenantId: string | null;
  /** What an alert has to say somewhere, folded; empty when nothing is searched for. */
  search: readonly string[];
  /** The words of the tenant or of the search, as they were typed. */
  rest: string;
}

/** What a button says for those that nobody acknowledged. */
export const unacknowledged = 'unacknowledged';
/** The same for those that can be reopened. */
export const resolved = 'resolved';
/** What people type for it. Folded. */
const resolvedWords: readonly string[] = [resolved, 'resolue', 'resolues'];

/** Characters that are read: a button's value has to take them. */
const longest = 300;

/** What people typed after `alerts`, in any order: a severity, in their language or in the common one, a tenant, or words to search for. */
export function filterOf(text: string, tenants: readonly StoredTenant[], { alerts }: Words): Filter {
  const words = text.slice(0, longest).split(/\s+/).filter(Boolean);
  const severity = words.map((word) => severityOf(word, alerts.severities)).find((one) => one !== null) ?? null;
  const isState = (word: string) => fold(word) === unacknowledged || isResolved(word);
  const rest = words.filter((word) => severityOf(word, alerts.severities) === null && !isState(word)).join(' ');
  const name = nameIn(rest);
  const called = [fold(rest), name];
  const tenant = tenants.find((one) => rest !== '' && (called.includes(one.id) || called.includes(fold(one.name))));
  const search = tenant ? [] : name.split(' ').filter(Boolean);
  return { severity, ...statesOf(words), tenantId: tenant?.id ?? null, search, rest };
}

function statesOf(words: readonly string[]): Pick<Filter, 'unacknowledged' | 'resolved'> {
  return { unacknowledged: words.some((word) => fold(word) === unacknowledged), resolved: words.some(isResolved) };
}

function isResolved(word: string): boolean {
  return resolvedWords.includes(fold(word));
}

/** As many characters of a description as are searched. */
const searched = 1_000;

/** Whether an alert has all the words: in its title, tenant, customer, resources, sender, people, or the beginning of its description. */
export function says({ search }: Pick<Filter, 'search'>, alert: Alert, tenant: StoredTenant | null): boolean {
  if (search.length === 0) return true;
  const { content, source, id, acknowledged, resolved } = alert;
  const all = [
    content.displayName,
    ...[tenant?.name, content.partnerTenantId, content.customerTenantId, content.subscriptionId, content.alertType],
    ...[source, id, acknowledged?.byName, resolved?.byName],
    ...content.affectedResources.flatMap(({ resourceId, resourceType }) => [resourceId, resourceType]),
    content.description.slice(0, searched),
  ];
  const text = fold(all.filter(Boolean).join('\n'));
  return search.every((word) => text.includes(word));
}

type Names = Words['alerts']['severities'];

function severityOf(word: string, names: Names): Severity | null {
  const wanted = fold(word);
  return severities.find((severity) => fold(names[severity]) === wanted) ?? Severity.safeParse(wanted).data ?? null;
}

/** «hihg», «élevé», «moyennes»: as near as a misspelt verb may be, with the same first letter. Null when none is. */
export function nearlySeverity(text: string, { alerts: { severities: names } }: Words): Severity | null {
  const known = severities.flatMap((severity) => [severity, fold(names[severity])]);
  const said = fold(text);
  const { word, mistakes } = nearest(said, known);
  return word[0] === said[0] && mistakes <= Math.ceil(said.length / 3) ? severityOf(word, names) : null;
}
