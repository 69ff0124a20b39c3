import {
  type Alert,
  archivableAt,
  highestSeverity,
  isOpen,
  isReal,
  keyOfStranded,
  listKey,
  openKey,
  paceKey,
  raisedBy,
  senderIdOf,
  sourceOfId,
} from '../domain/alert/alert.ts';
import { detectedAt, fellSilent, latestReached } from '../domain/alert/deadlines.ts';
import { holderOf, isAskedAbout, offerEnds } from '../domain/alert/holding.ts';
import { sameKey } from '../domain/alert/repeat.ts';
import { heldKey, isHeld } from '../domain/alert/rule.ts';
import { shareOf } from '../domain/alert/source.ts';
import { lastNewsAt } from '../domain/alert/timeline.ts';
import { isUntimed } from '../domain/alert/untimed.ts';
import { type Delivery, highRank, isAlertCard, isPending, sortableNumber } from '../domain/delivery/delivery.ts';
import { isHighDigest, isQuietDigest, type StormDigest } from '../domain/delivery/digest.ts';
import { factsOf, type Kind } from '../domain/delivery/kinds.ts';
import { highCardsKey, lateness, queuePosition, turnKey, waitsSince } from '../domain/delivery/queue-order.ts';
import { isCritical, type StoredFinding } from '../domain/finding/finding.ts';
import { causeKey } from '../domain/microsoft-trouble.ts';
import {
  isSendable,
  isUnacknowledged,
  laneOf,
  type OutgoingLane,
  type OutgoingRow,
  worthOf,
} from '../domain/outgoing/outgoing.ts';
import { isFormer, isGroup } from '../domain/tenant/identity.ts';
import { isRetired } from '../domain/tenant/partner-tenant.ts';
import { calendarKeys } from '../domain/tenant/rota.ts';
import type { Collections } from './collections.ts';

/**
 * The position of a row in an index: the rows of one key are in the order of `order`, then of id. Null leaves the row
 * out.
 */
export type IndexPosition = { key: string; order: string } | null;

/** Returns an index over the rows of one collection. */
function index<C extends keyof Collections>(collection: C, positionOf: (row: Collections[C]) => IndexPosition) {
  return { collection, positionOf } as const;
}

/** Returns the place under a key, in the order of a text; null when either is missing. */
function position(key: string | null | undefined, order: string | null | undefined): IndexPosition {
  return typeof key === 'string' && typeof order === 'string' ? { key, order } : null;
}

/** Returns the place under a key, in the order of the rows' numbers; null without a key. */
function numbered(key: string | null | undefined, { number }: { number: number }): IndexPosition {
  return typeof key === 'string' ? { key, order: sortableNumber(number) } : null;
}

/** Finds deliveries by what they are about, in the order of their numbers; `keyOf` returns null for all others. */
function byAbout(keyOf: (about: Delivery['about']) => string | null) {
  return index('deliveries', (row) => numbered(keyOf(row.about), row));
}

/** The messages that have the buttons of digest cards, and are none. */
const ofDigests: ReadonlySet<string> = new Set<Kind>(['digestEscalation', 'escalations', 'overdue', 'asked']);

