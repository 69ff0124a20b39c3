/** Debian's ntfy, as a process of its own, takes events as messages for a phone: a server that nobody here wrote. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freely } from '../../adapters/http/outgoing.ts';
import { clock } from '../../adapters/process/timers.ts';
import { openReceivers } from '../../adapters/receivers/open-receivers.ts';
import type { OutgoingEvent } from '../../src/ports/receivers.ts';
import { folder } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { notedLog } from '../support/stub-bot.ts';

/** Resolves with a port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function startNtfy() {
  const url = `http://127.0.0.1:${await freePort()}`;
  const config = join(folder(), 'server.yml');
  writeFileSync(config, `base-url: "${url}"\nlisten-http: "${url.slice('http://'.length)}"\n`);
  const child = spawn('ntfy', ['serve', '--config', config]);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  await vi.waitFor(async () => expect((await fetch(`${url}/v1/health`)).status).toBe(200), { timeout: 20_000 });
  return {
    url,
    /** The messages of a topic, as a phone gets them. */
    async messages(topic: string): Promise<Record<string, unknown>[]> {
      const lines = await (await fetch(`${url}/${topic}/json?poll=1`)).text();
      return lines.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
    },
  };
}

it.runIf(drives('ntfy'))('rings a phone with the alert that nobody acknowledged', { timeout: 60_000 }, async () => {
  const ntfy = await startNtfy();
  const file = join(folder(), 'receivers.json');
  const phone = { name: 'phone', format: 'ntfy', url: `${ntfy.url}/soc`, private: true };
  writeFileSync(
    file,
    JSON.stringify({ version: 1, receivers: [{ ...phone, events: ['alert.unacknowledged', 'alert.resolved'] }] }),
  );
  const timers = { wait: async () => false };
  const world = { ...freely, clock, timers, log: notedLog(), locale: 'en', uptimeMs: () => 0, hide: () => {} } as const;
  const { receivers } = openReceivers(file, { env: {}, sources: [], isLocal: false }).connect(world);
  const event: OutgoingEvent = {
    ...{ id: 'one-e17', type: 'alert.unacknowledged', at: clock.now(), subject: 'alerts/17', installation: 'one' },
    ...{ mayBeRepeat: false, keyId: null },
    facts: {
      ...{ number: 17, tenant: 'Contoso', title: 'Crypto mining: “été” ⛏', severity: 'high', description: 'A VM.' },
      ...{ answerBy: '2026-11-25T09:00:00.000Z', source: 'webhook:command-line', sourceName: 'command-line' },
      ...{ reference: '4711', link: 'https://x.slack.com/archives/C1/p1' },
    },
  };
  expect(await receivers.send('phone', event)).toMatchObject({ kind: 'sent' });
  expect(await receivers.send('phone', { ...event, id: 'one-e18', type: 'alert.resolved' })).toMatchObject({
    kind: 'sent',
  });
  const [rings, quiet] = await ntfy.messages('soc');
  expect(rings).toMatchObject({
    ...{ title: 'Alert 17 · Contoso: Crypto mining: “été” ⛏', click: 'https://x.slack.com/archives/C1/p1' },
    ...{ priority: 5, tags: ['rotating_light'] },
    message:
      'Nobody has acknowledged it for 10 minutes.\nAnswer by: 25 Nov 2026, 09:00 UTC\nSeverity: High\nSource: command-line\nTicket: 4711\nA VM.',
  });
  expect(await receivers.send('phone', { ...event, id: 'one-e19', type: 'receiver.test', facts: {} })).toMatchObject({
    kind: 'sent',
  });
  expect((await ntfy.messages('soc')).at(-1)).toMatchObject({ title: 'Test', priority: 5 });
  expect(quiet?.title).toBe('Resolved: alert 17 · Contoso: Crypto mining: “été” ⛏');
  expect(quiet).not.toHaveProperty('priority', 5);
});
