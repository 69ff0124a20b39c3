import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { microsoftFile, microsoftTenant, partnerId } from '../../support/microsoft-file.ts';
import { bot, folder, patient, run } from './child.ts';

const APP_SECRET = 'abc8Q-the-secret-of-the-app';
/** Nothing listens there. */
const nowhere = { login: 'http://127.0.0.1:9', api: 'http://127.0.0.1:9' };

function fileWith(tenants: readonly object[], more: object = nowhere): string {
  const path = join(folder(), 'microsoft.json');
  writeFileSync(path, microsoftFile(tenants, more));
  return path;
}

it('does not start with mistakes in the file, and names each by its path without a value', async () => {
  const credential = { secret: ['hunter2', 'env:GONE'] };
  const MICROSOFT = fileWith([microsoftTenant({ name: 'hunter2 x', credential })], {});
  const { code, out, err } = await run('adapters/main.ts', { MICROSOFT }).ended;
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('The file about Microsoft, which MICROSOFT names, needs a correction:');
  for (const path of ['login', 'api', 'tenants.0.name', ...[0, 1].map((n) => `tenants.0.credential.secret.${n}`)])
    expect(err).toContain(`\n  ${path}: `);
  expect(err).not.toMatch(/hunter2|at .*\.ts/);
});

it('does not start where a tenant has the name of a source', async () => {
  const SOURCES = join(folder(), 'sources.json');
  const source = { name: 'contoso', preset: 'cipp', auth: { bearer: ['env:APP_SECRET'] } };
  writeFileSync(SOURCES, JSON.stringify({ version: 1, sources: [source] }));
  const { code, err } = await run('adapters/main.ts', { MICROSOFT: fileWith([microsoftTenant()]), SOURCES, APP_SECRET })
    .ended;
  expect([code, err]).toEqual([
    1,
    expect.stringContaining('tenants.0.name: A source of the sources’ file has this name.'),
  ]);
});

it('names the tenants and their signals, warns of one that is not set up, and keeps the secret out of the log', async () => {
  const mail = { mailbox: 'security@contoso.example', senders: ['no-reply@microsoft.com'] };
  const tenant = microsoftTenant({ roles: true, alerts: { writeBack: true }, mail });
  // One slip away from a setting: a variable of the file is no misspelling.
  const credential = { secret: ['env:ADMINSX'] };
  const settings = { STATE_DIR: folder(), MICROSOFT: fileWith([{ ...tenant, credential }]), ADMINSX: APP_SECRET };
  const { said, url } = await bot({ ...settings, LOG_LEVEL: 'trace' });
  const lines = said.out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  expect(lines).toContainEqual(
    expect.objectContaining({
      msg: 'microsoft signals loaded',
      tenants: [{ name: 'contoso', signals: ['roles', 'alerts', 'writeBack'] }],
    }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ level: 40, event: 'microsoft.notYet', tenant: 'contoso' }));
  expect(lines).toContainEqual(
    expect.objectContaining({
      ...{ level: 40, event: 'microsoft.unknownTenant', tenant: 'contoso' },
      msg: expect.stringContaining(`the partner tenant ${partnerId} is not set up here`),
    }),
  );
  expect(said.out).not.toContain('unknown setting ignored');
  await fetch(`${url}/webhooks/alerts`, { method: 'POST', body: '{', headers: { 'x-request-id': APP_SECRET } });
  await vi.waitFor(() => expect(said.out).toContain('[removed]'), patient);
  expect(said.out + said.err).not.toContain(APP_SECRET);
});

it('loads nothing of it where MICROSOFT is not set', async () => {
  const { said } = await bot({ STATE_DIR: folder() });
  expect(said.out).not.toContain('microsoft');
});
