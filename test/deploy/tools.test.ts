import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, machine } from '../adapters/process/child.ts';

/** Runs a program on a machine that has nothing but these programs, and none of those that are not on the PATH. */
function onBareMachine(programs: Readonly<Record<string, string>>, command: readonly string[], more = {}) {
  const bin = folder();
  for (const name of ['bash', 'env', 'git', 'sh']) symlinkSync(which(name), join(bin, name));
  for (const [name, script] of Object.entries(programs))
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const { CI: _, ...env } = machine();
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: { ...env, PATH: bin, ...elsewhere(bin), ...more },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

const elsewhere = (bin: string) => ({
  CHROMIUM: join(bin, 'chromium'),
  PGBOUNCER: join(bin, 'pgbouncer'),
  POSTGRES_BIN: bin,
});

function which(name: string): string {
  return spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim();
}

const all = 'chromium docker-compose pgbouncer postgresql prometheus prometheus-alertmanager ntfy';

it('npm run tools installs what is missing, as root', () => {
  const { code, out } = onBareMachine({ id: 'echo 0', 'apt-get': 'echo "$@" >&2' }, ['.ci/tools']);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(`Installing ${all}`) });
});

it('npm run tools names what it runs before sudo asks for a password', () => {
  const { out } = onBareMachine({ id: 'echo 1000', sudo: 'echo "asks: $*"', 'apt-get': '' }, ['.ci/tools']);
  const [named, , asked] = out.split('\n');
  expect(named).toContain(`sudo apt-get install -y -qq --no-install-recommends ${all}`);
  expect(asked).toBe('asks: apt-get update -qq');
});

it.each([
  ['without apt-get', {}],
  ['without root and sudo', { id: 'echo 1000', 'apt-get': '' }],
])('npm run tools says what to install %s', (_, programs) => {
  const { code, err } = onBareMachine(programs, ['.ci/tools']);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(all) });
});

it('npm run tools installs nothing where all is there', () => {
  const there = ['chromium', 'docker-compose', 'pgbouncer', 'postgres', 'promtool', 'prometheus-alertmanager', 'ntfy'];
  expect(onBareMachine(Object.fromEntries(there.map((name) => [name, ''])), ['.ci/tools'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('installed'),
  });
});

const tests = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', 'test/deploy/compose.test.ts'];

it('without a program npm test is green, and its last line says how many tests were skipped and what to run', () => {
  const { code, out } = onBareMachine({}, tests);
  const last = out.trimEnd().split('\n').at(-1);
  expect({ code, last }).toEqual({
    code: 0,
    last: '7 tests skipped: chromium, docker-compose, pgbouncer, postgresql, ntfy, promtool, prometheus-alertmanager not installed. Install: npm run tools',
  });
});

it('with CI=true a test whose program is missing fails', () => {
  const { code, err } = onBareMachine({}, tests, { CI: 'true' });
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining('docker-compose'),
  });
});
