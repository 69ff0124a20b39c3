/** Eight writers, each counting its own row up, until somebody kills the process. Says `<writer> <count>` once a count is durable. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';

const dir = process.argv[2] ?? '';
const store = await openStore({
  dir,
  compactAt: () => 50_000,
  onFatal(error) {
    throw error;
  },
});

async function nextNumber(id: string): Promise<number> {
  return store.change(async (tx) => {
    const count = Number((await tx.get('people', id))?.name ?? 0) + 1;
    await tx.put('people', { id, name: String(count) });
    await tx.put('seen', { id: `${id}-${count % 500}`, at: '', outcome: 'x'.repeat(300) });
    await tx.appendHistory({
      at: '2026-01-02T03:04:05.000Z',
      by: null,
      byName: id,
      deed: 'contact.confirmed',
      tenantId: id,
      changes: [{ field: 'count', before: count - 1, after: count }],
    });
    return count;
  });
}

await Promise.all(
  Array.from({ length: 8 }, async (_, writer) => {
    for (;;) writeSync(1, `w${writer} ${await nextNumber(`w${writer}`)}\n`);
  }),
);
