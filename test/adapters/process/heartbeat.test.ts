/** The heartbeat, against a service that answers as it likes, and by a clock that a test moves. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { beat, troubleOf } from '../../../adapters/process/heartbeat.ts';
import { fakeTime } from '../../support/fake-time.ts';
import { notedLog } from '../../support/stub-bot.ts';
import { hour, minute, second, today } from '../../support/time.ts';
import { bot, patient } from './child.ts';

/** A service that hears heartbeats. `calls` are the methods and paths, in order. */
async function service(answer: RequestListener = (_request, response) => response.end('OK')) {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { calls, url: `http://127.0.0.1:${port}/ping/secret`, close };
}

/** A heart that beats at this address; `trouble` keeps it from beating. */
function heart(url: string, trouble: string | null = null) {
  const time = fakeTime(today);
  const log = notedLog();
  const counts: Record<string, number> = {};
  const state = { trouble, url };
  const ended = beat({
    fetch,
    url: () => state.url,
    trouble: async () => state.trouble,
    timers: time,
    count: (outcome, times = 1) => {
      counts[outcome] = (counts[outcome] ?? 0) + times;
    },
    log,
    elapsed: time.passed,
  });
  onTestFinished(() => time.stop());
  /** Waits until so many heartbeats came to something. */
  const counted = (outcome: string, times: number) => vi.waitFor(() => expect(counts[outcome]).toBe(times), patient);
  return {
    time,
    log,
    counts,
    state,
    counted,
    ended,
    warnings: () =>
      log.lines.filter(({ level }) => level === 'warn').map(({ fields, message }) => ({ ...fields, message })),
  };
}

describe('the heartbeat', () => {
  it('comes at once and then each minute, by a plain GET', async () => {
    const { calls, url } = await service();
    const { time, counted, counts } = heart(url);
    await counted('sent', 1);
    await time.advance(59 * second);
    expect(calls).toEqual(['GET /ping/secret']);
    await time.advance(second);
    await counted('sent', 2);
    expect([calls, counts]).toEqual([Array(2).fill('GET /ping/secret'), { sent: 2, failed: 0, withheld: 0 }]);
  });

  it('goes to another address from the next one on, once the settings were reloaded', async () => {
    const { calls, url } = await service();
    const { time, state, counted } = heart(url);
    await counted('sent', 1);
    state.url = url.replace('/ping/', '/other/');
    await time.advance(minute);
    await counted('sent', 2);
    expect(calls).toEqual(['GET /ping/secret', 'GET /other/secret']);
  });

  it('is withheld while the bot cannot do its work, and comes seconds after it can', async () => {
    const { calls, url } = await service();
    const { time, state, counted, counts, warnings } = heart(url);
    await counted('sent', 1);
    state.trouble = 'store: cannot write';
    await time.advance(10 * minute);
    // It looks every five seconds, and counts as often as a heartbeat would come.
    expect([calls.length, counts.withheld]).toEqual([1, 10]);
    expect(warnings()).toMatchObject([{ why: 'store: cannot write', message: expect.stringContaining('withheld') }]);
    state.trouble = null;
    await time.advance(5 * second);
    await counted('sent', 2);
  });

  it('says and counts nothing of a start that takes less than a minute', async () => {
    const { url } = await service();
    const { time, state, counted, counts, warnings } = heart(url, 'no platform is ready');
    await time.advance(55 * second);
    expect([counts, warnings()]).toEqual([{ sent: 0, failed: 0, withheld: 0 }, []]);
    state.trouble = null;
    await time.advance(5 * second);
    await counted('sent', 1);
    expect(counts.withheld).toBe(0);
  });

  it('is withheld, and says so, when a start takes longer', async () => {
    const { calls, url } = await service();
    const { time, counts, warnings } = heart(url, 'no platform is ready');
    await time.advance(minute + 5 * second);
    expect([calls, counts.withheld]).toEqual([[], 1]);
    expect(warnings()).toMatchObject([{ why: 'no platform is ready', message: expect.stringContaining('withheld') }]);
  });

  it('says nothing of trouble that is over within a minute', async () => {
    const { url } = await service();
    const { time, state, counted, warnings } = heart(url);
    await counted('sent', 1);
    state.trouble = 'no platform is ready';
    await time.advance(minute + 50 * second);
    expect(warnings()).toEqual([]);
  });

  it.each<[string, RequestListener, string]>([
    ['another status', (_request, response) => response.writeHead(404).end('no such check'), 'status 404'],
    [
      'a redirect, which it does not follow',
      (_q, to) => to.writeHead(302, { location: '/elsewhere' }).end(),
      'status 302',
    ],
    ['a hang-up', (request) => request.socket.destroy(), 'UND_ERR_SOCKET'],
  ])('fails at %s, and is logged once an hour without its address', async (_what, answer, why) => {
    const { calls, url } = await service(answer);
    const { time, counted, warnings, log } = heart(url);
    await counted('failed', 1);
    for (let n = 2; n <= 60; n++) {
      await time.advance(minute);
      await counted('failed', n);
    }
    expect(warnings()).toMatchObject([{ why }]);
    await time.advance(minute);
    await counted('failed', 61);
    expect(warnings()).toHaveLength(2);
    expect(new Set(calls)).toEqual(new Set(['GET /ping/secret']));
    expect(JSON.stringify(log.lines)).not.toMatch(/secret|127\.0\.0\.1/);
  });

  it('gives up a service that does not answer after ten seconds, and goes on', async () => {
    const { calls, url } = await service(() => {});
    const { time, counted, warnings } = heart(url);
    await vi.waitFor(() => expect(calls).toHaveLength(1), patient);
    await time.advance(10 * second);
    await counted('failed', 1);
    expect(warnings()).toMatchObject([{ why: 'no answer' }]);
    await time.advance(minute);
    await vi.waitFor(() => expect(calls).toHaveLength(2), patient);
  });

  it('counts nothing when the bot stops while the service has not answered yet', async () => {
    const { calls, url } = await service(() => {});
    const { time, counts, warnings, ended } = heart(url);
    await vi.waitFor(() => expect(calls).toHaveLength(1), patient);
    time.stop();
    await ended;
    expect([counts, warnings()]).toEqual([{ sent: 0, failed: 0, withheld: 0 }, []]);
  });

  it('fails where nobody listens', async () => {
    const { url, close } = await service();
    close();
    const { counted, warnings } = heart(url);
    await counted('failed', 1);
    expect(warnings()).toMatchObject([{ why: 'ECONNREFUSED' }]);
  });

  it('of a real bot comes once it is ready, and is counted', { timeout: 60_000 }, async () => {
    const { calls, url: HEARTBEAT_URL } = await service();
    const { url, said } = await bot({ HEARTBEAT_URL });
    await vi.waitFor(() => expect(calls).toEqual(['GET /ping/secret']), patient);
    await vi.waitFor(
      async () =>
        expect(await (await fetch(`${url}/metrics`)).text()).toContain(
          'security_contact_bot_heartbeats_total{outcome="sent"} 1\n',
        ),
      patient,
    );
    expect(said.out).not.toContain('ping/secret');
  });
});

