/** Counts in plain numbers: the first scrape loads prom-client, so that a bot that is never scraped never pays for it. */
import type { Registry } from 'prom-client';
import { severities } from '../../src/domain/alert/severity.ts';
import { type Meter, type Metric, metricsOf } from '../../src/ports/meter.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Bot, Interaction } from '../../src/request/interaction.ts';
import type { GaugeSources } from './gauges.ts';
import { withTimeout } from './timers.ts';

/** Prefix of the names of the bot's metrics. */
const prefix = 'security_contact_bot_';

/** A counter of the table. */
interface Counted {
  name: string;
  help: string;
  labels: readonly string[];
  /** The number of times it happened, by the values of the labels in their order, as a JSON list. */
  counts: Map<string, number>;
}

/**
 * The most values that the last label of a counter has for the same values before it; further ones count as `other`. The
 * reasons why a message cannot be posted are the platform's own codes, and nobody knows how many there are.
 */
const mostValues = 50;

/** Counts what happens, and answers Prometheus. */
export interface Metrics extends Meter {
  /** Returns the bot, with its interactions counted. */
  ofBot(bot: Bot): Bot;
  /** Returns the store, with its changes counted. */
  ofStore(store: Store): Store;
  /** Adds sources for the gauges; may be called several times. */
  ask(whom: Partial<GaugeSources>): void;
  /** Resolves with all values in Prometheus' text format, and with its media type. */
  scrape(): Promise<{ type: string; text: string }>;
}

/** Makes the counters, all at zero. prom-client is loaded by the first scrape. */
export function createMetrics(): Metrics {
  const counted = new Map<string, Counted>();
  for (const row of metricsOf('counter')) counted.set(row.name, { ...row, counts: new Map() });
  const asked: Partial<GaugeSources> = {};
  let registry: Promise<Registry> | null = null;
  const histograms = new Map(
    metricsOf('histogram').map(({ name, ...row }) => [name, createHistogram({ ...row, name: `${prefix}${name}` })]),
  );
  const count: Metrics['count'] = (name, labels, times = 1) => {
    const counts = counted.get(name)?.counts;
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
    observe: (name, labels, seconds) => histograms.get(name)?.observe(labels, seconds),
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
      const text = [await all.metrics(), ...[...histograms.values()].map((one) => one.text())].join('\n');
      return { type: all.contentType, text };
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
  const { gauges, isFollowing } = await import('./gauges.ts');
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
  for (const { name, help, labels } of metricsOf('gauge'))
    new Gauge({
      name: `${prefix}${name}`,
      help,
      labelNames: [...labels],
      registers: [registry],
      async collect() {
        const samples = isFollowing(asked, name) ? [] : await samplesOf(() => gauges[name](asked));
        this.reset();
        // A gauge without a label is zero after that, and one that is not known is left out.
        if (samples.length === 0 && labels.length === 0) this.remove();
        for (const [values, number] of samples) this.set(labelled(labels, values), number);
      },
    });
  return registry;
}

/** How long (ms) a scrape waits for one gauge. */
const gaugeMs = 3_000;

/** Resolves with what a gauge says; with nothing where what it asks does not answer, such as a database: the others are served. */
async function samplesOf<T>(ask: () => Iterable<T> | Promise<Iterable<T>>): Promise<T[]> {
  const asked = async () => [...(await ask())];
  return withTimeout(gaugeMs, asked(), () => []).catch(() => []);
}

function labelled(labels: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? '']));
}

/**
 * Returns a histogram that has counted nothing. One by severity says zero for each from the start, so that `increase` sees the first
 * delay; one without labels says nothing before its first time. prom-client cannot be given the counts of buckets, only one time after
 * the other, so this one writes its own text.
 */
function createHistogram({ name, help, buckets, labels }: Omit<Metric<'histogram'>, 'type'> & { name: string }) {
  const counted = new Map<string, { within: number[]; count: number; sum: number }>();
  const rowOf = (values: readonly string[]) => {
    const key = labels.map((label, index) => `${label}="${values[index]}"`).join();
    const row = counted.get(key) ?? { within: buckets.map(() => 0), count: 0, sum: 0 };
    counted.set(key, row);
    return row;
  };
  if (labels.length > 0) for (const severity of severities) rowOf([severity]);
  return {
    /** Records how long something took, in seconds. */
    observe(values: readonly string[], seconds: number): void {
      const row = rowOf(values);
      row.within = row.within.map((count, index) => count + (seconds <= (buckets[index] ?? 0) ? 1 : 0));
      row.count += 1;
      row.sum += seconds;
    },
    /** Returns all values in Prometheus' text format. https://prometheus.io/docs/instrumenting/exposition_formats/ */
    text: () =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} histogram`,
        ...[...counted].flatMap(([own, { within, count, sum }]) => {
          const [before, alone] = own === '' ? ['', ''] : [`${own},`, `{${own}}`];
          return [
            ...buckets.map((bound, index) => `${name}_bucket{${before}le="${bound}"} ${within[index]}`),
            `${name}_bucket{${before}le="+Inf"} ${count}`,
            `${name}_sum${alone} ${sum}`,
            `${name}_count${alone} ${count}`,
          ];
        }),
        '',
      ].join('\n'),
  };
}
