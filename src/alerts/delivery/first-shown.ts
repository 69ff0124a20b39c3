import type { Hook } from '../../delivery/kind.ts';
import { isReal } from '../../domain/alert/alert.ts';
import { wasShown } from '../../domain/delivery/delivery.ts';

/**
 * Returns the alert of a card that was just posted, where no other card and no digest showed it before; null otherwise, and
 * for drills and tests. The delay of an alert that stands in a digest alone is not measured.
 */
export const firstShown: Hook<'alert' | 'unrouted', 'firstShown'> = async (
  reader,
  { id, about: { alertId }, wasShown: isAnew },
) => {
  if (isAnew) return null;
  const alert = await reader.get('alerts', alertId);
  if (!alert || !isReal(alert)) return null;
  const cards = await reader.scan('deliveries.cards', { key: alertId, after: null });
  if (cards.some((card) => card.id !== id && wasShown(card))) return null;
  return { severity: alert.content.severity, acceptedAt: alert.receivedAt };
};
