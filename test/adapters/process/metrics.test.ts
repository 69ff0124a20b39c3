import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import { commit } from '../../../adapters/process/version.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { createBot } from '../../../src/bot.ts';
import { stage } from '../../journeys/stage.ts';
import { by } from '../../journeys/ways.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { alert, post, secret } from '../../support/sender.ts';
import { fakeWorld } from '../../support/world.ts';
import { patient } from './child.ts';

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
  await bot.handle({ kind: 'command', words: 'help', from: 'slack:T0/U0', fromChannel: null, key: 'k', locale: null });
  metrics.ask({ findings: async () => new Map([['mailDead', 4]]) });
  metrics.ask({ slackSocket: () => ({ isConnected: () => false, downMs: () => 9_000, close: async () => {} }) });
  metrics.ask({ outbox: async () => ({ waiting: { slack: 5, teams: 6 }, oldestSeconds: 7, stranded: 8 }) });
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
    `info{version="${packageJson.version}",commit="${commit ?? ''}"} 1`,
    'interactions_total{kind="command",outcome="done"} 1',
    'slack_socket_disconnected_seconds 9',
    'store_changes_total{outcome="done"} 1',
    'store_changes_total{outcome="failed"} 1',
    'store_compactions_failed_total 1',
  ]);
});

it('tells label values with blanks, quotes and separators apart', async () => {
  const metrics = createMetrics();
  for (const outcome of ['a b', 'a c', 'a"b', 'a,b']) metrics.count('delivery_attempts_total', ['slack', outcome]);
  metrics.count('delivery_attempts_total', ['slack a', 'b']);
  expect((await counted(metrics)).filter((line) => line.startsWith('delivery_attempts'))).toEqual([
    'delivery_attempts_total{platform="slack a",outcome="b"} 1',
    'delivery_attempts_total{platform="slack",outcome="a b"} 1',
    'delivery_attempts_total{platform="slack",outcome="a c"} 1',
    'delivery_attempts_total{platform="slack",outcome="a,b"} 1',
    'delivery_attempts_total{platform="slack",outcome="a\\"b"} 1',
  ]);
});

it('tells fifty reasons of a platform apart, however many it invents, and counts the others together', async () => {
  const metrics = createMetrics();
  for (let n = 0; n < 60; n++) metrics.count('delivery_attempts_total', ['slack', `reason_${n}`]);
  metrics.count('delivery_attempts_total', ['slack', 'reason_0']);
  metrics.count('delivery_attempts_total', ['teams', 'posted']);
  const lines = (await counted(metrics)).filter((line) => line.startsWith('delivery_attempts'));
  expect(lines).toHaveLength(52);
  expect(lines).toEqual(
    expect.arrayContaining([
      'delivery_attempts_total{platform="slack",outcome="other"} 10',
      'delivery_attempts_total{platform="slack",outcome="reason_0"} 2',
      'delivery_attempts_total{platform="teams",outcome="posted"} 1',
    ]),
  );
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

describe('by Socket Mode', () => {
  by('slack by socket');

  it('says whether there is a connection, and how often it was made anew', async () => {
    const on = await stage();
    onTestFinished(() => on.closes());
    await on.ready();
    const { socket } = on.wires.door;
    const says = (text: string) =>
      vi.waitFor(async () => expect(await (await fetch(`${on.url()}/metrics`)).text()).toContain(text), patient);
    await says('security_contact_bot_slack_socket_connected 1\n');
    await says('security_contact_bot_slack_socket_disconnected_seconds 0\n');
    socket?.announces('warning');
    await says('security_contact_bot_slack_socket_reconnects_total 1\n');
    if (socket) socket.how.isOn = false;
    socket?.disconnects('link_disabled');
    await says('security_contact_bot_slack_socket_connected 0\n');
    await vi.waitFor(
      async () =>
        expect(await (await fetch(`${on.url()}/metrics`)).text()).toMatch(/socket_disconnected_seconds (?!0\n)\d/),
      patient,
    );
  });
});

it('describes each metric so that it is understood alone', async () => {
  const { text } = await createMetrics().scrape();
  const helps = Array.from(text.matchAll(/^# HELP security_contact_bot_(.*)$/gm), ([, help = '']) => help);
  expect(helps.length).toBeGreaterThan(25);
  expect(helps.filter((help) => !/^\w+ .{20,}\.$/.test(help) || /\b(of|the) (them|latter)\b/.test(help))).toEqual([]);
});

it('by HTTP it says nothing of a connection', async () => {
  expect((await createMetrics().scrape()).text).not.toMatch(/^security_contact_bot_slack_socket_\w*connected\w* \d/m);
});

it('on PostgreSQL says what this replica does, and while it follows nothing that the one that acts does', async () => {
  const metrics = createMetrics();
  const says = async () =>
    (await metrics.scrape()).text.split('\n').filter((line) => /^security_contact_bot_/.test(line));
  const gaugesIn = (lines: string[]) => lines.filter((line) => /_(replica_\w+|bytes|seconds) |_info\{/.test(line));
  expect((await says()).filter((line) => /replica|store_commit/.test(line))).toEqual([]);

  let replica = { acts: false, term: '7', lagMs: 61_000 };
  metrics.ask({ replica: () => replica, bodyBytes: () => 5, usage: async () => ({ bytes: 1, limit: 2 }) });
  expect(gaugesIn(await says()).map((line) => line.replace(/_info.*/, '_info'))).toEqual([
    'security_contact_bot_info',
    'security_contact_bot_replica_acting 0',
    'security_contact_bot_replica_term 7',
    'security_contact_bot_replica_lag_seconds 61',
    'security_contact_bot_http_body_bytes 5',
  ]);

  replica = { acts: true, term: '8', lagMs: 0 };
  metrics.observe('store_commit_seconds', [], 0.004);
  expect(await says()).toEqual(
    expect.arrayContaining([
      ...['replica_acting 1', 'replica_term 8', 'replica_lag_seconds 0', 'store_bytes 1', 'tick_age_seconds 0'].map(
        (line) => `security_contact_bot_${line}`,
      ),
      'security_contact_bot_store_commit_seconds_bucket{le="0.0025"} 0',
      'security_contact_bot_store_commit_seconds_bucket{le="0.005"} 1',
      'security_contact_bot_store_commit_seconds_bucket{le="+Inf"} 1',
      'security_contact_bot_store_commit_seconds_sum 0.004',
      'security_contact_bot_store_commit_seconds_count 1',
    ]),
  );
});

it('a gauge that cannot be asked is left out, and the others are served', async () => {
  const metrics = createMetrics();
  metrics.ask({ lastBackupAt: () => Promise.reject(new Error('ECONNREFUSED')), tickAgeMs: () => 4_000 });
  const { text } = await metrics.scrape();
  expect(text).toMatch(/^security_contact_bot_tick_age_seconds 4$/m);
  expect(text).not.toMatch(/^security_contact_bot_last_backup_timestamp_seconds \d/m);
});
