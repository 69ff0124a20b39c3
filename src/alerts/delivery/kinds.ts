import { adminNews, type DeliveryKinds } from '../../delivery/kind.ts';
import type { About } from '../../domain/delivery/delivery.ts';
import { deliveredCard } from '../cards/delivered-card.ts';
import { digestCard } from '../cards/digest-card.ts';
import { closingCard, manyAlertsCard } from '../cards/many-alerts-card.ts';
import { clearStranded } from './enqueue-alert.ts';
import { storeFullCard } from './store-full.ts';
import { calmStorm } from './storm.ts';
import {
  againOfAlert,
  againOfDigest,
  againOfOne,
  alertRefused,
  concernsMany,
  concernsOne,
  insteadOfAlert,
  insteadOfDigest,
  insteadOfMany,
  insteadOfOne,
  missedOfAlert,
  missedOfDigest,
} from './undelivered.ts';

const ofOne = { card: deliveredCard, concerns: concernsOne, instead: insteadOfOne, again: againOfOne };
/** A reply in the thread of the alert's card, or of the card that only admins have. */
const reply = {
  ...ofOne,
  parents: ({ alertId }: { alertId: string }): About[] => [
    { kind: 'alert', alertId },
    { kind: 'unrouted', alertId },
  ],
};

/** The hooks of every kind of delivery that is about alerts, or about room for them. */
export const alertKinds = {
  alert: {
    ...{ ...ofOne, moved: clearStranded, missed: missedOfAlert, late: 'high' },
    ...{ instead: insteadOfAlert, refused: alertRefused, again: againOfAlert },
  },
  unrouted: { ...ofOne, moved: clearStranded, missed: missedOfAlert, late: 'always' },
  escalation: reply,
  followUp: reply,
  reminders: { card: manyAlertsCard, concerns: concernsMany, instead: insteadOfMany },
  overdue: { card: manyAlertsCard, concerns: concernsMany, ...adminNews },
  closing: { card: closingCard, concerns: concernsMany, ...adminNews },
  digest: {
    ...{ card: digestCard, beforePost: calmStorm, moved: clearStranded },
    ...{ instead: insteadOfDigest, again: againOfDigest, missed: missedOfDigest },
  },
  digestEscalation: {
    ...{ card: digestCard, instead: insteadOfDigest },
    parents: ({ digestId }) => [{ kind: 'digest', digestId }],
  },
  storeFull: { card: storeFullCard, ...adminNews },
} satisfies Partial<DeliveryKinds>;
