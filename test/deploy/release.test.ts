import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { folder, machine } from '../adapters/process/child.ts';

const { name }: { name: string } = JSON.parse(readFileSync('package.json', 'utf8'));
const version = '9.8.7';

/** A repository with what a release of this version is made of, and the key that signs it. */
function repository() {
  const cwd = folder();
  const RELEASE_KEY = join(folder(), 'key');
  spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', RELEASE_KEY]);
  const who = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_AUTHOR_DATE: '2026-11-24T09:00:00Z' };
  const env = {
    ...machine(),
    ...who,
    RELEASE_KEY,
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
    GIT_COMMITTER_DATE: who.GIT_AUTHOR_DATE,
  };
  const run = (program: string, ...args: string[]) => runWith({}, program, ...args);
  const runWith = (more: object, program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd, env: { ...env, ...more }, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  };
  const commit = () => [run('git', 'add', '--all'), run('git', 'commit', '--quiet', '--message', 'x')];
  const copied = ['.ci/release', '.gitattributes', '.gitignore', 'data/commit.txt', 'package-lock.json'];
  for (const path of [...copied, 'test/boundaries.test.ts', 'bench/RESULTS.md', 'bench/bench.ts'])
    cpSync(resolve(path), join(cwd, path));
  const manifest = { ...JSON.parse(readFileSync('package.json', 'utf8')), version };
  writeFileSync(join(cwd, 'package.json'), JSON.stringify(manifest));
  const log = readFileSync('CHANGELOG.md', 'utf8');
  writeFileSync(join(cwd, 'CHANGELOG.md'), log.replace(/^## .*/m, `## [${version}] - 2026-12-01`));
  run('git', 'init', '--quiet');
  commit();
  return { cwd, run, runWith, commit, key: RELEASE_KEY };
}

it('has the source, the list of packages, the notes and their checksums, the same each time', () => {
  const { cwd, run } = repository();
  expect(run('npm', 'run', '--silent', 'release')).toMatchObject({ code: 0 });
  const out = join(cwd, 'out/release');
  const file = (ending: string) => readFileSync(join(out, `${name}-${version}.${ending}`), 'utf8');
  expect(readdirSync(out)).toEqual([
    'SHA256SUMS',
    'SHA256SUMS.sig',
    ...['cdx.json', 'notes.md', 'tar.gz'].map((ending) => `${name}-${version}.${ending}`),
  ]);
  expect(file('notes.md')).toMatch(new RegExp(`^## \\[${version}\\]`));
  expect(file('notes.md').match(/^## /gm)).toHaveLength(1);
  const list = JSON.parse(file('cdx.json'));
  expect(list).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name, version } } });
  const packages: { name: string; scope?: string; hashes: unknown[] }[] = list.components;
  expect(packages.map((one) => one.name)).toEqual(expect.arrayContaining(['@slack/bolt', 'botbuilder']));
  expect(packages.map((one) => one.name)).not.toContain('vitest');
  // No address of a registry, and no folder of the machine that made it.
  expect(file('cdx.json').replace(list.$schema, '')).not.toMatch(/https?:|registry|\/tmp\//);

  const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8');
  expect(run('npm', 'run', '--silent', 'release').code).toBe(0);
  expect(readFileSync(join(out, 'SHA256SUMS'), 'utf8')).toBe(sums);
  const check = () => run('sh', '-c', 'cd out/release && sha256sum --check --strict SHA256SUMS').code;
  expect(check()).toBe(0);
  appendFileSync(join(out, `${name}-${version}.notes.md`), 'more');
  expect(check()).toBe(1);
});

it('is signed by the key that RELEASE_KEY names, and a changed list of checksums is noticed', () => {
  const { cwd, run, key } = repository();
  run('npm', 'run', '--silent', 'release');
  const signers = join(folder(), 'signers');
  writeFileSync(signers, `release@example.com ${readFileSync(`${key}.pub`, 'utf8')}`);
  const verify = `ssh-keygen -Y verify -f ${signers} -I release@example.com -n file -s SHA256SUMS.sig <SHA256SUMS`;
  const verified = () => run('sh', '-c', `cd out/release && ${verify}`).code;
  expect(verified()).toBe(0);
  appendFileSync(join(cwd, 'out/release/SHA256SUMS'), 'more');
  expect(verified()).not.toBe(0);
});

it('says in its archive which commit it is, and leaves tests and measurements out', () => {
  const { cwd, run } = repository();
  run('npm', 'run', '--silent', 'release');
  const archive = join(cwd, `out/release/${name}-${version}.tar.gz`);
  const files = run('tar', '--list', '--file', archive).out.trim().split('\n');
  const said = run('tar', '--extract', '--to-stdout', '--file', archive, `${name}-${version}/data/commit.txt`).out;
  expect(said).toBe(run('git', 'rev-parse', 'HEAD').out);
  expect(files.filter((file) => /\/(test|bench|\.ci)\/./.test(file))).toEqual([`${name}-${version}/bench/RESULTS.md`]);
});

it('is refused for changes that are not committed, without a key, and for a version without a section of its own', () => {
  const { cwd, run, runWith, commit } = repository();
  writeFileSync(join(cwd, 'other.txt'), '');
  expect(run('.ci/release')).toMatchObject({ code: 1, err: expect.stringContaining('not committed') });
  commit();
  const unsigned = { RELEASE_KEY: '' };
  expect(runWith(unsigned, '.ci/release')).toMatchObject({ code: 1, err: expect.stringContaining('RELEASE_KEY') });
  const log = readFileSync(join(cwd, 'CHANGELOG.md'), 'utf8');
  writeFileSync(join(cwd, 'CHANGELOG.md'), log.replace(`## [${version}]`, '## [9.9.9]'));
  commit();
  expect(run('.ci/release')).toMatchObject({ code: 1, err: expect.stringContaining(`version ${version}`) });
});

it('is refused for a development version, which this one is between releases', () => {
  const { cwd, run, commit } = repository();
  cpSync(resolve('package.json'), join(cwd, 'package.json'));
  commit();
  const { version: ours }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
  const unreleased = readFileSync('CHANGELOG.md', 'utf8').includes('## [Unreleased]');
  expect(ours.endsWith('-dev')).toBe(unreleased);
  if (unreleased) expect(run('.ci/release')).toMatchObject({ code: 1, err: expect.stringContaining('development') });
});
