import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { clockCheck } from '../../../adapters/doctor/clock-check.ts';
import { diagnose, examine } from '../../../adapters/doctor/doctor.ts';
import { diskCheck, historyCheck } from '../../../adapters/doctor/state-checks.ts';
import { subjectOf } from '../../../adapters/doctor/subject.ts';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import { day, isoNow, now } from '../../support/time.ts';
import { bot, command, folder, type Settings } from '../process/child.ts';
import { doctor } from './doctor-run.ts';

const hosted = {
  SLACK_BOT_TOKEN: 'xoxb-secret-token',
  SLACK_SIGNING_SECRET: 'the-signing-secret',
  ADMINS: 'slack:T0/U0',
};
const tenant = { id: '44444444-4444-4444-8444-444444444444', name: 'Contoso', partnerType: 'directBill' };
const contact = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33142685300' };
const channels = [{ platform: 'slack', address: 'C0123' }];

/** A state that the import made: nobody's yet. */
async function imported(tenants: readonly object[] = [tenant]): Promise<string> {
  const dir = join(folder(), 'state');
  const file = join(folder(), 'register.json');
  writeFileSync(file, JSON.stringify({ version: 1, tenants }));
  expect(await command('import', { STATE_DIR: dir }, file).ended).toMatchObject({ code: 0 });
  // The machine's clock made it, and the test has another one.
  aged(dir, 0);
  return dir;
}

/** The state began so many days ago. */
function aged(dir: string, days: number): void {
  const at = new Date(now() - days * day);
  utimesSync(join(dir, 'begun'), at, at);
}

/** Everything in a folder, with what could change. */
const picture = (dir: string) =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => {
    const { mtimeMs, mode, size } = statSync(join(dir, name));
    return { name, mtimeMs, mode, size };
  });

const offline = (settings: Settings) => doctor(settings, '--offline');

it('reads a whole state, and changes nothing of it', async () => {
  const STATE_DIR = await imported();
  const before = picture(STATE_DIR);
  const { ok, check } = await offline({ ...hosted, STATE_DIR });
  expect(ok).toBe(true);
  expect(check('state')).toMatchObject({
    state: 'ok',
    detail: `${STATE_DIR} can be read: snapshot and journals are whole.`,
  });
  expect(check('history')).toMatchObject({ state: 'ok', detail: 'It is whole: entries 1 to 1.' });
  expect(check('storage')?.detail).toMatch(/^0 % of STATE_LIMIT are used \(1 MB of 400 MB\)\.$/);
  expect(picture(STATE_DIR)).toEqual(before);
});

it('stands beside a running bot, which keeps its lock', async () => {
  const STATE_DIR = join(folder(), 'state');
  const { port, url } = await bot({ STATE_DIR });
  const { ok, check } = await doctor({ STATE_DIR, PORT: String(port) });
  expect(ok).toBe(true);
  expect(check('bot')?.detail).toBe(`It answers at ${url}, and is ready.`);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

it('finds a bot that runs on the state and does not answer where the settings say', async () => {
  const STATE_DIR = join(folder(), 'state');
  const { child } = await bot({ STATE_DIR });
  const { failed, check } = await doctor({ STATE_DIR, PORT: '2' });
  // Other systems than Linux tell nobody who has a lock.
  if (!existsSync('/proc/locks')) return;
  expect(failed).toEqual(['bot']);
  expect(check('bot')?.detail).toBe(
    `The process ${child.pid} uses the state folder, but http://127.0.0.1:2 refuses the connection: nothing listens there.`,
  );
});

it('knows another bot by its state folder and its platforms', async () => {
  const STATE_DIR = join(folder(), 'state');
  const { port } = await bot({ STATE_DIR });
  const beside = async (settings: Settings) => (await offline({ PORT: String(port), ...settings })).check('bot');
  expect(await beside({ ...hosted, STATE_DIR })).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(/it serves Microsoft Teams, and these settings are for Slack\.$/),
    fix: expect.stringMatching(/STATE_DIR/),
  });
  // Other systems than Linux tell nobody who has a lock.
  if (!existsSync('/proc/locks')) return;
  const other = await imported();
  for (const dir of [other, join(folder(), 'none')])
    expect(await beside({ STATE_DIR: dir })).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining(`it does not use the state folder ${dir}`),
    });
});

it('asks no bot whose port for monitoring nobody knows', async () => {
  const STATE_DIR = join(folder(), 'state');
  const { port } = await bot({ STATE_DIR, METRICS_PORT: '0' });
  const { ok, check } = await offline({ STATE_DIR, PORT: String(port), METRICS_PORT: '0' });
  expect(ok).toBe(true);
  expect(check('bot')).toMatchObject({ state: 'off', detail: expect.stringMatching(/nobody can tell/) });
});

