/** What a bot is composed of. */
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Archive, Store } from '../../src/ports/store.ts';
import type { Clock, World } from '../../src/ports/world.ts';
import type { MayCall } from '../http/outgoing.ts';
import type { OpenedMicrosoft } from '../microsoft/open-microsoft.ts';
import type { Log } from '../process/log.ts';
import type { Metrics } from '../process/metrics.ts';
import { clock as machineClock } from '../process/timers.ts';
import type { OpenedReceivers } from '../receivers/open-receivers.ts';
import type { Config } from '../settings/config.ts';
import type { SealedSignIns } from '../store/sealed-sign-ins.ts';
import type { OpenedSources } from '../webhook/sources/open-sources.ts';

/** The example tenant and administrator of local mode. */
export interface Local {
  tenantId: string;
  currentUser: Identity;
  /** These secrets sign alerts from this machine. */
  webhookSecrets: readonly string[];
}

/** The parts of a bot, from which `compose` makes it. */
export interface BotParts {
  config: Config;
  modules: Awaited<ReturnType<typeof modulesFor>>;
  /** Null unless in local mode. */
  local: Local | null;
  /** The sources of the sources' file; null when there is none. */
  sources: OpenedSources | null;
  /** What Microsoft is asked, as the file says that MICROSOFT names; null when there is none. */
  microsoft: OpenedMicrosoft | null;
  /** The receivers of the receivers' file; null when there is none. */
  receivers: OpenedReceivers | null;
  /** Keeps a secret out of the log, from the next line on. */
  hide(secret: string): void;
  store: Store;
  archive: Archive;
  trail: World['trail'];
  /** What the database lost; absent for the embedded store. */
  losses?: World['losses'];
  /** Why the last reload of the settings was refused; absent where there is none. */
  refusedSettings?: World['refusedSettings'];
  /** The sign-ins of people at Microsoft; absent where they are files of the state folder. */
  signIns?: SealedSignIns;
  storeWritable(): Promise<boolean>;
  /** Returns why the database took no change when it was last tried; absent for the embedded store. */
  databaseTrouble?: () => string;
  trailProblem(): string | null;
  /** Resolves with when the last backup was made; null for none. */
  lastBackupAt(): Promise<string | null>;
  metrics: Metrics;
  log: Log;
  /**
   * The time by which the bot and its adapters judge what is signed and what is stored; the machine's where it is left out. `outside.clock`
   * is the core's alone.
   */
  clock?: Clock;
  /** Asked right before the bytes of a call leave. Left out where no other process acts on this store. */
  mayCall?: MayCall;
  /** Whether calls of the process that had this store before may still be under way: it did not say that it ended. */
  mayOverlap?: boolean;
  /** These take the place of parts of the world, in tests and for the clock of a demonstration. */
  outside?: Partial<World>;
}

/** Loads only what is configured, since each SDK costs a good part of the start. */
export async function modulesFor({ slack, teams, mode }: Config) {
  const [slackModule, teamsModule] = await Promise.all([
    slack ? import('../slack/slack.ts') : null,
    teams || mode === 'local' ? import('../teams/teams.ts') : null,
  ]);
  return { createSlack: slackModule?.createSlack, createTeams: teamsModule?.createTeams };
}

/** Returns the epoch milliseconds of the bot's clock. */
export function nowOf({ clock = machineClock }: Pick<BotParts, 'clock'>): () => number {
  return () => Date.parse(clock.now());
}
