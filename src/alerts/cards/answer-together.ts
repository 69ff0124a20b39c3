import type { Selection } from '../../domain/alert/selection.ts';
import { countsOf, type Severity, totalOf } from '../../domain/alert/severity.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { Messages } from '../../messages/messages.ts';
import type { Reader } from '../../ports/store.ts';
import { listed, type ViewerLocale } from '../../request/viewer-locale.ts';
import { type Button, button, plainOf, quoted } from '../../view/view.ts';
import { allSelected } from '../change/selected.ts';
import { senderOf } from './alert-facts.ts';
import { bySeverity } from './digest-card.ts';
import type { AlertOf } from './load-alert.ts';

/** The alerts that a card answers together: how many of which severity nobody acknowledged, and how many are not resolved. */
export interface Together {
  selection: Selection;
  active: Readonly<Record<Severity, number>>;
  open: number;
}

/** What the buttons of a message answer together, and the open alerts themselves with their tenants. */
export interface TogetherIn extends Together {
  alerts: readonly AlertOf[];
}

/** Returns what the buttons of a message answer together: the alerts of which it tells, as things are now. */
export async function togetherIn(reader: Reader, { id }: Pick<Delivery, 'id'>): Promise<TogetherIn> {
  const upTo = (await reader.get('counters', 'alerts'))?.value ?? 0;
  const selection = { upTo, message: id };
  const alerts = await allSelected(reader, selection);
  const tenants = new Map((await reader.list('tenants')).map((tenant) => [tenant.id, tenant]));
  return {
    selection,
    open: alerts.length,
    active: countsOf(alerts.filter(({ status }) => status === 'active')),
    alerts: alerts.map((alert) => ({ alert, tenant: tenants.get(alert.tenantId ?? '') ?? null })),
  };
}

/**
 * Returns the buttons that acknowledge and resolve alerts together: each only where it is about more than one. The former has `style`:
 * to resolve all is never the main thing to do.
 */
export function answerTogether(
  viewer: Pick<ViewerLocale, 'messages'>,
  together: Together,
  style: Button['style'] = 'plain',
): Button[] {
  const { selection, active, open } = together;
  const { buttons, acknowledgeAllQuestion } = viewer.messages.alerts;
  const value = JSON.stringify(selection);
  const count = totalOf(active);
  const confirm = acknowledgeAllQuestion(count, bySeverity(viewer, active));
  return [
    ...(count > 1
      ? [button('press', 'alerts.acknowledgeMany', buttons.acknowledgeCount(count), value, { confirm, style })]
      : []),
    ...(open > 1 ? [button('form', 'alerts.resolveMany', buttons.resolveCount(open), value)] : []),
  ];
}

/** Returns in words which alerts a selection chooses. */
export function whichOf({ alerts, findings, history }: Messages, selection: Selection): string {
  const { resolved, numbers, message, sources, customer, severity, name = '' } = selection;
  const which = alerts.many.which[resolved ? 'resolved' : 'open'];
  if (numbers) {
    const ranges = numbers.map((range) => [...new Set(range)].join('–'));
    return alerts.many.numbers(plainOf(listed(ranges, findings.and)));
  }
  if (message !== undefined) return alerts.many.onCard;
  if (sources?.includes('person')) return which.raised;
  if (sources) return which.source(quoted(sources.map((source) => senderOf({ source })).join(', ')));
  if (customer !== undefined) return which.customer(quoted(name));
  const typed = [severity === undefined ? '' : alerts.severities[severity], quoted(name)].filter(Boolean).join(', ');
  return [which.all, ...(typed === '' ? [] : [typed])].join(history.colon);
}
