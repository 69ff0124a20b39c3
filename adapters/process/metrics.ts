/**
 * What is counted, in plain numbers: prom-client is loaded by the first scrape, so that who never scrapes never pays.
 * Names as https://prometheus.io/docs/practices/naming/ asks.
 */
import type { Registry } from 'prom-client';
import type { Store } from '../../src/ports/store.ts';
import type { Meter } from '../../src/ports/world.ts';
import type { Bot } from '../../src/request/interaction.ts';
import { type Asked, type Counter, registryOf } from './metrics-registry.ts';

/** Counts what happens, and tells it to Prometheus. */
export interface Metrics {
  request(route: string, status: number): void;
  /** The bot again, with its interactions counted. */
  ofBot(bot: Bot): Bot;
  /** The store again, with its changes counted. */
  ofStore(store: Store): Store;
  /** Counts a snapshot that could not be written. */
  compactionFailed(): void;
  /** What the core uses to count. */
  meter: Meter;
  /** Says what to ask at each scrape, besides what was said before. */
  ask(whom: Partial<Asked>): void;
  /** Resolves with all values in Prometheus' text format, and with its media type. */
  scrape(): Promise<{ type: string; text: string }>;
}

/** Makes the counters, all at zero. prom-client is loaded by the first scrape. */
export function createMetrics(): Metrics {
  const requests = counter('http_requests_total', 'HTTP requests answered.', ['route', 'status']);
  const interactions = counter('interactions_total', 'What people did.', ['kind', 'outcome']);
  const changes = counter('store_changes_total', 'Changes of the store.', ['outcome']);
  const alerts = counter('alerts_total', 'Alerts that came in.', ['outcome']);
  const compactions = counter('store_compactions_failed_total', 'Snapshots that could not be written.', []);
  const attempts = counter('delivery_attempts_total', 'Calls to a platform, by what came of them.', [
    'platform',
    'outcome',
  ]);
  const asked: Partial<Asked> = {};
  let registry: Promise<Registry> | null = null;
  return {
    request: (route, status) => count(requests, `${route} ${status}`),
    ofBot: (bot) => ({
      ...bot,
      handle: (interaction) =>
        outcome(bot.handle(interaction), (how) => count(interactions, `${interaction.kind} ${how}`)),
    }),
    ofStore: (store) => ({
      read: (what) => store.read(what),
      change: (what, how) => outcome(store.change(what, how), (ended) => count(changes, ended)),
    }),
    compactionFailed: () => count(compactions, ''),
    meter: {
      accepted: (some, duplicates) => {
        if (some > 0) count(alerts, 'accepted', some);
        if (duplicates > 0) count(alerts, 'duplicate', duplicates);
      },
      attempted: (platform, how) => count(attempts, `${platform} ${how}`),
    },
    ask: (whom) => void Object.assign(asked, whom),
    async scrape() {
      registry ??= registryOf([requests, interactions, changes, compactions, alerts, attempts], asked);
      const all = await registry;
      return { type: all.contentType, text: await all.metrics() };
    },
  };
}

function counter(name: string, help: string, labels: readonly string[]): Counter {
  return { name: `security_contact_bot_${name}`, help, labels, counts: new Map() };
}

function count({ counts }: Counter, labels: string, times = 1): void {
  counts.set(labels, (counts.get(labels) ?? 0) + times);
}

async function outcome<T>(work: Promise<T>, tell: (how: 'done' | 'failed') => void): Promise<T> {
  try {
    const result = await work;
    tell('done');
    return result;
  } catch (error) {
    tell('failed');
    throw error;
  }
}
