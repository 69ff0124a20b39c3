/** The rules and the dashboard are for what the bot really says, and Prometheus takes them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { metricsOf } from '../../src/ports/meter.ts';
import { bot, folder } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { promtool } from '../support/promtool.ts';

const root = resolve(import.meta.dirname, '../..');
const rulesFile = join(root, 'deploy/prometheus/rules.yml');
const rules = readFileSync(rulesFile, 'utf8');
const dashboard = JSON.parse(readFileSync(join(root, 'deploy/grafana/dashboard.json'), 'utf8'));

interface Panel {
  type: string;
  title: string;
  datasource?: { uid: string };
  targets?: { expr: string; datasource: { uid: string } }[];
}
const panels: Panel[] = dashboard.panels;
const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
/** What Grafana puts in the place of its variables. */
const filled = (expr: string) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*');

/** Each metric of ours that a text names, with the values of labels that it asks for. */
function metricsIn(text: string): { name: string; labels: [string, string, string][] }[] {
  return Array.from(text.matchAll(/\b(security_contact_bot_\w+)(?:\{([^}]*)\})?/g), ([, name = '', inside = '']) => ({
    name,
    labels: Array.from(inside.matchAll(/(\w+)\s*(=~|!=|=)\s*"([^"]*)"/g), ([, label = '', how = '', value = '']) => [
      label,
      how,
      value,
    ]),
  }));
}

/** The labels that Prometheus itself adds to what it scrapes. */
const added = ['instance', 'job'];

let once: Promise<string> | null = null;

/** What a bot says that has just started, with a source and a heartbeat. The first test that asks starts it, and ends it. */
function scrape(): Promise<string> {
  once ??= scrapeBot();
  return once;
}

async function scrapeBot(): Promise<string> {
  const sources = join(folder(), 'sources.json');
  const one = { name: 'cipp', preset: 'cipp', auth: { bearer: ['env:CIPP_KEY'] } };
  writeFileSync(sources, JSON.stringify({ version: 1, sources: [one] }));
  const key = 'a-key-that-is-long-enough-for-it';
  const { url } = await bot({ SOURCES: sources, CIPP_KEY: key, HEARTBEAT_URL: 'http://127.0.0.1:9' });
  await fetch(`${url}/healthz`);
  return (await fetch(`${url}/metrics`)).text();
}

