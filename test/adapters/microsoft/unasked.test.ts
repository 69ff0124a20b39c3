/** What the bot forgets of Microsoft's answers when it starts and nobody asks for them any more. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMicrosoft } from '../../../adapters/microsoft/open-microsoft.ts';
import { isGoneInEntra } from '../../../src/request/proven-admins.ts';
import { marking } from '../../../src/store/due.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { microsoftFile, microsoftTenant } from '../../support/microsoft-file.ts';
import { aTenant, contoso, sam } from '../../support/partner.ts';
import { scoreDoor } from '../../support/score-door.ts';
import { type SourceDoor, sourceDoor, sourceFolder } from '../../support/source-door.ts';
import { day } from '../../support/time.ts';

let folder: ReturnType<typeof sourceFolder>;
let door: SourceDoor;
beforeEach(() => {
  folder = sourceFolder();
});
afterEach(async () => {
  await door.close();
  folder.remove();
});

/** Opens a bot whose file has one tenant with these signals; null for no file. */
async function open(signals: object | null, store = memoryStore()) {
  const asked = microsoftTenant({ id: contoso, ...signals });
  const nowhere = { login: 'http://127.0.0.1:9', api: 'http://127.0.0.1:9' };
  const path = folder.write('microsoft.json', microsoftFile([asked], nowhere));
  const about = { sourceNames: [], isLocal: false };
  const microsoft = signals ? openMicrosoft(path, { APP_SECRET: 'abc8Q-the-secret-of-the-app' }, about) : null;
  door = await sourceDoor({ sources: [], microsoft, store });
}

/** Microsoft has seen no contact for two days, and two looks found somebody gone. */
async function record() {
  const at = door.time.now();
  const store = marking(door.store, () => {});
  await store.change(async (tx) => {
    await tx.put('tenants', aTenant({ contact: { attestedAt: null } }));
    await tx.put('leavers', { id: sam, firstAt: at, lookedAt: at, goneAt: at });
  });
  const score = scoreDoor({ store, clock: { now: () => door.time.now() } });
  await score.says('noncomplaint');
  await door.time.advance(2 * day);
  await score.says('noncomplaint');
  await door.bot.tick();
}

const isNotOnFile = () =>
  door.store.read(async (reader) =>
    (await reader.list('findings')).some(({ code, closedAt }) => code === 'notOnFile' && closedAt === null),
  );
const isGone = () => door.store.read((reader) => isGoneInEntra(reader, sam));

it.each([
  ['MICROSOFT is not set', null, [false, false]],
  ['no tenant has score', { roles: true }, [false, true]],
  ['no tenant has roles', { score: true }, [true, false]],
])('where %s, what nobody asks for any more is forgotten', async (_name, signals, after) => {
  await open(signals);
  await record();
  expect([await isNotOnFile(), await isGone()]).toEqual([true, true]);
  const asking = door.askMicrosoft();
  const seen = async () => {
    await door.bot.tick();
    return [await isNotOnFile(), await isGone()];
  };
  await expect.poll(seen).toEqual(after);
  door.time.stop();
  await asking;
});

it('where MICROSOFT is not set any more, nothing at Microsoft is a trouble', async () => {
  await open(null);
  const trouble = { tenantId: contoso, name: 'contoso', kind: 'permission', code: 'Forbidden' } as const;
  const since = { since: door.time.now(), sinceRunMs: 0 };
  await door.store.change(async (tx) => {
    await tx.put('troubles', { id: `${contoso} score`, signal: 'score', ...trouble, ...since, notifiedRunMs: 0 });
    await tx.put('troubles', { id: 'away', ...since, isLasting: false });
  });
  const asking = door.askMicrosoft();
  await expect.poll(() => door.store.read((reader) => reader.list('troubles'))).toEqual([]);
  door.time.stop();
  await asking;
});

describe('without MICROSOFT, a start', () => {
  const store = memoryStore();
  const { change, read } = store;
  let broken: 'change' | 'read' | null = null;
  const fail = () => Promise.reject(new TypeError('no such thing'));
  store.change = (...given) => (broken === 'change' ? fail() : change(...given));
  store.read = (...given) => (broken === 'read' ? fail() : read(...given));
  const bugs = () => door.lines().filter(({ event }) => event === 'microsoft.failed');
  beforeEach(async () => {
    broken = null;
    await open(null, store);
  });

  it('with nothing to forget writes nothing', async () => {
    broken = 'change';
    await door.askMicrosoft();
    expect(bugs()).toEqual([]);
  });

  it('logs a bug in forgetting, and goes on', async () => {
    broken = 'read';
    await door.askMicrosoft();
    expect(bugs()).toHaveLength(1);
  });

  it('waits for a store that takes no writes', async () => {
    await record();
    store.diskFull(true);
    await door.askMicrosoft();
    store.diskFull(false);
    expect(bugs()).toEqual([]);
    expect(await isGone()).toBe(true);
  });
});
