/** The readiness check behind /readyz, the metrics and the heartbeat. */
import { type Holder, isCrowded, isFull, nearlyFullFrom } from '../../src/alerts/sources/room.ts';
import type { ListedSource } from '../../src/alerts/sources/sources-list.ts';
import { quietSince } from '../../src/domain/alert/source.ts';
import type { Usage } from '../../src/ports/store.ts';
import { inTime, type RefusedSettings, type Timers } from '../../src/ports/world.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import { mistakeInWords } from '../process/explain-start-failure.ts';
import { standstillMs } from '../process/timers.ts';
import { askRarely } from './ask-rarely.ts';
import type { HttpResponse } from './message.ts';

/** What the readiness check asks. */
export interface ReadinessSources {
  platforms: readonly ChatPlatform[];
  /** Resolves with whether the store can write now. */
  storeWritable(): Promise<boolean>;
  timers: Timers;
  /** Returns how many alerts reach nobody, and what to do; null while there are none. */
  strandedProblem(): string | null;
  /** Resolves with how much is stored, and with what each source holds. */
  room(): Promise<Usage & { holders: readonly Holder[] }>;
  /** Returns the milliseconds since a tick last ended. */
  tickAgeMs(): number;
  /** Resolves with the sources of the sources' file. */
  listSources(): Promise<readonly ListedSource[]>;
  /** False when strangers may reach /readyz: then sources are counted, and not named, and no address is. */
  namesSources: boolean;
  /** Returns why the database took no change when it was last tried; absent where there is none, so that no replica acts or follows. */
  databaseTrouble?: (() => string) | undefined;
  /** Returns what is wrong with the audit trail; null while nothing is known to be. */
  trailProblem(): string | null;
  /** Returns why the last reload of the settings was refused; null when it was not. Absent where there is none. */
  refusedSettings?: (() => RefusedSettings | null) | undefined;
}

/** Checks whether the bot is ready. */
export type ReadinessCheck = ReturnType<typeof createReadiness>;

/** Timeout (ms) of the question whether the store can write: /readyz answers within two seconds. */
const patienceMs = 1_500;

/**
 * Returns the check whether the bot is ready. It asks the store at most once a second, since asking costs a write, and
 * never twice at the same time: a disk that hangs would have to answer all of them.
 * Alerts that reach nobody, silent sources, a broken history, and settings with mistakes are named and do not count: a bot that is taken out of service
 * for them could not be fixed.
 */
export function createReadiness(parts: ReadinessSources) {
  const { platforms, storeWritable, timers, strandedProblem, room, trailProblem, tickAgeMs, listSources } = parts;
  const { databaseTrouble } = parts;
  const askStore = askRarely(storeWritable);

  async function storeProblem(): Promise<string | null> {
    const writable = await inTime(askStore(), patienceMs, { timers });
    if (writable) return null;
    if (databaseTrouble) return writable === null ? 'the database does not answer' : refusal(databaseTrouble(), parts);
    if (writable === null) return 'the disk of the state folder does not answer: it is slow, or hangs';
    return 'cannot write: is the disk of the state folder full or read-only?';
  }

  /** Resolves with the reason why each part does not work that the bot cannot do without; null when it works. */
  async function vital(): Promise<ReadonlyMap<string, string | null>> {
    return new Map([
      ['store', await storeProblem()],
      ...platforms.map((platform): [string, string | null] => [platform.name, platform.notReady()]),
      ['ticks', standstill(tickAgeMs())],
    ]);
  }

  /** Answers /readyz. */
  async function answer(): Promise<HttpResponse> {
    const trouble = [...(await vital())];
    const ready = trouble.every(([, why]) => why === null);
    const stranded = strandedProblem();
    const broken = trailProblem();
    const told = trouble.filter(([name, why]) => name !== 'ticks' || why !== null);
    const checks = {
      ...(databaseTrouble ? { role: 'acts' } : {}),
      ...Object.fromEntries(told.map(([name, why]) => [name, why ?? 'ok'])),
      ...impairments(platforms),
      ...(parts.namesSources ? sourceChecks : sourceCount)(await listSources()),
      ...(stranded === null ? {} : { alerts: stranded }),
      ...(broken === null ? {} : { history: broken }),
      ...reload(parts.refusedSettings, parts.namesSources),
      ...storage(await room(), parts),
    };
    return { status: ready ? 200 : 503, body: { ready, checks } };
  }

  return { vital, answer };
}

/**
 * Returns a sentence for `/readyz`: the database refuses writes. The reason is left out without `namesSources`, since it may name the
 * database's address.
 */
function refusal(trouble: string, { namesSources }: Pick<ReadinessSources, 'namesSources'>): string {
  return `the database takes no change now${namesSources && trouble !== '' ? `: ${trouble}` : ''}`;
}

/** The most mistakes of the settings that are named. */
const maxMistakes = 3;