/** The indexes, by which rows are found without reading all of them. Each store maintains them. */
export const indexes = {
  /** Deliveries with something left to do, by queue. */
  'deliveries.due': index('deliveries', (row) => position(row.queue, queuePosition(row))),
  /** Deliveries that were edited, in order of time. */
  'deliveries.edited': index('deliveries', (row) => position('', row.editedAt)),
  /**
   * Pending deliveries for round-robin: by queue, lane, rank and share (source), then by tenant, the one whose turn comes last first. See
   * `turnKey`.
   */
  'deliveries.turns': index('deliveries', (row) =>
    position(turnKey(row), row.turn && `${row.turn.tenant} ${sortableNumber(999_999_999_999 - row.turn.position)}`),
  ),
  /** The cards of high alerts of one share that wait for a queue, in the order of their numbers. */
  'deliveries.highCards': index('deliveries', highCard),
  /** The deliveries of all queues that wait, the one that waits longest first. */
  'deliveries.longest': index('deliveries', (row) => position('', waitsSince(row))),
  /** Deliveries that wait for a channel, by how they wait and by queue: first those of which admins are to hear first. */
  'deliveries.late': index('deliveries', lateness),
  /** Deliveries whose platform named a time before which it accepts nothing, by queue, in order of that time. */
  'deliveries.paused': index('deliveries', (row) => position(row.queue, row.pausedUntil)),
  /** All deliveries of an alert. */
  'deliveries.alert': byAbout((about) => ('alertId' in about ? about.alertId : null)),
  /** The cards of an alert itself: as many as it has destinations, however much was said about it since. */
  'deliveries.cards': byAbout((about) => (isAlertCard(about) ? about.alertId : null)),
  /** The deliveries that a digest stands for. */
  'deliveries.digest': index('deliveries', (row) => numbered(row.digestId || null, row)),
  /** The cards, and the lines about new rows, that mentioned somebody when they were posted, in order of time. */
  'deliveries.calls': index('deliveries', ({ about, called, askedAt }) =>
    called && (isAlertCard(about) || about.kind === 'digest' || (about.kind === 'followUp' && about.rows))
      ? position('', askedAt)
      : null,
  ),
  /** The cards of a digest. */
  'deliveries.digestCard': byAbout((about) => (about.kind === 'digest' ? about.digestId : null)),
  /** The cards of a question to the experts. */
  'deliveries.question': byAbout((about) => (about.kind === 'faqQuestion' ? about.questionId : null)),
  /** The news that a source is silent, by the source. */
  'deliveries.silence': byAbout((about) => (about.kind === 'sourceSilent' ? about.source : null)),
  /** The news about signals of Microsoft that do not work, by their cause. */
  'deliveries.trouble': byAbout((about) =>
    about.kind === 'microsoftNews' && about.what === 'trouble' ? causeKey(about.cause) : null,
  ),
  /** The news that a receiver takes nothing, by its name. */
  'deliveries.receiver': byAbout((about) =>
    about.kind === 'receiverNews' && about.what === 'down' ? about.receiver : null,
  ),
  /** The cards of a change that waits. */
  'deliveries.approval': byAbout((about) => (about.kind === 'approval' ? about.id : null)),
  /** The notices of one change of a contact or of channels. */
  'deliveries.notice': byAbout((about) => (about.kind === 'contactChanged' ? noticeKey(about) : null)),
  /**
   * Messages in people's own chats, and in channels the cards of alerts and the reminders of digest cards, by queue and the platform's
   * id of the message.
   */
  'deliveries.message': index('deliveries', ({ about, to, state, queue, message }) =>
    state === 'posted' && (to.kind === 'person' || isAlertCard(about) || ofDigests.has(about.kind))
      ? position(`${queue} ${message}`, '')
      : null,
  ),
  /** Posts and edits that a destination refused, by queue. */
  'deliveries.refused': index('deliveries', (row) =>
    numbered(row.state === 'refused' || row.held ? row.queue : null, row),
  ),
  /** Refused alerts, digest cards, and edits, by queue: what may be tried again first, first. */
  'deliveries.retry': index('deliveries', retry),
  /** Announcements that high alerts close by age which arrived, by when they were enqueued, in order of arrival. */
  'deliveries.closing': index('deliveries', ({ about, state, doneAt }) =>
    about.kind === 'closing' && state === 'posted' ? position(about.at, doneAt) : null,
  ),
  /**
   * Notes to people that are done, the longest done first; under `changes` those that are still asked for: notices of changes
   * may be disowned, and what closes by age waits for its announcement. The news of a silence or of a trouble is done once that is over.
   */
  'deliveries.over': index('deliveries', over),
  /** Marks that something was done, the oldest first. */
  'seen.oldest': index('seen', (row) => position('', row.at)),
  /** Marks that still hold what was answered, the oldest first. */
  'seen.answered': index('seen', (row) => position('', row.outcome === null ? null : row.at)),
  /** Marks of what a person did, and those of them that still hold what was answered, the oldest first. */
  'seen.person': index('seen', (row) => position(row.by, row.at)),
  'seen.personAnswered': index('seen', (row) => position(row.by, row.outcome === null ? null : row.at)),
  /** Messages from which people began to raise alerts, the oldest first, and by who chose them. */
  'chosen.oldest': index('chosen', (row) => position('', row.at)),
  'chosen.person': index('chosen', (row) => position(row.by, row.at)),
  /** Digests that are not closed, by queue. */
  'digests.open': index('digests', (row) => ifOpen(row, row.queue)),
  /** Digests that nobody was reminded of yet, the oldest first. Nobody is reminded of a backlog or of unverified alerts. */
  'digests.unescalated': index('digests', (row) => (row.escalated || isQuietDigest(row) ? null : ifOpen(row, ''))),
  /**
   * Digests that people were reminded of as a whole, and that are not closed, the oldest first: of high alerts they are reminded one by
   * one.
   */
  'digests.escalated': index('digests', (row) =>
    row.escalated && !isQuietDigest(row) && !isHighDigest(row) ? ifOpen(row, '') : null,
  ),
  /** Digests that are closed, the longest closed first. */
  'digests.closed': index('digests', (row) =>
    row.closedAt === null ? null : position('', `${row.closedAt} ${row.id}`),
  ),
  /** Alerts that are not resolved, oldest first: under an empty key, and drills and tests under one of their own. */
  'alerts.open': index('alerts', (row) => numbered(isOpen(row) ? openKey(row) : null, row)),
  /** Open alerts by `listKey`: first those that nobody acknowledged, and of each those that have to be answered first. */
  'alerts.severity': index('alerts', (row) =>
    isOpen(row) ? position(listKey(row), `${row.status === 'active' ? 0 : 1} ${byDetection(row)}`) : null,
  ),
  /** Open alerts that nobody acknowledged, by `listKey`. */
  'alerts.unacknowledged': index('alerts', (row) =>
    row.status === 'active' ? position(listKey(row), byDetection(row)) : null,
  ),
  /** Alerts of senders that nobody answered and that never were high, by the share of their sender, oldest first. */
  'alerts.lesser': index('alerts', (row) => numbered(isLesser(row) ? shareOf(row) : null, row)),
  /** Open alerts that no channel has and that perhaps nobody has, by what is known of that, oldest first. */
  'alerts.stranded': index('alerts', (row) =>
    numbered(isOpen(row) && row.routed === 'admins' && !isHeld(row) ? keyOfStranded(row) : null, row),
  ),
  /** Digests that are not closed and of which perhaps nobody has a card, by what is known of that. */
  'digests.stranded': index('digests', (row) => ifOpen(row, keyOfStranded(row))),
  /** Open alerts of one tenant that no channel has, oldest first. */
  'alerts.unreachedOf': index('alerts', (row) =>
    numbered(isOpen(row) && row.routed === 'admins' ? row.tenantId : null, row),
  ),
  /** Alerts that people raised and drills that they started, by who did, in order of time. */
  'alerts.raised': index('alerts', ({ origin, timeline: [first], receivedAt }) =>
    first?.by ? position(raisedBy(origin, first.by), receivedAt) : null,
  ),
  /** Alerts that count for the pace of their source, by `paceKey`, in order of time. */
  'alerts.pace': index('alerts', (row) =>
    row.pace && !row.pace.over ? position(paceKey(shareOf(row), row), row.pace.at) : null,
  ),
  /** Alerts by the finding that they are (see `sameKey`): open ones first, and of these and of the resolved ones the newest first. */
  'alerts.same': index('alerts', (row) => position(sameKey(row), `${isOpen(row) ? 0 : 1} ${newestFirst(row)}`)),
  /** Open alerts that a maintenance window holds, by source and window, high ones apart, oldest first. */
  'alerts.held': index('alerts', (row) => {
    const { source, held, content } = row;
    return numbered(held && isHeld(row) ? heldKey(source, held, content.severity === 'high') : null, row);
  }),
  /** Alerts by their number. */
  'alerts.number': index('alerts', (row) => position(String(row.number), '')),
  /** Alerts by the id that the sender gave. */
  'alerts.sender': index('alerts', (row) => position(senderIdOf(row), '')),
  /** Alerts that somebody has to be reminded of, by severity, the next one first. */
  'alerts.escalation': index('alerts', (row) =>
    isHeld(row) ? null : position(row.content.severity, row.escalateAt || (fellSilent(row) ? '0' : null)),
  ),
  /** Acknowledged alerts whose holder is asked whether work continues, by when that is due. Alerts without a due time yet come first. */
  'alerts.ask': index('alerts', (row) => (isAskedAbout(row) ? position('', row.ask?.due ?? '0') : null)),
  /** Alerts that are acknowledged and not resolved, without drills and tests, those that are held for longest first: all, and by tenant. */
  'alerts.acknowledged': index('alerts', (row) => (isReal(row) ? position('', holderOf(row)?.at) : null)),
  'alerts.acknowledgedOf': index('alerts', (row) => (isReal(row) ? position(row.tenantId, holderOf(row)?.at) : null)),
  /** Acknowledged alerts by who holds them. */
  'alerts.holder': index('alerts', (row) => position(holderOf(row)?.by ?? null, row.receivedAt)),
  /** Alerts that are handed over and not taken over, by when that is notified. */
  'alerts.offered': index('alerts', (row) => position('', offerEnds(row))),
  /** Open alerts that somebody is to take over, by whom. */
  'alerts.offeredTo': index('alerts', (row) => position(isOpen(row) ? row.offered?.to : null, row.receivedAt)),
  /** Alerts that nobody answered and whose cards do not say yet that it is too late, the oldest detection first. */
  'alerts.unanswered': index('alerts', (row) =>
    row.firstAnsweredAt === null && !row.resolved && !row.overdue && row.origin !== 'drill' && !isUntimed(row)
      ? position('', detectedAt(row))
      : null,
  ),
  /** Alerts that are overdue and that nobody answered, by tenant (empty for none), the oldest detection first. */
  'alerts.overdue': index('alerts', (row) =>
    row.overdue && row.firstAnsweredAt === null && isOpen(row) && isReal(row)
      ? position(row.tenantId ?? '', byDetection(row))
      : null,
  ),
  /** Alerts by the latest time in the row that counts as past: those written while the clock was ahead come last. */
  'alerts.reached': index('alerts', (row) => position('', latestReached(row))),
  /**
   * Alerts for which no tenant of ours fits yet, by the tenant that they name: under `unnamed` those that name none, `customer` those
   * whose customer is not known.
   */
  'alerts.homeless': index('alerts', (row) => numbered(row.tenantId === null ? homelessKey(row) : null, row)),
  /** Resolved alerts, to be moved out of the live document, by the time from which they may be. */
  'alerts.resolved': index('alerts', (row) => position('', archivableAt(row))),
  /** Open alerts that may close by age. */
  'alerts.aging': index('alerts', aging),
  /** The notes of an alert, in the order of time. */
  'notes.alert': index('notes', (row) => numbered(row.alertId, row)),
  /** Findings that last, by tenant. */
  'findings.open': index('findings', (row) => ifOpen(row, row.tenantId)),
  /** Findings that last, by code. */
  'findings.code': index('findings', (row) => ifOpen(row, row.code)),
  /** Findings that last and cannot wait for the morning; all under one key. */
  'findings.critical': index('findings', (row) => (isCritical(row.code) ? ifOpen(row, '') : null)),
  /** Findings that last and are put off, the one whose time is over first, first. */
  'findings.snoozed': index('findings', (row) => (row.closedAt === null ? position('', row.snooze?.until) : null)),
  /** Findings that last and whose snooze ended with its time, by that time. */
  'findings.awake': index('findings', (row) =>
    row.closedAt === null && row.snooze === null ? position('', row.lastSnooze?.until) : null,
  ),
  /** Findings that are over, the longest over first. */
  'findings.closed': index('findings', (row) => position('', row.closedAt)),
  /** Probes of tenants, the oldest first; those that have to be made again, before all. */
  'checks.oldest': index('checks', (row) => position('', row.changedAt === undefined ? row.at : '')),
  /** People whom the bot met: those without a last day first, then the one who was not seen for longest. */
  'people.seen': index('people', ({ id, seenAt = '' }) =>
    isGroup(id) || isFormer(id) ? null : position('', `${seenAt} ${id}`),
  ),
  /** Reminders, the oldest first. */
  'reminders.oldest': index('reminders', (row) => position('', row.at)),
  /** Archived alerts by number. */
  'closed.number': index('closed', (row) => position(String(row.number), '')),
  /** Archived alerts whose deliveries and notes have not all left yet. */
  'closed.leaving': index('closed', (row) => numbered(row.leaving ? '' : null, row)),
  /** Archived alerts by deduplication key (`same`), the newest first. */
  'closed.same': index('closed', (row) => position(row.same, newestFirst(row))),
  /** The ids that were the same finding as an alert, by that alert. */
  'repeats.alert': index('repeats', (row) => position(row.alertId, '')),
  /** Archived alerts by segment. */
  'closed.segment': index('closed', (row) => numbered(row.segment, row)),
  /** Questions to the experts that nobody answered, the oldest first. */
  'faqQuestions.open': index('faqQuestions', (row) => numbered(row.answer ? null : '', row)),
  /** Questions that were answered, the longest ago first; without those that are proposed as entries. */
  'faqQuestions.answered': index('faqQuestions', (row) => position('', row.proposed ? null : row.answer?.at)),
  /** Questions that are proposed as entries, the oldest first. */
  'faqQuestions.proposed': index('faqQuestions', (row) => numbered(row.proposed ? '' : null, row)),
  /** Questions by who asked, in order of time. */
  'faqQuestions.asker': index('faqQuestions', (row) => position(row.by, row.at)),
  /** Subjects that have to be checked, by kind, the longest due first. */
  'due.next': index('due', (row) => position(row.kind, row.at)),
  /** Subjects that have to be checked, by the time at which that was computed: a time of a clock that was ahead comes last. */
  'due.from': index('due', (row) => position(row.kind, row.from)),
  /** Tenants that are not retired and have a contact, by its time zone. */
  'tenants.timezone': index('tenants', (row) => (isRetired(row) ? null : position(row.contact?.timezone, ''))),
  /** Questions that met no answer, the one that was not asked for longest first. */
  'faqMisses.oldest': index('faqMisses', (row) => position('', row.last)),
  /** Tenants whose contact has a calendar. */
  'tenants.calendars': index('tenants', (row) =>
    calendarKeys.some((key) => row.contact?.[key]) && !isRetired(row) ? position('', row.id) : null,
  ),
  /** Answers that are to be written back, by the source of their alerts, in order of when they are due. */
  'writeBacks.due': index('writeBacks', (row) => position(sourceOfId(row.id), row.dueAt)),
  /** Events that may be sent once they are due, by `laneKey`, the one that is due first, first. */
  'outgoing.due': index('outgoing', (row) =>
    isSendable(row) ? position(laneKey(row.receiver, laneOf(row)), dueOrder(row)) : null,
  ),
  /** Events that came to pass and were not sent yet, by `subjectKey`, in their order; and by receiver, those that wait longest first. */
  'outgoing.subject': index('outgoing', (row) => numbered(isOwed(row) ? subjectKey(row) : null, row)),
  'outgoing.waiting': index('outgoing', (row) => (isOwed(row) ? position(row.receiver, row.since) : null)),
  /** Events that were being sent when the process ended, or are now. */
  'outgoing.sending': index('outgoing', (row) => numbered(row.state === 'sending' ? row.receiver : null, row)),
  /** What opens an incident or says that nobody acknowledged the alert, sent or not, by `subjectKey`. */
  'outgoing.raised': index('outgoing', (row) =>
    numbered(row.opens || isUnacknowledged(row) ? subjectKey(row) : null, row),
  ),
  /** Events that wait, by receiver, in the order in which they are given up when there are too many. */
  'outgoing.worth': index('outgoing', (row) =>
    row.state === 'waiting' ? position(row.receiver, `${worthOf(row)} ${sortableNumber(row.number)}`) : null,
  ),
  /** Events of which an attempt failed, by receiver, the one that fails longest first. */
  'outgoing.failing': index('outgoing', (row) =>
    row.state === 'sent' ? null : position(row.receiver, row.failingSince),
  ),
  /** Events that come to pass by time, by when they began to wait: those of a clock that was ahead come last. */
  'outgoing.timers': index('outgoing', (row) => (row.timer ? position('', row.since) : null)),
  /** All events, by receiver and address. */
  'outgoing.address': index('outgoing', (row) => numbered(`${row.receiver} ${row.address}`, row)),
  /** Tenants whose open alerts are still to go to their channels, each under its own id. */
  'tenants.rerouting': index('tenants', (row) => position(row.id, row.rerouting || null)),
} as const;

