import { type Alert, keyOfStranded, raisedBy } from '../domain/alert/alert.ts';
import { detectedAt } from '../domain/alert/deadlines.ts';
import { type Delivery, placeOfNumber } from '../domain/delivery/delivery.ts';
import type { StormDigest } from '../domain/delivery/digest.ts';
import { placeInQueue, waitsSince } from '../domain/delivery/queue-order.ts';
import type { FaqMiss, FaqQuestion } from '../domain/faq/question.ts';
import { type Check, isCritical, type StoredFinding } from '../domain/finding/finding.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { newestTime } from '../domain/time/own-times.ts';

/** A row's place in an index: rows of one key are in the order of `order`, then of id. Null leaves the row out. */
export type Place = { key: string; order: string } | null;

/** Rows by the newest time that our clock wrote into them: those of a clock that was ahead come last. */
function byNewestTime<C extends string>(collection: C) {
  return {
    collection,
    placeOf: (row: object): Place => {
      const order = newestTime(row);
      return order === '' ? null : { key: '', order };
    },
  } as const;
}

/** The ways in which rows are found without looking at all of them. Each store keeps them beside its rows. */
export const indexes = {
  /** What is left to do, by queue. */
  'deliveries.due': { collection: 'deliveries', placeOf: (row: Delivery): Place => due(row) },
  /** The same of all queues, what waits longest first. */
  'deliveries.longest': {
    collection: 'deliveries',
    placeOf: (row: Delivery): Place => {
      const order = waitsSince(row);
      return order === null ? null : { key: '', order };
    },
  },
  /** All deliveries of an alert. */
  'deliveries.alert': { collection: 'deliveries', placeOf: (row: Delivery): Place => ofAlert(row) },
  /** Those of them that are cards of the alert itself: as many as it has destinations, however much was said about it since. */
  'deliveries.cards': {
    collection: 'deliveries',
    placeOf: (row: Delivery): Place =>
      row.about.kind === 'alert' || row.about.kind === 'unrouted' ? ofAlert(row) : null,
  },
  /** What a digest stands for. */
  'deliveries.digest': {
    collection: 'deliveries',
    placeOf: (row: Delivery): Place => (row.digestId ? { key: row.digestId, order: placeOfNumber(row.number) } : null),
  },
  /** The cards of a digest. */
  'deliveries.digestCard': {
    collection: 'deliveries',
    placeOf: (row: Delivery): Place =>
      row.about.kind === 'digest' ? { key: row.about.digestId, order: placeOfNumber(row.number) } : null,
  },
  /** The cards of a question to the experts. */
  'deliveries.question': {
    collection: 'deliveries',
    placeOf: (row: Delivery): Place =>
      row.about.kind === 'faqQuestion' ? { key: row.about.questionId, order: placeOfNumber(row.number) } : null,
  },
  /** The notices of one change of a contact or of channels. */
  'deliveries.notice': {
    collection: 'deliveries',
    placeOf: (row: Delivery): Place =>
      row.about.kind === 'contactChanged' ? { key: noticeKey(row.about), order: placeOfNumber(row.number) } : null,
  },
  /** What a destination refused, posts and edits, by queue. */
  'deliveries.refused': {
    collection: 'deliveries',
    placeOf: (row: Delivery): Place =>
      row.state === 'refused' || row.held ? { key: row.queue, order: placeOfNumber(row.number) } : null,
  },
  /** The same, but only alerts, cards for many, and edits: what may be tried again first, first. */
  'deliveries.retry': { collection: 'deliveries', placeOf: (row: Delivery): Place => retry(row) },
  /** The words that high alerts close by age which arrived, by when they were owed, in order of arrival. */
  'deliveries.closing': { collection: 'deliveries', placeOf: (row: Delivery): Place => closingArrived(row) },
  /**
   * Notes to people that are done, the longest done first; under `changes` those that are still asked for: notices of changes
   * may be disowned, and what closes by age waits for the word of it.
   */
  'deliveries.over': { collection: 'deliveries', placeOf: (row: Delivery): Place => over(row) },
  /** Marks that something was done, the oldest first. */
  'seen.oldest': { collection: 'seen', placeOf: (row: { at: string }): Place => ({ key: '', order: row.at }) },
  /** Those that still hold what was answered, the oldest first. */
  'seen.answered': {
    collection: 'seen',
    placeOf: (row: { at: string; outcome: unknown }): Place =>
      row.outcome === null ? null : { key: '', order: row.at },
  },
  /** Digests that are not closed, by queue. */
  'digests.open': {
    collection: 'digests',
    placeOf: (row: StormDigest): Place => (row.closedAt === null ? { key: row.queue, order: row.openedAt } : null),
  },
  /** Digests that nobody was reminded of yet, the oldest first. */
  'digests.quiet': {
    collection: 'digests',
    placeOf: (row: StormDigest): Place =>
      row.closedAt === null && !row.escalated ? { key: '', order: row.openedAt } : null,
  },
  /** Digests of which somebody asked what is not done yet, the oldest first. */
  'digests.acknowledging': {
    collection: 'digests',
    placeOf: (row: StormDigest): Place => (row.acknowledging?.length ? { key: '', order: row.openedAt } : null),
  },
  /** Digests that are closed, the longest closed first. */
  'digests.closed': {
    collection: 'digests',
    placeOf: (row: StormDigest): Place =>
      row.closedAt === null ? null : { key: '', order: `${row.closedAt} ${row.id}` },
  },
  /** Alerts that are not resolved, oldest first; all under one key. */
  'alerts.open': {
    collection: 'alerts',
    placeOf: (row: Alert): Place => (row.status === 'resolved' ? null : { key: '', order: placeOfNumber(row.number) }),
  },
  /** The same by severity: first what nobody acknowledged, and of each what has to be answered first. */
  'alerts.severity': {
    collection: 'alerts',
    placeOf: (row: Alert): Place =>
      row.status === 'resolved'
        ? null
        : { key: row.content.severity, order: `${row.status === 'active' ? 0 : 1} ${byDetection(row)}` },
  },
  /** Those of them that nobody acknowledged. */
  'alerts.unacknowledged': {
    collection: 'alerts',
    placeOf: (row: Alert): Place =>
      row.status === 'active' ? { key: row.content.severity, order: byDetection(row) } : null,
  },
  /** Open alerts that no channel has and that perhaps nobody has, by what is known of that, oldest first. */
  'alerts.stranded': {
    collection: 'alerts',
    placeOf: (row: Alert): Place => {
      const key = row.status !== 'resolved' && row.routed === 'admins' ? keyOfStranded(row) : null;
      return key === null ? null : { key, order: placeOfNumber(row.number) };
    },
  },
  /** Digests that are not closed and of which perhaps nobody has a card, by what is known of that. */
  'digests.stranded': {
    collection: 'digests',
    placeOf: (row: StormDigest): Place => {
      const key = row.closedAt === null ? keyOfStranded(row) : null;
      return key === null ? null : { key, order: row.openedAt };
    },
  },
  /** Open alerts of one tenant that no channel has, oldest first. */
  'alerts.unreachedOf': {
    collection: 'alerts',
    placeOf: (row: Alert): Place =>
      row.status !== 'resolved' && row.routed === 'admins' && row.tenantId !== null
        ? { key: row.tenantId, order: placeOfNumber(row.number) }
        : null,
  },
  /** Alerts that people raised and drills that they started, by who did, in order of time. */
  'alerts.raised': {
    collection: 'alerts',
    placeOf: (row: Alert): Place =>
      row.story[0]?.by ? { key: raisedBy(row.origin, row.story[0].by), order: row.receivedAt } : null,
  },
  /** Alerts by what people type: the number or the sender's id. */
  'alerts.number': { collection: 'alerts', placeOf: (row: Alert): Place => ({ key: String(row.number), order: '' }) },
  /** Alerts by the id that the sender gave. */
  'alerts.sender': {
    collection: 'alerts',
    placeOf: (row: Alert): Place => ({ key: row.id.slice(row.source.length + 1), order: '' }),
  },
  /** Alerts that somebody has to be reminded of, by severity, the next one first. */
  'alerts.escalation': {
    collection: 'alerts',
    placeOf: (row: Alert): Place => (row.escalateAt ? { key: row.content.severity, order: row.escalateAt } : null),
  },
  /** Alerts that nobody answered and whose cards do not say yet that it is too late, the oldest detection first. */
  'alerts.unanswered': {
    collection: 'alerts',
    placeOf: (row: Alert): Place =>
      row.firstAnsweredAt === null && !row.overdue && row.origin !== 'drill'
        ? { key: '', order: detectedAt(row) }
        : null,
  },
  /** Alerts for which no tenant of ours fits yet, by the tenant that they name. */
  'alerts.homeless': {
    collection: 'alerts',
    placeOf: (row: Alert): Place =>
      row.tenantId === null ? { key: row.content.partnerTenantId ?? '', order: placeOfNumber(row.number) } : null,
  },
  /** Resolved alerts, to be moved out of the live document, the longest resolved first. */
  'alerts.resolved': {
    collection: 'alerts',
    placeOf: (row: Alert): Place =>
      row.resolved ? { key: '', order: `${row.resolved.at} ${placeOfNumber(row.number)}` } : null,
  },
  /** Findings that last, by tenant. */
  'findings.open': { collection: 'findings', placeOf: (row: StoredFinding): Place => ifOpen(row, row.tenantId) },
  /** The same by code. */
  'findings.code': { collection: 'findings', placeOf: (row: StoredFinding): Place => ifOpen(row, row.code) },
  /** Those that cannot wait for the morning; all under one key. */
  'findings.critical': {
    collection: 'findings',
    placeOf: (row: StoredFinding): Place => (isCritical(row.code) ? ifOpen(row, '') : null),
  },
  /** Those that are put off, whose time is over first. */
  'findings.snoozed': {
    collection: 'findings',
    placeOf: (row: StoredFinding): Place =>
      row.snooze && ifOpen(row, '') ? { key: '', order: row.snooze.until } : null,
  },
  /** Those that are over, the longest over first. */
  'findings.closed': {
    collection: 'findings',
    placeOf: (row: StoredFinding): Place => (row.closedAt === null ? null : { key: '', order: row.closedAt }),
  },
  /** Looks at tenants, the oldest first. */
  'checks.oldest': {
    collection: 'checks',
    placeOf: (row: Check): Place => ({ key: '', order: row.changedAt === undefined ? row.at : '' }),
  },
  /** Reminders, the oldest first. */
  'nags.oldest': { collection: 'nags', placeOf: (row: { at: string }): Place => ({ key: '', order: row.at }) },
  /** Archived alerts by number. */
  'closed.number': {
    collection: 'closed',
    placeOf: (row: { number: number }): Place => ({ key: String(row.number), order: '' }),
  },
  /** Archived alerts whose deliveries have not all left yet. */
  'closed.leaving': {
    collection: 'closed',
    placeOf: (row: { number: number; leaving?: true }): Place =>
      row.leaving ? { key: '', order: placeOfNumber(row.number) } : null,
  },
  /** Archived alerts by segment. */
  'closed.segment': {
    collection: 'closed',
    placeOf: (row: { number: number; segment: string }): Place => ({
      key: row.segment,
      order: placeOfNumber(row.number),
    }),
  },
  /** Questions to the experts that nobody answered, the oldest first. */
  'faqQuestions.open': {
    collection: 'faqQuestions',
    placeOf: (row: FaqQuestion): Place => (row.answer ? null : { key: '', order: placeOfNumber(row.number) }),
  },
  /** Those that were, the longest ago first; without those that are proposed as entries. */
  'faqQuestions.answered': {
    collection: 'faqQuestions',
    placeOf: (row: FaqQuestion): Place => (row.answer && !row.proposed ? { key: '', order: row.answer.at } : null),
  },
  'faqQuestions.proposed': {
    collection: 'faqQuestions',
    placeOf: (row: FaqQuestion): Place => (row.proposed ? { key: '', order: placeOfNumber(row.number) } : null),
  },
  /** By who asked, in order of time. */
  'faqQuestions.asker': {
    collection: 'faqQuestions',
    placeOf: (row: FaqQuestion): Place => ({ key: row.by, order: row.at }),
  },
  /** What has to be looked at, by kind, the longest due first. */
  'due.next': {
    collection: 'due',
    placeOf: ({ kind, at }: { kind: string; at: string | null }): Place =>
      at === null ? null : { key: kind, order: at },
  },
  /** The same by the time at which that was worked out: what a clock that was ahead worked out comes last. */
  'due.from': {
    collection: 'due',
    placeOf: ({ kind, from }: { kind: string; from: string }): Place => ({ key: kind, order: from }),
  },
  /** Tenants with a contact, by its time zone. */
  'tenants.timezone': {
    collection: 'tenants',
    placeOf: ({ contact }: StoredTenant): Place => contact && { key: contact.timezone, order: '' },
  },
  /** What met no answer, the one that was not asked for longest first. */
  'faqMisses.oldest': { collection: 'faqMisses', placeOf: (row: FaqMiss): Place => ({ key: '', order: row.last }) },
  /**
   * Alerts that close by age: `quiet`, and of the high ones that somebody acknowledged `high`, both by their last news, and
   * `warned`, by when the admins were told.
   */
  'alerts.aging': { collection: 'alerts', placeOf: (row: Alert): Place => aging(row) },
  /** Tenants whose open alerts are still to go to their channels, each under its own id. */
  'tenants.rerouting': {
    collection: 'tenants',
    placeOf: (row: StoredTenant): Place => (row.rerouting ? { key: row.id, order: row.rerouting } : null),
  },
  'alerts.newest': byNewestTime('alerts'),
  'checks.newest': byNewestTime('checks'),
  'deliveries.newest': byNewestTime('deliveries'),
  'digests.newest': byNewestTime('digests'),
  'faqMisses.newest': byNewestTime('faqMisses'),
  'faqQuestions.newest': byNewestTime('faqQuestions'),
  'findings.newest': byNewestTime('findings'),
  'nags.newest': byNewestTime('nags'),
  'refusing.newest': byNewestTime('refusing'),
  'rounds.newest': byNewestTime('rounds'),
  'seen.newest': byNewestTime('seen'),
  'subscriptions.newest': byNewestTime('subscriptions'),
  'tenants.newest': byNewestTime('tenants'),
} as const;

