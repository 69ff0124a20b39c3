import { arrived, type Delivery, isAlertCard } from '../domain/delivery/delivery.ts';
import { without } from './transitions.ts';

/**
 * Returns a delivery as it comes back from a backup that was made at `madeAt` (ISO 8601, UTC). Whatever was not posted then may have
 * been posted since, so it is in doubt from that time on. The cards of alerts may show what came since: they are edited once.
 */
export function restoredDelivery(row: Delivery, madeAt: string): Delivery {
  if (arrived(row)) {
    const isCard = row.state === 'posted' && (isAlertCard(row.about) || row.about.kind === 'digest');
    return isCard ? { ...row, editDoubt: { run: '', ms: 0 } } : row;
  }
  const { askedAt = madeAt } = row;
  return {
    ...without(row, 'askedThereAt', 'answered', 'pause'),
    ...(row.state === 'waiting' ? { state: 'sending' } : {}),
    ...{ doubt: true, askedAt: askedAt < madeAt ? askedAt : madeAt },
  };
}
