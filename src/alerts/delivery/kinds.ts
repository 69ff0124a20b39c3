import type { DeliveryKinds, Hook } from '../../delivery/kind.ts';
import { type Alert, isOpen, isReal } from '../../domain/alert/alert.ts';
import { shareOf } from '../../domain/alert/source.ts';
import { arrived, type Delivery, wasShown } from '../../domain/delivery/delivery.ts';
import type { About } from '../../domain/delivery/kinds.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { askedCard, offeredCard } from '../cards/asked-card.ts';
import { deliveredCard } from '../cards/delivered-card.ts';
import { digestCard } from '../cards/digest-card.ts';
import { alertsOf } from '../cards/load-alert.ts';
import { closingCard, manyAlertsCard } from '../cards/many-alerts-card.ts';
import { clearStranded } from './enqueue-alert.ts';
import { raisedFromCard } from './raised-from.ts';
import {
  insteadOfAlert,
  insteadOfAsked,
  insteadOfDigest,
  insteadOfMany,
  insteadOfOne,
  onAlertRefused,
  repostRankOfAlert,
  repostRankOfDigest,
  retryRankOfAlert,
  retryRankOfDigest,
  retryRankOfOne,
} from './undelivered.ts';

/**
 * Returns the alert of a card that was just posted, where no other card and no digest showed it before; null otherwise, and
 * for drills and tests. The delay of an alert that stands in a digest alone is not measured.
 */
const firstShown: Hook<'alert' | 'unrouted', 'firstShown'> = async (reader, delivery) => {
  const { id, about } = delivery;
  const { alertId } = about;
  if (delivery.wasShown) return null;
  const alert = await reader.get('alerts', alertId);
  if (!alert || !isReal(alert)) return null;
  const cards = await reader.scan('deliveries.cards', { key: alertId, after: null });
  if (cards.some((card) => card.id !== id && wasShown(card))) return null;
  return { severity: alert.content.severity, acceptedAt: alert.receivedAt };
};

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
  alert: { ...ownCard, instead: insteadOfAlert, refused: onAlertRefused, retryRank: retryRankOfAlert },
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

/** A card mentions nobody whom another one of the same source and tenant mentioned in the last ten minutes. */
const windowMs = 10 * 60_000;
/** The most mentions of one person by cards within that time. */
const mostMentions = 6;

/**
 * Returns those of these people whom a card may mention when it is posted now: not those whom another card of the same source and tenant
 * mentioned within ten minutes, nor those whom six others did. What the latter are not called for is due for a reminder at the end of
 * these ten minutes, by one message for all.
 */
async function mayCall(tx: Tx, delivery: Delivery, people: readonly Identity[], at: string) {
  if (people.length === 0) return [];
  const after = new Date(Date.parse(at) - windowMs).toISOString();
  const all = await tx.scan('deliveries.calls', { key: '', after });
  // What is on its way counts; what was refused reached nobody.
  const recent = all.filter((one) => one.id !== delivery.id && (one.state === 'sending' || arrived(one)));
  const subjects = await subjectsOf(tx, delivery);
  const called: Identity[] = [];
  let full: string | null = null;
  for (const person of people) {
    const theirs = recent.filter((one) => one.called?.includes(person));
    const heardOf = new Set((await Promise.all(theirs.map((one) => subjectsOf(tx, one)))).flat());
    if (subjects.every((one) => heardOf.has(one))) continue;
    const [oldest] = theirs;
    if (theirs.length < mostMentions) called.push(person);
    else full = oldest?.askedAt ?? at;
  }
  if (full !== null) await remindBy(tx, delivery, new Date(Date.parse(full) + windowMs).toISOString());
  return called;
}

/**
 * Returns what a card is about: its source and tenant, of a digest card each that it names. What a person started has no source and is
 * about itself.
 */
async function subjectsOf(reader: Reader, { about }: Delivery): Promise<string[]> {
  return (await alertsAbout(reader, about)).map((alert) =>
    alert.origin === 'sent' ? `${shareOf(alert)} ${alert.tenantId}` : alert.id,
  );
}

async function alertsAbout(reader: Reader, about: Delivery['about']): Promise<Alert[]> {
  const digest = about.kind === 'digest' ? await reader.get('digests', about.digestId) : null;
  const ids = 'alertId' in about ? [about.alertId] : (digest?.firstIds ?? []);
  return alertsOf(reader, ids);
}

/** Moves the next escalation of the card's open alerts forward to `at`, unless it is due earlier. */
async function remindBy(tx: Tx, { about }: Delivery, at: string): Promise<void> {
  for (const alert of await alertsAbout(tx, about))
    if (isOpen(alert) && alert.escalateAt !== null && alert.escalateAt > at)
      await tx.put('alerts', { ...alert, escalateAt: at });
}
