/** Many alerts of one card, by what happened: a row says it once, with how many there are. */
import { detectedAt } from '../../domain/alert/deadlines.ts';
import { severities } from '../../domain/alert/severity.ts';
import { namedFew, said, type ViewerLocale } from '../../request/viewer-locale.ts';
import type { Row } from '../../view/view.ts';
import { customerInRow, sourceText, withLink } from './alert-facts.ts';
import { headline, shortTenant } from './alert-state.ts';
import type { AlertOf, LinkedAlert } from './load-alert.ts';

/** The most groups that a card shows, and the most customers, ranges of numbers and sources that a group names. */
const atMost = { groups: 5, named: 3 };

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

/**
 * Returns a group as a row: what happened, how often, how severe, whose, which numbers, from where, and when first. One alert alone has a
 * link to its card.
 */
export function groupRow(viewer: ViewerLocale, group: AlertGroup, link: LinkedAlert['link'] = null): Row {
  const { severities: name, list, groups: say } = viewer.messages.alerts;
  const [{ alert, tenant }] = group;
  const kind = alert.origin === 'drill' ? list.drill : name[alert.content.severity];
  const customers = [...new Set(group.flatMap((one) => customerInRow(viewer, one)))];
  const sources = [...new Set(group.map((one) => sourceText(viewer, one.alert)))];
  const isOne = group.length === 1;
  const { ranges, left } = rangesOf(group.map((one) => one.alert.number));
  const numbers = isOne ? '' : say.numbers(ranges.join(', '), left);
  const parts = [kind, shortTenant(viewer, tenant), few(viewer, customers), numbers, few(viewer, sources)];
  const what = parts.filter(Boolean).join(' · ');
  const title = headline(alert);
  return {
    title: isOne ? `${alert.number} · ${title}` : say.times(title, group.length),
    detail: withLink([`${what} · ${isOne ? say.detected : say.first}`, said(viewer, detectedAt(alert))], link),
    button: null,
  };
}

/** Returns the first of these, and how many more there are. */
function few({ messages }: ViewerLocale, all: readonly string[]): string {
  return namedFew(all, messages, atMost.named);
}

/** Returns the first ranges of these numbers, in order, and how many more numbers there are: 4–23, 25. */
function rangesOf(numbers: readonly number[]): { ranges: string[]; left: number } {
  const ranges: [from: number, to: number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const shown = ranges.slice(0, atMost.named);
  const left = numbers.length - shown.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return { ranges: shown.map((range) => [...new Set(range)].join('–')), left };
}
