import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import { type Subject, storeContract } from '../../contracts/store.ts';

const onFatal = (error: Error) => Promise.reject(error);

async function embedded(limit?: number, compactAt?: () => number): Promise<Subject> {
  const dir = await mkdtemp(join(tmpdir(), 'store-'));
  const open = () => openStore({ dir, onFatal, compactAt, limit });
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    refuse: async (refused) => {
      writable();
      if (refused) vi.spyOn(fs, 'writeSync').mockImplementation(fullDisk);
      syncBuiltinESMExports();
    },
    async end() {
      writable();
      await store.close();
      await rm(dir, { recursive: true });
    },
  };
}

function writable(): void {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
}

function fullDisk(): never {
  throw Object.assign(new Error('ENOSPC: made up'), { code: 'ENOSPC' });
}

storeContract('lowdb with a journal', (limit) => embedded(limit));
storeContract('lowdb with a journal that is compacted all the time', (limit) => embedded(limit, () => 100));