describe('the bot can do its work', () => {
  const ago = (ms: number) => new Date(Date.parse(today) - ms).toISOString();
  const platform = (name: 'slack' | 'teams', contactMs: number | null) => ({
    name,
    lastContactAt: () => (contactMs === null ? null : ago(contactMs)),
  });
  const well = {
    parts: { store: null, slack: null, teams: null, ticks: null } as Record<string, string | null>,
    slack: 0 as number | null,
    teams: 0 as number | null,
    oldest: 0,
    attempt: 0,
  };
  const trouble = (change: Partial<typeof well>) => {
    const { parts, slack, teams, oldest, attempt } = { ...well, ...change };
    return troubleOf({
      vital: async () => new Map(Object.entries(parts)),
      platforms: [platform('slack', slack), platform('teams', teams)],
      oldestSeconds: async () => oldest / second,
      attemptAgeMs: () => attempt,
      now: () => today,
    });
  };

  it.each<[string, Partial<typeof well>]>([
    ['when all is well', {}],
    ['while one platform refuses it and the other works', { parts: { ...well.parts, slack: 'refused' } }],
    ['when nothing had to be sent for days', { attempt: 72 * hour, slack: 72 * hour, teams: null }],
    [
      'while something waits for less than a quarter of an hour',
      { oldest: 15 * minute, attempt: hour, slack: hour, teams: hour },
    ],
    [
      'while something waits, and is tried, and another platform answers',
      { oldest: hour, attempt: minute, slack: hour },
    ],
  ])('%s', async (_when, change) => {
    expect(await trouble(change)).toBeNull();
  });

  it.each<[string, Partial<typeof well>, RegExp]>([
    ['the store writes', { parts: { ...well.parts, store: 'cannot write' } }, /^store: cannot write$/],
    ['ticks end', { parts: { ...well.parts, ticks: 'none has ended' } }, /^ticks: none has ended$/],
    [
      'some platform is ready',
      { parts: { ...well.parts, slack: 'refused', teams: 'no keys' } },
      /no platform is ready/,
    ],
    ['the outbox sends what waits', { oldest: hour, attempt: 15 * minute + 1 }, /sends none/],
    ['some platform answers while something waits', { oldest: hour, slack: hour, teams: null }, /no platform answers/],
  ])('only while %s', async (_while, change, why) => {
    expect(await trouble(change)).toMatch(why);
  });
});