/** Returns that the last reload was refused, with the first mistakes unless strangers may read them. */
function reload(refused: (() => RefusedSettings | null) | undefined, isNamed: boolean): { reload?: string } {
  const found = refused?.() ?? null;
  if (found === null) return {};
  const { at, mistakes } = found;
  const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`;
  const named = isNamed ? mistakes.slice(0, maxMistakes).map((mistake) => ` ${mistakeInWords(mistake)}`) : [];
  const more = isNamed && mistakes.length <= maxMistakes ? '' : ' See the log.';
  return { reload: `the settings were not reloaded at ${at}, the old ones stay: ${count}.${named.join('')}${more}` };
}

/** What the readiness check of a replica asks while it follows. Times are in milliseconds. */
interface FollowerSources {
  /** Returns why the database cannot be asked; null while it can. */
  trouble(): string | null;
  /** Returns who acts; null for nobody, and before the first look at the database. */
  acting(): { term: string; url: string } | null;
  /** Returns whether it has looked at the database, so that it knows who acts. */
  hasLooked(): boolean;
  /** Resolves with `ok` where that one proves that it acts, and otherwise with why not. */
  howActing(): Promise<string>;
  /** The address at which the others reach this replica. */
  ownUrl(): string;
  /** Returns whether this replica has the lease: it begins to act. */
  begins(): boolean;
  /** As that of the replica that acts. */
  refusedSettings(): RefusedSettings | null;
  /** Returns how long ago it last looked at the database, whatever came of it. */
  lookAgeMs(): number;
  timers: Timers;
  /** False when strangers may reach /readyz. */
  namesAddresses: boolean;
}

/** Returns the check whether a replica that follows is ready: it is while it reaches the database and the one that acts. */
export function followerReadiness({ trouble, acting, timers, namesAddresses, ...ask }: FollowerSources) {
  const howOther = askRarely(ask.howActing);

  async function howActing(): Promise<string> {
    const now = acting();
    if (now === null) return ask.hasLooked() ? 'nobody acts now' : 'not known yet';
    if (ask.begins()) return 'this replica begins to act';
    if (now.url === ask.ownUrl()) return goneHere;
    return (await inTime(howOther(), patienceMs, { timers })) ?? 'it does not answer';
  }

  return async function answer(): Promise<HttpResponse> {
    const [database, how, now] = [trouble(), await howActing(), acting()];
    const ageMs = ask.lookAgeMs();
    const standsStill = ageMs > standstillMs;
    const where = now && namesAddresses ? ` (${now.url}, term ${now.term})` : '';
    const checks = {
      role: 'follows',
      database: database === null ? 'ok' : namesAddresses ? database : 'it cannot be used now',
      acting: `${how}${where}`,
      ...(standsStill
        ? { following: `no look at the database has ended for ${Math.floor(ageMs / 1_000)} s. Restart this replica` }
        : {}),
      ...reload(ask.refusedSettings, namesAddresses),
    };
    const ready = database === null && how === 'ok' && !standsStill;
    return { status: ready ? 200 : 503, body: { ready, checks } };
  };
}

/** The lease at this address is that of a process that was killed, or lost the database. */
const goneHere = 'the process that acted at this address is gone: once its lease ends, another one acts';

/** Returns what does not work on each platform, although the bot is ready because the rest works. */
function impairments(platforms: readonly ChatPlatform[]): Record<string, string> {
  return Object.fromEntries(
    platforms.flatMap((platform) => {
      const what = platform.notReady() === null ? platform.impaired() : null;
      return what === null ? [] : [[platform.name, `ok, but ${what}`]];
    }),
  );
}

/** Returns for each source, by its name, whether its alerts arrive as often as expected. */
function sourceChecks(sources: readonly ListedSource[]): Record<string, string> {
  const stateOf = ({ row }: ListedSource) => (row?.silentAt === undefined ? 'ok' : `silent since ${quietSince(row)}`);
  return Object.fromEntries(sources.map((one) => [`source:${one.settings.name}`, stateOf(one)]));
}

/** Returns how many sources there are, and how many of them are silent; an empty object without sources. */
function sourceCount(sources: readonly ListedSource[]): { sources?: string } {
  const silent = sources.filter(({ row }) => row?.silentAt !== undefined).length;
  if (sources.length === 0) return {};
  const which = silent === 1 ? '1 is' : `${silent === 0 ? 'none' : silent} are`;
  return { sources: `${sources.length}, of which ${which} silent` };
}

/**
 * Returns that alerts are refused because the store is full, which sources fill it, and what helps. The bot stays ready, since people can
 * still resolve alerts, which frees space.
 */
function storage(
  { holders, ...usage }: Usage & { holders: readonly Holder[] },
  { namesSources }: Pick<ReadinessSources, 'namesSources'>,
): { storage?: string } {
  const full = holders.filter((one) => one.isFull);
  const refused = refusedNow(usage, full.length);
  if (refused === null) return {};
  const shown = namesSources
    ? holders.slice(0, maxHolders).map(({ name, bytes }) => `${name ?? 'the signed route'} holds ${bytes}`)
    : [];
  const { bytes, limit } = usage;
  const said = [`${bytes} bytes of STATE_LIMIT ${limit}`, ...shown].join(', ');
  return { storage: `${refused}: ${said}. Resolve alerts, send some to the archive (alerts sources), or raise it` };
}

/** The most sources that `storage` names: those that hold most. */
const maxHolders = 5;

/** Returns which alerts are refused because the store, or a share of it, is full; null for none. */
function refusedNow(usage: Usage, fullShares: number): string | null {
  if (isFull(usage)) return 'full, alerts are refused';
  if (usage.bytes >= usage.limit * nearlyFullFrom) return 'nearly full, alerts that are not high are refused';
  if (!isCrowded(usage) || fullShares === 0) return null;
  return `more than half full, and ${fullShares === 1 ? '1 source has' : `${fullShares} sources have`} used up a tenth and ${fullShares === 1 ? 'is' : 'are'} refused`;
}

/** Returns that no tick has completed for too long; null while ticks complete. */
function standstill(ageMs: number): string | null {
  if (ageMs <= standstillMs) return null;
  const seconds = Math.floor(ageMs / 1_000);
  return `none has ended for ${seconds} s: reminders and escalations stand still. Restart the bot`;
}
