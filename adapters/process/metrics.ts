/**
 * Counts in plain numbers: the first scrape loads prom-client, so that a bot that is never scraped never pays for it.
 * Names follow https://prometheus.io/docs/practices/naming/.
 */
import type { Registry } from 'prom-client';
import { severities } from '../../src/domain/alert/severity.ts';
import { counters, delays, type Meter } from '../../src/ports/meter.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Bot, Interaction } from '../../src/request/interaction.ts';
import type { GaugeSources } from './gauges.ts';
import { createHistogram, type Histogram } from './histogram.ts';

/** Every name of ours begins with this. */
const prefix = 'security_contact_bot_';

/** Lists every counter, by the name of its metric without `security_contact_bot_`: those of the core, and those of the adapters. */
export const allCounters = {
  ...counters,
  heartbeats_total: { help: 'Heartbeats that were sent, failed or were withheld.', labels: ['outcome'] },
  http_requests_total: { help: 'HTTP requests that were answered.', labels: ['route', 'status'] },
  interactions_total: { help: 'Commands, presses and forms of people, done or failed.', labels: ['kind', 'outcome'] },
  source_requests_total: { help: 'HTTP requests of sources of alerts, by outcome.', labels: ['source', 'outcome'] },
  slack_socket_reconnects_total: {
    help: 'Socket Mode connections to Slack that took the place of another one.',
    labels: [],
  },
  store_changes_total: { help: 'Changes of the store, done or failed.', labels: ['outcome'] },
  store_compactions_failed_total: { help: 'Snapshots of the state that could not be written.', labels: [] },
} as const;

/** Holds a number that only grows, counted by the values of its labels. */
interface Counted {
  /** The name of the metric, without `security_contact_bot_`. */
  name: string;
  help: string;
  labels: readonly string[];
  /** The number of times it happened, by the values of the labels in their order, as a JSON list. */
  counts: Map<string, number>;
}

/**
 * The last label of a counter has at most so many values for the same values before it; further ones count as `other`. The
 * reasons why a message cannot be posted are the platform's own codes, and nobody knows how many there are.
 */
const mostValues = 50;

/** Counts what happens, and answers Prometheus. */
export interface Metrics extends Pick<Meter, 'observe'> {
  /** Adds 1, or `times`, to a counter of the table; 0 makes it appear. `labels` are the values of its labels, in the order of the table. */
  count(name: keyof typeof allCounters, labels: readonly string[], times?: number): void;
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
  const counted = new Map(
    Object.entries(allCounters).map(([name, about]) => [name, { name, ...about, counts: new Map() }]),
  );
  const asked: Partial<GaugeSources> = {};
  let registry: Promise<Registry> | null = null;
  const histograms = new Map(
    Object.entries(delays).map(([name, { help, buckets }]) => [
      name,
      createHistogram(`${prefix}${name}`, help, buckets),
    ]),
  );
  const count: Metrics['count'] = (name, labels, times = 1) => {
    const counts: Counted['counts'] | undefined = counted.get(name)?.counts;
    const key = counts && keyOf(labels, counts);
    if (key !== undefined) counts?.set(key, (counts.get(key) ?? 0) + times);
  };
  // What is rare, and what alarms are for, begins at zero, so that Prometheus sees the first one as an increase.
  for (const kind of kinds) count('interactions_total', [kind, 'failed'], 0);
  for (const outcome of ['done', 'failed']) count('store_changes_total', [outcome], 0);
  for (const outcome of ['accepted', 'duplicate']) count('alerts_total', [outcome], 0);
  for (const severity of severities) count('alerts_overdue_total', [severity], 0);
  return {
    count,
    observe: (name, severity, seconds) => histograms.get(name)?.observe(severity, seconds),
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
      return { type: all.contentType, text: [await all.metrics(), ...textsOf(histograms)].join('\n') };
    },
  };
}

/** Returns the key under which a counter counts these values of its labels. */
function keyOf(labels: readonly string[], counts: Counted['counts']): string {
  const key = JSON.stringify(labels);
  if (counts.has(key) || counts.size < mostValues) return key;
  const before = JSON.stringify(labels.slice(0, -1)).slice(0, -1);
  const alike = [...counts.keys()].filter((one) => one.startsWith(before));
  return alike.length < mostValues ? key : JSON.stringify(labels.with(-1, 'other'));
}

/** Lists the kinds of what people do. */
const kinds: readonly Interaction['kind'][] = ['command', 'press', 'submit', 'home'];

function textsOf(histograms: ReadonlyMap<string, Histogram>): string[] {
  return [...histograms.values()].map((one) => one.text());
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
  const { gauges } = await import('./gauges.ts');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, help, labels, counts } of counters) {
    new Counter({
      name: `${prefix}${name}`,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const [values, times] of counts) this.inc(labelled(labels, JSON.parse(values)), times);
      },
    });
  }
  for (const { name, help, label, fixed = {}, ask } of gauges)
    new Gauge({
      name: `${prefix}${name}`,
      help,
      labelNames: [...(label === null ? [] : [label]), ...Object.keys(fixed)],
      registers: [registry],
      async collect() {
        const samples = [...(await ask(asked))];
        this.reset();
        // A gauge without a label is zero after that, and a time that is not known is left out.
        if (samples.length === 0 && label === null) this.remove();
        for (const [value, number] of samples) this.set(label === null ? fixed : { [label]: value, ...fixed }, number);
      },
    });
  return registry;
}

function labelled(labels: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? '']));
}
