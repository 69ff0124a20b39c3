import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, it, onTestFinished } from 'vitest';
import { appVersion } from '../../../adapters/teams/app-package/manifest.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { listening } from '../../support/loopback.ts';
import { fakeTeams } from '../../support/teams.ts';
import { appId } from '../../support/teams-tokens.ts';
import { elapsed, now } from '../../support/time.ts';
import { bot, command, folder, type Settings } from '../process/child.ts';
import { doctor } from './doctor-run.ts';

const tenant = '11111111-1111-4111-8111-111111111111';

async function connected() {
  const teams = await fakeTeams();
  onTestFinished(teams.close);
  const settings: Settings = {
    STATE_DIR: join(folder(), 'state'),
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenant,
    MicrosoftAppPassword: 'the-password-of-the-app',
    ADMINS: `teams:${tenant}/${tenant}`,
    ...teams.overrides,
  };
  return { teams, settings };
}

it('is green where Microsoft gives a token, and says that nobody tells the end of the secret', async () => {
  const { settings } = await connected();
  const { ok, check } = await doctor(settings);
  expect(ok).toBe(true);
  expect(check('teams:secret')?.detail).toMatch(
    /^Microsoft Entra takes it\. When it ends stands in the Entra admin center alone/,
  );
  expect(check('teams:token')?.detail).toBe(`Microsoft Entra gives the bot a token of the tenant ${tenant}.`);
  expect(check('teams:keys')?.state).toBe('ok');
  expect(check('clock:microsoft')?.state).toBe('ok');
});

it.each([
  ['7000215', 'teams:secret', /does not know this secret/, /its value, not its id/],
  ['7000222', 'teams:secret', /has expired/, /Make a new one/],
  ['700016', 'teams:token', /no app with this MicrosoftAppId/, /Compare MicrosoftAppId/],
  ['90002', 'teams:token', /no tenant with this MicrosoftAppTenantId/, /MicrosoftAppTenantId/],
  ['7000112', 'teams:token', /is disabled/, /Enterprise applications/],
  ['50079', 'teams:token', /gives no token \(AADSTS50079\)/, /error\?code=50079/],
])('says what AADSTS%s means', async (code, name, detail, fix) => {
  const { teams, settings } = await connected();
  teams.state.refuseTokens = `AADSTS${code}: No, not with the-password-of-the-app. Trace ID: 1`;
  const { failed, check } = await doctor(settings);
  expect(failed).toEqual([name]);
  expect(check(name)?.detail).toMatch(detail);
  expect(check(name)?.fix).toMatch(fix);
});

it('finds Microsoft’s keys out of reach', async () => {
  const { teams, settings } = await connected();
  teams.state.keysDown = true;
  expect((await doctor(settings)).failed).toEqual(['teams:keys']);
});

it('finds a clock that disagrees with Microsoft', async () => {
  const { settings } = await connected();
  const later = await listening(async (_, response) =>
    response.writeHead(404, { date: new Date(now() + 600_000).toUTCString() }).end(),
  );
  onTestFinished(later.stop);
  const began = elapsed();
  const { check } = await doctor({ ...settings, ToChannelFromBotLoginUrl: `${later.origin}/microsoft` });
  const took = (elapsed() - began) / 1_000;
  const { state, detail = '' } = check('clock:microsoft') ?? {};
  const [, seconds] = /is (\d+) seconds behind Microsoft/.exec(detail) ?? [];
  expect(state).toBe('failed');
  // The answer may lie unread for as long as a busy machine takes for all of it.
  expect(Math.abs(Number(seconds) - 600)).toBeLessThanOrEqual(1 + took / 2);
});

it('has no secret to look at with a managed identity', async () => {
  const { settings } = await connected();
  const { MicrosoftAppPassword, ...rest } = settings;
  expect(MicrosoftAppPassword).toBeDefined();
  const { check } = await doctor({ ...rest, MicrosoftAppType: 'UserAssignedMSI' });
  expect(check('teams:secret')).toMatchObject({ state: 'off', detail: 'A managed identity has none.' });
});

it('compares the app package that was made here', async () => {
  const { settings } = await connected();
  const CWD = folder();
  const packageOf = async () => (await doctor({ ...settings, CWD }, '--offline')).check('teams:package');
  expect(await packageOf()).toMatchObject({ state: 'off' });
  expect(await command('teams', { ...settings, CWD }).ended).toMatchObject({ code: 0 });
  expect(await packageOf()).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining(appVersion(packageJson.version)),
  });
  const zipped = (manifest: object) => zipSync({ 'manifest.json': Buffer.from(JSON.stringify(manifest)) });
  mkdirSync(join(CWD, 'out'), { recursive: true });
  const file = join(CWD, 'out', 'teams-app.zip');
  writeFileSync(file, zipped({ version: '0.0.9', id: appId }));
  expect(await packageOf()).toMatchObject({ state: 'failed', detail: expect.stringMatching(/is of version 0\.0\.9/) });
  expect((await packageOf())?.fix).toMatch(/-- --version X\.Y\.Z/);
  const [major = '', minor = ''] = packageJson.version.split('.');
  for (const [version, state] of [
    [`${major}.1${'0'.repeat(minor.length)}.0`, 'ok'],
    [`${major}.${minor}.10`, 'ok'],
    [`${major}.${Number(minor) - 1}.99`, 'failed'],
  ] as const) {
    writeFileSync(file, zipped({ version, id: appId }));
    expect(await packageOf(), version).toMatchObject({ state });
  }
  // As the guide says for a setting that changed, and for the change to the package with --slash.
  expect(await command('teams', { ...settings, CWD }, '--slash', '--version', '99.0.0').ended).toMatchObject({
    code: 0,
  });
  expect(await packageOf()).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/^out\/teams-app-slash\.zip is of version 99\.0\.0/),
  });
  rmSync(join(CWD, 'out', 'teams-app-slash.zip'));
  writeFileSync(file, zipped({ version: '99.0.0', id: tenant }));
  expect(await packageOf()).toMatchObject({ state: 'failed', detail: expect.stringMatching(/another app/) });
  writeFileSync(file, 'no zip');
  expect(await packageOf()).toMatchObject({ state: 'failed', detail: 'out/teams-app.zip is no app package.' });
});

it('tells that everything of Teams was refused', async () => {
  const { settings } = await connected();
  const { url, port } = await bot(settings);
  const messages = async () => (await doctor({ ...settings, PORT: String(port) })).check('teams:messages');
  expect(await messages()).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(/^Nothing of Microsoft Teams/),
  });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer a.b.c' };
  expect((await fetch(`${url}/api/messages`, { method: 'POST', headers, body: '{}' })).status).toBe(401);
  expect(await messages()).toMatchObject({ state: 'failed', fix: expect.stringMatching(/Compare MicrosoftAppId/) });
});
