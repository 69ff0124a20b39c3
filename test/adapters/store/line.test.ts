import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLines, encodeLine, type Lines } from '../../../adapters/store/embedded/journal/line.ts';
import { StateDamaged } from '../../../adapters/store/errors.ts';
import { endOfData } from '../../../adapters/store/lines/read-lines.ts';
import type { Edits } from '../../../adapters/store/memory/document.ts';
import { folder } from './folder.ts';

const id = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '\n', '\u0000', '\ud800'));
const rows = fc
  .array(fc.tuple(id, fc.option(fc.string({ unit: 'binary' }))))
  .map((pairs) => new Map(pairs.map(([key, name]) => [key, name === null ? null : { id: key, name }])));
const edits: fc.Arbitrary<Edits> = rows.map((people) => ({
  rows: { people },
  history: [],
  forgotten: 0,
  growth: { bytes: 0, byAccount: new Map() },
}));
const journal = fc.array(edits, { minLength: 1, maxLength: 8 });

const encoded = (batches: Edits[]) => batches.map((batch, index) => encodeLine(index + 1, batch));
const asJson = (batches: Edits[]) => JSON.stringify(batches.map((batch) => [...(batch.rows.people ?? [])].sort()));

/** Reads what a file of these bytes holds, in stretches of that length. */
async function decoded(bytes: Buffer, stretch = 1_000): Promise<Lines & { edits: Edits[] }> {
  const file = join(folder(), 'j');
  writeFileSync(file, bytes);
  const handle = await open(file);
  const end = await endOfData(handle, bytes.length);
  await handle.close();
  const stretches = Array.from({ length: Math.ceil(end / stretch) }, (_, n) =>
    bytes.subarray(n * stretch, Math.min((n + 1) * stretch, end)),
  );
  const edits: Edits[] = [];
  return { ...(await decodeLines('j', stretches, (one) => edits.push(one))), edits };
}

test('what was written is read back, in stretches of any length, with or without zeros behind it', async () => {
  await fc.assert(
    fc.asyncProperty(journal, fc.nat(3_000), fc.integer({ min: 1, max: 500 }), async (batches, zeros, stretch) => {
      const bytes = Buffer.concat(encoded(batches));
      const lines = await decoded(Buffer.concat([bytes, Buffer.alloc(zeros)]), stretch);
      expect(asJson(lines.edits)).toBe(asJson(batches));
      expect(lines).toMatchObject({ count: batches.length, length: bytes.length, torn: 0 });
    }),
  );
});

test('zeros behind the last line may be more than is read at once', async () => {
  const bytes = Buffer.concat(
    encoded([
      {
        rows: { people: new Map([['a', null]]) },
        history: [],
        forgotten: 0,
        growth: { bytes: 0, byAccount: new Map() },
      },
    ]),
  );
  expect(await decoded(Buffer.concat([bytes, Buffer.alloc(1_000_000)]))).toMatchObject({ count: 1, torn: 0 });
  expect(await decoded(Buffer.alloc(1_000_000))).toMatchObject({ count: 0, length: 0, torn: 0 });
});

test('ids that V8 misreads as property names come back', async () => {
  for (const odd of ['\\', '"', '\n', '\u0000']) {
    const batch: Edits = {
      rows: {
        people: new Map([
          ['a', null],
          [odd, null],
        ]),
      },
      history: [],
      forgotten: 0,
      growth: { bytes: 0, byAccount: new Map() },
    };
    expect([...((await decoded(encodeLine(1, batch))).edits[0]?.rows.people?.keys() ?? [])]).toEqual(['a', odd]);
  }
});

test('whatever is cut off the end, the lines before it come back', async () => {
  await fc.assert(
    fc.asyncProperty(journal, fc.nat(), fc.nat(600), async (batches, at, zeros) => {
      const lines = encoded(batches);
      const bytes = Buffer.concat(lines);
      const cut = at % (bytes.length + 1);
      const read = await decoded(Buffer.concat([bytes.subarray(0, cut), Buffer.alloc(zeros)]));
      let whole = 0;
      for (let end = 0; whole < lines.length && end + (lines[whole]?.length ?? 0) - 1 <= cut; whole++) {
        end += lines[whole]?.length ?? 0;
      }
      expect(asJson(read.edits)).toBe(asJson(batches.slice(0, whole)));
    }),
  );
});

test('a byte that was altered is refused, or changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(journal, fc.nat(), fc.integer({ min: 1, max: 255 }), async (batches, at, mask) => {
      const bytes = Buffer.concat(encoded(batches));
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ mask;
      try {
        expect(asJson((await decoded(bytes)).edits)).toBe(asJson(batches));
      } catch (error) {
        expect(error).toBeInstanceOf(StateDamaged);
      }
    }),
  );
});

test('a byte of the last line that became zero is refused: unwritten blocks leave more than one', async () => {
  const bytes = Buffer.concat(
    encoded([
      {
        rows: { people: new Map([['a', null]]) },
        history: [],
        forgotten: 0,
        growth: { bytes: 0, byAccount: new Map() },
      },
    ]),
  );
  for (let at = 0; at < bytes.length - 1; at++) {
    await expect(decoded(Buffer.from(bytes).fill(0, at, at + 1)), `byte ${at}`).rejects.toThrow(StateDamaged);
  }
});

test('no input at all makes it do anything but read or refuse', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      try {
        expect((await decoded(Buffer.from(bytes))).edits).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(StateDamaged);
      }
    }),
  );
});
