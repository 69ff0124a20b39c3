import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import type { Hook, MadeCard } from '../../delivery/kind.ts';
import { enqueueFor, requestEdit } from '../../delivery/transitions.ts';
import {
  isPolled,
  isReportDue,
  isSilent,
  newSource,
  quietSince,
  type SilenceEnd,
  type StoredSource,
  signedRoute,
  signedShare,
} from '../../domain/alert/source.ts';
import { alarmRank, type DeliveryOf } from '../../domain/delivery/delivery.ts';
import { isAboutAll, type StoredTrouble } from '../../domain/microsoft-trouble.ts';
import { platformOf } from '../../domain/tenant/identity.ts';
import { isRetired } from '../../domain/tenant/partner-tenant.ts';
import { cleanedLine } from '../../domain/text/clean-text.ts';
import { runMsFrom, type TrustedTime } from '../../domain/time/trusted-time.ts';
import { duration } from '../../messages/durations.ts';
import { allSent } from '../../ports/collections.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { SourceSettings, World } from '../../ports/world.ts';
import { commandOf } from '../../request/parse-command.ts';
import { said, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { button, card, type Text, truncate } from '../../view/view.ts';
import { fromShare } from '../cards/alert-facts.ts';
import { sourcesWord } from './sources-list.ts';

/**
 * Stores a row for each source of the file, and for the signed route once it is used, with the number of refused requests. Notifies the
 * admins of sources that fell silent, and of what sources left out since the last notification. Changes nothing when nothing is due.
 */
export async function watchSources(world: World & { trusted: TrustedTime }): Promise<void> {
  const { store, settings, trusted } = world;
  const refused = world.refusedRequests.waiting();
  const rows = await store.read((reader) => reader.list('sources'));
  const troubles = await store.read((reader) => reader.list('troubles'));
  if (rows.length === 0 && settings.sources.length === 0) return;
  // What admins have still to be notified of waits for one of them, also when the source is gone.
  const unknown = rows.filter(({ id }) => id !== signedRoute && !settings.sources.some(({ name }) => name === id));
  const goneIf = (tells: boolean) => unknown.filter(({ unreported }) => tells || unreported === undefined);
  const known = new Map(rows.map((row) => [row.id, row]));
  const signed = known.has(signedRoute) ? [{ name: signedRoute, expectEveryMs: null }] : [];
  const watched = [...(await store.read((reader) => expectedNow(reader, settings.sources))), ...signed];
  const time = { now: trusted.wall, runMs: trusted.runMs, refused, troubles };
  const dueIf = (tells: boolean) =>
    watched.filter((source) => isDue(source, known.get(source.name), { ...time, tells }));
  if (goneIf(true).length + dueIf(true).length === 0) return;
  const admins = await adminPlaces(world);
  const how = { ...time, admins, tells: admins.usual.length > 0 };
  const gone = goneIf(how.tells);
  const due = dueIf(how.tells);
  if (gone.length + due.length === 0) return;
  const change = async (tx: Tx) => {
    for (const source of due) await update(tx, source, how);
    for (const row of gone) await removeRow(tx, row, { admins, at: how.now });
  };
  await store.change(change, { evenWhenFull: true });
  world.refusedRequests.stored(refused);
}

type Watched = Pick<SourceSettings, 'name' | 'expectEveryMs'> & Partial<Pick<SourceSettings, 'source'>>;

/** Returns the sources, of which one that the bot asks by itself is not expected to answer while its tenant is retired: it is not asked. */
function expectedNow(reader: Reader, sources: readonly SourceSettings[]): Promise<Watched[]> {
  return Promise.all(
    sources.map(async (one) => ((await isUnasked(reader, one)) ? { ...one, expectEveryMs: null } : one)),
  );
}

async function isUnasked(reader: Reader, { source, tenants = [] }: SourceSettings): Promise<boolean> {
  if (!isPolled(source)) return false;
  const rows = await Promise.all(tenants.map((id) => reader.get('tenants', id)));
  return rows.some((row) => row !== null && isRetired(row));
}

interface Watching {
  now: string;
  runMs: number;
  refused: ReadonlyMap<string, number>;
  /** Whether there is an admin who can be notified. */
  tells: boolean;
  /** What does not work between the bot and Microsoft. */
  troubles: readonly StoredTrouble[];
}

function isDue(source: Watched, row: StoredSource | undefined, how: Watching): boolean {
  if (!row || how.refused.has(source.name)) return true;
  return isNoted(source, row, how) !== (row.silentAt !== undefined) || (how.tells && isReportDue(row, how.now));
}

/**
 * Returns whether the source counts as silent now. While no admin can be notified, it does not begin to: the first one who comes is
 * notified.
 */
function isNoted(source: Watched, row: StoredSource, how: Watching): boolean {
  const begins = how.tells && !isExplained(source, how);
  return isSilent(row, source.expectEveryMs, how.now, how.runMs) && (begins || row.silentAt !== undefined);
}

/** Returns whether admins know, or knew until lately, that Microsoft does not let the bot read the alerts that are this source. */
function isExplained({ source = '', expectEveryMs }: Watched, { troubles, runMs }: Watching): boolean {
  if (!source.startsWith('microsoft:')) return false;
  return troubles.some((row) => {
    if (!isAboutAll(row))
      return source === `microsoft:${row.tenantId}` && row.signal === 'alerts' && row.notifiedRunMs !== null;
    return row.overRunMs === undefined || runMs - row.overRunMs <= (expectEveryMs ?? 0);
  });
}

async function update(tx: Tx, source: Watched, how: Watching & { admins: AdminPlaces }): Promise<void> {
  const { now, runMs, admins, refused } = how;
  const row = (await tx.get('sources', source.name)) ?? newSource(source.name, now, runMs);
  const { silentAt, ...rest } = { ...row, refused: row.refused + (refused.get(row.id) ?? 0) };
  const isNowSilent = isNoted(source, row, how);
  const about = { kind: 'sourceSilent', source: row.id, since: quietSince(row), at: now } as const;
  if (isNowSilent && silentAt === undefined) await enqueueFor(tx, { about, rank: alarmRank }, admins.usual, now);
  if (!isNowSilent && silentAt !== undefined) await endSilence(tx, row.id, { at: now, why: 'allowed' });
  await tellIfDue(tx, isNowSilent ? { ...rest, silentAt: silentAt ?? now } : rest, { admins, at: now });
}

/* What admins get about sources: what of them made no alert, which of them are silent, and which send too much. */

/** The room for a sender's words about one problem: several stand in one message. */
const room = 400;

/** Returns the card that says what of a source could not be read, and what it says that it left out. */
export async function leftOutCard({ about, to }: DeliveryOf<'sourceLeftOut'>, world: World): Promise<MadeCard> {
  const viewer = await viewerLocaleOf(to, world);
  const { leftOut: say } = viewer.messages.sources;
  const { source, unread, truncated, problems, from, at } = about;
  const settings = world.settings.sources.find(({ name }) => name === source);
  const isThere = isPolled(settings?.source ?? '');
  const unreadOf = isThere ? say.unreadThere : say.unread;
  const what = [
    ...(unread > 0 ? [source === signedRoute ? say.unreadSigned(unread) : unreadOf(source, unread)] : []),
    ...(truncated > 0 ? [say.truncated(source, truncated)] : []),
  ];
  const found = problems.map(({ pointer, detail }) =>
    say.problem(say.place(truncate(cleanedLine(pointer), room)), truncate(cleanedLine(detail), room)),
  );
  const text: Text[] = [
    ...what,
    ...new Set(found),
    ...(from < at ? [say.since(said(viewer, from))] : []),
    ...(unread > 0
      ? [isThere ? say.remedyThere : say.remedy(settings ? `npm run source -- try ${source}` : null)]
      : []),
  ];
  return { card: card(say.title, what.join(' '), { tone: 'warning', text }), revision: 1 };
}

/** Returns the card that says that a share has more alerts than people can answer one by one, and what to do. */
export async function stormCard({ about, to }: DeliveryOf<'sourceStorm'>, world: World): Promise<MadeCard> {
  const { messages } = await viewerLocaleOf(to, world);
  const { storm: say } = messages.sources;
  const { sources, stormLimit } = world.settings;
  const pace = sources.find(({ source }) => source === about.share)?.pace;
  const isSource = about.share.startsWith('webhook:');
  const summary = say.summary(fromShare(messages, about.share));
  const text = [
    summary,
    say.gathered(stormLimit),
    ...(pace ? [say.pace(pace.alerts, duration(pace.ms, messages))] : []),
    ...(isSource ? [say.remedy] : about.share === signedShare ? [say.remedySigned] : []),
  ];
  const buttons = [button('press', 'alerts.list', messages.alerts.buttons.list, '')];
  return { card: card(say.title, summary, { tone: 'warning', text, buttons }), revision: 1 };
}

/** Returns the card that says that a source is silent, or why it no longer is. */
export const silentCard: Hook<'sourceSilent', 'card'> = async ({ about, to, queue, want }, world) => {
  const viewer = await viewerLocaleOf(to, world);
  const { silence: say } = viewer.messages.sources;
  const { source, since, at, end } = about;
  const lasted = duration(Date.parse(end?.at ?? at) - Date.parse(since), viewer.messages);
  if (end) {
    const { title, summary, text } = say.ended[end.why];
    const shown = { tone: 'good', text: [text(source, lasted, said(viewer, end.at))] } as const;
    return { card: card(title, summary(source), shown), revision: want };
  }
  const settings = world.settings.sources.find(({ name }) => name === source);
  const isThere = isPolled(settings?.source ?? '');
  const every = settings?.expectEveryMs ?? null;
  const text = [
    say.text(source, lasted),
    ...(every === null ? [] : [(isThere ? say.expectedThere : say.expected)(duration(every, viewer.messages))]),
    isThere ? say.remedyThere : say.remedy(`${commandOf('alerts', viewer.locale, platformOf(queue))} ${sourcesWord}`),
  ];
  return { card: card(say.title, say.text(source, lasted), { tone: 'warning', text }), revision: want };
};

/* Updates the row of a source: when it last sent a request, and what admins have still to be notified of. */

/** Returns the row of a source after a request that it sent now. If it was silent, the news about that now says otherwise. */
export async function heardIn(tx: Tx, name: string, at: string): Promise<StoredSource> {
  const runMs = runMsFrom(await tx.get('trusted', 'clock'), at);
  const stored = await tx.get('sources', name);
  const { silentAt, ...row } = stored ?? newSource(name, at, runMs);
  if (silentAt !== undefined) await endSilence(tx, name, { at, why: 'heard' });
  return { ...row, ...(await firstHeard(tx, name, stored, at)), heardAt: at, heardRunMs: runMs };
}

/** Returns when the first request of a source came that is heard now; nothing for one that an older version knew. */
export async function firstHeard(reader: Reader, name: string, row: StoredSource | null, at: string) {
  const first = row?.firstHeardAt;
  // A time in the future was written by a clock that was ahead.
  if (first !== undefined) return { firstHeardAt: first < at ? first : at };
  if (row && row.heardAt !== null) return {};
  return name === signedRoute && !row && (await hasSignedBefore(reader)) ? {} : { firstHeardAt: at };
}

/** Returns whether the store, or the archive, may have alerts of the signed route: older versions have no row of it. */
async function hasSignedBefore(reader: Reader): Promise<boolean> {
  let bytes = await reader.accountBytes(allSent);
  for (const { id } of await reader.list('sources')) bytes -= await reader.accountBytes(`webhook:${id}`);
  return bytes > 0 || (await reader.keys('closed.segment')).length > 0;
}

/** Requests an edit of the news that a source is silent: it now says that the source is heard again, and why. */
async function endSilence(tx: Tx, name: string, end: SilenceEnd): Promise<void> {
  for (const delivery of await tx.scan('deliveries.silence', { key: name, after: null })) {
    const { about, want } = delivery;
    if (about.kind !== 'sourceSilent' || about.end !== undefined) continue;
    await requestEdit(tx, delivery, want + 1, { about: { ...about, end } });
  }
}

/** The admins who are notified, and the time. */
interface Telling {
  admins: AdminPlaces;
  at: string;
}

/**
 * Stores the row. Notifies the admins of what the source left out, at most once an hour. While no admin can be notified, that waits too.
 */
export async function tellIfDue(tx: Tx, row: StoredSource, how: Telling): Promise<void> {
  if (!isReportDue(row, how.at) || how.admins.usual.length === 0) return tx.put('sources', row);
  const { unreported: _told, ...rest } = row;
  await tx.put('sources', { ...rest, reportedAt: how.at });
  await tell(tx, row, how);
}

/**
 * Removes the row of a source that is not in the file. First notifies the admins of what it left out, and that it no longer counts as
 * silent.
 */
async function removeRow(tx: Tx, row: StoredSource, how: Telling): Promise<void> {
  await tell(tx, row, how);
  if (row.silentAt !== undefined) await endSilence(tx, row.id, { at: how.at, why: 'removed' });
  await tx.remove('sources', row.id);
}

async function tell(tx: Tx, { id, unreported }: StoredSource, { admins, at }: Telling): Promise<void> {
  if (!unreported) return;
  const about = { kind: 'sourceLeftOut', source: id, at, ...unreported } as const;
  await enqueueFor(tx, { about, rank: alarmRank }, admins.usual, at);
}
