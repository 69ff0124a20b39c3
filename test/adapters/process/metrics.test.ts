import { expect, it, onTestFinished, vi } from 'vitest';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { createBot } from '../../../src/bot.ts';
import { stage } from '../../journeys/stage.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { alert, post, secret } from '../../support/sender.ts';
import { fakeWorld } from '../../support/world.ts';

/** What a scrape says of ours, sorted; of what is not zero. */
async function counted(metrics: ReturnType<typeof createMetrics>): Promise<string[]> {
  const lines = (await metrics.scrape()).text.split('\n');
  return lines.flatMap((line) => /^security_contact_bot_(\w+(\{.*\})? [1-9]\d*)$/.exec(line)?.[1] ?? []).sort();
}

it('counts each thing under its own labels', async () => {
  const metrics = createMetrics();
  const world = fakeWorld(memoryStore());
  metrics.count('delivery_attempts_total', ['slack', 'is_archived']);
  metrics.count('delivery_attempts_total', ['teams', 'posted']);
  metrics.count('delivery_attempts_total', ['teams', 'posted']);
  metrics.count('alerts_total', ['accepted'], 3);
  metrics.count('alerts_total', ['duplicate'], 2);
  metrics.count('http_requests_total', ['/slack/events', '401']);
  metrics.count('store_compactions_failed_total', []);
  const store = metrics.ofStore(world.store);
  await store.change(async () => {});
  await expect(store.change(() => Promise.reject(new Error('no')))).rejects.toThrow();
  const bot = metrics.ofBot(createBot(world));
  await bot.handle({ kind: 'command', words: 'help', from: 'slack:T0/U0', place: null, key: 'k', locale: null });
  metrics.ask({ findings: async () => new Map([['mailDead', 4]]) });
  metrics.ask({ backlog: async () => ({ waiting: { slack: 5, teams: 6 }, oldestSeconds: 7, stranded: 8 }) });
  expect(await counted(metrics)).toEqual([
    'alerts_stranded 8',
    'alerts_total{outcome="accepted"} 3',
    'alerts_total{outcome="duplicate"} 2',
    'deliveries_oldest_seconds 7',
    'deliveries_waiting{platform="slack"} 5',
    'deliveries_waiting{platform="teams"} 6',
    'delivery_attempts_total{platform="slack",outcome="is_archived"} 1',
    'delivery_attempts_total{platform="teams",outcome="posted"} 2',
    'findings_open{code="mailDead"} 4',
    'http_requests_total{route="/slack/events",status="401"} 1',
    `info{version="${packageJson.version}"} 1`,
    'interactions_total{kind="command",outcome="done"} 1',
    'store_changes_total{outcome="done"} 1',
    'store_changes_total{outcome="failed"} 1',
    'store_compactions_failed_total 1',
  ]);
});

it('counts nothing before anything happened', async () => {
  const { text } = await createMetrics().scrape();
  expect(text).toContain('security_contact_bot_deliveries_oldest_seconds 0\n');
});

it('a refused post counts under its platform and the reason', async () => {
  const on = await stage(undefined, { env: { ALERT_WEBHOOK_SECRET: secret, ADMINS: 'slack:T0HOME/U1' } });
  onTestFinished(() => on.closes());
  await on.ready();
  await on.knows({ contact: { channels: [{ platform: 'slack', address: 'C0ROOM' }] } });
  on.wires.slack.addChannel('C0ROOM', { members: [on.wires.slack.bot.user] });
  on.wires.slack.fail('chat.postMessage', { kind: 'refused', error: 'is_archived' }, { always: true });
  expect((await post(on.url(), alert())).status).toBe(202);
  await vi.waitFor(
    async () =>
      expect(await (await fetch(`${on.url()}/metrics`)).text()).toMatch(
        /delivery_attempts_total\{platform="slack",outcome="is_archived"\} \d/,
      ),
    { timeout: 10_000 },
  );
});
