import type { HistoryEntry } from '../../../src/domain/history.ts';
import { beginning, follows, type Head } from '../history-chain.ts';
import { openTrail } from './archive.ts';
import { whileNoneGoes } from './archive-backup.ts';
import { peek } from './peek.ts';

export type Verdict =
  /** `first` is the oldest entry that is kept; 0 when there is none. `hashes` by number. */
  | { kind: 'whole'; first: number; newest: Head; hashes: ReadonlyMap<number, string> }
  /** The first entry that was altered, dropped or put in another place, and where it is or should be. */
  | { kind: 'broken'; number: number; where: string };

/**
 * Follows the whole audit trail, from what was dropped by age through the archive to the live document, whether or not
 * a bot owns the folder. Rejects with StateDamaged, and when there is no state.
 */
export function verifyTrail(dir: string): Promise<Verdict> {
  return whileNoneGoes(dir, async () => {
    // The document first: what moves meanwhile is then in both, and not in neither.
    const { db } = await peek(dir);
    const start = db.data.tables.trailStart?.get('trail') ?? beginning;
    const trail = openTrail(dir);
    const walk = walkFrom(start);
    for (const segment of await trail.segments()) {
      const kept = (await trail.read(segment)).filter(({ number }) => number > start.number);
      const broken = walk.firstBroken(kept);
      if (broken !== null) return { kind: 'broken', number: broken, where: `${segment}.jsonl` };
    }
    const broken = walk.firstBroken(db.data.history);
    if (broken !== null) return { kind: 'broken', number: broken, where: 'the live document' };
    const newest = walk.head();
    return { kind: 'whole', first: newest.number === 0 ? 0 : start.number + 1, newest, hashes: walk.passed };
  });
}

/** Walks along the chain. An entry that was passed already is in both places: then it must be the same in both. */
function walkFrom(start: Head) {
  const passed = new Map<number, string>([[start.number, start.hash]]);
  let head = start;

  function isRight(entry: HistoryEntry): boolean {
    const before = entry.number > head.number ? head : { number: entry.number - 1, hash: entry.previous };
    if (!follows(before, entry)) return false;
    if (entry.number <= head.number) return passed.get(entry.number) === entry.hash;
    passed.set(entry.number, entry.hash);
    head = { number: entry.number, hash: entry.hash };
    return true;
  }

  return {
    passed,
    head: (): Head => ({ number: head.number, hash: head.hash }),
    firstBroken(entries: readonly HistoryEntry[]): number | null {
      const wrong = entries.find((entry) => !isRight(entry));
      if (!wrong) return null;
      return wrong.number > head.number ? head.number + 1 : wrong.number;
    },
  };
}
