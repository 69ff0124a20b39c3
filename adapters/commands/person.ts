import { erasureOf, type HistoryEntry, type NewEntry } from '../../src/domain/history.ts';
import { type Eraser, eraser } from '../../src/domain/person/erase.ts';
import { formerMember } from '../../src/domain/person/former-member.ts';
import { type FoundWords, wordsOf } from '../../src/domain/person/person-words.ts';
import { type FoundValue, storedOf } from '../../src/domain/person/what-is-stored.ts';
import { whyNotErased } from '../../src/domain/person/why-not-erased.ts';
import { retention } from '../../src/domain/retention.ts';
import { PersonId } from '../../src/domain/tenant/identity.ts';
import type { Erasing } from '../../src/ports/collections.ts';
import { leaveUnclaimed } from '../local/claim-folder.ts';
import { clock } from '../process/timers.ts';
import { adminsFor, environment } from '../settings/config.ts';
import { digestOf } from '../store/history-chain.ts';
import { asStored, historyLines } from '../store/memory/document.ts';
import type { Rewriting, StoredRow } from '../store/rewriting.ts';
import type { StoredState } from '../store/state.ts';
import { CommandError, defineCommand, jsonOption, UsageError } from './command.ts';
import { theState } from './the-state.ts';

/** `security-contact person IDENTITY` prints what is stored of a person, and erases it with `--erase`. */
export const command = defineCommand({
  about: `Prints all that is stored of one person, by collection, of the archives and of kept copies too. The bot may run meanwhile.
With --erase the name, the identity and the addresses become “former member 12” everywhere. For that the bot and all its
replicas must be stopped; where it is ended midway, run it again. An admin, a manager, a security contact, and whoever is on
call or holds an open alert is refused, with what to change first.
--also names what the person is found by as well: names and e-mail addresses, separated by commas.`,
  positionals: ['IDENTITY'],
  options: {
    erase: { type: 'boolean', help: 'erases the person; nothing brings it back' },
    also: { type: 'string', help: 'further names and e-mail addresses of theirs, separated by commas', value: 'TEXTS' },
    json: jsonOption,
  },
  slow: true,
  examples: [
    'security-contact person slack:T0123/U0456 --json',
    'security-contact person slack:T0123/U0456 --also ada@contoso.com --erase',
  ],
  async run({ positionals: [identity = ''], values: { erase, also = '' } }) {
    if (!PersonId.safeParse(identity).success)
      throw new UsageError(
        'IDENTITY is that of a person, such as slack:T0123/U0456 or teams:<tenant id>/<user id>: setup and the register show it.',
      );
    const texts = also.split(',').flatMap((text) => text.trim() || []);
    const state = await theState();
    return erase ? eraseFrom(state, identity, texts) : print(state, identity, texts);
  },
});

/** What is stored in one row. */
interface FoundRow {
  collection: string;
  /** The segment of an archive, and the copy; empty for the live state. */
  where: string;
  id: string | number;
  values: readonly FoundValue[];
}

async function print(state: StoredState, identity: string, also: readonly string[]) {
  const words = wordsOf(identity, also);
  await state.scan(({ collection, row }) => words.take(collection, row));
  const known = words.found();
  const stored = storedOf(known);
  const rows: FoundRow[] = [];
  await state.scan(({ collection, row, segment, copy }) => {
    const values = stored(collection, row);
    if (values.length > 0) rows.push({ collection, where: whereOf({ segment, copy }), id: idOf(row), values });
  });
  const { names, addresses, maybeSame } = known;
  return {
    text: `${[...aboutLines(known), '', ...rowLines(rows)].join('\n')}\n`,
    json: { ...state.place, identity, names, addresses, maybeSame, rows },
  };
}

function whereOf({ segment, copy }: Pick<StoredRow, 'segment' | 'copy'>): string {
  return [segment, copy && `copy ${copy}`].filter(Boolean).join(', ');
}