/** Every name that the bot may say, those of histograms written out. */
function namesOf(text: string): string[] {
  return Array.from(text.matchAll(/^# TYPE (security_contact_bot_\w+) (\w+)/gm), ([, name = '', type]) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
  ).flat();
}

/** The labels of each metric, as the code has them: of many, none is in the scrape before something happened. */
const labelsOf = new Map<string, readonly string[]>([
  ...[...metricsOf('counter'), ...metricsOf('gauge')].map(({ name, labels }) => [name, labels] as const),
  ...metricsOf('histogram').flatMap(({ name, labels }) =>
    ['_bucket', '_sum', '_count'].map(
      (end) => [name + end, [...labels, ...(end === '_bucket' ? ['le'] : [])]] as const,
    ),
  ),
]);

describe('what Prometheus scrapes', () => {
  it.runIf(drives('promtool'))('is well formed and well named, but for three names of prom-client’s own', async () => {
    const { said } = await promtool(['check', 'metrics'], await scrape());
    const lines = said.split('\n').filter((line) => line !== '' && !/^nodejs_active_\w+_total /.test(line));
    expect(lines).toEqual([]);
  });

  it('counts delays by the bounds of their buckets', async () => {
    const scraped = await scrape();
    expect(scraped).toContain('alert_acknowledge_delay_seconds_bucket{severity="high",le="86400"} 0\n');
    expect(scraped).toContain('alert_post_delay_seconds_count{severity="high"} 0\n');
  });
});

describe('the alerting rules', () => {
  it.runIf(drives('promtool'))('are rules that Prometheus takes', async () => {
    const { code, said } = await promtool(['check', 'rules', rulesFile]);
    expect([code, said]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it.runIf(drives('promtool'))('fire when they should, and only then', { timeout: 180_000 }, async () => {
    const { code, said } = await promtool(['test', 'rules', join(root, 'deploy/prometheus/rules.test.yml')]);
    expect([code, said]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('are each tested', () => {
    const tests = readFileSync(join(root, 'deploy/prometheus/rules.test.yml'), 'utf8');
    const names = Array.from(rules.matchAll(/- alert: (\w+)/g), ([, name = '']) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !tests.includes(`alertname="${name}"`))).toEqual([]);
  });

  it('say how urgent each is, and where to read what to do', () => {
    const each = rules.split('- alert: ').slice(1);
    for (const rule of each) expect(rule).toMatch(/severity: (page|warning)[\s\S]*summary: .{20,}/);
    for (const rule of each) {
      const [, page = '', anchor = ''] = /runbook: ([\w/.-]+)(?:#([\w-]+))?/.exec(rule) ?? [];
      expect(existsSync(join(root, page)), page).toBe(true);
      const headings = readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.+)$/gm);
      const anchors = Array.from(headings, ([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'));
      if (anchor) expect(anchors, rule).toContain(anchor);
    }
  });
});

describe('the dashboard', () => {
  it.runIf(drives('promtool'))('asks what Prometheus can answer', async () => {
    const file = join(folder(), 'expressions.yml');
    const records = expressions.map((expr, n) => ({ record: `panel:${n}`, expr: filled(expr) }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: records }] }));
    const { code, said } = await promtool(['check', 'rules', file]);
    expect([code, said]).toEqual([0, expect.stringContaining(`${records.length} rules found`)]);
    expect(records.length).toBeGreaterThan(25);
  });

  it.runIf(drives('promtool')).each([
    ['ten alerts that nobody answered', 0, 10, 0],
    ['ten in time, and ten that nobody answered', 10, 10, 0.5],
    ['ten in time', 10, 0, 1],
  ])('has the share of answers in time right: %s', async (_what, inTime, overdue, share) => {
    const panel = panels.find(({ title }) => title.startsWith('Answered within 24 hours'));
    const file = join(folder(), 'share.test.yml');
    const series = (name: string, labels: string, count: number) => ({
      series: `security_contact_bot_${name}{instance="bot", severity="high"${labels}}`,
      values: `0x200 ${count}x600`,
    });
    const test = {
      interval: '1h',
      input_series: [
        series('alert_acknowledge_delay_seconds_bucket', ', le="86400"', inTime),
        series('alerts_overdue_total', '', overdue),
      ],
      promql_expr_test: [
        {
          expr: filled(panel?.targets?.[0]?.expr ?? ''),
          eval_time: '720h',
          exp_samples: [{ labels: '{}', value: share }],
        },
      ],
    };
    writeFileSync(file, JSON.stringify({ tests: [test] }));
    expect(await promtool(['test', 'rules', file])).toMatchObject({ code: 0 });
  });

  it('looks no further back than Prometheus keeps in compose.yaml', () => {
    const compose = readFileSync(join(root, 'compose.yaml'), 'utf8');
    const [, kept] = /--storage\.tsdb\.retention\.time=(\d+)d/.exec(compose) ?? [];
    const asked = Array.from(expressions.join().matchAll(/\[(\d+)d\]/g), ([, days]) => Number(days));
    expect(Number(kept)).toBeGreaterThan(Math.max(...asked));
  });

  it('takes its data source from a variable, so that it can be imported anywhere', () => {
    const uids = panels.flatMap(({ datasource, targets = [] }) => [
      datasource,
      ...targets.map((one) => one.datasource),
    ]);
    expect(new Set(uids.flatMap((one) => one?.uid ?? []))).toEqual(new Set(['$'.concat('{DS_PROMETHEUS}')]));
    const variables: { name: string; type: string }[] = dashboard.templating.list;
    expect(variables.find(({ name }) => name === 'DS_PROMETHEUS')?.type).toBe('datasource');
  });

  it('has a title on every panel, and no two panels with one number', () => {
    expect(panels.filter(({ title }) => title.length < 3)).toEqual([]);
    const ids = dashboard.panels.map(({ id }: { id: number }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.each([
  ['the alerting rules', rules.replaceAll(/^ +(summary|runbook): .*$/gm, '')],
  ['the tests of the rules', readFileSync(join(dirname(rulesFile), 'rules.test.yml'), 'utf8')],
  ['the dashboard', [...expressions, dashboard.templating.list[1].definition].join('\n')],
])('%s', (_what, text) => {
  it('name only metrics that the bot has', async () => {
    const names = namesOf(await scrape());
    expect(metricsIn(text).length).toBeGreaterThan(20);
    expect(metricsIn(text).filter(({ name }) => !names.includes(name))).toEqual([]);
  });

  it('ask only for labels that these metrics have', () => {
    const wrong = metricsIn(text).flatMap(({ name, labels }) => {
      const own = [...(labelsOf.get(name.replace('security_contact_bot_', '')) ?? []), ...added];
      return labels.flatMap(([label]) => (own.includes(label) ? [] : [`${name}{${label}}`]));
    });
    expect(wrong).toEqual([]);
  });

  it('ask only for values of labels that the bot says', async () => {
    const scraped = await scrape();
    const wrong = metricsIn(text).flatMap(({ name, labels }) =>
      labels.flatMap(([label, how, value]) => {
        // Which platforms, checks and sources there are, the installation decides; what happens, time.
        if (how === '!=' || !['severity', 'le', 'outcome', 'code'].includes(label)) return [];
        const values = Array.from(
          scraped.matchAll(new RegExp(`^${name}\\{[^}]*\\b${label}="([^"]*)"`, 'gm')),
          ([, one = '']) => one,
        );
        const fits = (one: string) =>
          how === '=' ? one === value : new RegExp(`^(${value.replaceAll('\\\\', '\\')})$`).test(one);
        return values.some(fits) || value.endsWith('.0') ? [] : [`${name}{${label}${how}${value}}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
