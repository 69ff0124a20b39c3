/** Many alerts of one card, by what happened: a row says it once, with how many there are. */
import { customerInRow } from '../../domain/alert/customer.ts';
import { detectedAt } from '../../domain/alert/deadlines.ts';
import { severities } from '../../domain/alert/severity.ts';
import { said, type ViewerLocale } from '../../request/viewer-locale.ts';
import type { Row } from '../../view/view.ts';
import { withLink } from './alert-facts.ts';
import { headline, shortTenant } from './alert-state.ts';
import type { AlertOf, LinkedAlert } from './load-alert.ts';

/** The most groups that a card shows, and the most customers that a group names. */
const atMost = { groups: 5, customers: 3 };

/** The alerts of one name, severity and tenant, the oldest first. */
type AlertGroup = readonly [AlertOf, ...AlertOf[]];

/** Returns the largest groups of these alerts, the most severe first, and how many alerts are in none of them. */
export function alertGroups(alerts: readonly AlertOf[]): { groups: AlertGroup[]; left: number } {
  const byName = Map.groupBy(alerts, ({ alert }) =>
    JSON.stringify([alert.content.displayName, alert.content.severity, alert.tenantId, alert.origin]),
  );
  const all = [...byName.values()].flatMap((group): AlertGroup[] => {
    const [first, ...rest] = group.toSorted(
      (a, b) => Date.parse(detectedAt(a.alert)) - Date.parse(detectedAt(b.alert)),
    );
    return first ? [[first, ...rest]] : [];
  });
  const rank = ([{ alert }]: AlertGroup) => severities.indexOf(alert.content.severity);
  const groups = all.toSorted((a, b) => rank(b) - rank(a) || b.length - a.length).slice(0, atMost.groups);
  return { groups, left: alerts.length - groups.reduce((sum, group) => sum + group.length, 0) };
}

/** Returns a group as a row: what happened, how often, whose, and when first. One alert alone has its number, and a link to its card. */
export function groupRow(viewer: ViewerLocale, group: AlertGroup, link: LinkedAlert['link'] = null): Row {
  const { severities: name, list, groups: say, more } = viewer.messages.alerts;
  const [{ alert, tenant }] = group;
  const kind = alert.origin === 'drill' ? list.drill : name[alert.content.severity];
  const customers = [...new Set(group.flatMap((one) => customerInRow(one.alert, one.tenant)))];
  const others = customers.length - atMost.customers;
  const named = [...customers.slice(0, atMost.customers), ...(others > 0 ? [more(others)] : [])].join(', ');
  const whose = [kind, shortTenant(viewer, tenant), named].filter(Boolean).join(' · ');
  const title = headline(alert);
  return {
    title: group.length === 1 ? `${alert.number} · ${title}` : say.times(title, group.length),
    detail: withLink([`${whose} · ${group.length === 1 ? '' : say.first}`, said(viewer, detectedAt(alert))], link),
    button: null,
  };
}
