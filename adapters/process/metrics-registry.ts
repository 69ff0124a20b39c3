import type { Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };
import type { Backlog } from '../../src/delivery/backlog.ts';
import type { Usage } from '../../src/ports/store.ts';

export interface Counter {
  name: string;
  help: string;
  labels: readonly string[];
  /** How often, by the values of the labels in their order, joined by a space. */
  counts: Map<string, number>;
}

/** `stranded`: alerts that nobody has. */
export type Waiting = Backlog & { stranded: number };

/** Whom to ask at a scrape; null until somebody is there. */
export interface Asked {
  backlog: (() => Promise<Waiting>) | null;
  findings: (() => Promise<ReadonlyMap<string, number>>) | null;
  usage: (() => Promise<Usage>) | null;
  tickAgeMs: (() => number) | null;
  bodyBytes: (() => number) | null;
}

/** What prom-client tells of: the counts, and what is asked for at each scrape. */
export async function registryOf(counters: readonly Counter[], asked: Asked): Promise<Registry> {
  const { Registry, Counter, Gauge, collectDefaultMetrics } = (await import('prom-client')).default;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, help, labels, counts } of counters) {
    new Counter({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const [values, times] of counts) this.inc(labelled(labels, values.split(' ')), times);
      },
    });
  }
  new Gauge({
    name: 'security_contact_bot_info',
    help: 'Always 1: the label says which version of the bot runs.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: packageJson.version }, 1);
  new Gauge({
    name: 'security_contact_bot_deliveries_waiting',
    help: 'Deliveries with something left to do.',
    labelNames: ['platform'],
    registers: [registry],
    async collect() {
      for (const [platform, count] of Object.entries((await asked.backlog?.())?.waiting ?? {}))
        this.set({ platform }, count);
    },
  });
  new Gauge({
    name: 'security_contact_bot_deliveries_oldest_seconds',
    help: 'How long the oldest of them waits.',
    registers: [registry],
    async collect() {
      this.set((await asked.backlog?.())?.oldestSeconds ?? 0);
    },
  });
  new Gauge({
    name: 'security_contact_bot_alerts_stranded',
    help: 'Open alerts that no channel and no admin has or will get.',
    registers: [registry],
    async collect() {
      this.set((await asked.backlog?.())?.stranded ?? 0);
    },
  });
  new Gauge({
    name: 'security_contact_bot_findings_open',
    help: 'Reasons why a contact looks outdated.',
    labelNames: ['code'],
    registers: [registry],
    async collect() {
      for (const [code, open] of (await asked.findings?.()) ?? []) this.set({ code }, open);
    },
  });
  new Gauge({
    name: 'security_contact_bot_store_bytes',
    help: 'Bytes stored, without the archive.',
    registers: [registry],
    async collect() {
      this.set((await asked.usage?.())?.bytes ?? 0);
    },
  });
  new Gauge({
    name: 'security_contact_bot_store_limit_bytes',
    help: 'STATE_LIMIT: from so many bytes on alerts are refused.',
    registers: [registry],
    async collect() {
      this.set((await asked.usage?.())?.limit ?? 0);
    },
  });
  new Gauge({
    name: 'security_contact_bot_tick_age_seconds',
    help: 'How long ago what time brings was last done. Above 300 the bot is not ready.',
    registers: [registry],
    collect() {
      this.set((asked.tickAgeMs?.() ?? 0) / 1_000);
    },
  });
  new Gauge({
    name: 'security_contact_bot_http_body_bytes',
    help: 'Bytes kept for requests that have not arrived whole.',
    registers: [registry],
    collect() {
      this.set(asked.bodyBytes?.() ?? 0);
    },
  });
  return registry;
}

function labelled(labels: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? '']));
}
