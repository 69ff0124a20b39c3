/** Takes what the bot found where it asks by itself: alerts with their status there. */
import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import { type Alert, isOpen, openDrills, senderIdOf } from '../../domain/alert/alert.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import { leavingOut, type SourceEvent, type Unread } from '../../domain/alert/source.ts';
import type { StatusThere } from '../../domain/alert/status.ts';
import type { Cursor } from '../../ports/collections.ts';
import { type Reader, StoreFull, type Tx } from '../../ports/store.ts';
import type { SourceSettings, World } from '../../ports/world.ts';
import { type Accepted, acceptIn } from '../change/accept.ts';
import { applyThere, goneThere } from '../change/by-source.ts';
import { knownAlert, liveAlert, noteArchivedSeverities } from '../change/known-alert.ts';
import { unverifiedPace } from '../change/pace.ts';
import { type Answered, measureAnswers } from '../change/transitions.ts';
import { storedNotes } from '../change/update.ts';
import { newAlert } from './accept-from-source.ts';
import { ShareFull } from './room.ts';
import { heardIn, tellIfDue } from './watch.ts';

/** An alert that was found, with its status where it was found. `there` is absent where that side has none, as a mailbox has not. */
export interface PolledEvent extends SourceEvent {
  there?: StatusThere;
}

/** What one look found. */
export interface Polled {
  /** When the look began (ISO 8601, UTC), so that what is known of an alert since then counts. Absent for now. */
  askedAt?: string;
  events: readonly PolledEvent[];
  /** What could not be read, as admins are to hear of it: each once. */
  problems: readonly Unread[];
  /** The ids there of our open alerts that are gone there. */
  gone?: readonly string[];
  /** Where the next look goes on; stored in the change that takes the last events. */
  cursor?: Cursor;
}

/** The most alerts that one change takes, so that nobody waits long for the store. */
const batchSize = 500;
/** The time (ms) after which it is noted again that the source answers, where that is all there is. */
const heardEveryMs = 600_000;

/**
 * Takes what a look at a source found; `source` is its name in the settings. What changes nothing is not written. Resolves with whether all
 * of it counted: not where more is known of an alert since that look, so that the next one has to bring it again. Rejects as
 * `acceptFromSource` does: then the batches before are taken, and the next look finds the others again. What there is no room for still
 * counts for its status: somebody may have resolved it, which makes room.
 */
export async function acceptPolled(source: string, found: Polled, world: World): Promise<boolean> {
  const { store, settings } = world;
  const polled = settings.sources.find(({ name }) => name === source);
  if (!polled) throw new Error(`no source ${source} among those that are asked`);
  const events = await store.read((reader) => whatChanges(reader, polled, found.events));
  const isNews = events.length + found.problems.length + (found.gone ?? []).length > 0;
  if (!isNews && !found.cursor && (await store.read((reader) => wasHeard(reader, source, world)))) return true;
  const alerts = events.map((event) => newPolled(polled, event));
  await noteArchivedSeverities(alerts, world);
  const admins = await adminPlaces(world);
  const asked = found.askedAt === undefined ? {} : { askedAt: found.askedAt };
  let isWhole = true;
  for (let from = 0; from === 0 || from < events.length; from += batchSize) {
    const isLast = from + batchSize >= events.length;
    const rest = isLast ? found : nothingElse;
    const batch = { ...rest, ...asked, events: events.slice(from, from + batchSize) };
    const taken = await takeBatch(polled, batch, admins, world).catch((error: unknown) => {
      if (!(error instanceof StoreFull || error instanceof ShareFull)) throw error;
      return error;
    });
    if (taken instanceof Error) {
      await takeStatuses(polled, { ...found, events: events.slice(from) }, admins, world);
      throw taken;
    }
    isWhole &&= taken;
  }
  return isWhole;
}

function newPolled(polled: SourceSettings, event: PolledEvent) {
  return newAlert(polled, event, { pace: isUnverified(event) ? unverifiedPace : polled.pace });
}

const nothingElse = { problems: [], gone: [] } as const;

async function takeBatch(polled: SourceSettings, found: Polled, admins: AdminPlaces, world: World): Promise<boolean> {
  const { store, steady, settings, meter } = world;
  const alerts = found.events.map((event) => newPolled(polled, event));
  const done = await store.change(async (tx) => {
    const at = steady.arrival();
    const taken = await acceptIn(tx, alerts, { admins, settings, at });
    const applied = await applyAll(tx, polled, found, { settings, at });
    if (found.cursor) await tx.put('cursors', found.cursor);
    await noteLook(tx, polled, found, { taken, admins, at });
    return { taken, ...applied };
  });
  meter.count('alerts_total', ['accepted'], done.taken.accepted.length);
  measureAnswers(done.answered, world);
  return done.isWhole;
}

