/** Which version of the bot this is, and of which commit. */

import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { orNull } from '../../src/domain/or-null.ts';

/** The version: `0.3.0`, and between releases `0.4.0-dev`. */
export const { version } = packageJson;

const root = join(import.meta.dirname, '../..');

/** The commit, 40 hexadecimal digits; null when neither an archive nor a clone says it. */
export const commit = commitOf(root);

/**
 * Returns the commit of the program in this folder; null when it is not known. `git archive` writes it into `data/commit.txt`, as
 * `.gitattributes` asks; in a clone it stands below `.git`. Git itself is not asked: it refuses a clone of another user.
 */
export function commitOf(folder: string): string | null {
  const archived = textOf(join(folder, 'data/commit.txt'));
  if (isCommit(archived)) return archived;
  const git = gitFolder(folder);
  const head = textOf(join(git, 'HEAD'));
  const [, ref] = /^ref: (.+)$/.exec(head) ?? [];
  if (ref === undefined) return isCommit(head) ? head : null;
  // A worktree shares the branches of its main clone.
  const shared = join(git, textOf(join(git, 'commondir')));
  const loose = textOf(join(shared, ref));
  if (isCommit(loose)) return loose;
  const packed = textOf(join(shared, 'packed-refs')).split('\n');
  return packed.find((line) => line.endsWith(` ${ref}`))?.slice(0, 40) ?? null;
}

function gitFolder(folder: string): string {
  const git = join(folder, '.git');
  const [, path] = /^gitdir: (.+)$/.exec(textOf(git)) ?? [];
  if (path === undefined) return git;
  return isAbsolute(path) ? path : join(folder, path);
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

/** Returns the trimmed text of a file; an empty one when it cannot be read. */
function textOf(path: string): string {
  return orNull(() => readFileSync(path, 'utf8').trim()) ?? '';
}
