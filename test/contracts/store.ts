import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewEntry } from '../../src/domain/history.ts';
import type { Collections } from '../../src/ports/collections.ts';
import type { Store } from '../../src/ports/store.ts';
import { verifyHistory } from '../support/verify-history.ts';
import { indexContract } from './store-indexes.ts';
import { refusalContract } from './store-refusals.ts';

export interface Subject {
  store: Store;
  /** Closes it and opens what it left behind; null where nothing is left behind. */
  reopen: (() => Promise<Store>) | null;
  /** From now on its disk or its server takes no write, or takes them again; null where nobody can bring that about. */
  refuse: ((refused: boolean) => Promise<void>) | null;
  end(): Promise<void>;
}

const person = (id: string, name = id): Collections['people'] => ({ id, name });
const entry = (tenantId: string | null, byName = 'Ada'): NewEntry => ({
  at: '2026-01-02T03:04:05.000Z',
  by: null,
  byName,
  deed: 'tenant.setUp',
  tenantId,
  changes: [{ field: 'name', before: null, after: { b: 1, a: ['é', null] } }],
});

/** What every store does, whatever it is made of; `make` opens an empty one, with a limit in bytes where one is given. */
export function storeContract(name: string, make: (limit?: number) => Promise<Subject>): void {
  describe(`a store: ${name}`, () => {
    let subject: Subject;
    let store: Store;
    async function open(limit?: number): Promise<Subject> {
      subject = await make(limit);
      store = subject.store;
      return subject;
    }
    beforeEach(async () => void (await open()));
    afterEach(() => subject.end());

    const put = (...rows: Collections['people'][]) =>
      store.change(async (tx) => {
        for (const row of rows) await tx.put('people', row);
      });
    const names = () => store.read(async (reader) => (await reader.list('people')).map((row) => row.name));
    const numbers = (tenantId: string | null, before: number | null, limit: number) =>
      store.read(async (reader) => (await reader.history({ tenantId, before, limit })).map((line) => line.number));
    const wholeHistory = () =>
      store.read(async (reader) =>
        (await reader.history({ tenantId: null, before: null, limit: 10_000 })).toReversed(),
      );

    indexContract(() => store);
    refusalContract(async (limit) => {
      await subject.end();
      return open(limit);
    });

    test('an empty one has nothing', async () => {
      expect(await store.read((reader) => reader.get('people', 'a'))).toBeNull();
      expect(await names()).toEqual([]);
      expect(await wholeHistory()).toEqual([]);
    });

    test('gives back what was put, and what the change returned', async () => {
      const said = await store.change(async (tx) => {
        await tx.put('people', person('a', 'Ada'));
        return 'done';
      });
      expect(said).toBe('done');
      expect(await store.read((reader) => reader.get('people', 'a'))).toEqual(person('a', 'Ada'));
    });

    test('a change reads its own writes', async () => {
      await put(person('a'), person('b'), person('c'));
      await store.change((tx) => tx.appendHistory(entry('t1', 'before')));
      const seen = await store.change(async (tx) => {
        await tx.put('people', person('b', 'Bea'));
        await tx.remove('people', 'c');
        await tx.put('people', person('aa'));
        await tx.appendHistory(entry('t1'));
        const history = await tx.history({ tenantId: 't1', before: null, limit: 5 });
        return {
          names: (await tx.list('people')).map((row) => row.name),
          b: await tx.get('people', 'b'),
          c: await tx.get('people', 'c'),
          numbers: history.map((line) => line.number),
        };
      });
      expect(seen).toEqual({ names: ['a', 'aa', 'Bea'], b: person('b', 'Bea'), c: null, numbers: [2, 1] });
      expect(await names()).toEqual(['a', 'aa', 'Bea']);
    });

    test('a change that throws changes nothing, and its error comes through', async () => {
      await put(person('a'));
      const failing = store.change(async (tx) => {
        await tx.put('people', person('b'));
        await tx.remove('people', 'a');
        await tx.appendHistory(entry(null));
        throw new RangeError('no');
      });
      await expect(failing).rejects.toThrow(RangeError);
      expect(await names()).toEqual(['a']);
      expect(await wholeHistory()).toEqual([]);
    });

    test('a change that throws does not disturb those beside it', async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) =>
          store.change(async (tx) => {
            await tx.put('people', person(`p${i}`));
            await tx.appendHistory(entry(null, `p${i}`));
            if (i % 3 === 0) throw new Error('no');
          }),
        ),
      );
      const good = results.flatMap((result, i) => (result.status === 'fulfilled' ? [`p${i}`] : []));
      expect(good).toHaveLength(13);
      expect(await names()).toEqual(good.toSorted());
      expect((await wholeHistory()).map((line) => line.byName)).toEqual(good);
    });

    test('200 increments at once are 200 increments', async () => {
      const seen = await Promise.all(
        Array.from({ length: 200 }, () =>
          store.change(async (tx) => {
            const count = Number((await tx.get('people', 'counter'))?.name ?? 0) + 1;
            await tx.put('people', person('counter', String(count)));
            return count;
          }),
        ),
      );
      expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
      expect(await names()).toEqual(['200']);
    });

    test('lists by id in code unit order, whatever came first', async () => {
      await put(person('b'), person('a'), person('10'), person('9'), person('é'), person('Z'));
      expect(await names()).toEqual(['10', '9', 'Z', 'a', 'b', 'é']);
    });

    test('a list that somebody holds does not change under them', async () => {
      await put(person('a'));
      const held = await store.read((reader) => reader.list('people'));
      await put(person('b'));
      expect(held).toEqual([person('a')]);
    });

    test('ids are any text', async () => {
      const ids = ['__proto__', 'constructor', 'toString', '', '0', 'a/b:c', '\\', '"', '\n', '\n"', '👩‍🚀'];
      expect(await store.read((reader) => reader.get('people', 'constructor'))).toBeNull();
      await put(...ids.map((id) => person(id)));
      expect(await names()).toEqual(ids.toSorted());
      await store.change((tx) => tx.remove('people', '__proto__'));
      expect(await store.read((reader) => reader.get('people', '__proto__'))).toBeNull();
      if (subject.reopen) store = await subject.reopen();
      expect(await names()).toEqual(ids.filter((id) => id !== '__proto__').toSorted());
    });

    test('removing what is not there is no error', async () => {
      await store.change((tx) => tx.remove('people', 'nobody'));
      expect(await names()).toEqual([]);
    });

    test('what the caller does to a row later does not reach the store', async () => {
      const row = person('a');
      await store.change(async (tx) => {
        await tx.put('people', row);
        row.name = 'changed';
      });
      row.name = 'changed again';
      expect(await names()).toEqual(['a']);
    });

    test('numbers the history without gaps and chains it', async () => {
      await Promise.all(
        Array.from({ length: 25 }, (_, i) => store.change((tx) => tx.appendHistory(entry(`t${i % 2}`)))),
      );
      const history = await wholeHistory();
      expect(history.map((line) => line.number)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
      expect(verifyHistory(history)).toBeNull();
      expect(history[0]).toMatchObject({ ...entry('t0'), number: 1, previous: '0'.repeat(64) });
    });

    test('pages the history of all, and of one tenant with what belongs to none, newest first', async () => {
      await store.change(async (tx) => {
        for (let i = 1; i <= 10; i++) await tx.appendHistory(entry(i % 5 === 0 ? null : `t${i % 2}`));
      });
      expect(await numbers(null, null, 3)).toEqual([10, 9, 8]);
      expect(await numbers(null, 8, 3)).toEqual([7, 6, 5]);
      expect(await numbers('t1', null, 2)).toEqual([10, 9]);
      expect(await numbers('t1', 10, 2)).toEqual([9, 7]);
      expect(await numbers('t1', 7, 9)).toEqual([5, 3, 1]);
      expect(await numbers('t0', 5, 9)).toEqual([4, 2]);
      expect(await numbers('t1', 1, 9)).toEqual([]);
      expect(await numbers('nobody', null, 9)).toEqual([10, 5]);
      expect(await numbers(null, null, 0)).toEqual([]);
    });

    test('lets the oldest entries of the history leave, never the newest, and chains on', async () => {
      await store.change(async (tx) => {
        for (let i = 1; i <= 6; i++) await tx.appendHistory(entry(`t${i % 2}`));
      });
      const oldest = (limit: number) =>
        store.read(async (reader) => (await reader.oldestHistory(limit)).map(({ number }) => number));
      expect(await oldest(2)).toEqual([1, 2]);
      const seen = await store.change(async (tx) => {
        await tx.forgetHistory(3);
        await tx.appendHistory(entry('t1'));
        const oldestNow = await tx.oldestHistory(2);
        const all = await tx.history({ tenantId: null, before: null, limit: 9 });
        return [oldestNow, all].map((lines) => lines.map(({ number }) => number));
      });
      expect(seen).toEqual([
        [4, 5],
        [7, 6, 5, 4],
      ]);
      const rest = await wholeHistory();
      if (subject.reopen) store = await subject.reopen();
      expect(await wholeHistory()).toEqual(rest);
      expect(await numbers('t1', null, 9)).toEqual([7, 5]);
      expect(await numbers('t0', 6, 9)).toEqual([4]);
      await store.change((tx) => tx.forgetHistory(1_000));
      expect(await numbers(null, null, 9)).toEqual([7]);
      await store.change((tx) => tx.appendHistory(entry(null)));
      const [newest, before] = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 2 }));
      expect(newest).toMatchObject({ number: 8, previous: before?.hash });
      if (subject.reopen) store = await subject.reopen();
      expect(await oldest(9)).toEqual([7, 8]);
    });

    test('a tx that outlives its change is refused', async () => {
      let leaked: Parameters<Parameters<Store['change']>[0]>[0] | null = null;
      await store.change(async (tx) => {
        leaked = tx;
      });
      await expect(store.change(async () => leaked?.put('people', person('late')))).rejects.toThrow(/over/);
      expect(await names()).toEqual([]);
    });

    test('says how much is stored, in bytes as the snapshot has them, and in a change with what it did', async () => {
      const line = (collection: string, row: unknown) =>
        Buffer.byteLength(`12345678 ["${collection}",${JSON.stringify(row)}]\n`);
      const stored = async () => {
        const rows = (await store.read((reader) => reader.list('people'))).map((row) => line('people', row));
        const history = (await wholeHistory()).map((row) => line('history', row));
        return [...rows, ...history].reduce((sum, bytes) => sum + bytes, 0);
      };
      const usage = async () => (await store.read((reader) => reader.usage())).bytes;
      expect(await usage()).toBe(0);
      await put(person('a', 'é€'), person('b', 'x'.repeat(1_000)));
      await put(person('a', 'longer than it was'), person('b', 'short'));
      await store.change(async (tx) => {
        const before = await stored();
        await tx.put('people', person('c'));
        await tx.put('people', person('c', 'Cleo'));
        await tx.remove('people', 'a');
        const change = line('people', person('c', 'Cleo')) - line('people', person('a', 'longer than it was'));
        expect((await tx.usage()).bytes).toBe(before + change);
      });
      for (let n = 0; n < 5; n++) await store.change((tx) => tx.appendHistory(entry('t1')));
      await store.change((tx) => tx.forgetHistory(3));
      expect(await usage()).toBe(await stored());
      if (subject.reopen) store = await subject.reopen();
      expect(await usage()).toBe(await stored());
      await store.change((tx) => tx.remove('people', 'b'));
      expect(await usage()).toBe(await stored());
    });

    test('says how much each source holds, and leaves marks out of what counts towards the limit', async () => {
      const of = { receivedAt: '2026-01-01T00:00:00Z', status: 'resolved', timeline: [], resolved: null };
      const alert = (source: string, id: string, more = {}) =>
        ({
          id: `webhook:${source} ${id}`,
          source: `webhook:${source}`,
          number: 1,
          content: {},
          ...of,
          ...more,
        }) as never;
      const delivery = (alertId: string, more = {}) =>
        ({
          id: `alert ${alertId} > x`,
          about: { kind: 'alert', alertId },
          queue: 'x',
          state: 'refused',
          ...more,
        }) as never;
      const bytesOf = (collection: string, row: unknown) =>
        Buffer.byteLength(`12345678 ["${collection}",${JSON.stringify(row)}]\n`);
      const held = () =>
        store.read(async (reader) => {
          const { bytes } = await reader.usage();
          const [prom, sent, marks] = ['webhook:prom', 'sent', 'marks'].map((account) => reader.accountBytes(account));
          return { bytes, prom: await prom, sent: await sent, marks: await marks };
        });
      const [mine, card] = [alert('prom', 'a'), delivery('webhook:prom a')];
      // The signed route may call itself as a source of the file is called later.
      const other = alert('prom', 'b', { share: 'signed' });
      const itsCard = delivery('webhook:prom b', { turn: { share: 'signed', tenant: '', place: 0 } });
      const mark = { id: 's', at: '2026-01-01T00:00:00Z', outcome: 'x'.repeat(1_000) };
      await store.change(async (tx) => {
        await tx.put('alerts', mine);
        await tx.put('alerts', other);
        await tx.put('deliveries', card);
        await tx.put('deliveries', itsCard);
        await tx.put('deliveries', delivery('person a'));
        await tx.put('seen', mark);
        expect(await tx.accountBytes('marks')).toBe(bytesOf('seen', mark));
      });
      await store.change((tx) => tx.remove('deliveries', 'alert person a > x'));
      const a = bytesOf('alerts', mine) + bytesOf('deliveries', card);
      const b = bytesOf('alerts', other) + bytesOf('deliveries', itsCard);
      const all = { bytes: a + b, prom: a, sent: a + b, marks: bytesOf('seen', mark) };
      expect(await held()).toEqual(all);
      if (subject.reopen) store = await subject.reopen();
      expect(await held()).toEqual(all);
      await store.change((tx) => tx.remove('alerts', 'webhook:prom a'));
      await store.change((tx) => tx.remove('seen', 's'));
      const [left, gone] = [bytesOf('deliveries', card), 0];
      expect(await held()).toEqual({ bytes: left + b, prom: left, sent: left + b, marks: gone });
    });

    test('is the same after it was opened again', async ({ skip }) => {
      if (!subject.reopen) return skip();
      await put(person('a'), person('b'), person('gone'));
      await store.change(async (tx) => {
        await tx.remove('people', 'gone');
        await tx.put('seen', { id: 's', at: '2026-01-01T00:00:00Z', outcome: { kind: 'card', list: [1, null] } });
        await tx.appendHistory(entry('t1'));
        await tx.appendHistory(entry(null));
      });
      const everything = () =>
        store.read(async (reader) => ({
          people: await reader.list('people'),
          seen: await reader.list('seen'),
          history: await reader.history({ tenantId: null, before: null, limit: 10 }),
        }));
      const before = await everything();
      store = await subject.reopen();
      expect(await everything()).toEqual(before);
      await store.change((tx) => tx.appendHistory(entry('t1')));
      expect(await numbers('t1', null, 5)).toEqual([3, 2, 1]);
      expect(verifyHistory(await wholeHistory())).toBeNull();
    });
  });
}