/** Takes what these events say of the status of known alerts, and nothing else of them. */
async function takeStatuses(polled: SourceSettings, found: Polled, admins: AdminPlaces, world: World): Promise<void> {
  const { store, steady, settings } = world;
  const { answered } = await store.change(
    async (tx) => {
      const at = steady.arrival();
      const all = await applyAll(tx, polled, found, { settings, at });
      await noteLook(tx, polled, found, { taken: { accepted: [], duplicate: [] }, admins, at });
      return all;
    },
    { evenWhenFull: true },
  );
  measureAnswers(answered, world);
}

async function noteLook(
  tx: Tx,
  { name }: SourceSettings,
  { problems }: Polled,
  { taken, admins, at }: { taken: Accepted; admins: AdminPlaces; at: string },
): Promise<void> {
  const row = await heardIn(tx, name, at);
  const heard = { ...row, accepted: row.accepted + taken.accepted.length };
  const leftOut = { unread: problems.length, problems, truncated: 0 };
  await tellIfDue(tx, leavingOut(heard, leftOut, at), { admins, at });
}

/**
 * Applies what the source says of the status of these alerts. Returns those that it changed, before and after, and whether all of it counted.
 */
async function applyAll(
  tx: Tx,
  polled: SourceSettings,
  { events, gone = [], askedAt }: Polled,
  { at, settings }: Pick<Parameters<typeof applyThere>[3], 'at' | 'settings'>,
): Promise<{ answered: Answered[]; isWhole: boolean }> {
  const how = { at, settings, askedAt: askedAt ?? at };
  const answered: Answered[] = [];
  let isWhole = true;
  for (const event of events) {
    const found = event.there ? await knownAlert(tx, newAlert(polled, event, {})) : null;
    if (found?.kind !== 'live' || !event.there) continue;
    const alert = await applyThere(tx, found.alert, event.there, how);
    if (alert.status !== found.alert.status) answered.push({ before: found.alert, alert });
    isWhole &&= alert.there?.status === event.there.status;
  }
  for (const id of gone) {
    const known = await liveAlert(tx, polled.source, id);
    if (known && (isOpen(known) || known.answerThere)) await goneThere(tx, known, how.at);
  }
  return { answered, isWhole };
}

/**
 * Returns the events that would change something. What is resolved there already, and was never heard of, is none of ours; nor is what is
 * in our archive, unless it got worse.
 */
async function whatChanges(
  reader: Reader,
  polled: SourceSettings,
  events: readonly PolledEvent[],
): Promise<PolledEvent[]> {
  const changing: PolledEvent[] = [];
  for (const event of events) {
    const found = await knownAlert(reader, newAlert(polled, event, {}));
    const isNews = found.kind === 'new' && event.there?.status !== 'resolved';
    if (isNews || (found.kind === 'live' && isOtherThan(found.alert, event))) changing.push(event);
  }
  return changing;
}

function isOtherThan(known: Alert, { content, notes, there, undated }: PolledEvent): boolean {
  if (there?.status !== known.there?.status) return true;
  const { id: _id, source: _source, ...all } = content;
  const said = undated ? { ...all, detectedDateTime: known.content.detectedDateTime } : all;
  return JSON.stringify([said, storedNotes(notes)]) !== JSON.stringify([known.content, storedNotes(known.notes)]);
}

/** Returns whether it was noted lately that the source answers, so that nothing is to be written. */
async function wasHeard(reader: Reader, source: string, { clock }: World): Promise<boolean> {
  const row = await reader.get('sources', source);
  if (!row || row.heardAt === null || row.silentAt !== undefined || row.unreported !== undefined) return false;
  const passed = Date.parse(clock.now()) - Date.parse(row.heardAt);
  return passed >= 0 && passed < heardEveryMs;
}

/**
 * Returns the ids there of our alerts of a source, which was last seen to have them open: of those that are open here, and of those that
 * people here have to resolve there too, until they did.
 */
export function openThere(
  source: string,
  { store, settings }: Pick<World, 'store' | 'settings'>,
): Promise<readonly string[]> {
  const polled = settings.sources.find(({ name }) => name === source);
  return store.read(async (reader) => {
    const real = await reader.scan('alerts.open', { key: '', after: null });
    const tests = await reader.scan('alerts.open', { key: openDrills, after: null });
    const resolved = await reader.scan('alerts.resolved', { key: '', after: null });
    const byHand = resolved.filter(({ answerThere }) => answerThere);
    return [...real, ...tests, ...byHand]
      .filter((alert) => alert.source === polled?.source && isThere(alert))
      .map(senderIdOf);
  });
}

const isThere = ({ there }: Alert) => there?.status !== 'gone' && there?.status !== 'resolved';