it('sends another user to the check of the state, and blames nobody else', async () => {
  const STATE_DIR = await imported();
  const checks = await asAnotherUser(STATE_DIR, async () =>
    (await diagnose({ ...hosted, PORT: '1', STATE_DIR }, true, now)).checks.filter(({ name }) =>
      ['state', 'history', 'disk', 'storage', 'bot', 'backup', 'drill'].includes(name),
    ),
  );
  expect(checks.filter(({ state }) => state === 'failed')).toEqual([
    {
      name: 'state',
      state: 'failed',
      detail: `${STATE_DIR} cannot be read and written by this user (EACCES).`,
      fix: expect.stringMatching(/as the user of the bot/),
    },
  ]);
  for (const { name, state, detail } of checks.slice(1)) {
    expect(state, name).toBe('off');
    expect(detail, name).toMatch(/see .*state\.$/i);
  }
});

/** Does work as a user who may not read the folder. Root may read everything, and lays its rights down meanwhile. */
async function asAnotherUser<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0;
  chmodSync(dir, 0);
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(dir, 0o700);
  }
}

it.each(['history', 'alerts'])('finds a damaged archive: %s', async (kind) => {
  const STATE_DIR = await imported();
  mkdirSync(join(STATE_DIR, 'archive'), { mode: 0o700 });
  writeFileSync(join(STATE_DIR, 'archive', `${kind}-2026-09.jsonl`), 'garbage\n', { mode: 0o600 });
  const { failed, check } = await offline({ ...hosted, STATE_DIR });
  expect(failed).toEqual(['history']);
  expect(check('history')?.detail).toMatch(new RegExp(`${kind}-2026-09\\.jsonl is damaged at byte 0`));
});

it('leaves a history that takes too long to verify', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const subject = { ...subjectOf({}, now), state: () => new Promise<never>(() => {}) };
  const looked = historyCheck(subject);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(await looked).toEqual({
    state: 'off',
    detail: 'It takes longer than 9 seconds to check.',
    fix: 'Check it with: npm run verify.',
  });
});

it('finds a record that was changed past the bot', async () => {
  const STATE_DIR = await imported();
  const store = await openStore({ dir: STATE_DIR, onFatal: () => {} });
  await store.change(async (tx) => {
    const stored = await tx.get('tenants', tenant.id);
    if (stored) await tx.put('tenants', { ...stored, name: 'Contosa' });
  });
  await store.close();
  const { failed, check } = await offline({ ...hosted, STATE_DIR });
  expect(failed).toEqual(['history']);
  expect(check('history')).toMatchObject({
    detail: expect.stringMatching(/does not say what the record holds of tenant 4444/),
    fix: expect.stringMatching(/audit trail/),
  });
});

it('tells what the running bot lacks', async () => {
  const STATE_DIR = join(folder(), 'state');
  const { port } = await bot({ ...hosted, STATE_DIR, SLACK_API_URL: 'http://127.0.0.1:1/api/' });
  const { failed, check } = await offline({
    ...hosted,
    STATE_DIR,
    SLACK_API_URL: 'http://127.0.0.1:1/api/',
    PORT: String(port),
  });
  expect(failed).toEqual(['bot']);
  expect(check('bot')).toMatchObject({
    detail: expect.stringMatching(/is not ready: slack: Slack cannot be reached/),
    fix: expect.stringMatching(/Health/),
  });
});

