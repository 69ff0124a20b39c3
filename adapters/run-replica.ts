/** Runs one of several replicas on PostgreSQL: it follows and passes requests on, until it acts. */
import { createHmac } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import type { World } from '../src/ports/world.ts';
import { answerChallenge, challengePath, replicaKeys } from './http/challenge.ts';
import { createDoor, type Door } from './http/door.ts';
import { createForwarder } from './http/forward.ts';
import type { HttpResponse } from './http/message.ts';
import { metricsRoute, publicPaths } from './http/routes.ts';
import { createServers } from './http/servers.ts';
import type { HostLog } from './process/log.ts';
import { createTimers, withTimeout } from './process/timers.ts';
import { version } from './process/version.ts';
import { type Bare, type ComposedBot, composeBot, listen, type Stoppable } from './run-bot.ts';
import { type Config, environment, secretsOf } from './settings/config.ts';
import { passwordNow } from './settings/database-url.ts';
import type { ActingStore } from './store/postgres/acting-store.ts';
import { databaseAt, inWords } from './store/postgres/connection.ts';
import { openReplica, type Replica, type ReplicaEvents } from './store/postgres/replica.ts';
import { problemOf } from './store/verify-history.ts';

/** Timeout (ms) of a shutdown: how long work in progress may take to end after the signal. */
const drainMs = 10_000;
/** For how long (ms) a replica that ends still passes requests on: load balancers take a while to leave it alone. */
const passOnMs = 3_000;

/** What one replica is made of. */
interface ReplicaParts extends Bare {
  database: NonNullable<Config['database']>;
}

/** Starts to listen and to follow. Resolves once it listens; the bot begins when this replica acts. */
export async function runReplica(
  { database: { place, replicaUrl }, ...given }: ReplicaParts,
  log: HostLog,
): Promise<Stoppable> {
  const { config, metrics } = given;
  const database = databaseAt(place, passwordNow(place, environment().DATABASE_URL_FILE, given.hide));
  const timers = createTimers();
  const keys = replicaKeys(secretsOf(config));
  let replica: Replica | null = null;
  let acting: ActingBot | null = null;
  const actingNow = () => replica?.acting() ?? null;
  const forwarder = createForwarder({ actingNow, keys, timers, meter: metrics, log });
  const door = createDoor({
    paths: publicPaths(config),
    passOn: forwarder.route,
    more: new Map([[challengePath, answerChallenge(() => acting && actingNow(), keys)]]),
    monitoring: new Map([
      ['/readyz', { methods: ['GET', 'HEAD'], answer: () => readinessOf(replica) }],
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
    ...{ database, url, version, settings: digestOf(config), limit: config.settings.STATE_LIMIT },
    events: eventsOf(log),
  });
  log.info({ url, database: database.inWords }, 'following');
  const { clock, leave, end } = replica;
  const began = replica
    .turn()
    .then(async (store) => {
      if (store) acting = await act({ ...given, store, time: { now: clock.now } }, door, log);
    })
    .catch(endNow(log));
  return {
    async stop() {
      leave();
      await began;
      if (acting) await giveUp(acting, door, log);
      acting = null;
      await timers.wait(passOnMs);
      await withTimeout(drainMs, Promise.all([servers.host.stop(), servers.monitoring?.stop()]), () => null);
      timers.stop();
      forwarder.close();
      servers.host.cut();
      servers.monitoring?.cut();
      await end();
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
  { store, ...given }: Bare & { store: ActingStore; time: World['clock'] },
  door: Door,
  log: HostLog,
): Promise<ActingBot> {
  const { archive, trail, lastBackupAt, writable: storeWritable } = store;
  const verify = async () => problemOf(await store.verify());
  const composed = await composeBot({ ...given, store, archive, trail, lastBackupAt, storeWritable, verify }, log);
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
  await withTimeout(drainMs, Promise.all([working.stop(), composed.disconnect()]), tooLate);
  await withTimeout(drainMs, door.shut().then(composed.stopPlatforms), tooLate);
  await store.close();
}

/** Returns the answer of /readyz while this replica follows: it is ready while it reaches the database and whoever acts. */
function readinessOf(replica: Replica | null): HttpResponse {
  const trouble = replica?.trouble() ?? null;
  const acting = replica?.acting() ?? null;
  const ready = replica !== null && trouble === null && acting !== null;
  const checks = {
    role: 'follows',
    database: trouble ?? 'ok',
    acting: acting ? `ok: ${acting.url}, term ${acting.term}` : 'nobody acts now',
  };
  return { status: ready ? 200 : 503, body: { ready, checks } };
}

/** Returns what notes in the log what happens to the replica. */
function eventsOf(log: HostLog): ReplicaEvents {
  let trouble = '';
  return {
    fatal: endNow(log),
    trouble(error) {
      const why = inWords(error);
      if (why !== trouble)
        log.warn({ event: 'database.unreachable', why }, 'database cannot be used now: it is tried again');
      trouble = why;
    },
    upgraded: (stateVersion, kept) =>
      log.warn(
        { event: 'state.upgraded', version: stateVersion, kept },
        'state upgraded: to downgrade, see docs/postgres.md',
      ),
    alertsLost: (ids) => {
      if (ids.length > 0)
        log.error({ event: 'alerts.lost', ids }, 'alerts lost: the database lost what it had confirmed');
    },
    committed: () => {},
    doubt: (outcome) => log.warn({ event: 'commit.doubt', outcome }, 'answer of a commit lost: it was looked up'),
    putBack: (batches) =>
      log.error(
        { event: 'commits.putBack', batches },
        'the database had lost confirmed changes: they were stored again',
      ),
  };
}

/** Returns a function that ends the process at once: somebody else may act by now, and nothing more may be written or sent. */
function endNow(log: HostLog): (error: Error) => void {
  return (error) => {
    log.fatal({ event: 'store.failed', err: error }, error.message);
    process.exit(1);
  };
}

/** Returns the address of this machine, for REPLICA_URL. */
function ownAddress({ host }: Config, port: number): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const outer = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  const own = host === null || host === '0.0.0.0' || host === '::' ? (outer ?? '127.0.0.1') : host;
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`;
}

/** Returns a digest of the settings that replicas must have in common, which tells nobody what they are. */
function digestOf(config: Config): string {
  const { PORT, HOST, METRICS_PORT, METRICS_HOST, STATE_DIR, REPLICA_URL, SUPERVISED, LOG_LEVEL, ...common } =
    config.settings;
  return createHmac('sha256', secretsOf(config).join('\n')).update(JSON.stringify(common)).digest('hex').slice(0, 16);
}
