/** Runs one of several replicas on PostgreSQL: it follows and passes requests on, until it acts. */
import { mkdir } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { World } from '../src/ports/world.ts';
import { answerChallenge, challengePath, replicaKeys } from './http/challenge.ts';
import { createDoor, type Door } from './http/door.ts';
import { createForwarder } from './http/forward.ts';
import { followerReadiness } from './http/readiness.ts';
import { metricsRoute, publicPaths } from './http/routes.ts';
import { createServers } from './http/servers.ts';
import { databaseLosses } from './process/database-losses.ts';
import type { HostLog } from './process/log.ts';
import { endNow } from './process/shutdown.ts';
import { endOnStandstill } from './process/standstill.ts';
import { createTimers, withTimeout } from './process/timers.ts';
import { version } from './process/version.ts';
import { replicaEvents } from './replica-events.ts';
import { type Bare, type ComposedBot, composeBot, listen, type Stoppable } from './run-bot.ts';
import { type Config, environment, isSupervised } from './settings/config.ts';
import { passwordNow } from './settings/database-url.ts';
import { sharedSecrets } from './settings/settings-digest.ts';
import type { ActingStore } from './store/postgres/acting-store.ts';
import { databaseAt } from './store/postgres/connection.ts';
import { openReplica, type Replica } from './store/postgres/replica.ts';
import { problemOf } from './store/verify-history.ts';

/** Timeout (ms) of a shutdown: how long work in progress may take to end after the signal. */
const drainMs = 10_000;
/** For how long (ms) nobody takes requests, at most, before the lease is given back: those who pass them on wait for 2 s. */
const shutMs = 1_000;
/** For how long (ms) a replica that ends still passes requests on: load balancers take a while to leave it alone. */
const passOnMs = 3_000;
/** How long (ms) the connections to the database may take to end: one that reads the whole state goes on for a minute. */
const endMs = 2_000;

/** What one replica is made of. */
interface ReplicaParts extends Bare {
  database: NonNullable<Config['database']>;
}

/** Starts to listen and to follow. Resolves once it listens; the bot begins when this replica acts. */
export async function runReplica(
  { database: { place, replicaUrl }, ...given }: ReplicaParts,
  log: HostLog,
): Promise<Stoppable> {
  const { config, metrics, files } = given;
  const database = databaseAt(place, passwordNow(place, environment().DATABASE_URL_FILE, given.hide));
  const timers = createTimers();
  const keys = replicaKeys(sharedSecrets(config));
  let replica: Replica | null = null;
  let acting: ActingBot | null = null;
  const losses = databaseLosses(() => replica?.clock.now() ?? '');
  const looks = await watchLooks(config, log);
  const actingNow = () => replica?.acting() ?? null;
  const forwarder = createForwarder({ actingNow, keys, timers, meter: metrics, log });
  const ready = followerReadiness({
    ...{ acting: actingNow, howActing: forwarder.howActing, timers, namesAddresses: config.metrics !== null },
    ...{ ownUrl: () => url, begins: () => replica?.acts() ?? false },
    trouble: () => (replica ? replica.trouble() : 'it was not reached yet'),
    ...{ hasLooked: () => (replica?.term() ?? null) !== null, lookAgeMs: looks.ageMs, refusedSettings: files.refused },
  });
  const door = createDoor({
    paths: publicPaths(config),
    passOn: forwarder.route,
    more: new Map([[challengePath, answerChallenge(() => acting && actingNow(), keys)]]),
    monitoring: new Map([
      ['/readyz', { methods: ['GET', 'HEAD'], answer: ready }],
      ['/metrics', metricsRoute(metrics)],
    ]),
  });
  const servers = createServers({
    routes: door.routes,
    log,
    metrics,
    loopbackOnly: false,
    monitoringApart: config.metrics !== null,
  });
  const port = await listen(servers, config, [], log);
  const url = replicaUrl ?? ownAddress(config, port);
  replica = openReplica({
    ...{ database, url, version, settings: () => files.now().digest, limit: config.settings.STATE_LIMIT },
    events: { ...replicaEvents(log, metrics, endNow(log), losses), looked: looks.ended },
  });
  log.info({ url, database: database.inWords }, 'following');
  metrics.ask({ replica: stateOf(replica) });
  const { clock, leave, end } = replica;
  const began = replica
    .turn()
    .then(async (store) => {
      if (!store) return;
      // From here on ticks are watched.
      await looks.stop();
      acting = await act({ ...given, losses, store, time: { now: clock.now } }, door, log);
    })
    .catch(endNow(log));
  return {
    async stop() {
      door.end();
      await leave();
      await began;
      if (acting) await giveUp(acting, door, log);
      acting = null;
      await timers.wait(passOnMs);
      await withTimeout(drainMs, Promise.all([servers.host.stop(), servers.monitoring?.stop()]), () => null);
      timers.stop();
      forwarder.close();
      servers.host.cut();
      servers.monitoring?.cut();
      await looks.stop();
      await withTimeout(endMs, end(), () => null);
    },
  };
}