function idOf(row: object): string | number {
  const { id, number }: { id?: string; number?: number } = row;
  return id ?? number ?? '';
}

function aboutLines({ identity, names, addresses, maybeSame }: FoundWords): string[] {
  return [
    `${identity}: ${names.join(', ') || 'no name is known'}`,
    ...(addresses.length > 0 ? [`Also found by: ${addresses.join(', ')}`] : []),
    ...(maybeSame.length > 0
      ? [`These may be the same person, by name or account, and are not included: ${maybeSame.join(', ')}`]
      : []),
  ];
}

function rowLines(rows: readonly FoundRow[]): string[] {
  if (rows.length === 0) return ['Nothing else is stored.'];
  const byPlace = Map.groupBy(rows, ({ collection, where }) =>
    where === '' ? collection : `${collection} (${where})`,
  );
  return [...byPlace].flatMap(([place, found]) => [
    `${place}: ${found.length}`,
    ...found.flatMap(({ id, values }) =>
      values.map(
        ({ path, value }) => `  ${[id, path].filter((part) => part !== '').join(' ')}: ${JSON.stringify(value)}`,
      ),
    ),
  ]);
}

async function eraseFrom(state: StoredState, identity: string, also: readonly string[]) {
  const admins = adminsFor(environment());
  // Rejects where there is no state: none is begun for this.
  await state.read(async () => {});
  const lastBackup = await state.lastBackupAt();
  const erasure = erasureOfPerson(identity, also, admins);
  await state.rewrite(erasure.rewriting, leaveUnclaimed);
  const { former, entries, rows, channels, known } = erasure.done();
  const left = [
    `Messages that were posted stay in Slack and Teams${channels.length > 0 ? `, here in ${channels.join(', ')}` : ''}, and in the person’s own chat: delete there what names them.`,
    `Backups that were made before still have them${lastBackup === null ? '' : `, the last one of ${lastBackup}`}: delete them, or let them expire, and make a new one now.`,
    'What receivers got (RECEIVERS) and what AUDIT_LOG wrote into a log stays there: erase it by their own means.',
    ...(known.maybeSame.length > 0 ? [`These may be the same person and stay: ${known.maybeSame.join(', ')}.`] : []),
  ];
  return {
    text: `${[`Erased ${identity}, who is ${former.name} from now on: ${rows} rows, and ${entries.length} entries of the history.`, ...left].join('\n')}\n`,
    json: { ...state.place, identity, former: former.name, rows, entries, channels, maybeSame: known.maybeSame },
  };
}

/** The entries that one entry of the history names at most, so that none becomes too long. */
const namedAtOnce = 500;

/** Returns the rewriting that erases a person, and what it did once it was done. */
function erasureOfPerson(identity: string, also: readonly string[], admins: readonly string[]) {
  const words = wordsOf(identity, also);
  const rows: StoredRow[] = [];
  const erased: { former: ReturnType<typeof formerMember>; known: FoundWords; entries: number[]; rows: number }[] = [];
  const channels = new Set<string>();

  /** Returns the rows of a collection of the live state. */
  function live<Row>(collection: string): Row[] {
    return rows.flatMap((one) =>
      one.collection === collection && one.segment === '' && one.copy === '' ? asStored<Row>(one.row) : [],
    );
  }

  const rewriting: Rewriting = {
    take(stored) {
      words.take(stored.collection, stored.row);
      rows.push(stored);
    },
    settle() {
      const known = words.found();
      const now = clock.now();
      refuse(known, live, admins, now);
      const last = live<Counter>('counters').find(({ id }) => id === 'formerMembers')?.value ?? 0;
      const begun = live<Erasing>('erasing').find(({ id }) => id === identity);
      const number = begun?.number ?? last + 1;
      const former = formerMember(number);
      const { row: rowWithout, entry } = eraser(known, former);
      const change: Eraser['row'] = (collection, row) =>
        collection === historyLines ? entry(asStored<HistoryEntry>(row)) : rowWithout(collection, row);
      const changed = rows.filter(({ collection, row }) => change(collection, row) !== row);
      if (changed.length === 0)
        throw new CommandError(`Nothing is stored of ${identity}, so that nothing was changed.`);
      const names = new Map(live<{ id: string; name: string }>('conversations').map(({ id, name }) => [id, name]));
      const digests = new Map(
        changed
          .filter(({ collection, copy }) => collection === historyLines && copy === '')
          .map(({ row }) => entry(asStored<HistoryEntry>(row)))
          .map((line) => [line.number, digestOf(line)] as const)
          .toSorted(([a], [b]) => a - b),
      );
      for (const queue of channelsOf(changed, live('deliveries'))) channels.add(names.get(queue) ?? queue);
      erased.push({ former, known, entries: [...digests.keys()], rows: changed.length - digests.size });
      return {
        change,
        rows: [
          { collection: 'counters', row: { id: 'formerMembers', value: Math.max(last, number) } },
          { collection: 'erasing', row: { ...known, id: identity, number } },
        ],
        entries: entriesFor([...digests], former.name, now),
      };
    },
  };
  return {
    rewriting,
    done() {
      const [done] = erased;
      if (!done) throw new Error('The rewriting was not settled.');
      return { ...done, channels: [...channels].toSorted() };
    },
  };
}

