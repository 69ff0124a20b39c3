import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import { ruleId } from '../../../src/domain/alert/rule.ts';
import { newSource } from '../../../src/domain/alert/source.ts';
import { isoNow } from '../../support/time.ts';
import { command, folder, type Settings } from '../process/child.ts';
import { doctor } from './doctor-run.ts';

const token = 'a-token-of-a-test-with-32-characters';

function sourcesFile(...sources: object[]): string {
  const file = join(folder(), 'sources.json');
  writeFileSync(file, JSON.stringify({ version: 1, sources }));
  return file;
}

const source = (name: string, more: object = {}) => ({
  name,
  preset: 'alertmanager',
  auth: { bearer: ['env:ONE_KEY'] },
  ...more,
});
const offline = (settings: Settings) =>
  doctor({ ONE_KEY: token, STATE_DIR: join(folder(), 'state'), ...settings }, '--offline');

it('tells of each source, and what is wrong with it', async () => {
  const STATE_DIR = join(folder(), 'state');
  const register = join(folder(), 'register.json');
  const tenant = { id: '44444444-4444-4444-8444-444444444444', name: 'Contoso', partnerType: 'directBill' };
  writeFileSync(register, JSON.stringify({ version: 1, tenants: [tenant] }));
  expect(await command('import', { STATE_DIR }, register).ended).toMatchObject({ code: 0 });
  const SOURCES = sourcesFile(
    source('prom'),
    source('cipp', { auth: { bearer: ['env:SHORT_KEY'] } }),
    source('mine', { auth: { urlToken: ['env:URL_KEY'] } }),
    source('strange', {
      tenant: { fixed: '72f988bf-86f1-41af-91ab-2d7cd011db47' },
      auth: { bearer: ['env:OTHER_KEY'] },
    }),
  );
  const keys = { SHORT_KEY: 'too-short-key', URL_KEY: `${token}-for-a-url`, OTHER_KEY: `${token}-of-another` };
  const { failed, check } = await offline({ STATE_DIR, SOURCES, ...keys });
  expect(failed).toEqual(['source:cipp', 'source:strange']);
  expect(check('sources')?.detail).toBe('4 sources in the file.');
  expect(check('source:prom')?.detail).toBe('Nothing has come from it yet.');
  expect(check('source:mine')?.detail).toMatch(/Its token stands in the URL/);
  expect(check('source:cipp')?.detail).toMatch(/^Its secret has fewer than 16 characters, and can be guessed\./);
  expect(check('source:strange')?.detail).toMatch(/^The partner tenant 72f988bf-\S+ is not set up here/);
});

it('tells of a source that fell silent, and of one whose requests were all refused', async () => {
  const STATE_DIR = join(folder(), 'state');
  const store = await openStore({ dir: STATE_DIR, onFatal: () => {} });
  await store.change(async (tx) => {
    await tx.put('sources', {
      ...newSource('prom', isoNow(), 0),
      silentAt: isoNow(),
      heardAt: '2026-11-20T08:00:00.000Z',
    });
    await tx.put('sources', { ...newSource('mine', isoNow(), 0), refused: 3 });
    const since = '2026-08-01T00:00:00.000Z';
    const known = (title: string, usedAt: string | null) => ({ id: ruleId({ title }), line: title, since, usedAt });
    const list = [known('unused', null), known('used', isoNow()), known('past', isoNow())];
    await tx.put('rules', { id: 'ruled', list });
  });
  await store.close();
  const { failed, check } = await offline({
    STATE_DIR,
    ...{ SLACK_BOT_TOKEN: 'xoxb-secret-token', SLACK_SIGNING_SECRET: 'the-signing-secret' },
    SOURCES: sourcesFile(
      source('prom', { expectEvery: 'P1D' }),
      source('mine', { auth: { bearer: ['env:MINE_KEY'] } }),
      source('ruled', {
        auth: { bearer: ['env:RULED_KEY'] },
        rules: [
          { when: { title: 'Unused' }, severity: 'low' },
          { when: { title: 'used' }, severity: 'low' },
          { when: { title: 'new' }, severity: 'low' },
          { when: { title: 'past' }, until: '2026-11-01T00:00:00Z', why: 'Move' },
        ],
      }),
    ),
    MINE_KEY: `${token}-of-mine`,
    RULED_KEY: `${token}-of-ruled`,
  });
  expect(failed).toEqual(['source:prom']);
  expect(check('source:ruled')?.detail).toBe(
    'Nothing has come from it yet. rules.0 has applied to nothing for 90 days: title Unused → severity low. The window of rules.3 is over: title past → until 2026-11-01T00:00:00Z (Move).',
  );
  expect(check('source:prom')?.detail).toBe(
    'Nothing has come since 2026-11-20T08:00:00.000Z, for longer than its expectEvery.',
  );
  expect(check('source:mine')?.detail).toBe(
    'Nothing of it was taken yet; 3 requests in its name did not prove to be its own.',
  );
});

it('tells every mistake of the file at once', async () => {
  const SOURCES = sourcesFile(
    source('UPPER'),
    source('prom', { preset: 'prometheus' }),
    source('open', { auth: { bearer: ['env:NOT_THERE'] } }),
  );
  const { failed, check } = await offline({ SOURCES });
  expect(failed).toEqual(['sources']);
  for (const part of ['sources.0.name', 'sources.1.preset', 'NOT_THERE is not set'])
    expect(check('sources')?.detail).toContain(part);
});

it('tells of a file that is not there', async () => {
  expect((await offline({ SOURCES: '/nowhere/sources.json' })).check('sources')).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(/cannot be read \(ENOENT\)/),
  });
});
