import { countUp } from './count-up.ts';
import { type About, type Delivery, type Destination, queueOf, unpaused, waitingAgain } from './domain/delivery.ts';
import { lookForStranded } from './look-for-stranded.ts';
import type { Tx } from './ports.ts';

/** What has to be told, to whom, and how urgently. */
export interface Owed {
  about: About;
  to: Destination;
  rank: number;
  /** The revision of what it is about; 1 for what never changes. */
  want: number;
}

/**
 * Owes a delivery, in the same change as what it is about: either both are durable or neither. The same thing to the
 * same destination is owed once; what was refused is tried again, and so is an alert that had been over. Returns its queue,
 * to wake the outbox with.
 */
export async function owe(tx: Tx, { about, to, rank, want }: Owed, at: string): Promise<string> {
  const queue = queueOf(to);
  const id = deliveryId(about, to);
  const known = await tx.get('deliveries', id);
  if (known?.state === 'refused' || (known?.state === 'dropped' && about.kind === 'alert'))
    await tx.put('deliveries', {
      ...unpaused(known),
      ...{ rank, state: waitingAgain(known), want, shown: 0, since: at, doneAt: null },
    });
  await lookForStranded(tx, about);
  if (known) return queue;
  const delivery: Delivery = {
    id,
    about,
    to,
    queue,
    rank,
    number: await countUp(tx, 'deliveries'),
    state: 'waiting',
    message: null,
    digestId: null,
    want,
    shown: 0,
    attempts: 0,
    reason: null,
    since: at,
    doneAt: null,
  };
  await tx.put('deliveries', delivery);
  return queue;
}

/** The same for the same thing to the same destination. */
export function deliveryId(about: About, to: Destination): string {
  return `${nameOf(about)} > ${queueOf(to)}`;
}

/** The same for the same thing, wherever it goes. */
export function nameOf(about: About): string {
  switch (about.kind) {
    case 'alert':
    case 'unrouted':
      return `${about.kind} ${about.alertId}`;
    case 'escalation':
      return `${about.kind} ${about.step}.${about.revision} ${about.alertId}`;
    case 'followUp':
      return `${about.kind} ${about.step} ${about.alertId}`;
    case 'reminders':
    case 'overdue':
      return `${about.kind} ${about.id}`;
    case 'closing':
      return `closing ${about.at} ${about.alertIds[0]}`;
    case 'digest':
      return `${about.kind} ${about.digestId}`;
    case 'digestEscalation':
      return `${about.kind} ${about.last ? 'last' : 'first'} ${about.digestId}`;
    case 'contactChanged':
      return `${about.kind} ${about.entry} ${about.tenantId}`;
    case 'notUs':
      return `${about.kind} ${about.since ?? about.entry} ${about.tenantId}`;
    case 'faqQuestion':
    case 'faqAnswer':
      return `${about.kind} ${about.questionId}`;
    case 'answer':
      return `answer ${about.number}`;
    case 'auditHead':
      return `auditHead ${about.month}`;
    case 'nag':
      return `nag ${about.nagId}`;
    case 'weekly':
      return `weekly ${about.week}`;
    case 'welcome':
      return 'welcome';
    case 'channelLate':
      return `late ${about.channel.platform}:${about.channel.address} ${about.day}`;
    case 'cardRefused':
      return `card refused ${about.what}`;
    case 'storeFull':
      return `storeFull ${about.full ? 'full' : 'near'} ${about.at}`;
    case 'hindrance':
      return `hindrance ${about.platform} ${about.week} ${about.what}`;
    case 'channelRefused':
      return `refused ${about.channel.platform}:${about.channel.address} ${about.reason}${about.urgent ? ' urgent' : ''}`;
  }
}