/** What the replica that acts has. */
interface ActingBot {
  store: ActingStore;
  composed: ComposedBot;
  working: Stoppable;
}

/** Puts the bot together, and begins to act. */
async function act(
  { store, ...given }: Bare & Pick<World, 'losses'> & { store: ActingStore; time: World['clock'] },
  door: Door,
  log: HostLog,
): Promise<ActingBot> {
  const { archive, trail, signIns, lastBackupAt, writable: storeWritable, trouble: databaseTrouble } = store;
  const verify = async () => problemOf(await store.verify());
  const ofStore = { store, archive, trail, signIns, lastBackupAt, storeWritable, databaseTrouble, verify };
  const { check: mayCall, wasGivenBack } = store.lease;
  const composed = await composeBot({ ...given, ...ofStore, mayCall, mayOverlap: !wasGivenBack }, log);
  const { outbox, routes, platforms } = composed.parts;
  await outbox.begin();
  door.open(routes);
  composed.connect();
  const working = await composed.begin();
  log.info({ term: store.lease.term, platforms: platforms.map(({ name }) => name) }, 'acting');
  return { store, composed, working };
}

/**
 * Stops to act, so that no request is refused: it begins no new call, goes on to serve requests until those under way are done, gives the
 * lease back, and passes on what still comes.
 */
async function giveUp({ store, composed, working }: ActingBot, door: Door, log: HostLog): Promise<void> {
  const tooLate = () => log.warn({ event: 'stop.unfinished' }, 'shutdown timed out: work in progress is cut off');
  await withTimeout(drainMs, Promise.all([working.stop(), composed.disconnect(), composed.answered()]), tooLate);
  await withTimeout(shutMs, door.shut().then(composed.stopPlatforms), tooLate);
  composed.endWaits();
  await store.close();
  log.info({ term: store.lease.term }, 'lease given back');
}

/**
 * Watches the looks at the database of a replica that follows: where they stand still, the process ends as one whose ticks do. How often
 * that was is counted in the state folder.
 */
async function watchLooks(config: Config, log: HostLog) {
  const { stateDir } = config;
  const ends = isSupervised(config, process.env);
  if (ends) await mkdir(stateDir, { recursive: true, mode: 0o700 }).catch(() => {});
  const thread = ends ? endOnStandstill(stateDir, log, 'looks at the database') : null;
  let endedAt = performance.now();
  return {
    ended(): void {
      endedAt = performance.now();
      thread?.tickEnded();
    },
    ageMs: () => performance.now() - endedAt,
    stop: async () => thread?.stop(),
  };
}

/** Returns what the gauges ask of a replica. One that never knew all is behind since it began to follow. */
function stateOf({ acts, term, lagMs }: Replica) {
  const began = performance.now();
  return () => ({ acts: acts(), term: term(), lagMs: lagMs() ?? performance.now() - began });
}

/** Returns the address of this machine, for REPLICA_URL. */
function ownAddress({ host }: Config, port: number): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const outer = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  const own = host === null || host === '0.0.0.0' || host === '::' ? (outer ?? '127.0.0.1') : host;
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`;
}
