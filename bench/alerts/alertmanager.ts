import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuMicros, ended, freePort } from '../process.ts';
import { channelsOf, description, httpPost, places, type Running, type Side } from './side.ts';

const program = 'prometheus-alertmanager';

/** Its version; null when Debian's package is not installed. */
export function alertmanagerVersion(): string | null {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? (/version (\S+)/.exec(stdout)?.[1] ?? 'unknown') : null;
}

/** Returns a configuration file. `interval` and `wait` are the group's. */
export type Configuration = (interval: string, wait: string) => string;

/** Alertmanager with this configuration: at once, that is `group_wait` 0 and `group_interval` 10 s, which is as quick as its own manual goes. */
export function alertmanager(config: Configuration): Side {
  return {
    name: 'A',
    async install({ interval = '10s', wait = '0s' } = {}) {
      const dir = mkdtempSync(join(tmpdir(), 'bench-'));
      writeFileSync(join(dir, 'config.yml'), config(interval, wait));
      return { start: () => start(dir), remove: () => rmSync(dir, { recursive: true }) };
    },
    request: (alerts) =>
      httpPost(
        '/api/v2/alerts',
        {},
        JSON.stringify(
          alerts.map(({ id, place }) => ({
            // What is sent together has one `batch`, so that a route can group by it.
            labels: { alertname: 'Security', id, severity: 'high', place: String(place), batch: alerts[0]?.id },
            annotations: { summary: `Security incident id=${id}`, description },
          })),
        ),
      ),
  };
}

/** Every alert for itself, to the channels of its place. */
export function toSlack(slackUrl: string): Configuration {
  const channels = Array.from({ length: places }, (_, place) =>
    channelsOf('A', place).map((channel) => ({ channel, place })),
  ).flat();
  const routes = channels.map(
    ({ channel, place }) => `  - { receiver: ${channel}, continue: true, matchers: ['place="${place}"'] }`,
  );
  const receivers = channels.map(
    ({ channel }) => `- name: ${channel}
  slack_configs:
  - { api_url: '${slackUrl}/hook/${channel}', channel: '#x', send_resolved: false, text: '{{ .CommonAnnotations.summary }}' }`,
  );
  return (interval, wait) => `route:
  receiver: A0
  group_by: ['...']
  group_wait: ${wait}
  group_interval: ${interval}
  repeat_interval: 4h
  routes:
${routes.join('\n')}
receivers:
${receivers.join('\n')}
`;
}

/** To one webhook, in groups of alerts that have the same values of the label; `...` for every alert by itself. */
export function toWebhook(url: string, groupBy: string): Configuration {
  return (interval, wait) => `route:
  receiver: webhook
  group_by: ['${groupBy}']
  group_wait: ${wait}
  group_interval: ${interval}
  repeat_interval: 4h
receivers:
- name: webhook
  webhook_configs:
  - { url: '${url}', send_resolved: true }
`;
}

async function start(dir: string): Promise<Running> {
  const port = await freePort();
  mkdirSync(join(dir, 'data'), { recursive: true });
  const out = openSync(join(dir, 'log'), 'a');
  const child = spawn(
    program,
    [
      `--config.file=${join(dir, 'config.yml')}`,
      `--storage.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    { stdio: ['ignore', out, out] },
  );
  closeSync(out);
  const pid = child.pid ?? 0;
  await ready(port);
  return {
    port,
    pid,
    cpuMicros: () => cpuMicros(pid),
    stop: () => ended(child, 'SIGTERM'),
    kill: () => ended(child, 'SIGKILL'),
  };
}

async function ready(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => null);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('Alertmanager is not ready');
}
