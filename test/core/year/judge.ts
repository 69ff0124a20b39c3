/**
 * Judges every message of a simulated year by the words. It knows what was open and what was sent, and works out
 * by itself what should have been: nothing of the product's slots, intervals or audiences is used.
 */
import type { StoredFinding } from '../../../src/domain/finding.ts';
import type { StoredTenant } from '../../../src/domain/partner-tenant.ts';
import { daysLater, isWorkday, isWorking, nineOn, wallAt } from './calendar.ts';

const hour = 3_600_000;
/** A tick comes at the latest this long after its time, and delivering takes some seconds. */
const slack = 70 * 60_000;
const interval = [1, 3, 7, 14];
const critical = ['contactMissing', 'channelUnreachable', 'mailDead', 'someoneLeft', 'fieldMissing'];

/** Somebody, or a channel, that may be told. */
export interface Reader {
  queue: string;
  timezone: string;
  isAdmin: boolean;
  managerOf: readonly string[];
  channelOf: readonly string[];
}

export interface Sent {
  at: number;
  queue: string;
  deliveryId: string;
  kind: 'nag' | 'weekly' | 'other';
  /** Ids of findings. */
  items: readonly string[];
}

/** What the judge knows of one finding, from its opening to its end; an answer begins it anew. */
interface Case {
  finding: StoredFinding;
  told: Map<string, { times: number; date: string }>;
  /** Milliseconds of working time in which it could have been told, by queue. */
  could: Map<string, number>;
}

