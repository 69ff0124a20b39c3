import { expect, it, onTestFinished } from 'vitest';
import type { ChatPlatform } from '../../../adapters/chat/platform.ts';
import { createReadiness, type ReadinessSources } from '../../../adapters/http/readiness.ts';
import { routesOf } from '../../../adapters/http/routes.ts';
import { createServers } from '../../../adapters/http/servers.ts';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import { watchTicks } from '../../../adapters/process/timers.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { fakeTime } from '../../support/fake-time.ts';
import { notedLog } from '../../support/stub-bot.ts';
import { today } from '../../support/time.ts';

/** The routes of a bot whose ticks a test ends, by a clock that it moves. */
async function ticking({ storeWritable, timers }: Partial<Pick<ReadinessSources, 'storeWritable' | 'timers'>> = {}) {
  let now = 0;
  let end = { resolve: () => {}, reject: (_error: Error) => {} };
  const tick = () =>
    new Promise<void>((resolve, reject) => {
      end = { resolve, reject };
    });
  const idle = async () => {};
  const silent: Bot = {
    handle: () => Promise.reject(new Error('nobody asks')),
    search: async () => [],
    spoken: () => null,
    answerShown: idle,
    enqueueAnswer: async () => {},
    arrived: idle,
    left: idle,
    changed: idle,
    connected: idle,
    tick,
  };
  const { bot, ageMs } = watchTicks(silent, idle, () => now);
  const metrics = createMetrics();
  metrics.ask({ tickAgeMs: ageMs });
  const platforms: ChatPlatform[] = [];
  const readiness = createReadiness({
    platforms,
    storeWritable: storeWritable ?? (async () => true),
    timers: timers ?? fakeTime(today),
    listSources: async () => [],
    namesSources: true,
    trailProblem: () => null,
    strandedProblem: () => null,
    room: async () => ({ bytes: 0, limit: 1, holders: [] }),
    tickAgeMs: ageMs,
  });
  const routes = routesOf({ bot, platforms, readiness, metrics, webhook: null, sourceWebhook: null });
  const { host } = createServers({ routes, log: notedLog(), metrics, loopbackOnly: false, monitoringApart: false });
  const url = `http://127.0.0.1:${await host.listen(0, '127.0.0.1')}`;
  onTestFinished(() => {
    host.cut();
    return host.stop();
  });
  return {
    tick: bot.tick,
    passes(seconds: number): void {
      now += seconds * 1_000;
    },
    ends: (error?: Error) => (error ? end.reject(error) : end.resolve()),
    async ready() {
      const response = await fetch(`${url}/readyz`);
      const { checks } = await response.json();
      return [response.status, checks.ticks ?? null];
    },
    async store() {
      const response = await fetch(`${url}/readyz`);
      return [response.status, (await response.json()).checks.store];
    },
    async head(path: string) {
      const response = await fetch(url + path, { method: 'HEAD' });
      return [response.status, await response.text()];
    },
    async age() {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/^security_contact_bot_tick_age_seconds (\S+)/m.exec(text)?.[1]);
    },
  };
}

it.each([
  ['hangs', 301, [503, 'none has ended for 301 s: reminders and escalations stand still. Restart the bot']],
  ['takes its time', 300, [200, null]],
] as const)('a tick that %s for %i seconds', async (_what, seconds, answer) => {
  const { tick, passes, ready, age, ends } = await ticking();
  const underWay = tick();
  passes(seconds);
  expect([await ready(), await age()]).toEqual([answer, seconds]);
  ends();
  await underWay;
  expect([await ready(), await age()]).toEqual([[200, null], 0]);
});

it('ticks that end are ticks, also when they failed', async () => {
  const { tick, passes, ready, age, ends } = await ticking();
  passes(290);
  const underWay = tick();
  ends(new Error('a step failed'));
  await expect(underWay).rejects.toThrow('a step failed');
  passes(20);
  expect([await ready(), await age()]).toEqual([[200, null], 20]);
});

it('a disk that does not answer is named within two seconds, and asked once', async () => {
  let asked = 0;
  const waits: number[] = [];
  const { store } = await ticking({
    storeWritable: () => {
      asked++;
      return new Promise(() => {});
    },
    timers: {
      wait: async (ms) => {
        waits.push(ms);
        return true;
      },
    },
  });
  const slow = [503, 'the disk of the state folder does not answer: it is slow, or hangs'];
  expect([await store(), await store()]).toEqual([slow, slow]);
  expect([asked, Math.max(...waits) < 2_000]).toEqual([1, true]);
});

it('a disk that takes no writes is named', async () => {
  const { store } = await ticking({ storeWritable: async () => false });
  expect(await store()).toEqual([503, 'cannot write: is the disk of the state folder full or read-only?']);
});

it('an uptime monitor may ask for the head alone, and gets the status without the body', async () => {
  const { head } = await ticking();
  for (const path of ['/healthz', '/readyz', '/metrics']) expect(await head(path), path).toEqual([200, '']);
});