const faults: [string, (dir: string) => void, RegExp, RegExp][] = [
  [
    'a folder that others can read',
    (dir) => chmodSync(dir, 0o755),
    /Other users of this machine can read or write/,
    /chmod -R go=/,
  ],
  [
    'a file that others can read',
    (dir) => chmodSync(join(dir, 'db.json'), 0o644),
    /read or write .*db\.json/,
    /chmod -R go=/,
  ],
  [
    'a folder that a group can read',
    (dir) => chmodSync(dir, 0o750),
    /Other users of this machine can read or write/,
    /chmod -R go=/,
  ],
  [
    'a file that a group can read',
    (dir) => chmodSync(join(dir, 'db.json'), 0o640),
    /read or write .*db\.json/,
    /chmod -R go=/,
  ],
  [
    'a sign-in that others can read',
    (dir) => {
      mkdirSync(join(dir, 'microsoft'), { mode: 0o700 });
      writeFileSync(join(dir, 'microsoft', 'x.token'), '', { mode: 0o644 });
    },
    /read or write .*x\.token/,
    /chmod -R go=/,
  ],
  ['a link', (dir) => symlinkSync('/etc/hostname', join(dir, 'elsewhere')), /is a link, and the bot makes none/, /bot/],
  [
    'a damaged state',
    (dir) =>
      writeFileSync(join(dir, 'db.json'), readFileSync(join(dir, 'db.json'), 'utf8').replace('Contoso', 'Contosa')),
    /db\.json is damaged at byte/,
    /restore the last backup/,
  ],
  [
    'a state that is gone',
    (dir) => {
      for (const name of readdirSync(dir)) if (/^(db|journal)/.test(name)) rmSync(join(dir, name));
    },
    /is missing, and so are its journals/,
    /restore the last backup/,
  ],
  [
    'a state of local mode',
    (dir) => writeFileSync(join(dir, 'mode'), 'local\n'),
    /is of local mode/,
    /Name another folder in STATE_DIR/,
  ],
  [
    'a mode that says nothing',
    (dir) => writeFileSync(join(dir, 'mode'), 'perhaps\n'),
    /does not say whose state this is/,
    /hosted or local/,
  ],
];

it.each(faults)('finds %s', async (_, spoil, detail, fix) => {
  const STATE_DIR = await imported();
  spoil(STATE_DIR);
  const { failed, check } = await offline({ ...hosted, STATE_DIR });
  expect(failed).toEqual(['state']);
  expect(check('state')?.detail).toMatch(detail);
  expect(check('state')?.fix).toMatch(fix);
});

it('finds a backup in the place of the state, and a state of a newer version', async () => {
  const from = await imported();
  const copied = folder();
  expect(await command('backup', { STATE_DIR: from }, join(copied, 'db.json')).ended).toMatchObject({ code: 0 });
  expect((await offline({ ...hosted, STATE_DIR: copied })).check('state')).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(/is a backup/),
  });
  const newer = folder();
  writeFileSync(join(newer, 'db.json'), '{"version":99,"generation":1,"collections":{}}\n');
  chmodSync(newer, 0o700);
  expect((await offline({ ...hosted, STATE_DIR: newer })).failed).toEqual(['state']);
});

it('finds a file in the place of the folder', async () => {
  const STATE_DIR = join(folder(), 'state');
  writeFileSync(STATE_DIR, '');
  const { failed, check } = await offline({ ...hosted, STATE_DIR });
  expect(failed).toEqual(['state']);
  expect(check('state')?.detail).toBe(`${STATE_DIR} is a file, not a folder.`);
  expect(check('disk')).toMatchObject({ state: 'off', detail: 'Not looked at: see state.' });
});

it('finds a disk that is almost full, or takes no more files', async () => {
  const dir = folder();
  const diskOf = (disk: { bavail: number; ffree: number }) =>
    diskCheck(dir, async () => ({ bsize: 4_096, files: 1_000, ...disk }));
  expect(await diskOf({ bavail: 1_000_000, ffree: 5 })).toMatchObject({ state: 'ok' });
  expect(await diskOf({ bavail: 100_000, ffree: 5 })).toMatchObject({
    state: 'failed',
    detail: '410 MB are free, and the state takes 0 MB.',
    fix: expect.stringMatching(/500 MB should be free/),
  });
  expect(await diskOf({ bavail: 1_000_000, ffree: 0 })).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(/no more files/),
  });
});

it('asks for a backup once the state is eight days old', async () => {
  const STATE_DIR = await imported();
  const settings = { ...hosted, STATE_DIR };
  const backupOf = async () => (await offline(settings)).check('backup');
  expect(await backupOf()).toMatchObject({ state: 'off', fix: expect.stringMatching(/Make one now/) });
  aged(STATE_DIR, 9);
  expect(await backupOf()).toMatchObject({
    state: 'failed',
    detail: 'None was ever made of this state, which is 9 days old.',
  });
  expect(await command('backup', settings, join(folder(), 'first.backup')).ended).toMatchObject({ code: 0 });
  expect(await backupOf()).toMatchObject({ state: 'ok', detail: 'The last one is 0 days old.' });
  writeFileSync(join(STATE_DIR, 'last-backup'), `${new Date(now() - 10 * day).toISOString()}\n`);
  expect(await backupOf()).toMatchObject({ state: 'failed', detail: 'The last one is 10 days old.' });
});