function byDetection(row: Alert): string {
  return `${detectedAt(row)} ${placeOfNumber(row.number)}`;
}

function aging(row: Alert): Place {
  if (row.status === 'resolved') return null;
  const news = row.story.at(-1)?.at ?? row.receivedAt;
  const place = (key: string, at: string) => ({ key, order: `${at} ${placeOfNumber(row.number)}` });
  if (row.content.severity !== 'high') return place('quiet', news);
  if (row.status !== 'investigating') return null;
  return row.closingTold && row.closingTold >= news ? place('warned', row.closingTold) : place('high', news);
}

function ifOpen(row: StoredFinding, key: string): Place {
  return row.closedAt === null ? { key, order: row.openedAt } : null;
}

function due(row: Delivery): Place {
  const order = placeInQueue(row);
  return order === null ? null : { key: row.queue, order };
}

function retry(row: Delivery): Place {
  const { state, held, about, pause, queue } = row;
  const again = held || (state === 'refused' && ['alert', 'unrouted', 'digest'].includes(about.kind));
  if (!again) return null;
  return { key: queue, order: pause ? new Date(Date.parse(pause.from) + pause.ms).toISOString() : '' };
}

/** Under what the notices of a change are found. */
export function noticeKey({ tenantId, entry }: { tenantId: string; entry: number }): string {
  return `${entry} ${tenantId}`;
}