/** Returns the place of an alert among others, the newest first. */
function newestFirst({ number }: { number: number }): string {
  return sortableNumber(1e12 - number);
}

function homelessKey({ content, notes }: Alert): string {
  return content.partnerTenantId ?? (notes?.customer === undefined ? 'unnamed' : 'customer');
}

function isLesser(row: Alert): boolean {
  return row.status === 'active' && row.origin === 'sent' && highestSeverity(row) !== 'high';
}

function byDetection(row: Alert): string {
  return `${detectedAt(row)} ${sortableNumber(row.number)}`;
}

/**
 * Returns the place among the alerts that may close by age: under `notHigh`, and of the high ones that somebody
 * acknowledged under `high`, both by their last news; under `warned` by when the admins got the announcement that it
 * closes.
 */
function aging(row: Alert): IndexPosition {
  if (!isOpen(row)) return null;
  const news = lastNewsAt(row);
  const by = (key: string, at: string) => position(key, `${at} ${sortableNumber(row.number)}`);
  if (highestSeverity(row) !== 'high' || row.origin === 'drill') return by('notHigh', news);
  if (row.status !== 'investigating') return null;
  return row.closingNotifiedAt && row.closingNotifiedAt >= news
    ? by('warned', row.closingNotifiedAt)
    : by('high', news);
}

