/** Takes what sources send, once their credentials were checked: alerts, and what could not be read. */
import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import { cleanedNotes } from '../../domain/alert/sender-notes.ts';
import {
  leavingOut,
  type SourceEvent,
  type StoredSource,
  signedRoute,
  type Unread,
} from '../../domain/alert/source.ts';
import { cleanedLine } from '../../domain/text/clean-text.ts';
import { ifUnwritable, StoreFull, type Tx } from '../../ports/store.ts';
import type { SourceSettings, World } from '../../ports/world.ts';
import { type Accepted, acceptIn, acceptOver } from '../change/accept.ts';
import { noteArchivedSeverities } from '../change/known-alert.ts';
import type { NewAlert } from '../change/new-alert.ts';
import { ShareFull } from './room.ts';
import { noteRulesUsed } from './rule-news.ts';
import { heardIn, tellIfDue } from './watch.ts';

/** What a body of a source holds: its alerts, and how many more the sender says that it left out. */
interface SentBody {
  events: readonly SourceEvent[];
  truncated: number;
}

/**
 * Takes what a body of a source holds, and notes that the source was heard, in one durable change: all or nothing. `source` is its
 * name. `sentAt` is the time at which it was sent, as the sender signed it (ISO 8601, UTC); null when nobody signs. Rejects with
 * StoreFull when the store is full, with ShareFull when this source has used up its share, and with StoreUnwritable when
 * the disk refuses.
 */
export async function acceptFromSource(source: string, sent: SentBody, sentAt: string | null, world: World) {
  const { events, truncated } = sent;
  const { store, steady, settings } = world;
  const admins = await adminPlaces(world);
  const { pace, preset } = settings.sources.find(({ name }) => name === source) ?? {};
  const itself = { name: source, source: `webhook:${source}` };
  const alerts = events.map((event) =>
    newAlert(itself, event, { pace, preset, ...(sentAt === null ? {} : { sentAt }) }),
  );
  await noteArchivedSeverities(alerts, world);
  const take = async (tx: Tx) => {
    const at = steady.arrival();
    const done = await acceptIn(tx, alerts, { admins, settings, at });
    const leftOut = { unread: 0, problems: [], truncated };
    await note(tx, source, (row) => counted(leavingOut(row, leftOut, at), done), { admins, at });
    await noteRulesUsed(tx, source, events, at);
    return done;
  };
  try {
    return measured(await store.change(take), world);
  } catch (error) {
    // The source sends, although nothing else of it can be taken now.
    if (error instanceof StoreFull || error instanceof ShareFull) {
      const over = alerts.filter((one) => one.over);
      const takeOver = (tx: Tx) => acceptOver(tx, over, { admins, settings, at: steady.arrival() });
      if (over.length > 0) await store.change(takeOver).catch(ifUnwritable(() => {}));
      await noteHeard(source, (row) => row, admins, world);
    }
    throw error;
  }
}

/**
 * The milliseconds after which it is noted again that an alert named no tenant: a row for each request would cost the disk as much as the
 * alert.
 */
const unnamedEveryMs = 3_600_000;

/**
 * Takes alerts of the signed route, and notes that one of them names no tenant, in one durable change: all or nothing. Rejects with
 * StoreFull when the store is full, with ShareFull when the signed route has used up its share, and with StoreUnwritable when
 * the disk refuses.
 */
export async function acceptSigned(alerts: readonly NewAlert[], world: World): Promise<Accepted> {
  const { store, steady, settings } = world;
  const admins = await adminPlaces(world);
  await noteArchivedSeverities(alerts, world);
  const take = async (tx: Tx) => {
    const at = steady.arrival();
    const accepted = await acceptIn(tx, alerts, { admins, settings, at });
    const { unnamedAt = '' } = (await tx.get('sources', signedRoute)) ?? {};
    const isNoted = Math.abs(Date.parse(at) - Date.parse(unnamedAt)) < unnamedEveryMs;
    if (!isNoted && alerts.some(({ content }) => content.partnerTenantId === null))
      await note(tx, signedRoute, (row) => ({ ...row, unnamedAt: at }), { admins, at });
    return accepted;
  };
  return measured(await store.change(take), world);
}

function measured(done: Accepted, { meter }: World): Accepted {
  meter.count('alerts_total', ['accepted'], done.accepted.length);
  meter.count('alerts_total', ['duplicate'], done.duplicate.length);
  return done;
}

/**
 * Notes that a source sent a body that could not be read, and notifies the admins about it: at once, or when an hour has passed since
 * they were notified last. Rejects with StoreUnwritable when the disk refuses.
 */
export async function noteUnread(source: string, problems: readonly Unread[], world: World): Promise<void> {
  const admins = await adminPlaces(world);
  const clean = problems.map(({ pointer, detail }) => ({ pointer: short(pointer), detail: short(detail) }));
  const more = { unread: 1, problems: clean, truncated: 0 };
  await noteHeard(source, (row, at) => leavingOut(row, more, at), admins, world);
}

type Noting = (row: StoredSource, at: string) => StoredSource;

/** Records that a source sent a request. A full store accepts this too: a source has one row, and admins get one message an hour. */
async function noteHeard(source: string, noting: Noting, admins: AdminPlaces, { store, steady }: World): Promise<void> {
  await store.change((tx) => note(tx, source, noting, { admins, at: steady.arrival() }), { evenWhenFull: true });
}

async function note(tx: Tx, source: string, noting: Noting, how: { admins: AdminPlaces; at: string }): Promise<void> {
  await tellIfDue(tx, noting(await heardIn(tx, source, how.at), how.at), how);
}

function counted(row: StoredSource, { accepted, duplicate }: Accepted): StoredSource {
  return { ...row, accepted: row.accepted + accepted.length, duplicate: row.duplicate + duplicate.length };
}

/** Returns an event of a source as the alert that it becomes. */
export function newAlert(
  { name, source }: Pick<SourceSettings, 'name' | 'source'>,
  event: SourceEvent,
  more: Pick<NewAlert['origin'], 'pace' | 'preset' | 'sentAt'>,
): NewAlert {
  const origin = { kind: 'sent', source, by: null, byName: name, ...more } as const;
  return { ...event, notes: cleanedNotes(event.notes, short), origin };
}

/** The most characters that are kept of a sender's word. A domain has 253 at most. */
const maxWord = 300;

function short(text: string): string {
  return cleanedLine(text.slice(0, maxWord));
}
