/** A file system that is soon full. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Mounts a file system of this size (as mount takes it: `3m`) at `dir` until the test ends. Returns false where this process may not mount one. */
export function mountSmallDisk(dir: string, size: string): boolean {
  mkdirSync(dir, { recursive: true });
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir]).status !== 0) return false;
  onTestFinished(() => void spawnSync('umount', ['--lazy', dir]));
  return true;
}

/** Fills the file system of `dir` to its last byte. Returns what makes room again. */
export function fillDisk(dir: string): () => void {
  const ballast = join(dir, 'ballast');
  const file = openSync(ballast, 'w');
  const block = Buffer.alloc(1 << 16);
  try {
    while (writeSync(file, block) > 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
  return () => rmSync(ballast);
}
