/**
 * Counts in plain numbers: the first scrape loads prom-client, so that a bot that is never scraped never pays for it.
 * Names follow https://prometheus.io/docs/practices/naming/.
 */
import type { Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };
import type { Backlog } from '../../src/delivery/backlog.ts';
import { counters } from '../../src/ports/meter.ts';
import type { Store, Usage } from '../../src/ports/store.ts';
import type { Bot } from '../../src/request/interaction.ts';

/** Lists every counter, by the name of its metric: those of the core, and those of the adapters. */
const table = {
  ...counters,
  http_requests_total: { help: 'HTTP requests answered.', labels: ['route', 'status'] },
  interactions_total: { help: 'What people did.', labels: ['kind', 'outcome'] },
  source_requests_total: { help: 'Requests of sources, by what came of them.', labels: ['source', 'outcome'] },
  store_changes_total: { help: 'Changes of the store.', labels: ['outcome'] },
  store_compactions_failed_total: { help: 'Snapshots that could not be written.', labels: [] },
} as const;

/** Holds a number that only grows, counted by the values of its labels. */
interface Counted {
  /** The name of the metric, without `security_contact_bot_`. */
  name: string;
  help: string;
  labels: readonly string[];
  /** The number of times it happened, by the values of the labels in their order, joined by a space. */
  counts: Map<string, number>;
}

/** Counts the deliveries that wait. `stranded` is the number of alerts that reach nobody. */
type Waiting = Backlog & { stranded: number };

/** Answers the questions of each scrape; one that nobody answers counts as zero. */
interface GaugeSources {
  /** Resolves with what waits to be delivered. */
  backlog(): Promise<Waiting>;
  /** Resolves with the number of open findings, by code. */
  findings(): Promise<ReadonlyMap<string, number>>;
  /** Resolves with how much is stored. */
  usage(): Promise<Usage>;
  /** Returns the milliseconds since the last tick ended. */
  tickAgeMs(): number;
  /** Returns the bytes that are kept for requests that have not arrived whole. */
  bodyBytes(): number;
}

/** Counts what happens, and answers Prometheus. */
export interface Metrics {
  /** Adds 1, or `times`, to a counter of the table; 0 makes it appear. `labels` are the values of its labels, in the order of the table. */
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
    counts?.set(key, (counts.get(key) ?? 0) + times);
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

/** Makes prom-client's registry of the counters, and of gauges whose values are asked for at each scrape. */
async function registryOf(counters: readonly Counted[], asked: Partial<GaugeSources>): Promise<Registry> {
  const { Registry, Counter, Gauge, collectDefaultMetrics } = (await import('prom-client')).default;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, help, labels, counts } of counters) {
    new Counter({
      name: `security_contact_bot_${name}`,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const [values, times] of counts) this.inc(labelled(labels, values.split(' ')), times);
      },
    });
  }
  const gauges = (name: string, help: string, label: string | null, ask: () => Promise<Iterable<[string, number]>>) =>
    new Gauge({
      name: `security_contact_bot_${name}`,
      help,
      labelNames: label === null ? [] : [label],
      registers: [registry],
      async collect() {
        for (const [value, number] of await ask()) this.set(label === null ? {} : { [label]: value }, number);
      },
    });
  const gauge = (name: string, help: string, ask: () => number | undefined | Promise<number | undefined>) =>
    gauges(name, help, null, async () => [['', (await ask()) ?? 0]]);
  const version = async (): Promise<[string, number][]> => [[packageJson.version, 1]];
  const waiting = async () => Object.entries((await asked.backlog?.())?.waiting ?? {});
  const oldest = async () => (await asked.backlog?.())?.oldestSeconds;
  const stranded = async () => (await asked.backlog?.())?.stranded;
  const bytes = async () => (await asked.usage?.())?.bytes;
  const limit = async () => (await asked.usage?.())?.limit;
  const tickAge = () => (asked.tickAgeMs?.() ?? 0) / 1_000;
  const findings = async () => (await asked.findings?.()) ?? [];
  gauges('info', 'Always 1: the label says which version of the bot runs.', 'version', version);
  gauges('deliveries_waiting', 'Deliveries with something left to do.', 'platform', waiting);
  gauge('deliveries_oldest_seconds', 'How long the oldest of them waits.', oldest);
  gauge('alerts_stranded', 'Open alerts that no channel and no admin has or will get.', stranded);
  gauges('findings_open', 'Reasons why a contact looks outdated.', 'code', findings);
  gauge('store_bytes', 'Bytes stored, without the archive.', bytes);
  gauge('store_limit_bytes', 'STATE_LIMIT: from so many bytes on alerts are refused.', limit);
  gauge('tick_age_seconds', 'How long ago what time brings was last done. Above 300 the bot is not ready.', tickAge);
  gauge('http_body_bytes', 'Bytes kept for requests that have not arrived whole.', () => asked.bodyBytes?.());
  return registry;
}

function labelled(labels: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? '']));
}
