/** Returns rows and entries of the history as they are once a person is erased. */
import { type HistoryEntry, sealedValues } from '../history.ts';
import { type Identity, userOf } from '../tenant/identity.ts';
import { type FormerMember, personFinder } from './former-member.ts';
import type { FoundWords, RecordedPart } from './person-words.ts';

/** The fields of a row by which it belongs to a person alone. */
interface OwnFields {
  id?: unknown;
  by?: unknown;
  who?: unknown;
  subject?: unknown;
  kind?: unknown;
  reference?: { user?: unknown };
  to?: { kind?: unknown; id?: unknown };
}

/**
 * Tells, by collection, the rows that belong to one person alone: what is sent to them, and what the bot remembers for them. They go. Every
 * other row stays, without the person.
 */
const ownRows: Readonly<Record<string, (row: OwnFields, identity: string) => boolean>> = {
  chosen: ({ by }, identity) => by === identity,
  deliveries: ({ to }, identity) => to?.kind === 'person' && to.id === identity,
  due: ({ subject }, identity) => subject === identity,
  erasing: ({ id }, identity) => id === identity,
  leavers: ({ id }, identity) => id === identity,
  provenAdmins: ({ id }, identity) => id === identity,
  reminders: ({ to }, identity) => to?.kind === 'person' && to.id === identity,
  rounds: ({ id }, identity) => id === identity,
  seen: ({ by }, identity) => by === identity,
  subscriptions: ({ who }, identity) => who === identity,
};

/** Returns whether the row of a collection belongs to the person alone, so that erasing removes it. */
export function isOwnRow(collection: string, row: object, identity: Identity): boolean {
  const { kind, reference }: OwnFields = row;
  if (collection === 'conversations') return kind === 'personal' && reference?.user === userOf(identity);
  return ownRows[collection]?.(row, identity) ?? false;
}

/** Erases a person from rows. */
export interface Eraser {
  /** Returns the row of a collection without the person, the same object where it does not name them; null for one that goes. */
  row(collection: string, row: object): object | null;
  /** Returns the entry without the person. Of each value that changes the salt goes too, and the commitment stays. */
  entry(entry: HistoryEntry): HistoryEntry;
}

/** Returns what erases a person. `former` is what stands in their place. */
export function eraser(words: FoundWords, former: FormerMember): Eraser {
  const finder = personFinder(words);
  const isPart = new Set(words.parts.map((part) => JSON.stringify(part)));

  function valueIn(tenantId: string | null, field: string, value: unknown): unknown {
    const part: RecordedPart = [tenantId, field, String(value)];
    return isPart.has(JSON.stringify(part)) ? former.name : finder.without({ field, before: value }, former).before;
  }

  return {
    row(collection, row) {
      if (isOwnRow(collection, row, words.identity)) return null;
      const changed = finder.without(row, former);
      if (changed === row) return row;
      if (collection === 'people' && 'id' in row && row.id === words.identity)
        return { id: former.identity, name: former.name };
      // They get no notice any more.
      if (collection !== 'unsentNotices') return changed;
      return Object.fromEntries(
        Object.entries(changed).filter(([key, value]) => key === 'by' || value !== former.identity),
      );
    },
    entry(entry) {
      // It names no person, and proves the entries that it names only while it is whole.
      if (entry.deed === 'person.erased') return entry;
      const { by, byName } = finder.without({ by: entry.by, byName: entry.byName }, former);
      const changes = entry.changes.map(({ field, before, after, ...rest }) => ({
        ...rest,
        ...{ field, before: valueIn(entry.tenantId, field, before), after: valueIn(entry.tenantId, field, after) },
      }));
      const changed = { ...entry, by, byName, changes };
      const [was, is] = [entry, changed].map((one) => sealedValues(one).map((value) => JSON.stringify(value)));
      if (is?.every((value, at) => value === was?.[at])) return entry;
      if (!entry.seals) return changed;
      const seals = entry.seals.map((seal, at) =>
        seal && is?.[at] !== was?.[at] ? { commitment: seal.commitment } : seal,
      );
      return { ...changed, seals };
    },
  };
}