export function createJudge(fail: (what: string) => void) {
  const cases = new Map<string, Case>();
  const firstSent = new Map<string, number>();
  const perDay = new Map<string, { at: number; urgent: boolean; kind: string }[]>();
  const judgedSlots = new Set<string>();
  const doubts: { what: string; at: number }[] = [];
  const lastSent = new Map<string, number>();
  let before = 0;
  const counts = { nags: 0, urgent: 0, weekly: 0, slots: 0, told: 0, managers: 0, night: 0 };

  const isCritical = (one: Case) => critical.includes(one.finding.code);
  const isAsleep = (one: Case, at: number) => one.finding.snooze !== null && Date.parse(one.finding.snooze.until) > at;

  function concerns(reader: Reader, one: Case, date: string): boolean {
    const { tenantId, code } = one.finding;
    const unanswered = [...one.told.values()].some((told) => told.times >= 3 && told.date < date);
    return (
      reader.isAdmin ||
      (reader.managerOf.includes(tenantId) && unanswered) ||
      (reader.channelOf.includes(tenantId) && (code === 'unconfirmed' || code === 'unproven'))
    );
  }

  function isDue(reader: Reader, one: Case, date: string): boolean {
    const told = one.told.get(reader.queue);
    return !told || date >= daysLater(told.date, interval[Math.min(told.times, 4) - 1] ?? 14);
  }

  /** What is open after a tick: cases that are new, changed by an answer, or over. */
  function observe(findings: readonly StoredFinding[]): void {
    const open = new Map(findings.filter(({ closedAt }) => closedAt === null).map((one) => [one.id, one]));
    for (const id of cases.keys()) if (!open.has(id)) cases.delete(id);
    for (const [id, finding] of open) {
      const known = cases.get(id);
      const same =
        known?.finding.openedAt === finding.openedAt && known.finding.snooze?.until === finding.snooze?.until;
      cases.set(id, { finding, told: same ? known.told : new Map(), could: same ? known.could : new Map() });
    }
  }

  /** Whether the last message may have arrived without the bot's knowing. */
  function unsure(queue: string): boolean {
    const last = lastSent.get(queue) ?? 0;
    return doubts.some(({ what, at }) => queue.startsWith(what) && at >= last && at - last < 3_000);
  }

  function judgeSent(sent: Sent, reader: Reader | undefined): void {
    const when = new Date(sent.at).toISOString();
    const what = `${sent.deliveryId} at ${when}`;
    const twice = firstSent.get(sent.deliveryId);
    if (twice !== undefined) {
      const lost = doubts.some(
        ({ what: where, at }) => sent.queue.startsWith(where) && at >= twice && at - twice < 3_000,
      );
      if (!lost) fail(`sent twice: ${what}`);
      return;
    }
    firstSent.set(sent.deliveryId, sent.at);
    if (sent.kind === 'other') return;
    if (!reader) {
      fail(`to nobody: ${what}`);
      return;
    }
    const { date } = wallAt(sent.at, reader.timezone);
    const listed = sent.items.flatMap((id) => cases.get(id) ?? []);
    const urgent = listed.some(isCritical);
    counts[sent.kind === 'weekly' ? 'weekly' : urgent ? 'urgent' : 'nags']++;
    if (!isWorking(sent.at, reader.timezone)) {
      if (urgent) counts.night++;
      else fail(`outside working hours: ${what}`);
    }
    const today = perDay.get(`${reader.queue} ${date}`) ?? [];
    perDay.set(`${reader.queue} ${date}`, [...today, { at: sent.at, urgent, kind: sent.kind }]);
    const fresh = listed.some((one) => isCritical(one) && !one.told.has(reader.queue));
    if (today.length > 0 && !fresh) fail(`a second message on ${date}: ${what}`);
    if (sent.kind === 'weekly') return;
    for (const one of listed) {
      if (!concerns(reader, one, date)) fail(`concerns somebody else: ${one.finding.id} in ${what}`);
    }
    const due = listed.filter(
      (one) => isDue(reader, one, date) && !isAsleep(one, sent.at) && Date.parse(one.finding.since) <= sent.at,
    );
    if (due.length === 0 && !unsure(reader.queue))
      fail(
        `nothing in it is due: ${what} ${JSON.stringify(listed.map((one) => [one.finding.id, one.told.get(reader.queue)]))}`,
      );
    lastSent.set(reader.queue, sent.at);
    for (const one of due) {
      if (!one.told.has(reader.queue)) counts.told++;
      if (!reader.isAdmin && reader.managerOf.length > 0) counts.managers++;
      one.told.set(reader.queue, { times: (one.told.get(reader.queue)?.times ?? 0) + 1, date });
    }
  }

  /** The first whole tick in the working hours of a reader's day: who had something due has got it. */
  function judgeSlot(reader: Reader, at: number): void {
    const { date } = wallAt(at, reader.timezone);
    const slot = `${reader.queue} ${date}`;
    if (judgedSlots.has(slot)) return;
    judgedSlots.add(slot);
    counts.slots++;
    if (perDay.has(slot)) return;
    const nine = nineOn(date, reader.timezone);
    const due = [...cases.values()].filter(
      (one) =>
        Date.parse(one.finding.since) <= nine &&
        (one.finding.snooze === null || Date.parse(one.finding.snooze.until) <= nine) &&
        concerns(reader, one, date) &&
        isDue(reader, one, date),
    );
    if (due.length > 0)
      fail(`missed slot ${slot} at ${new Date(at).toISOString()}: ${due.map(({ finding }) => finding.id).join(', ')}`);
  }

  /** Nothing stays untold for longer than a working day in which it could have been told. */
  function judgeDelay(reader: Reader, at: number): void {
    const { date } = wallAt(at, reader.timezone);
    for (const one of cases.values()) {
      if (one.told.has(reader.queue) || isAsleep(one, at) || !concerns(reader, one, date)) continue;
      const could = one.could.get(reader.queue) ?? 0;
      if (could > 9 * hour + slack) {
        fail(`untold after a working day: ${one.finding.id} to ${reader.queue} at ${new Date(at).toISOString()}`);
        one.could.set(reader.queue, Number.NEGATIVE_INFINITY);
      } else one.could.set(reader.queue, could + Math.min(at - before, slack) * Number(isWorking(at, reader.timezone)));
    }
  }

  return {
    counts,
    /** On Teams nobody can know whether what was under way arrived, to a queue or to any: it may come twice, or what follows early. */
    doubt(queue: string, at: number) {
      doubts.push({ what: queue, at });
    },
    observe,
    /** After a tick, whole or cut off. */
    messages(sent: readonly Sent[], readers: readonly Reader[]) {
      for (const one of sent)
        judgeSent(
          one,
          readers.find(({ queue }) => queue === one.queue),
        );
    },
    /** After a whole tick with time to deliver; `reachable` are the readers whose platform works. */
    settled(at: number, reachable: readonly Reader[]) {
      for (const reader of reachable) {
        if (isWorking(at, reader.timezone)) judgeSlot(reader, at);
        judgeDelay(reader, at);
      }
      before = at;
    },
    /** The bot was down until now. */
    wasDown: (until: number) => {
      before = until;
    },
    isWorkday,
  };
}

export function readersOf(
  tenants: readonly StoredTenant[],
  admins: readonly string[],
  adminChannel: string,
  zoneOf: (id: string) => string,
): Reader[] {
  const channels = tenants
    .flatMap(({ contact }) => contact?.channels ?? [])
    .map((one) => `${one.platform}:${one.address}`);
  const managers = tenants.flatMap(({ manager }) => manager ?? []);
  const queues = new Set([adminChannel, ...admins, ...managers, ...channels]);
  return [...queues].map((queue) => {
    const channelOf = tenants.filter(({ contact }) =>
      contact?.channels.some((one) => `${one.platform}:${one.address}` === queue),
    );
    const isAdmin = queue === adminChannel || admins.includes(queue);
    const timezone = isAdmin || channelOf.length === 0 ? zoneOf(queue) : (channelOf[0]?.contact?.timezone ?? 'UTC');
    return {
      queue,
      timezone,
      isAdmin,
      managerOf: tenants.filter(({ manager }) => manager === queue).map(({ id }) => id),
      channelOf: channelOf.map(({ id }) => id),
    };
  });
}
