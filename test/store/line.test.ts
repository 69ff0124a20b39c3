import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLines, encodeLine } from '../../adapters/store/lowdb/line.ts';
import { StateDamaged } from '../../adapters/store/lowdb/state-errors.ts';
import type { Edits } from '../../adapters/store/lowdb/tables.ts';

const id = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '\n', '\u0000', '\ud800'));
const rows = fc
  .array(fc.tuple(id, fc.option(fc.string({ unit: 'binary' }))))
  .map((pairs) => new Map(pairs.map(([key, name]) => [key, name === null ? null : { id: key, name }])));
const edits: fc.Arbitrary<Edits> = rows.map((people) => ({ rows: { people }, history: [], forgotten: 0 }));
const journal = fc.array(edits, { minLength: 1, maxLength: 8 });

const encoded = (batches: Edits[]) => batches.map((batch, index) => encodeLine(index + 1, batch));
const asJson = (batches: Edits[]) => JSON.stringify(batches.map((batch) => [...(batch.rows.people ?? [])].sort()));

test('what was written is read back, with or without zeros behind it', () => {
  fc.assert(
    fc.property(journal, fc.nat(3_000), (batches, zeros) => {
      const bytes = Buffer.concat(encoded(batches));
      const lines = decodeLines('j', Buffer.concat([bytes, Buffer.alloc(zeros)]));
      expect(asJson(lines.edits)).toBe(asJson(batches));
      expect(lines).toMatchObject({ length: bytes.length, torn: 0 });
    }),
  );
});

test('ids that V8 misreads as property names come back', () => {
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
    };
    expect([...(decodeLines('j', encodeLine(1, batch)).edits[0]?.rows.people?.keys() ?? [])]).toEqual(['a', odd]);
  }
});

test('whatever is cut off the end, the lines before it come back', () => {
  fc.assert(
    fc.property(journal, fc.nat(), fc.nat(600), (batches, at, zeros) => {
      const lines = encoded(batches);
      const bytes = Buffer.concat(lines);
      const cut = at % (bytes.length + 1);
      const read = decodeLines('j', Buffer.concat([bytes.subarray(0, cut), Buffer.alloc(zeros)]));
      let whole = 0;
      for (let end = 0; whole < lines.length && end + (lines[whole]?.length ?? 0) - 1 <= cut; whole++) {
        end += lines[whole]?.length ?? 0;
      }
      expect(asJson(read.edits)).toBe(asJson(batches.slice(0, whole)));
    }),
  );
});

test('a byte that was altered is refused, or changes nothing', () => {
  fc.assert(
    fc.property(journal, fc.nat(), fc.integer({ min: 1, max: 255 }), (batches, at, mask) => {
      const bytes = Buffer.concat(encoded(batches));
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ mask;
      try {
        expect(asJson(decodeLines('j', bytes).edits)).toBe(asJson(batches));
      } catch (error) {
        expect(error).toBeInstanceOf(StateDamaged);
      }
    }),
  );
});

test('a byte of the last line that became zero is refused: unwritten blocks leave more than one', () => {
  const bytes = Buffer.concat(encoded([{ rows: { people: new Map([['a', null]]) }, history: [], forgotten: 0 }]));
  for (let at = 0; at < bytes.length - 1; at++) {
    expect(() => decodeLines('j', Buffer.from(bytes).fill(0, at, at + 1)), `byte ${at}`).toThrow(StateDamaged);
  }
});

test('no input at all makes it do anything but read or refuse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        expect(decodeLines('j', Buffer.from(bytes)).edits).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(StateDamaged);
      }
    }),
  );
});