it('asks for a drill once there is a contact and the schedule is long over', async () => {
  const drillOf = async (STATE_DIR: string, more: Settings = {}) =>
    (await offline({ ...hosted, STATE_DIR, ...more })).check('drill');
  const empty = await imported();
  expect(await drillOf(empty)).toMatchObject({ state: 'off', detail: expect.stringMatching(/no contact yet/) });
  // One that is retired gets no drill, whatever channels its contact has.
  const retired = { ...tenant, id: '99999999-2222-4333-8444-555555555555', name: 'Adatum', retiredAt: isoNow() };
  const silent = await imported([
    { ...tenant, contact },
    { ...retired, contact: { ...contact, channels } },
  ]);
  aged(silent, 43);
  expect(await drillOf(silent)).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(/No contact has a channel/),
    fix: expect.stringMatching(/give the contact a channel/),
  });
  const dir = await imported([{ ...tenant, contact: { ...contact, channels } }]);
  expect(await drillOf(dir)).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(/none yet.*drills are monthly/),
  });
  aged(dir, 43);
  expect(await drillOf(dir)).toMatchObject({ state: 'failed', fix: expect.stringMatching(/Type drill/) });
  expect(await drillOf(dir, { DRILL_SCHEDULE: 'quarterly' })).toMatchObject({ state: 'off' });
  expect(await drillOf(dir, { DRILL_SCHEDULE: 'off' })).toMatchObject({ state: 'off' });
  const drilled = async (days: number) => {
    const store = await openStore({ dir, onFatal: () => {} });
    await store.change(async (tx) => {
      const stored = await tx.get('tenants', tenant.id);
      if (stored) await tx.put('tenants', { ...stored, drilledAt: new Date(now() - days * day).toISOString() });
    });
    await store.close();
  };
  await drilled(20);
  expect(await drillOf(dir)).toMatchObject({
    state: 'ok',
    detail: 'The last one was 20 days ago; drills are monthly.',
  });
  await drilled(50);
  expect(await drillOf(dir)).toMatchObject({
    state: 'failed',
    detail: 'The last one was 50 days ago, although drills are monthly.',
  });
});

it('asks for ADMINS once there are tenants', async () => {
  const { ADMINS, ...nobody } = hosted;
  expect(ADMINS).toBeDefined();
  expect((await offline({ ...nobody, STATE_DIR: await imported() })).failed).toEqual(['settings:ADMINS']);
});

it('gives up what takes too long, and what throws, without its message', async () => {
  const secret = 'a-secret-that-a-library-quotes';
  const made = await examine(
    [
      { names: ['slow', 'slower'], needsNetwork: false, look: () => new Promise(() => {}) },
      { names: ['thrown'], needsNetwork: false, look: () => Promise.reject(new TypeError(secret)) },
      {
        names: ['said'],
        needsNetwork: false,
        look: async () => [{ name: 'said', state: 'failed', detail: `It said ${secret}.`, fix: `Replace ${secret}.` }],
      },
    ],
    { offline: true, secrets: () => [secret], limitMs: 5 },
  );
  expect(made.map(({ name, state }) => [name, state])).toEqual(
    ['slow', 'slower', 'thrown', 'said'].map((name) => [name, 'failed']),
  );
  expect(made.map(({ detail }) => detail).slice(2)).toEqual([
    'Looking at it failed (TypeError).',
    'It said [removed].',
  ]);
  expect(made.at(-1)?.fix).toBe('Replace [removed].');
  expect(JSON.stringify(made)).not.toContain(secret);
});

it.each([
  [60, 'ok', 'It agrees with Slack to 60 seconds.'],
  [0, 'ok', 'It agrees with Slack to 1 second.'],
  [61, 'failed', 'This machine’s clock is 61 seconds behind Slack.'],
  [-61, 'failed', 'This machine’s clock is 61 seconds ahead of Slack.'],
  [-400, 'failed', 'This machine’s clock is 400 seconds ahead of Slack.'],
])('takes a clock from which the other is %i s ahead, by the middle of the request, for %s', (ahead, state, said) => {
  const headers = new Headers({ date: new Date(1_000_000 + ahead * 1_000).toUTCString() });
  // Half a second of an answer's own second has passed by then.
  const answer = { kind: 'answered', status: 200, headers, text: '', sentAt: 998_500, answeredAt: 1_002_500 } as const;
  expect(clockCheck('Slack', answer)).toMatchObject({ state, detail: expect.stringContaining(said) });
});

it('compares no clock with an answer that does not say the time', () => {
  const answer = { kind: 'answered', status: 200, headers: new Headers(), text: '', sentAt: 0, answeredAt: 0 } as const;
  expect(clockCheck('Slack', answer)).toMatchObject({ state: 'off' });
});
