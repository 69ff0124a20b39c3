import { quietSince, type StoredSource } from '../../domain/alert/source.ts';
import { compareNames } from '../../domain/tenant/locales.ts';
import { duration } from '../../messages/durations.ts';
import type { SourceSettings, World } from '../../ports/world.ts';
import { refusalUnlessAdmin } from '../../request/authorize.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { card, joined, type Row, type Text } from '../../view/view.ts';
import { archiveButton, type Holder, holderRows, roomOf, storedText } from './room.ts';

/** The word behind `alerts` that lists the sources, in every language. */
export const sourcesWord = 'sources';

const minuteMs = 60_000;

/** The most sources that the card names. */
const maxRows = 15;

/**
 * Answers `alerts sources` for an admin: how each source proves who it is, when it was heard last, what came of it, and how much it
 * holds of a store that is more than half full. Silent ones come first.
 */
export async function listSources(request: Request, world: World): Promise<Reply> {
  const refusal = await refusalUnlessAdmin(request, world);
  if (refusal) return refusal;
  const { list } = request.messages.sources;
  const all = await listedSources(world);
  const isQuiet = ({ row }: ListedSource) => row?.silentAt !== undefined;
  const byName = all.toSorted((a, b) => compareNames(a.settings.name, b.settings.name));
  const sorted = byName.toSorted((a, b) => Number(isQuiet(b)) - Number(isQuiet(a)));
  const rest = all.length - maxRows;
  const holders = await holdersIfCrowded(world);
  const signed = holders.filter(({ name }) => name === null);
  const summary = all.length === 0 ? list.none : list.summary(all.length, all.filter(isQuiet).length);
  const shown = card(list.title, summary, {
    tone: all.some(isQuiet) ? 'warning' : 'neutral',
    text: [summary],
    rows: [
      ...sorted.slice(0, maxRows).map((one) => rowOf(request, one, world.clock.now(), holders)),
      ...holderRows(signed, askerLocale(request)),
    ],
    footer: rest > 0 ? list.more(rest, 'npm run source -- list') : null,
  });
  return { kind: 'card', instead: false, card: shown };
}

/** A source of the file, with what is known of it; null before the first tick with it. */
export interface ListedSource {
  settings: SourceSettings;
  row: StoredSource | null;
}

/** Returns the sources of the file in its order. */
export async function listedSources({ store, settings }: Pick<World, 'store' | 'settings'>): Promise<ListedSource[]> {
  const stored = await store.read((reader) => reader.list('sources'));
  return settings.sources.map((one) => ({ settings: one, row: stored.find(({ id }) => id === one.name) ?? null }));
}

/** Returns what each source holds while each has a share; nothing while the store has room enough. */
async function holdersIfCrowded(world: World): Promise<readonly Holder[]> {
  const { holders, isCrowded } = await roomOf(world);
  return isCrowded ? holders : [];
}

function rowOf(request: Request, { settings, row }: ListedSource, now: string, holders: readonly Holder[]): Row {
  const { weak, list } = request.messages.sources;
  const holder = holders.find(({ name }) => name === settings.name);
  const known = row ? knownOf(request, row, settings.expectEveryMs, now, holder?.isFull) : list.never;
  return {
    title: [settings.name, settings.preset].join(' · '),
    detail: joined(
      [known, ...(settings.weak ? [weak] : []), ...(holder ? [storedText(holder, request.messages)] : [])],
      ' · ',
    ),
    button: holder ? archiveButton(holder, request.messages) : null,
  };
}

/** Returns how the source stands first, of a silent one with what was expected, then what came of it. */
function knownOf({ messages }: Request, row: StoredSource, everyMs: number | null, now: string, isFull = false): Text {
  const { list } = messages.sources;
  const passedMs = Date.parse(now) - Date.parse(quietSince(row));
  const passed = duration(passedMs, messages);
  const { accepted, unread, refused } = row;
  const heard = passedMs < minuteMs ? list.heardNow : list.heard(passed);
  const silent: Text = [
    { kind: 'strong', text: list.silent(passed) },
    everyMs === null ? '' : list.expected(duration(everyMs, messages)),
  ];
  return joined(
    [
      ...(row.silentAt ? [silent] : []),
      ...(row.heardAt === null ? [list.never] : row.silentAt ? [] : [isFull ? heard.replace('✓ ', '') : heard]),
      ...(accepted > 0 ? [list.accepted(accepted)] : []),
      ...(unread > 0 ? [list.unread(unread)] : []),
      ...(refused > 0 ? [list.refused(refused)] : []),
    ],
    ' · ',
  );
}