function ifOpen({ closedAt, openedAt }: StoredFinding | StormDigest, key: string | null): IndexPosition {
  return closedAt === null ? position(key, openedAt) : null;
}

function highCard(row: Delivery): IndexPosition {
  const { about, queue, rank, turn, gathers } = row;
  const waits = isPending(row) && isAlertCard(about) && rank <= highRank && !gathers;
  return waits && turn ? numbered(highCardsKey(queue, turn.share), row) : null;
}

function retry({ state, held, about, pause, queue }: Delivery): IndexPosition {
  const again = held || (state === 'refused' && ['alert', 'unrouted', 'digest'].includes(about.kind));
  return again ? position(queue, pause ? new Date(Date.parse(pause.from) + pause.ms).toISOString() : '') : null;
}

/** Returns the key under which the notices of a change are found. */
export function noticeKey({ tenantId, entry }: { tenantId: string; entry: number }): string {
  return `${entry} ${tenantId}`;
}

function over(row: Delivery): IndexPosition {
  const { keep } = factsOf[row.about.kind];
  if ((keep !== 'note' && keep !== 'change') || queuePosition(row) !== null) return null;
  const { about } = row;
  const hasEnd =
    about.kind === 'sourceSilent' ||
    (about.kind === 'microsoftNews' && about.what === 'trouble') ||
    (about.kind === 'receiverNews' && about.what === 'down');
  if (hasEnd && about.end === undefined) return null;
  return position(keep === 'change' ? 'changes' : '', row.doneAt);
}

function isOwed({ state, timer }: OutgoingRow): boolean {
  return state !== 'sent' && !timer;
}

/** Returns the key of the events for a receiver in a lane. */
export function laneKey(receiver: string, lane: OutgoingLane): string {
  return `${receiver} ${lane}`;
}

/** Returns the key of the events for a receiver that go one after the other. */
export function subjectKey({ receiver, subject }: Pick<OutgoingRow, 'receiver' | 'subject'>): string {
  return `${receiver} ${subject}`;
}

/** Returns the order of an event among those that are due. */
function dueOrder({ due, number }: OutgoingRow): string {
  return `${due} ${sortableNumber(number)}`;
}

/** The name of an index. */
export type Index = keyof typeof indexes;
/** A row that an index finds. */
export type RowOf<I extends Index> = Collections[(typeof indexes)[I]['collection']];
