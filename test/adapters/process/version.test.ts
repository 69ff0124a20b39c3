import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commit, commitOf } from '../../../adapters/process/version.ts';
import { bot, folder } from './child.ts';

/** A clone with one commit. */
function clone() {
  const dir = folder();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  git('init', '--quiet', '--initial-branch', 'main');
  git('commit', '--quiet', '--allow-empty', '--message', 'x');
  return { dir, git, head: git('rev-parse', 'HEAD').trim() };
}

it('the commit is that of the clone: on a branch, packed, checked out by its number, and in a worktree', () => {
  const { dir, git, head } = clone();
  expect(commitOf(dir)).toBe(head);
  git('pack-refs', '--all');
  expect(commitOf(dir)).toBe(head);
  const tree = join(folder(), 'tree');
  git('worktree', 'add', '--quiet', '-b', 'other', tree);
  expect(commitOf(tree)).toBe(head);
  git('checkout', '--quiet', '--detach');
  expect(commitOf(dir)).toBe(head);
});

it('the commit is found where .git names another folder by a path from here, and is none where nothing there is one', () => {
  const dir = folder();
  for (const name of ['here', 'there']) mkdirSync(join(dir, name));
  writeFileSync(join(dir, 'here/.git'), 'gitdir: ../there\n');
  const says = (head: string) => {
    writeFileSync(join(dir, 'there/HEAD'), head);
    return commitOf(join(dir, 'here'));
  };
  expect(says(`${'b2'.repeat(20)}\n`)).toBe('b2'.repeat(20));
  for (const head of ['b2b2b2b\n', 'x', '', 'ref: refs/heads/gone\n']) expect(says(head), head).toBeNull();
});

it('the commit of an archive stands in it, and elsewhere nobody knows it', () => {
  const dir = folder();
  expect(commitOf(dir)).toBeNull();
  mkdirSync(join(dir, 'data'));
  writeFileSync(join(dir, 'data/commit.txt'), '$Format:%H$\n');
  expect(commitOf(dir)).toBeNull();
  writeFileSync(join(dir, 'data/commit.txt'), `${'a1'.repeat(20)}\n`);
  expect(commitOf(dir)).toBe('a1'.repeat(20));
});

it('the log and /metrics say which version and commit run', async () => {
  const running = await bot({});
  const [first = ''] = running.said.out.split('\n');
  const { version } = JSON.parse(first);
  expect(JSON.parse(first)).toMatchObject({ msg: 'starting', commit });
  const metrics = await (await fetch(`${running.url}/metrics`)).text();
  expect(metrics).toContain(`security_contact_bot_info{version="${version}",commit="${commit ?? ''}"} 1`);
});