/**
 * How long a delivery is kept once it is done: as a `note` while people may still look at it, as a `change` for as long as it
 * may be asked for, or with what it is about, or for good as the mark that something was told once.
 */
const keep: Record<Delivery['about']['kind'], 'note' | 'change' | 'with its subject' | 'for good'> = {
  alert: 'with its subject',
  unrouted: 'with its subject',
  escalation: 'with its subject',
  followUp: 'with its subject',
  digest: 'with its subject',
  faqQuestion: 'with its subject',
  nag: 'with its subject',
  auditHead: 'for good',
  welcome: 'for good',
  contactChanged: 'change',
  closing: 'change',
  notUs: 'note',
  channelRefused: 'note',
  channelLate: 'note',
  cardRefused: 'note',
  digestEscalation: 'note',
  reminders: 'note',
  overdue: 'note',
  faqAnswer: 'note',
  answer: 'note',
  weekly: 'note',
  storeFull: 'note',
  hindrance: 'note',
};

function over(row: Delivery): Place {
  const kept = keep[row.about.kind];
  if ((kept !== 'note' && kept !== 'change') || row.doneAt === null || placeInQueue(row) !== null) return null;
  return { key: kept === 'change' ? 'changes' : '', order: row.doneAt };
}

function closingArrived({ about, state, doneAt }: Delivery): Place {
  return about.kind === 'closing' && state === 'posted' && doneAt !== null ? { key: about.at, order: doneAt } : null;
}

function ofAlert(row: Delivery): Place {
  return 'alertId' in row.about ? { key: row.about.alertId, order: placeOfNumber(row.number) } : null;
}
