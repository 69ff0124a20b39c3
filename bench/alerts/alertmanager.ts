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

/** Every alert for itself, at once: `group_wait` 0, `group_interval` 10 s, which is as quick as its own manual goes. */
export function alertmanager(slackUrl: string): Side {
  return {
    name: 'A',
    async install({ interval = '10s', wait = '0s' } = {}) {
      const dir = mkdtempSync(join(tmpdir(), 'bench-'));
      writeFileSync(join(dir, 'config.yml'), config(slackUrl, interval, wait));
      return { start: () => start(dir), remove: () => rmSync(dir, { recursive: true }) };
    },
    request: (alerts) =>
      httpPost(
        '/api/v2/alerts',
        {},
        JSON.stringify(
          alerts.map(({ id, place }) => ({
            labels: { alertname: 'Security', id, severity: 'high', place: String(place) },
            annotations: { summary: `Security incident id=${id}`, description },
          })),
        ),
      ),
  };
}

function config(slackUrl: string, interval: string, wait: string): string {
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
  return `route:
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
