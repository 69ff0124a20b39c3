import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type OpenStore, openStore, type StoreOptions } from '../../../adapters/store/embedded/open-store.ts';

/** A folder of its own for one test. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'store-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Opens the store of a folder, to be closed with the test. A failed flush fails the test, unless it says otherwise. */
export async function opened(dir: string, options: Partial<StoreOptions> = {}): Promise<OpenStore> {
  const store = await openStore({ dir, onFatal: (error) => Promise.reject(error), ...options });
  onTestFinished(() => store.close());
  return store;
}

export const person = (id: string, name = id) => ({ id, name });

/** Puts people, each with a change of its own. */
export async function putPeople(store: OpenStore, ...ids: string[]): Promise<void> {
  await Promise.all(ids.map((id) => store.change((tx) => tx.put('people', person(id)))));
}

export async function people(store: Pick<OpenStore, 'read'>): Promise<string[]> {
  return (await store.read((reader) => reader.list('people'))).map((row) => row.id);
}
