import { setImmediate } from 'node:timers/promises';
import { erasedEntries, type HistoryEntry } from '../../src/domain/history.ts';
import { type Difference, lastRecorded } from '../../src/domain/tenant/last-recorded.ts';
import { beginning, type ChainHead, digestOf, proofOf } from './history-chain.ts';
import type { Document } from './memory/document.ts';
import { lookingAtArchives, type StoredArchives } from './stored-archives.ts';

/** The result of verifying the audit trail. */
export type TrailCheck =
  /**
   * No entry is broken. `first` is the number of the oldest entry that is kept; 0 when there is none. `hashes` has the
   * hash of each by its number.
   */
  | {
      kind: 'whole';
      first: number;
      newest: ChainHead;
      hashes: ReadonlyMap<number, string>;
      /** The numbers of the entries in which a person was erased, whose other words are proven. */
      erased: readonly number[];
      /** The same of entries of older versions, of which no word is proven any more: only that they stand in their place. */
      unproven: readonly number[];
      /** These parts of the record differ from what the history says last: somebody changed them without the bot. */
      differences: readonly Difference[];
    }
  /**
   * `number` is that of the first entry that was altered, dropped or put in another place; `where` says in which segment of the
   * archive it is or should be, or that it is in the live document.
   */
  | ({ kind: 'broken' } & BrokenAt);

interface BrokenAt {
  number: number;
  where: string;
}

function brokenAt({ number, where }: BrokenAt): TrailCheck {
  return { kind: 'broken', number, where };
}

/**
 * Follows the whole audit trail, from what was dropped by age through the archive to the live document, of which `picture` gives
 * the present one. Other work goes on meanwhile: the loop is held for `slice` entries at a time. Rejects with StateDamaged.
 */
export function verifyHistory(archives: StoredArchives, picture: () => Promise<Document>): Promise<TrailCheck> {
  const { trail } = archives;
  return lookingAtArchives(archives, async (checkSegments) => {
    // The document is read first: an entry that moves to the archive meanwhile is then in both, and not in neither.
    const { tables, history } = await picture();
    const live = [...history];
    const organisation = tables.organisation?.get('organisation') ?? null;
    const register = { tenants: [...(tables.tenants?.values() ?? [])], organisation };
    const start = tables.trailStart?.get('trail') ?? beginning;
    const walk = walkFrom(start);
    for (const segment of await trail.segments()) {
      const kept = (await trail.read(segment)).filter(({ number }) => number > start.number);
      const broken = await walk.firstBroken(kept, segment);
      if (broken === null) continue;
      await checkSegments();
      return brokenAt(broken);
    }
    await checkSegments();
    const broken = await walk.firstBroken(live, 'the live document');
    if (broken !== null) return brokenAt(broken);
    const unexplained = walk.unexplained();
    if (unexplained) return brokenAt(unexplained);
    const newest = walk.head();
    const differences = walk.said.differences(register, start.number === 0);
    const first = newest.number === 0 ? 0 : start.number + 1;
    return { kind: 'whole', first, newest, hashes: walk.passed, ...walk.gaps(), differences };
  });
}

/** Entries that are checked in one go, before other work gets its turn. */
const slice = 50;

/** Returns what is wrong, in sentences; null for a history that is whole and says the same as the record. */
export function problemOf(result: TrailCheck): string | null {
  if (result.kind === 'broken')
    return (
      `The history is broken at entry ${result.number}, in ${result.where}: that entry was changed, removed, or put in another place. ` +
      'Keep a copy of the state, and look for the entry in your backups.'
    );
  if (result.differences.length === 0) return null;
  const where = result.differences
    .slice(0, 10)
    .map(({ tenantId: id, fields }) => `${id === null ? 'the organisation' : `tenant ${id}`} (${fields.join(', ')})`);
  const more = result.differences.length > 10 ? `, and ${result.differences.length - 10} more` : '';
  return (
    `The history is whole, but does not say what the record holds of ${where.join('; ')}${more}: that was changed past the bot. ` +
    'Compare with the history and your backups, and enter what is right again.'
  );
}

/**
 * Walks along the chain. An entry that was passed already is in the archive and in the live document, and must be the
 * same in both.
 */
function walkFrom(start: ChainHead) {
  const passed = new Map<number, string>([[start.number, start.hash]]);
  const said = lastRecorded();
  /** What is proven by no entry itself, with what it is now. */
  const gaps: (BrokenAt & { digest: string; isOlder: boolean })[] = [];
  /** What the newest erasure of each entry left there. */
  const erasures = new Map<number, string>();
  let head = start;

  function isRight(entry: HistoryEntry, where: string): boolean {
    const before = entry.number > head.number ? head : { number: entry.number - 1, hash: entry.previous };
    const proof = proofOf(before, entry);
    if (proof === 'broken') return false;
    if (proof === 'gap') gaps.push({ number: entry.number, where, digest: digestOf(entry), isOlder: entry.v !== 2 });
    else for (const [number, digest] of erasedEntries(entry)) erasures.set(number, digest);
    if (entry.number <= head.number) return passed.get(entry.number) === entry.hash;
    passed.set(entry.number, entry.hash);
    said.take(entry);
    head = { number: entry.number, hash: entry.hash };
    return true;
  }

  return {
    passed,
    said,
    head: (): ChainHead => ({ number: head.number, hash: head.hash }),
    /** Returns the first gap that no erasure left so; for when everything was walked. */
    unexplained: () => gaps.find(({ number, digest }) => erasures.get(number) !== digest),
    gaps(): { erased: number[]; unproven: number[] } {
      const numbers = (isOlder: boolean) => [
        ...new Set(gaps.filter((gap) => gap.isOlder === isOlder).map(({ number }) => number)),
      ];
      return { erased: numbers(false), unproven: numbers(true) };
    },
    async firstBroken(entries: readonly HistoryEntry[], where: string): Promise<BrokenAt | null> {
      for (const [index, entry] of entries.entries()) {
        if (!isRight(entry, where)) {
          const number = entry.number > head.number ? head.number + 1 : entry.number;
          // An entry of an older version whose hash was changed too shows by the next one.
          return gaps.find((gap) => gap.isOlder && gap.number === number - 1) ?? { number, where };
        }
        if (index % slice === slice - 1) await setImmediate();
      }
      return null;
    },
  };
}
