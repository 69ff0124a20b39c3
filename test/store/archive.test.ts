import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openAlerts } from '../../adapters/store/lowdb/archive.ts';
import { backup, restore } from '../../adapters/store/lowdb/backup.ts';
import { openStore } from '../../adapters/store/lowdb/open-store.ts';
import type { Archived } from '../../src/collections.ts';
import { AlertIn } from '../../src/domain/alert.ts';
import { folder } from './folder.ts';

let dir: string;
beforeEach(() => {
  dir = folder();
});

const {
  id: _id,
  source: _source,
  ...content
} = AlertIn.parse({
  id: 'x',
  displayName: 'Mining',
  severity: 'high',
  detectedDateTime: '2026-11-01T00:00:00Z',
});
const row = (id: string, revision = 1): Archived => ({
  id,
  deliveries: [],
  alert: {
    id,
    number: 1,
    source: 's',
    tenantId: null,
    content,
    origin: 'sent',
    receivedAt: '2026-11-01T00:00:00.000Z',
    status: 'resolved',
    acknowledged: null,
    resolved: null,
    firstAnsweredAt: null,
    remindFrom: '2026-11-01T00:00:00.000Z',
    escalated: 0,
    escalateAt: null,
    revision,
    story: [],
    routed: 'contact',
  },
});
const segment = 'alerts-2026-11';
const file = () => join(dir, 'archive', `${segment}.jsonl`);

test('keeps rows by segment; the same id again replaces the row', async () => {
  const archive = openAlerts(dir);
  expect(await archive.read(segment)).toEqual([]);
  await archive.append(segment, [row('a'), row('b')]);
  await archive.append(segment, [row('a', 2)]);
  expect(await archive.read(segment)).toEqual([row('a', 2), row('b')]);
  expect(await archive.segments()).toEqual([segment]);
  await archive.drop(segment);
  expect(await archive.segments()).toEqual([]);
});

test('cut at any byte gives back the whole rows before the cut, and goes on', async () => {
  const archive = openAlerts(dir);
  await archive.append(segment, [row('a'), row('b')]);
  const whole = await readFile(file());
  for (let cut = 0; cut < whole.length; cut += 7) {
    await writeFile(file(), whole.subarray(0, cut));
    const rows = whole.subarray(0, cut).toString().split('\n').length - 1;
    expect(await archive.read(segment)).toHaveLength(rows);
    await archive.append(segment, [row('c')]);
    expect(await archive.read(segment)).toHaveLength(rows + 1);
  }
});

test('refuses a damaged line with its place', async () => {
  const archive = openAlerts(dir);
  await archive.append(segment, [row('a')]);
  await truncate(file(), 20);
  await appendFile(file(), '\n');
  await expect(archive.read(segment)).rejects.toThrow(/alerts-2026-11.*byte 0/s);
});

test('is in the backup, and comes back with it', async () => {
  const open = await openStore({ dir: dir, onFatal: () => {} });
  await open.archive.append(segment, [row('a')]);
  const copy = join(dir, '..', 'copy.json');
  await backup(dir, copy);
  await open.archive.append(segment, [row('b')]);
  await open.close();
  await restore(copy, dir);
  const again = await openStore({ dir: dir, onFatal: () => {} });
  expect(await again.archive.read(segment)).toEqual([row('a')]);
  await again.close();
});
