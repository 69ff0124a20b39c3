/** Debian's Alertmanager as a process of its own: a sender of alerts that nobody here wrote. It goes by the machine's clock. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const absent = 'This test needs prometheus-alertmanager. Debian: apt-get install prometheus-alertmanager';

/** Ended at the latest when the test ends. `dir` is for its settings and what it remembers, `config` is its configuration file. */
export async function startAlertmanager(dir: string, config: string) {
  const file = join(dir, 'alertmanager.yml');
  writeFileSync(file, config);
  const child = spawn('prometheus-alertmanager', [
    `--config.file=${file}`,
    `--storage.path=${join(dir, 'data')}`,
    '--web.listen-address=127.0.0.1:0',
    '--cluster.listen-address=',
  ]);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<void>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', () => reject(new Error(absent)));
    child.once('close', () => reject(new Error(`Alertmanager ended in place of listening: ${said}`)));
    child.stderr.on('data', () => {
      const [, heard] = /msg="Listening on" address=([\d.:]+)/.exec(said) ?? [];
      if (heard) resolve(heard);
    });
  });

  async function post(labels: Readonly<Record<string, string>>, more: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify([{ labels, annotations: { summary: `${labels.instance} is on fire` }, ...more }]);
    const { status } = await fetch(`http://${address}/api/v2/alerts`, { method: 'POST', headers, body });
    if (status !== 200) throw new Error(`Alertmanager answers ${status}`);
  }

  return {
    address,
    /** Says that an alert with these labels fires, as Prometheus says it over and over. */
    fires: (labels: Readonly<Record<string, string>>) => post(labels, {}),
    /** Says that it is over since `endsAt`, ISO 8601. */
    resolves: (labels: Readonly<Record<string, string>>, endsAt: string) => post(labels, { endsAt }),
  };
}
