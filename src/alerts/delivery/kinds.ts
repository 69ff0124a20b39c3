import type { DeliveryKinds } from '../../delivery/kind.ts';
import type { About } from '../../domain/delivery/kinds.ts';
import { askedCard } from '../cards/asked-card.ts';
import { deliveredCard } from '../cards/delivered-card.ts';
import { digestCard } from '../cards/digest-card.ts';
import { closingCard, manyAlertsCard } from '../cards/many-alerts-card.ts';
import { offeredCard } from '../cards/offered-card.ts';
import { mayCall } from './calling.ts';
import { clearStranded } from './enqueue-alert.ts';
import { firstShown } from './first-shown.ts';
import { raisedFromCard } from './raised-from.ts';
import {
  alertRefused,
  insteadOfAlert,
  insteadOfAsked,
  insteadOfDigest,
  insteadOfMany,
  insteadOfOne,
  repostRankOfAlert,
  repostRankOfDigest,
  retryRankOfAlert,
  retryRankOfDigest,
  retryRankOfOne,
} from './undelivered.ts';

const ofOne = { card: deliveredCard, instead: insteadOfOne, retryRank: retryRankOfOne };
/** The hooks of an alert's own card. */
const ownCard = { ...ofOne, reachChanged: clearStranded, repostRank: repostRankOfAlert, firstShown, mayCall };
/** The hooks of a reply in the thread of the alert's card, or of the card that only admins have. */
const reply = {
  ...ofOne,
  parents: ({ alertId }: { alertId: string }): About[] => [
    { kind: 'alert', alertId },
    { kind: 'unrouted', alertId },
  ],
};

/** The kinds of delivery that show alerts, which share hooks. */
export const alertKinds = {
  alert: { ...ownCard, instead: insteadOfAlert, refused: alertRefused, retryRank: retryRankOfAlert },
  unrouted: ownCard,
  escalation: reply,
  followUp: {
    ...reply,
    // Rows may be new in many alerts of a source at once; other lines come once.
    mayCall: async (tx, delivery, people, at) => (delivery.about.rows ? mayCall(tx, delivery, people, at) : people),
  },
  raisedFrom: { card: raisedFromCard, thread: ({ message }) => message },
  escalations: { card: manyAlertsCard, instead: insteadOfMany },
  overdue: { card: manyAlertsCard },
  asked: { card: askedCard, instead: insteadOfAsked },
  offered: { card: offeredCard },
  closing: { card: closingCard },
  digest: {
    ...{ card: digestCard, reachChanged: clearStranded, mayCall },
    ...{ instead: insteadOfDigest, retryRank: retryRankOfDigest, repostRank: repostRankOfDigest },
  },
  digestEscalation: {
    card: digestCard,
    instead: insteadOfDigest,
    parents: ({ digestId }) => [{ kind: 'digest', digestId }],
  },
} satisfies Partial<DeliveryKinds>;
