import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChatPlatform } from '../../../adapters/chat/platform.ts';
import { createReadiness, followerReadiness, type ReadinessSources } from '../../../adapters/http/readiness.ts';
import type { Holder } from '../../../src/alerts/sources/room.ts';
import type { ListedSource } from '../../../src/alerts/sources/sources-list.ts';
import { fakeTime } from '../../support/fake-time.ts';
import { second, today } from '../../support/time.ts';
import { actingReplica, followingReplica, somethingElse } from './replicas.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

type Room = Awaited<ReturnType<ReadinessSources['room']>>;

/** What /readyz says of a bot on one port with nothing wrong, but for what is given. */
function ready(parts: Partial<ReadinessSources> = {}) {
  const timers = fakeTime(today);
  const { answer } = createReadiness({
    ...{
      platforms: [],
      storeWritable: async () => true,
      timers,
      strandedProblem: () => null,
      trailProblem: () => null,
    },
    ...{ room: async () => room(0), tickAgeMs: () => 0, listSources: async () => [], namesSources: true },
    ...parts,
  });
  const checks = async () => Object(await answer()).body.checks;
  return { answer, checks, timers, passes: (ms: number) => void vi.advanceTimersByTime(ms) };
}

const room = (bytes: number, holders: readonly Holder[] = []): Room => ({ bytes, limit: 1_000, holders });
const holder = (name: string | null, bytes: number, isFull = false): Holder => ({
  ...{ share: name ?? 'signed', name, bytes, lesser: 0, isFull },
});
const full = (name: string) => holder(name, 100, true);

it('the store is asked once a second at most, and says when it cannot write', async () => {
  let takes = true;
  const storeWritable = vi.fn(async () => takes);
  const { checks, passes } = ready({ storeWritable });
  expect((await checks()).store).toBe('ok');
  takes = false;
  passes(second);
  expect((await checks()).store).toBe('ok');
  expect(storeWritable).toHaveBeenCalledTimes(1);
  passes(1);
  expect((await checks()).store).toContain('cannot write');
  expect(storeWritable).toHaveBeenCalledTimes(2);
});

it('a disk that hangs is named after 1.5 s, and is asked nothing more until it answers', async () => {
  let end: (writable: boolean) => void = () => {};
  const storeWritable = vi.fn(() => new Promise<boolean>((resolve) => (end = resolve)));
  const { checks, timers, passes } = ready({ storeWritable });
  for (const _look of [1, 2]) {
    const asked = checks();
    const early = vi.fn();
    void asked.then(early);
    await timers.advance(1_499);
    expect(early).not.toHaveBeenCalled();
    await timers.advance(1);
    expect((await asked).store).toContain('does not answer');
    passes(5 * second);
  }
  expect(storeWritable).toHaveBeenCalledTimes(1);
  end(false);
  await timers.advance(0);
  storeWritable.mockResolvedValue(true);
  expect((await checks()).store).toBe('ok');
  expect(storeWritable).toHaveBeenCalledTimes(2);
});

it('a ready platform says what it cannot do; one that is not ready says why, and nothing else', async () => {
  const checkOf = async (why: string | null) => {
    const platform: ChatPlatform = Object({ name: 'slack', notReady: () => why, impaired: () => 'a scope is missing' });
    const { status, body } = await ready({ platforms: [platform] }).answer();
    return [status, Object(body).checks.slack];
  };
  expect(await checkOf(null)).toEqual([200, 'ok, but a scope is missing']);
  expect(await checkOf('Slack refuses the token')).toEqual([503, 'Slack refuses the token']);
});

const silentAt = '2026-11-24T08:00:00.000Z';
const heard = (name: string, isSilent: boolean): ListedSource =>
  Object({ settings: { name }, row: isSilent ? { id: name, lastAt: silentAt, addedAt: silentAt, silentAt } : null });

it.each([
  [[], undefined],
  [[heard('a', false)], '1, of which none are silent'],
  [[heard('a', false), heard('b', true), heard('c', false)], '3, of which 1 is silent'],
  [[heard('a', true), heard('b', true), heard('c', false)], '3, of which 2 are silent'],
])('where strangers may ask, sources are counted, and not named: %#', async (list, said) => {
  const { checks } = ready({ listSources: async () => list, namesSources: false });
  const { store, sources, ...more } = await checks();
  expect([store, sources, more]).toEqual(['ok', said, {}]);
});

it('elsewhere each is named with whether it is silent', async () => {
  const { checks } = ready({ listSources: async () => [heard('a', false), heard('b', true)] });
  expect(await checks()).toEqual({ store: 'ok', 'source:a': 'ok', 'source:b': expect.stringContaining('silent') });
});

