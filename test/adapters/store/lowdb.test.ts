import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import { type Subject, storeContract } from '../../contracts/store.ts';

const onFatal = (error: Error) => Promise.reject(error);

async function embedded(compactAt?: () => number): Promise<Subject> {
  const dir = await mkdtemp(join(tmpdir(), 'store-'));
  let store = await openStore({ dir, onFatal, compactAt });
  return {
    store,
    async reopen() {
      await store.close();
      store = await openStore({ dir, onFatal, compactAt });
      return store;
    },
    async end() {
      await store.close();
      await rm(dir, { recursive: true });
    },
  };
}

storeContract('lowdb with a journal', () => embedded());
storeContract('lowdb with a journal that is compacted all the time', () => embedded(() => 100));
