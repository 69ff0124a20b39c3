import { adminNews, type DeliveryKinds } from '../../delivery/kind.ts';
import type { About } from '../../domain/delivery/delivery.ts';
import { closingCard } from '../cards/closing-card.ts';
import { deliveredCard } from '../cards/delivered-card.ts';
import { digestCard } from '../cards/digest-card.ts';
import { manyAlertsCard } from '../cards/many-alerts-card.ts';
import { lookForStranded } from './enqueue-alert.ts';
import {
  concernsMany,
  concernsOne,
  insteadOfAlert,
  insteadOfDigest,
  insteadOfMany,
  insteadOfOne,
} from './for-admins.ts';
import {
  againOfAlert,
  againOfDigest,
  againOfOne,
  alertRefused,
  missedOfAlert,
  missedOfDigest,
} from './refused-alert.ts';
import { storeFullCard } from './store-full.ts';
import { calmStorm } from './storm.ts';

const ofOne = { card: deliveredCard, concerns: concernsOne, instead: insteadOfOne, again: againOfOne };
/** In the thread of the alert's card, or of the card that only admins have. */
const reply = {
  ...ofOne,
  parents: ({ alertId }: { alertId: string }): About[] => [
    { kind: 'alert', alertId },
    { kind: 'unrouted', alertId },
  ],
};

/** The kinds of delivery that alerts have. */
export const alertKinds = {
  alert: {
    ...{ ...ofOne, moved: lookForStranded, missed: missedOfAlert, late: 'high' },
    ...{ instead: insteadOfAlert, refused: alertRefused, again: againOfAlert },
  },
  unrouted: { ...ofOne, moved: lookForStranded, missed: missedOfAlert, late: 'always' },
  escalation: reply,
  followUp: reply,
  reminders: { card: manyAlertsCard, concerns: concernsMany, instead: insteadOfMany },
  overdue: { card: manyAlertsCard, concerns: concernsMany, ...adminNews },
  closing: { card: closingCard, concerns: concernsMany, ...adminNews },
  digest: {
    ...{ card: digestCard, beforePost: calmStorm, moved: lookForStranded },
    ...{ instead: insteadOfDigest, again: againOfDigest, missed: missedOfDigest },
  },
  digestEscalation: {
    ...{ card: digestCard, instead: insteadOfDigest },
    parents: ({ digestId }) => [{ kind: 'digest', digestId }],
  },
  storeFull: { card: storeFullCard, ...adminNews },
} satisfies Partial<DeliveryKinds>;