it.each<[Room, string | undefined]>([
  [room(1_000), 'full, alerts are refused: 1000 bytes of STATE_LIMIT 1000'],
  [room(999), 'nearly full, alerts that are not high are refused: 999 bytes of STATE_LIMIT 1000'],
  [room(800, [full('a')]), 'nearly full, alerts that are not high are refused: 800 bytes'],
  [room(799), undefined],
  [room(799, [holder('a', 99), holder(null, 98)]), undefined],
  [room(501, [full('a'), holder('b', 9)]), 'more than half full, and 1 source has used up a tenth and is refused: 501'],
  [room(501, [full('a'), full('b')]), 'more than half full, and 2 sources have used up a tenth and are refused: 501'],
  [room(500, [full('a')]), undefined],
])('which alerts are refused for want of room: %#', async (stored, said) => {
  for (const namesSources of [true, false]) {
    const { answer } = ready({ room: async () => stored, namesSources });
    const { status, body } = await answer();
    expect(status).toBe(200);
    const { storage } = Object(body).checks;
    if (said === undefined) expect(storage).toBeUndefined();
    else expect(storage).toContain(said);
  }
});

it('the five that hold most are named, where sources may be', async () => {
  const names = ['a', null, 'c', 'd', 'e', 'f'];
  const stored = room(
    900,
    names.map((name, n) => holder(name, 100 - n)),
  );
  const said = async (namesSources: boolean) =>
    (await ready({ room: async () => stored, namesSources }).checks()).storage;
  expect(await said(true)).toContain(
    ': 900 bytes of STATE_LIMIT 1000, a holds 100, the signed route holds 99, c holds 98, d holds 97, e holds 96. Resolve',
  );
  expect(await said(false)).toContain(': 900 bytes of STATE_LIMIT 1000. Resolve');
});

it('settings that were refused are said, and where they are wrong only where sources may be named', async () => {
  const mistakes = [1, 2, 3, 4].map((n) => ({
    setting: 'SOURCES',
    path: `sources.${n}.name`,
    sentence: 'Is missing.',
  }));
  const said = async (count: number, namesSources: boolean) => {
    const refused = { at: '2026-11-24T09:00:00.000Z', mistakes: mistakes.slice(0, count) };
    const { answer } = ready({ refusedSettings: () => refused, namesSources });
    const { status, body } = await answer();
    return [status, Object(body).checks.reload];
  };
  const start = 'the settings were not reloaded at 2026-11-24T09:00:00.000Z, the old ones stay:';
  expect(await said(1, true)).toEqual([200, `${start} 1 mistake. SOURCES sources.1.name: Is missing.`]);
  expect(await said(1, false)).toEqual([200, `${start} 1 mistake. See the log.`]);
  expect((await said(4, true))[1]).toMatch(
    /4 mistakes\. SOURCES sources\.1.*sources\.3\.name: Is missing\. See the log\.$/,
  );
  expect((await ready({ refusedSettings: () => null, namesSources: true }).checks()).reload).toBeUndefined();
});

/** What /readyz of a replica that follows says of the one that has the lease. */
async function actingOf(parts: Partial<Parameters<typeof followerReadiness>[0]>) {
  const answer = followerReadiness({
    ...{ trouble: () => null, acting: () => null, hasLooked: () => true, howActing: async () => 'ok' },
    ...{ ownUrl: () => 'http://10.0.0.2', begins: () => false, lookAgeMs: () => 0, refusedSettings: () => null },
    ...{ timers: fakeTime(today), namesAddresses: true, ...parts },
  });
  const { status, body } = await answer();
  return [status, Object(body).checks.acting];
}

it('a replica that follows tells one that does not answer, one that does not act, and something else', async () => {
  const acts = await actingReplica();
  const of = async (acting: typeof acts.acting) => {
    const { forwarder } = await followingReplica(acting);
    return actingOf({ acting: () => acting, howActing: forwarder.howActing });
  };
  const where = `(${acts.url}, term 1)`;
  expect(await of(acts.acting)).toEqual([200, `ok ${where}`]);
  acts.now.acts = false;
  expect(await of(acts.acting)).toEqual([503, `it runs, but does not act ${where}`]);
  const other = await somethingElse((_request, _body, response) => void response.end('a web page'));
  expect(await of(other.acting)).toEqual([503, expect.stringMatching(/^it did not prove that it acts: it has other/)]);
  other.stop();
  expect(await of(other.acting)).toEqual([503, `it does not answer (${other.url}, term 1)`]);
});

it('of its own address it never says that it does not answer', async () => {
  const howActing = vi.fn(async () => 'it does not answer');
  const parts = { acting: () => ({ term: '3', url: 'http://10.0.0.2' }), howActing };
  expect(await actingOf(parts)).toEqual([
    ...[
      503,
      'the process that acted at this address is gone: once its lease ends, another one acts (http://10.0.0.2, term 3)',
    ],
  ]);
  expect(await actingOf({ ...parts, begins: () => true })).toEqual([
    ...[503, 'this replica begins to act (http://10.0.0.2, term 3)'],
  ]);
  expect(howActing).not.toHaveBeenCalled();
});
