import { adminNews, type DeliveryKinds } from '../../delivery/kind.ts';
import type { About } from '../../domain/delivery/delivery.ts';
import { askedCard } from '../cards/asked-card.ts';
import { deliveredCard } from '../cards/delivered-card.ts';
import { digestCard } from '../cards/digest-card.ts';
import { closingCard, manyAlertsCard } from '../cards/many-alerts-card.ts';
import { offeredCard } from '../cards/offered-card.ts';
import { heldCard } from '../sources/held-alerts.ts';
import { leftOutCard, silentCard, stormCard } from '../sources/news-cards.ts';
import { shareFullCard } from '../sources/room-news.ts';
import { rulesChangedCard } from '../sources/rules.ts';
import { mayCall } from './calling.ts';
import { clearStranded } from './enqueue-alert.ts';
import { firstShown } from './first-shown.ts';
import { raisedFromCard } from './raised-from.ts';
import { storeFullCard } from './store-full.ts';
import { calmStorm } from './storm.ts';
import {
  alertRefused,
  concernsMany,
  concernsOne,
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

const ofOne = { card: deliveredCard, concerns: concernsOne, instead: insteadOfOne, retryRank: retryRankOfOne };
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
const many = { card: manyAlertsCard, concerns: concernsMany };

/** The hooks of every kind of delivery that is about alerts, or about room for them. */
export const alertKinds = {
  alert: { ...ownCard, instead: insteadOfAlert, refused: alertRefused, retryRank: retryRankOfAlert },
  unrouted: ownCard,
  escalation: reply,
  followUp: {
    ...reply,
    // Rows may be new in many alerts of a source at once; other lines come once.
    mayCall: async (tx, delivery, people, at) => (delivery.about.rows ? mayCall(tx, delivery, people, at) : people),
  },
  raisedFrom: { card: raisedFromCard, thread: ({ message }) => message, optional: true },
  reminders: { ...many, instead: insteadOfMany },
  overdue: { ...many, ...adminNews },
  asked: { card: askedCard, concerns: concernsMany, instead: insteadOfAsked },
  offered: { card: offeredCard, concerns: concernsOne },
  closing: { card: closingCard, concerns: concernsMany, ...adminNews },
  digest: {
    ...{ card: digestCard, beforePost: calmStorm, reachChanged: clearStranded, mayCall },
    ...{ instead: insteadOfDigest, retryRank: retryRankOfDigest, repostRank: repostRankOfDigest },
  },
  digestEscalation: {
    ...{ card: digestCard, instead: insteadOfDigest },
    parents: ({ digestId }) => [{ kind: 'digest', digestId }],
  },
  storeFull: { card: storeFullCard, ...adminNews },
  shareFull: { card: shareFullCard, ...adminNews },
  sourceLeftOut: { card: leftOutCard, ...adminNews },
  sourceStorm: { card: stormCard, ...adminNews },
  rulesChanged: { card: rulesChangedCard, ...adminNews },
  alertsHeld: { card: heldCard, ...adminNews },
  sourceSilent: { card: silentCard, ...adminNews },
} satisfies Partial<DeliveryKinds>;
