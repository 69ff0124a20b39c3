/**
 * Counts in plain numbers: the first scrape loads prom-client, so that a bot that is never scraped never pays for it.
 * Names follow https://prometheus.io/docs/practices/naming/.
 */
import type { Registry } from 'prom-client';
import { counters } from '../../src/ports/meter.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Bot } from '../../src/request/interaction.ts';
import { type GaugeSources, registryOf } from './metrics-registry.ts';

/** Lists every counter, by the name of its metric: those of the core, and those of the adapters. */
const table = {
  ...counters,
  http_requests_total: { help: 'HTTP requests answered.', labels: ['route', 'status'] },
  interactions_total: { help: 'What people did.', labels: ['kind', 'outcome'] },
  store_changes_total: { help: 'Changes of the store.', labels: ['outcome'] },
  store_compactions_failed_total: { help: 'Snapshots that could not be written.', labels: [] },
} as const;

/** Counts what happens, and answers Prometheus. */
export interface Metrics {
  /** Adds 1, or `times`, to a counter of the table. `labels` are the values of its labels, in the order of the table. */
  count(name: keyof typeof table, labels: readonly string[], times?: number): void;
  /** Returns the bot, with its interactions counted. */
  ofBot(bot: Bot): Bot;
  /** Returns the store, with its changes counted. */
  ofStore(store: Store): Store;
  /** Says what to ask at each scrape, besides what was said before. */
  ask(whom: Partial<GaugeSources>): void;
  /** Resolves with all values in Prometheus' text format, and with its media type. */
  scrape(): Promise<{ type: string; text: string }>;
}

/** Makes the counters, all at zero. prom-client is loaded by the first scrape. */
export function createMetrics(): Metrics {
  const counted = new Map(Object.entries(table).map(([name, about]) => [name, { name, ...about, counts: new Map() }]));
  const asked: Partial<GaugeSources> = {};
  let registry: Promise<Registry> | null = null;
  const count: Metrics['count'] = (name, labels, times = 1) => {
    const counts = counted.get(name)?.counts;
    const key = labels.join(' ');
    if (times > 0) counts?.set(key, (counts.get(key) ?? 0) + times);
  };
  return {
    count,
    ofBot: (bot) => ({
      ...bot,
      handle: (interaction) =>
        outcome(bot.handle(interaction), (how) => count('interactions_total', [interaction.kind, how])),
    }),
    ofStore: (store) => ({
      read: (what) => store.read(what),
      change: (what, how) => outcome(store.change(what, how), (ended) => count('store_changes_total', [ended])),
    }),
    ask: (whom) => void Object.assign(asked, whom),
    async scrape() {
      registry ??= registryOf([...counted.values()], asked);
      const all = await registry;
      return { type: all.contentType, text: await all.metrics() };
    },
  };
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