interface Counter {
  id: string;
  value: number;
}

/** Returns the entries that tell of an erasure: one at least. */
function entriesFor(digests: readonly (readonly [number, string])[], name: string, at: string): NewEntry[] {
  const parts = Array.from({ length: Math.max(1, Math.ceil(digests.length / namedAtOnce)) }, (_, part) =>
    digests.slice(part * namedAtOnce, (part + 1) * namedAtOnce),
  );
  const by = { by: null, byName: 'npm run person' };
  return parts.map((part) => ({
    ...{ at, ...by, deed: 'person.erased', tenantId: null },
    changes: [{ field: 'erasedAs', before: null, after: name }, erasureOf(part)],
  }));
}

/** Throws CommandError where the person still has a duty. */
function refuse(known: FoundWords, live: <Row>(collection: string) => Row[], admins: readonly string[], now: string) {
  const since = new Date(Date.parse(now) - retention.provenAdminDays * 86_400_000).toISOString();
  const proven = live<{ id: string; provenAt: string }>('provenAdmins').filter(({ provenAt }) => provenAt >= since);
  // What the bot last found in the settings counts too: this command may have others.
  const named = live<{ list: readonly string[] }>('namedAdmins').flatMap(({ list }) => list);
  const why = whyNotErased(known, {
    ...{ tenants: live('tenants'), alerts: live('alerts'), approvals: live('approvals'), now },
    admins: [...admins, ...named],
    provenAdmins: proven.map(({ id }) => id),
  });
  if (why.length > 0) throw new CommandError([`Nothing was erased. Change this first:`, ...why].join('\n  '));
}

/** Returns the queues of the channels that have messages about rows which change: alerts, and entries of the history. */
function channelsOf(changed: readonly StoredRow[], deliveries: readonly PostedRow[]): string[] {
  const rows = changed.map(({ row }): { id?: string; number?: number; deliveries?: readonly PostedRow[] } => row);
  const ids = new Set(rows.map(({ id }) => id));
  const entries = new Set(rows.flatMap(({ id, number }) => (id === undefined ? (number ?? []) : [])));
  const about = deliveries.filter(
    ({ id, about }) => ids.has(id) || ids.has(about.alertId ?? '') || entries.has(about.entry ?? 0),
  );
  return [...about, ...rows.flatMap((row) => row.deliveries ?? [])].flatMap(({ to, queue, state }) =>
    to.kind === 'channel' && state === 'posted' ? queue : [],
  );
}

/** A delivery, as far as it is read here. */
interface PostedRow {
  id: string;
  to: { kind: string };
  queue: string;
  state: string;
  about: { alertId?: string; entry?: number };
}
