/** What the running bot makes of a sign-in of a person: the audit trail and the admins hear of it, once, within a minute. */
import { rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectMicrosoft } from '../../../adapters/microsoft/connection.ts';
import type { MicrosoftTenant } from '../../../adapters/microsoft/file/tenant.ts';
import { signInFile } from '../../../adapters/microsoft/sign-in/sign-in-file.ts';
import { createLog } from '../../../adapters/process/log.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import { aBot, cardOf, type TestBot, text } from '../../support/a-bot.ts';
import { aBusyPartner, ada, contoso, tina } from '../../support/partner.ts';
import { sourceFolder } from '../../support/source-door.ts';
import { day, minute, second } from '../../support/time.ts';
import { bySecret, tenantWith } from './api/microsoft-api.ts';

const tenant: MicrosoftTenant = {
  ...tenantWith(bySecret('x')),
  ...{ id: contoso, roles: false, alerts: { by: 'user', everyMs: 5 * minute, writeBack: false } },
};
const signInAt = (time: string, name = 'ada@contoso.example') => ({
  ...{ refreshToken: 'the-refresh-token', signedInAt: time, who: { name, objectId: 'x' } },
});

let bot: TestBot;
let folder: ReturnType<typeof sourceFolder>;
let bugs: unknown[];
beforeEach(async () => {
  bot = await aBot(aBusyPartner());
  folder = sourceFolder();
  bugs = [];
  bot.world.onBug = (error) => void bugs.push(error);
});
afterEach(() => {
  folder.remove();
  expect(bugs).toEqual([]);
});

const file = () => signInFile(dirname(folder.path('x')), tenant);
/** Starts what asks Microsoft, as a start of the bot does. */
function start(tenants: readonly MicrosoftTenant[] = [tenant]) {
  const { world } = bot;
  const lines: string[] = [];
  const log = createLog('trace', [], { write: (line) => void lines.push(line) });
  const connection = { ...world, stateDir: dirname(folder.path('x')), log, count: () => {}, hide: () => {} };
  const nowhere = { login: 'http://127.0.0.1:9', api: 'http://127.0.0.1:9' };
  void connectMicrosoft({ ...nowhere, tenants }, connection).ask(world, (id) => id);
}
const signIns = async () =>
  (await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 }))).filter(
    ({ deed }) => deed === 'microsoft.signedIn',
  );
const told = () => [ada, tina].map((id) => bot.inPrivate(id, 'microsoftNews signedIn').length);

it('is in the audit trail and told to the admins within a minute, once, with who it is and what to do', async () => {
  start();
  await bot.passes(minute);
  expect(await signIns()).toEqual([]);
  const at = bot.world.clock.now();
  await file().write(signInAt(at));
  await bot.passes(minute + second);
  expect(await signIns()).toMatchObject([{ by: null, byName: 'ada@contoso.example', tenantId: contoso, changes: [] }]);
  expect(told()).toEqual([1, 1]);
  const [news] = bot.inPrivate(ada, 'microsoftNews signedIn');
  const card = text(news?.card);
  for (const part of [
    'ada@contoso.example signed in to Microsoft on',
    'contoso',
    'If you do not know who did this, revoke',
  ])
    expect(card).toContain(part);
  expect(card).not.toContain('the-refresh-token');
  await bot.passes(3 * minute);
  expect([(await signIns()).length, told()]).toEqual([1, [1, 1]]);
  expect(text(cardOf(await bot.say(ada, 'history')))).toContain('ada@contoso.example signed in to Microsoft');
});

describe('is told', () => {
  it('once, also after a restart days later', async () => {
    await file().write(signInAt(bot.world.clock.now()));
    start();
    await bot.passes(second);
    expect(told()).toEqual([1, 1]);
    await bot.passes(3 * day);
    start();
    await bot.passes(2 * minute);
    expect([(await signIns()).length, told()]).toEqual([1, [1, 1]]);
  });

  it('for each sign-in, and not for a refresh token that Entra gave anew', async () => {
    start();
    await file().write(signInAt(bot.world.clock.now()));
    await bot.passes(minute);
    const signedIn = await file().read();
    if (signedIn) await file().replaceToken(signedIn, 'the-next-one');
    await bot.passes(2 * minute);
    expect(told()).toEqual([1, 1]);
    await file().write(signInAt(bot.world.clock.now(), 'eve@contoso.example'));
    await bot.passes(minute + second);
    expect((await signIns()).map(({ byName }) => byName)).toEqual(['eve@contoso.example', 'ada@contoso.example']);
    expect(told()).toEqual([2, 2]);
  });

  it('anew after the file was removed, since its numbers grow with the time', async () => {
    start();
    await file().write(signInAt(bot.world.clock.now()));
    await bot.passes(minute + second);
    rmSync(file().path);
    await bot.passes(minute);
    await file().write(signInAt(bot.world.clock.now()));
    await bot.passes(minute + second);
    expect(told()).toEqual([2, 2]);
  });

  it('once there is somebody to tell, and is in the audit trail before', async () => {
    const { directory } = bot.world;
    bot.world.directory = { ...directory, adminsToTell: () => Promise.reject(new ChatError('unreachable', 'timeout')) };
    start();
    await file().write(signInAt(bot.world.clock.now()));
    await bot.passes(3 * minute);
    expect([(await signIns()).length, told()]).toEqual([1, [0, 0]]);
    bot.world.directory = directory;
    await bot.passes(3 * minute);
    expect([(await signIns()).length, told()]).toEqual([1, [1, 1]]);
  });

  it('once the store takes writes again', async () => {
    const { change } = bot.world.store;
    await file().write(signInAt(bot.world.clock.now()));
    bot.world.store.change = () => Promise.reject(new StoreUnwritable('disk full'));
    start();
    await bot.world.time.advance(second);
    bot.world.store.change = change;
    await bot.passes(minute);
    expect([(await signIns()).length, told()]).toEqual([1, [1, 1]]);
  });
});

it('nothing is told of a file that is damaged, nor where the app asks for itself', async () => {
  await file().write(signInAt(bot.world.clock.now()));
  start([
    { ...tenant, alerts: { by: 'app', everyMs: 5 * minute, writeBack: false } },
    { ...tenant, alerts: null },
  ]);
  await bot.passes(2 * minute);
  writeFileSync(file().path, '{"version":1');
  start();
  await bot.passes(2 * minute);
  expect(await signIns()).toEqual([]);
});
