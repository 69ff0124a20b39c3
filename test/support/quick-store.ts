import { commitQueue } from '../../adapters/store/embedded/commit-queue.ts';
import { emptyDocument } from '../../adapters/store/embedded/document.ts';
import { memoryOf } from '../../adapters/store/embedded/memory/memory.ts';
import { readerOf } from '../../adapters/store/embedded/memory/view.ts';
import type { Store } from '../../src/ports/store.ts';

/** The embedded store without its disk: with its indexes, so that a simulated year takes seconds. */
export function quickStore(): Store {
  const memory = memoryOf(emptyDocument(1));
  const queue = commitQueue(memory, async (edits) => memory.apply(edits));
  const reader = readerOf(() => memory);
  return { read: async (what) => what(reader), change: queue.change };
}
