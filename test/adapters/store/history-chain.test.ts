import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { beginning, chained, digestOf } from '../../../adapters/store/history-chain.ts';
import { emptyDocument } from '../../../adapters/store/memory/document.ts';
import { problemOf, type TrailCheck, verifyHistory as verdictOn } from '../../../adapters/store/verify-history.ts';
import { erasureOf, type HistoryEntry, hashedPart, type NewEntry } from '../../../src/domain/history.ts';
import { olderEntry } from '../../support/older-entry.ts';
import { verifyHistory } from '../../support/verify-history.ts';

const entry = (byName: string): NewEntry => ({
  at: '2026-01-02T03:04:05.000Z',
  by: null,
  byName,
  deed: 'contact.updated',
  tenantId: 't',
  changes: [{ field: 'channels', before: null, after: [{ platform: 'slack', address: 'C1' }] }],
});

function historyOf(...names: string[]): HistoryEntry[] {
  const history: HistoryEntry[] = [];
  for (const name of names) history.push(chained(history.at(-1) ?? beginning, entry(name)));
  return history;
}

function olderHistoryOf(...names: string[]): HistoryEntry[] {
  const history: HistoryEntry[] = [];
  for (const name of names) history.push(olderEntry(history.at(-1), entry(name)));
  return history;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('the hash is SHA-256 over the previous hash and the canonical JSON, with commitments in place of values, as documented', () => {
  const [line] = historyOf('Ada');
  const [who, before, after] = line?.seals ?? [];
  expect(before).toBeNull();
  expect(who?.commitment).toBe(sha256(`${who?.salt}[null,"Ada"]`));
  expect(after?.commitment).toBe(sha256(`${after?.salt}[{"address":"C1","platform":"slack"}]`));
  const canonical =
    `{"at":"2026-01-02T03:04:05.000Z","changes":[{"after":"${after?.commitment}","before":null,"field":"channels"}],` +
    `"deed":"contact.updated","number":1,"tenantId":"t","v":2,"who":"${who?.commitment}"}`;
  const hash = sha256('0'.repeat(64) + canonical);
  expect(line).toEqual({
    ...entry('Ada'),
    ...{ number: 1, v: 2, seals: [who, before, after], previous: '0'.repeat(64), hash },
  });
});

test('what is hashed of an entry has no value and no name, and the same value has another commitment each time', () => {
  const [first, second] = historyOf('Ada', 'Ada');
  expect(JSON.stringify([first, second].map((one) => one && hashedPart(one)))).not.toMatch(/Ada|C1/);
  const all = [first, second].flatMap((one) => one?.seals ?? []).filter((seal) => seal !== null);
  expect(new Set(all.flatMap(({ commitment, salt }) => [commitment, salt])).size).toBe(8);
  expect(all.map(({ salt }) => Buffer.from(salt ?? '', 'base64url').length)).toEqual([16, 16, 16, 16]);
});

test.each([
  ['new', historyOf('a', 'b', 'c')],
  ['older', olderHistoryOf('a', 'b', 'c')],
])('a whole history of %s entries is whole, whatever the order of its keys', (_age, history) => {
  expect(verifyHistory([])).toBeNull();
  expect(verifyHistory(history)).toBeNull();
  expect(
    verifyHistory(history.map((line) => Object.fromEntries(Object.entries(line).reverse()) as unknown as HistoryEntry)),
  ).toBeNull();
});

const tampered: [string, number, (history: HistoryEntry[]) => HistoryEntry[]][] = [
  ['altered', 2, (history) => history.with(1, { ...(history[1] as HistoryEntry), byName: 'Eve' })],
  ['altered in a value', 2, (history) => history.with(1, { ...(history[1] as HistoryEntry), changes: [] })],
  ['dropped', 2, (history) => history.toSpliced(1, 1)],
  ['dropped at the front', 1, (history) => history.slice(1)],
  ['swapped', 1, ([a, b, ...rest]) => [b, a, ...rest] as HistoryEntry[]],
  ['slipped in', 3, (history) => history.toSpliced(2, 0, historyOf('x', 'y', 'z')[2] as HistoryEntry)],
  ['given a field', 1, ([a, ...rest]) => [{ ...a, extra: 1 } as unknown as HistoryEntry, ...rest]],
  ['changed with its hash', 2, (history) => history.with(1, { ...(history[1] as HistoryEntry), hash: 'f'.repeat(64) })],
];

test.each(tampered)('a line that was %s shows', async (_how, number, tamper) => {
  for (const history of [historyOf('a', 'b', 'c', 'd'), olderHistoryOf('a', 'b', 'c', 'd')]) {
    expect(await verdict(tamper(history))).toMatchObject({ kind: 'broken', number });
  }
  expect(verifyHistory(tamper(historyOf('a', 'b', 'c', 'd')))).toBe(number);
});

function verdict(history: HistoryEntry[]): Promise<TrailCheck> {
  const none = { rows: async function* () {}, append: async () => {}, read: async () => [], segments: async () => [] };
  const archive = { ...none, drop: async () => {}, erase: async () => {} };
  return verdictOn({ alerts: archive, trail: archive }, async () => ({ ...emptyDocument(8), history }));
}

/** The entry as an erasure leaves it. */
function erased(line: HistoryEntry | undefined): HistoryEntry {
  if (!line) throw new Error('no entry');
  const former = { ...line, byName: 'former member 1' };
  const [who, ...rest] = line.seals ?? [];
  return who ? { ...former, seals: [{ commitment: who.commitment }, ...rest] } : former;
}

/** Goes on with the entry of an erasure that left these entries so. */
function withErasure(history: HistoryEntry[], ...named: HistoryEntry[]): HistoryEntry[] {
  const changes = [erasureOf(named.map((one) => [one.number, digestOf(one)]))];
  const told: NewEntry = { ...entry('npm run person'), deed: 'person.erased', tenantId: null, changes };
  return [...history, chained(history.at(-1) ?? beginning, told)];
}

test('an erased entry is taken where an erasure names it: the chain proves everything else', async () => {
  const history = historyOf('Ada', 'Bob', 'Ada');
  const gone = erased(history[1]);
  const result = await verdict(withErasure(history.with(1, gone), gone));
  expect(result).toMatchObject({ kind: 'whole', newest: { number: 4 }, erased: [2], unproven: [] });
  expect(problemOf(result)).toBeNull();
});

test('of an erased entry of an older version no word is proven, and its neighbours hold it in its place', async () => {
  const history = olderHistoryOf('Ada', 'Bob', 'Ada');
  const gone = erased(history[1]);
  expect(await verdict(withErasure(history.with(1, gone), gone))).toMatchObject({
    ...{ kind: 'whole', newest: { number: 4 }, erased: [], unproven: [2] },
  });
});

test('an entry that was erased twice is as the later erasure left it', async () => {
  const history = historyOf('Ada', 'Bob', 'Ada');
  const first = erased(history[1]);
  const second = { ...first, byName: 'former member 2' };
  const both = withErasure(withErasure(history, first), second);
  expect(await verdict(both.with(1, second))).toMatchObject({ kind: 'whole', erased: [2] });
  expect(await verdict(both.with(1, first))).toMatchObject({ kind: 'broken', number: 2 });
});

const forged: [string, (history: HistoryEntry[], gone: HistoryEntry) => HistoryEntry[]][] = [
  ['without an erasure that names it', (history, gone) => history.with(1, gone)],
  [
    'although the erasure names another entry',
    (history, gone) => withErasure(history.with(1, gone), erased(history[0])),
  ],
  [
    'although the erasure left something else',
    (history, gone) => withErasure(history.with(1, { ...gone, byName: 'Eve' }), gone),
  ],
  ['with another action', (history, gone) => tellingOf(history, { ...gone, deed: 'contact.attested' }, gone)],
  ['at another time', (history, gone) => tellingOf(history, { ...gone, at: '2026-01-03T00:00:00.000Z' }, gone)],
  ['in another tenant', (history, gone) => tellingOf(history, { ...gone, tenantId: 'u' }, gone)],
];

/** The erasure itself names the forged entry, where a commitment still proves the rest; of an older one, what was there before. */
function tellingOf(history: HistoryEntry[], altered: HistoryEntry, gone: HistoryEntry): HistoryEntry[] {
  return withErasure(history.with(1, altered), altered.v === 2 ? altered : gone);
}

test.each(forged)('an entry whose words were dropped %s is broken', async (_how, forge) => {
  for (const history of [historyOf('a', 'b', 'c'), olderHistoryOf('a', 'b', 'c')])
    expect(await verdict(forge(history, erased(history[1])))).toMatchObject({ kind: 'broken', number: 2 });
});

test('a commitment that was forged is broken, also where an erasure names the entry', async () => {
  const history = historyOf('a', 'b', 'c');
  const gone = erased(history[1]);
  const [, ...rest] = gone.seals ?? [];
  for (const seals of [
    [{ commitment: 'f'.repeat(64) }, ...rest],
    [null, ...rest],
    rest,
    [...(gone.seals ?? []), null],
  ]) {
    const other = { ...gone, seals };
    expect(await verdict(withErasure(history.with(1, other), other))).toMatchObject({ kind: 'broken', number: 2 });
  }
});

test('an erasure that was erased itself, or names what comes after it, explains nothing', async () => {
  const history = historyOf('a', 'b', 'c');
  const gone = erased(history[1]);
  const all = withErasure(history.with(1, gone), gone);
  const [erasure] = all.slice(-1);
  if (!erasure) throw new Error('no entry');
  const named = withErasure(all.with(3, erased(erasure)), erased(erasure));
  expect(await verdict(named)).toMatchObject({ kind: 'broken', number: 2 });
  const early = withErasure([], gone);
  const later = chained(early[0] ?? beginning, entry('b'));
  expect(await verdict(withErasure([...early, erased(later)]))).toMatchObject({ kind: 'broken', number: 2 });
});
