import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from '../figures.ts';

/** Median ms of appending an alert's bytes and one fdatasync, a few of them, with the same pauses between them as the alerts have. */
export async function flushMs(count: number, apartMs: number): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = openSync(join(dir, 'floor'), 'w');
  const line = Buffer.alloc(2_000, 'x');
  const took: number[] = [];
  for (let n = 0; n < count; n++) {
    const began = performance.now();
    writeSync(file, line);
    fdatasyncSync(file);
    took.push(performance.now() - began);
    await pause(apartMs);
  }
  closeSync(file);
  rmSync(dir, { recursive: true });
  return median(took);
}
