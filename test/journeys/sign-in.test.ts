/** Somebody signs in at Microsoft for the bot on a machine without a browser: the admins on both platforms hear of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openMicrosoft } from '../../adapters/microsoft/open-microsoft.ts';
import { command, patient } from '../adapters/process/child.ts';
import { fakeEntra } from '../support/entra.ts';
import { fakeGraph } from '../support/graph.ts';
import { hurriedTime } from '../support/hurried-time.ts';
import { clientId, microsoftFile, microsoftTenant } from '../support/microsoft-file.ts';
import { signedInAt } from '../support/sign-in.ts';
import { minute, today } from '../support/time.ts';
import { contosoId, stage, tenantId } from './stage.ts';

const APP_SECRET = 'Abc8Q~a-client-secret-of-a-test';

/** A made-up Microsoft that wants a person with MFA, and the settings of the bot that asks it. */
async function microsoftOf(dir: string) {
  const entra = await fakeEntra();
  const graph = await fakeGraph(entra);
  onTestFinished(async () => {
    await graph.stop();
    await entra.stop();
  });
  entra.tokens.register({
    ...{ tenantId: contosoId, clientId, secrets: [{ value: APP_SECRET }], redirectUris: ['http://localhost'] },
    scopes: ['PartnerSecurity.Read.All'],
  });
  entra.tokens.people.push({
    ...{ tenantId: contosoId, objectId: '33333333-0000-4000-8000-000000000003', upn: 'ana@partner.example' },
    ...{ withMfa: true, trouble: null },
  });
  graph.tenant(contosoId).partner.demandsMfa = true;
  const MICROSOFT = join(dir, 'microsoft.json');
  const tenant = microsoftTenant({ id: contosoId, alerts: { by: 'user' } });
  writeFileSync(MICROSOFT, microsoftFile([tenant], { login: entra.login, api: graph.api }));
  return { STATE_DIR: join(dir, 'state'), MICROSOFT, APP_SECRET };
}

it('a sign-in is told on Slack and on Teams within a minute, and stands in the history', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sign-in-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const settings = await microsoftOf(dir);
  const microsoft = openMicrosoft(settings.MICROSOFT, { APP_SECRET }, { sourceNames: [], isLocal: false });
  // It only jumps: on a hurried clock, asking a platform who somebody is may take too long.
  const time = hurriedTime(1, today);
  const ADMINS = `slack:T0HOME/U0ADA,teams:${tenantId}/22222222-0000-4000-8000-000000000001`;
  const on = await stage(undefined, { env: { STATE_DIR: settings.STATE_DIR, ADMINS }, time, microsoft });
  onTestFinished(() => on.closes());
  await on.ready();
  await on.knows();
  const admins = [on.slack.person('Ada'), on.teams.person('Tina')];
  expect(admins.map(({ identity }) => identity).join()).toBe(ADMINS);
  for (const admin of admins) await admin.says('help');
  const running = command('microsoft', { ...settings, NODE_ENV: 'production' }, 'sign-in', 'contoso');
  const address = await vi.waitUntil(() => /^http:\S+authorize\S+$/m.exec(running.said.err)?.[0], patient);
  running.child.stdin.write(`${await signedInAt(address)}\n`);
  expect((await running.ended).code).toBe(0);
  time.jump(minute);
  const news = async () =>
    (await on.store.read((reader) => reader.list('deliveries'))).filter(
      ({ about }) => about.kind === 'microsoftNews' && about.what === 'signedIn',
    );
  await vi.waitFor(async () => expect((await news()).map(({ state }) => state)).toEqual(['posted', 'posted']), {
    timeout: 10_000,
  });
  expect((await news()).map(({ queue }) => queue).toSorted()).toEqual(
    admins.map(({ identity }) => identity).toSorted(),
  );
  for (const admin of admins)
    expect(await admin.says('history')).toContain('ana@partner.example signed in to Microsoft');
});
