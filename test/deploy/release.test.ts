import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { folder, machine } from '../adapters/process/child.ts';

const { name, version }: { name: string; version: string } = JSON.parse(readFileSync('package.json', 'utf8'));

/** A repository with what a release is made of. */
function repository() {
  const cwd = folder();
  const who = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_AUTHOR_DATE: '2026-11-24T09:00:00Z' };
  const env = {
    ...machine(),
    ...who,
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
    GIT_COMMITTER_DATE: who.GIT_AUTHOR_DATE,
  };
  const run = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  };
  const commit = () => [run('git', 'add', '--all'), run('git', 'commit', '--quiet', '--message', 'x')];
  for (const path of ['.ci/release', '.gitignore', 'CHANGELOG.md', 'package.json', 'package-lock.json'])
    cpSync(resolve(path), join(cwd, path));
  run('git', 'init', '--quiet');
  commit();
  return { cwd, run, commit };
}

it('has the source, the list of packages, the notes and their checksums, the same each time', () => {
  const { cwd, run } = repository();
  expect(run('npm', 'run', '--silent', 'release')).toMatchObject({ code: 0 });
  const out = join(cwd, 'out/release');
  const file = (ending: string) => readFileSync(join(out, `${name}-${version}.${ending}`), 'utf8');
  expect(readdirSync(out)).toEqual([
    'SHA256SUMS',
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

it('is refused for changes that are not committed, and for a version without a section of its own', () => {
  const { cwd, run, commit } = repository();
  writeFileSync(join(cwd, 'other.txt'), '');
  expect(run('.ci/release')).toMatchObject({ code: 1, err: expect.stringContaining('not committed') });
  const log = readFileSync('CHANGELOG.md', 'utf8');
  writeFileSync(join(cwd, 'CHANGELOG.md'), log.replace(`## [${version}]`, '## [9.9.9]'));
  commit();
  expect(run('.ci/release')).toMatchObject({ code: 1, err: expect.stringContaining(`version ${version}`) });
});
