import dayjs from 'dayjs';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueue } from '../../delivery/transitions.ts';
import { type Alert, tell } from '../../domain/alert/alert.ts';
import { type Destination, talkRank } from '../../domain/delivery/delivery.ts';
import type { Trusted } from '../../domain/time/trusted-time.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { answeredInDigests, refreshAlertCards, refreshEscalationCards } from '../change/refresh-cards.ts';

/** As many as one tick closes: each may owe an edit, and a channel takes about one a second. */
const together = 50;
const dayMs = 24 * 3_600_000;

type Outside = Pick<World, 'store' | 'clock' | 'directory' | 'settings'> & { trusted: Trusted };

interface Limits {
  at: string;
  /** What had no news since before this is closed. */
  old: string;
  /** Admins are told of what had no news since before this, and what they were told of before that day is closed. */
  warn: string;
  warned: string;
}

/**
 * Closes alerts without news for as many days as the setting says: acknowledged ones, and untouched ones of medium severity
 * and below. Admins are told of high ones a day before; while no such word arrives, they stay open. Returns the queues that
 * have work now.
 */
export async function closeByAge(world: Outside): Promise<readonly string[]> {
  // In its first day nobody knows whether the clock is right.
  if (world.trusted.runMs < dayMs) return [];
  const at = world.clock.now();
  const before = (days: number) => dayjs(at).subtract(days, 'day').toISOString();
  const days = world.settings.closeAfterDays;
  const limits = { at, old: before(days), warn: before(days - 1), warned: before(1) };
  return [...(await tellAdmins(world, limits)), ...(await close(world, limits))];
}

async function tellAdmins(world: Outside, limits: Limits): Promise<readonly string[]> {
  if ((await world.store.read((reader) => aging(reader, 'high', limits.warn))).length === 0) return [];
  const admins = (await adminPlaces(world)).usual;
  if (admins.length === 0) return [];
  // Without it nothing would close, and no room come.
  return world.store.change((tx) => warn(tx, admins, limits), { settles: true });
}

/** One word for all that are due together. */
async function warn(tx: Tx, admins: readonly Destination[], { at, warn }: Limits): Promise<readonly string[]> {
  const alerts = await aging(tx, 'high', warn);
  for (const alert of alerts) await tx.put('alerts', { ...alert, closingTold: at });
  const about = { kind: 'closing', alertIds: alerts.map(({ id }) => id), at } as const;
  const queues: string[] = [];
  if (alerts.length === 0) return queues;
  for (const to of admins) queues.push(await enqueue(tx, { about, to, rank: talkRank, want: 1 }, at));
  return queues;
}

async function close({ store }: Outside, limits: Limits): Promise<readonly string[]> {
  if ((await store.read((reader) => due(reader, limits))).length === 0) return [];
  return store.change(async (tx) => {
    const queues: string[] = [];
    for (const alert of await due(tx, limits)) queues.push(...(await closedOrTold(tx, alert, limits)));
    return queues;
  });
}

async function due(reader: Reader, { old, warned }: Limits): Promise<readonly Alert[]> {
  return [...(await aging(reader, 'warned', warned)), ...(await aging(reader, 'quiet', old))].slice(0, together);
}

/** A high one whose word arrived nowhere within its day is told anew; where it came late, the day counts from then. */
async function closedOrTold(tx: Tx, alert: Alert, { at, warned }: Limits): Promise<readonly string[]> {
  const { closingTold, ...untold } = alert;
  if (alert.content.severity !== 'high' || !closingTold) return closed(tx, alert, at);
  const arrived = (await tx.scan('deliveries.closing', { key: closingTold, after: null, limit: 1 }))[0]?.doneAt;
  if (arrived && arrived < warned) return closed(tx, alert, at);
  if (!arrived) await tx.put('alerts', untold);
  return [];
}

/** Those of a kind whose place is before that instant. */
async function aging(reader: Reader, kind: 'quiet' | 'high' | 'warned', before: string): Promise<readonly Alert[]> {
  const rows = await reader.scan('alerts.aging', { key: kind, after: null, limit: together });
  const since = ({ story, closingTold, receivedAt }: Alert) =>
    kind === 'warned' ? (closingTold ?? '') : (story.at(-1)?.at ?? receivedAt);
  return rows.filter((alert) => since(alert) < before);
}

/** It counts as no answer: nobody gave one. */
async function closed(tx: Tx, alert: Alert, at: string): Promise<readonly string[]> {
  const by = { at, by: null, byName: '', note: '' };
  const after: Alert = {
    ...alert,
    status: 'resolved',
    resolved: { ...by, reason: null },
    escalateAt: null,
    revision: alert.revision + 1,
    story: tell(alert.story, { ...by, what: 'closed' }),
  };
  await tx.put('alerts', after);
  return [
    ...(await refreshAlertCards(tx, after, 'other')),
    ...(await refreshEscalationCards(tx, after)),
    ...(await answeredInDigests(tx, alert, after, at)),
  ];
}
