/** What the bot forgets of Microsoft's answers when it starts and nobody asks for them any more. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMicrosoft } from '../../../adapters/microsoft/open-microsoft.ts';
import { isGoneInEntra } from '../../../src/request/proven-admins.ts';
import { marking } from '../../../src/store/due.ts';
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
async function open(signals: object | null) {
  const asked = microsoftTenant({ id: contoso, ...signals });
  const nowhere = { login: 'http://127.0.0.1:9', api: 'http://127.0.0.1:9' };
  const path = folder.write('microsoft.json', microsoftFile([asked], nowhere));
  const about = { sourceNames: [], isLocal: false };
  const microsoft = signals ? openMicrosoft(path, { APP_SECRET: 'abc8Q-the-secret-of-the-app' }, about) : null;
  door = await sourceDoor({ sources: [], microsoft });
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

it('without MICROSOFT, a start with nothing to forget writes nothing', async () => {
  await open(null);
  door.store.change = () => Promise.reject(new Error('written'));
  await door.askMicrosoft();
});
