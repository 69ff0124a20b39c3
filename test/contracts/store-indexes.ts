import { expect, test } from 'vitest';
import { queuePosition } from '../../src/domain/delivery/queue-order.ts';
import type { Collections } from '../../src/ports/collections.ts';
import type { Store } from '../../src/ports/store.ts';

const delivery = (number: number, more: Partial<Collections['deliveries']> = {}): Collections['deliveries'] => ({
  id: `alert s a${number} > slack:C1`,
  about: { kind: 'alert', alertId: `s a${number}` },
  to: { kind: 'channel', channel: { platform: 'slack', address: 'C1' } },
  queue: 'slack:C1',
  rank: 3,
  number,
  state: 'waiting',
  message: null,
  digestId: null,
  want: 1,
  shown: 0,
  attempts: 0,
  reason: null,
  since: '2026-01-02T03:04:05.000Z',
  doneAt: null,
  ...more,
});

/** What every store's indexes do; `store` gives the one under test. */
export function indexContract(store: () => Store): void {
  const put = (...rows: Collections['deliveries'][]) =>
    store().change(async (tx) => {
      for (const row of rows) await tx.put('deliveries', row);
    });
  const due = (after: string | null = null, limit = 100, queue = 'slack:C1') =>
    store().read(async (reader) =>
      (await reader.scan('deliveries.due', { key: queue, after, limit })).map(({ number }) => number),
    );

  test('an index gives all its rows where no number is named, inside a change too', async () => {
    await put(...Array.from({ length: 1_500 }, (_, at) => delivery(at + 1)));
    const every = { key: 'slack:C1', after: null };
    expect(await store().read((reader) => reader.scan('deliveries.due', every))).toHaveLength(1_500);
    const inside = await store().change(async (tx) => {
      await tx.put('deliveries', delivery(1_501));
      return tx.scan('deliveries.due', every);
    });
    expect(inside.map(({ number }) => number)).toEqual(Array.from({ length: 1_501 }, (_, at) => at + 1));
    const rest = await store().read((reader) =>
      reader.scan('deliveries.due', { ...every, after: queuePosition(delivery(1_499)) }),
    );
    expect(rest.map(({ number }) => number)).toEqual([1_500, 1_501]);
  });

  test('an index gives its rows in order, page by page, and leaves out what does not belong', async () => {
    await put(delivery(3), delivery(1), delivery(2, { rank: 1 }), delivery(4, { state: 'posted', shown: 1 }));
    expect(await due()).toEqual([2, 1, 3]);
    expect(await due(null, 2)).toEqual([2, 1]);
    expect(await due(queuePosition(delivery(1)))).toEqual([3]);
    expect(await due(null, 100, 'slack:C2')).toEqual([]);
    expect(await store().read((reader) => reader.count('deliveries.due', 'slack:C1'))).toBe(3);
    expect(await store().read((reader) => reader.keys('deliveries.due'))).toEqual(['slack:C1']);
  });

  test('an index follows rows that move, leave and come back', async () => {
    await put(delivery(1), delivery(2));
    expect(await due()).toEqual([1, 2]);
    await put(delivery(1, { rank: 5 }));
    expect(await due()).toEqual([2, 1]);
    await put(delivery(2, { state: 'posted', shown: 1 }));
    expect(await due()).toEqual([1]);
    await put(delivery(2, { state: 'posted', shown: 1, want: 2 }), delivery(3, { queue: 'slack:C2' }));
    expect(await due()).toEqual([1, 2]);
    await store().change((tx) => tx.remove('deliveries', delivery(1).id));
    await store().change((tx) => tx.remove('deliveries', delivery(3).id));
    expect(await due()).toEqual([2]);
    expect(await store().read((reader) => reader.keys('deliveries.due'))).toEqual(['slack:C1']);
  });

  test('a change sees its own rows in an index, and those of the changes before it', async () => {
    await put(delivery(1));
    await Promise.all([
      put(delivery(2)),
      store().change(async (tx) => {
        await tx.put('deliveries', delivery(3, { rank: 1 }));
        await tx.remove('deliveries', delivery(1).id);
        const seen = await tx.scan('deliveries.due', { key: 'slack:C1', after: null, limit: 10 });
        expect(seen.map(({ number }) => number)).toEqual([3, 2]);
        expect(await tx.count('deliveries.due', 'slack:C1')).toBe(2);
        expect(await tx.keys('deliveries.due')).toEqual(['slack:C1']);
      }),
    ]);
    expect(await due()).toEqual([3, 2]);
  });

  test('a change that fails leaves the index as it was', async () => {
    await put(delivery(1));
    await expect(
      store().change(async (tx) => {
        await tx.put('deliveries', delivery(1, { state: 'posted', shown: 1 }));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await due()).toEqual([1]);
  });
}
