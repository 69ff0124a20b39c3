import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAlerts } from '../../../adapters/store/embedded/archive/archive.ts';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import { folder, opened, putPeople } from './folder.ts';
import { watchedFs } from './watched-fs.ts';

const never = () => Number.POSITIVE_INFINITY;

test('a snapshot is flushed, then renamed, then its folder is flushed, and only then the older journals go', async () => {
  const dir = folder();
  const { log, lasting } = await watchedFs(dir);
  const store = await opened(dir, { compactAt: never });
  await putPeople(store, 'a');
  log.length = 0;
  await store.close();
  expect(lasting()).toEqual([
    // The next journal is there before the snapshot that names it.
    'sync journal-2.jsonl',
    'sync .',
    'write db.json.tmp',
    'sync db.json.tmp',
    'rename db.json.tmp > db.json',
    'sync .',
    'rm journal-1.jsonl',
  ]);
});

test('a change is flushed before it is answered', async () => {
  const dir = folder();
  const { log } = await watchedFs(dir);
  const store = await opened(dir, { compactAt: never });
  await putPeople(store, 'warm');
  log.length = 0;
  await putPeople(store, 'a').then(() => log.push('answered'));
  expect(log).toEqual(['write journal-1.jsonl', 'sync journal-1.jsonl', 'answered']);
});

test('a backup is flushed before it is read back and takes the place of an older one', async () => {
  const dir = folder();
  const store = await opened(join(dir, 'state'), { compactAt: never });
  await putPeople(store, 'a');
  const { lasting } = await watchedFs(dir);
  await store.backup(join(dir, 'one.backup'));
  expect(lasting()).toEqual([
    'write one.backup.tmp',
    'sync one.backup.tmp',
    'rename one.backup.tmp > one.backup',
    'sync .',
  ]);
});

test('an upgrade has its copy on disk before anything of the state changes', async () => {
  const living = folder();
  await putPeople(await opened(living, { steps: [], compactAt: never }), 'a');
  const dir = join(folder(), 'state');
  cpSync(living, dir, { recursive: true });
  const { lasting } = await watchedFs(dir);
  await opened(dir, { steps: [(state) => state] });
  const copy = readdirSync(dir).find((name) => name.startsWith('before-version-2-'));
  const draft = `${copy}.unfinished`;
  expect(lasting().slice(1)).toEqual([
    `mkdir ${draft}`,
    `copy db.json > ${draft}/db.json`,
    `sync ${draft}/db.json`,
    `copy journal-1.jsonl > ${draft}/journal-1.jsonl`,
    `sync ${draft}/journal-1.jsonl`,
    `sync ${draft}`,
    `rename ${draft} > ${copy}`,
    'sync .',
    'sync journal-2.jsonl',
    'sync .',
    'write db.json.tmp',
    'sync db.json.tmp',
    'rename db.json.tmp > db.json',
    'sync .',
    'rm journal-1.jsonl',
    'sync journal-2.jsonl',
  ]);
});

test('a restore holds by one rename, after all of it and the copy of what was there were flushed', async () => {
  const dir = folder();
  const store = await opened(join(dir, 'state'));
  await store.trail.append('history-2026-01', [
    {
      number: 1,
      at: '',
      by: null,
      byName: '',
      deed: 'tenant.setUp',
      tenantId: null,
      changes: [],
      previous: '',
      hash: '',
    },
  ]);
  await putPeople(store, 'a');
  await store.backup(join(dir, 'one.backup'));
  await store.close();
  const state = join(dir, 'state');
  const { lasting } = await watchedFs(state);
  const kept = await restore(join(dir, 'one.backup'), state);
  const time = kept?.split('replaced-')[1] ?? '';
  const restored = `restored-${time}`;
  expect(lasting().map((what) => what.replace('replaced.unfinished', 'replaced'))).toEqual([
    'rm restoring',
    'mkdir restoring/archive',
    'write restoring/archive/history-2026-01.jsonl',
    'sync restoring/archive/history-2026-01.jsonl',
    'sync restoring/archive',
    'sync restoring/journal-3.jsonl',
    'sync restoring',
    'write restoring/db.json.tmp',
    'sync restoring/db.json.tmp',
    'rename restoring/db.json.tmp > restoring/db.json',
    'sync restoring',
    'mkdir restoring/replaced',
    'copy db.json > restoring/replaced/db.json',
    'sync restoring/replaced/db.json',
    'copy journal-2.jsonl > restoring/replaced/journal-2.jsonl',
    'sync restoring/replaced/journal-2.jsonl',
    'sync restoring/replaced',
    'rename restoring/replaced > restoring/replaced',
    'sync restoring',
    `rename restoring > ${restored}`,
    'sync .',
    'rm restoring',
    `rename ${restored}/replaced > replaced-${time}`,
    `rename archive > replaced-${time}/archive`,
    `sync replaced-${time}`,
    `rename ${restored}/archive > archive`,
    'sync .',
    `rename ${restored}/journal-3.jsonl > journal-3.jsonl`,
    `rename ${restored}/db.json > db.json`,
    'sync .',
    'rm journal-2.jsonl',
    `rmdir ${restored}`,
    'sync .',
    'rm restoring',
  ]);
});

test('what moves into the archive is flushed there before it leaves the state', async () => {
  const dir = folder();
  const { log, lasting } = await watchedFs(dir);
  const store = await opened(dir, { compactAt: never });
  const segment = 'history-2026-01';
  const record = { at: '', by: null, byName: '', deed: 'tenant.setUp', tenantId: null, changes: [] } as const;
  for (let n = 0; n < 2; n++) await store.change((tx) => tx.appendHistory(record));
  const rows = await store.read((reader) => reader.oldestHistory(1));
  log.length = 0;
  await store.trail.append(segment, rows);
  await store.change((tx) => tx.forgetHistory(1));
  const order = lasting();
  const [written, flushed, left] = [
    order.indexOf(`write archive/${segment}.jsonl`),
    order.indexOf(`sync archive/${segment}.jsonl`),
    order.indexOf('write journal-1.jsonl'),
  ];
  // Its folder is new.
  expect(order.slice(0, 2)).toEqual(['mkdir archive', 'sync .']);
  expect(flushed).toBeGreaterThan(written);
  expect(order.slice(flushed, left)).toContain('sync archive');
  expect(left).toBeGreaterThan(flushed);
});

test.each(['drop', 'erase'] as const)('to %s a segment is durable before it is answered', async (deed) => {
  const dir = folder();
  const segment = 'alerts-2026-01';
  const archive = openAlerts(dir);
  await archive.append(segment, []);
  if (deed === 'erase') await archive.drop(segment);
  const { log } = await watchedFs(dir);
  await archive[deed](segment).then(() => log.push('answered'));
  const [file, dropped] = [`archive/${segment}.jsonl`, `archive/dropped-${segment}.jsonl`];
  expect(log).toEqual([
    ...(deed === 'drop' ? [`rm ${file}.unfinished`, `rename ${file} > ${dropped}`] : [`rm ${dropped}`]),
    'sync archive',
    'answered',
  ]);
});
