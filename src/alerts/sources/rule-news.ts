/** Records which rules of the sources admins know of and which applied, and notifies the admins of rules that changed. */
import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import type { MadeCard } from '../../delivery/kind.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { ruleLine } from '../../domain/alert/rule.ts';
import type { SourceEvent } from '../../domain/alert/source.ts';
import { alarmRank, type DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { KnownRule, SourceRules } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';
import type { SourceSettings, World } from '../../ports/world.ts';
import { timesSaid, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { card, excerpt, quoted, type Text } from '../../view/view.ts';

/**
 * Notifies the admins of which rules of a source were added, changed or removed since they were notified last. The rules of a source that
 * is no longer in the file count as removed. While no admin can be notified, the news waits.
 */
export async function tellRules(world: World): Promise<void> {
  const { store, settings, clock } = world;
  const known = await store.read((reader) => reader.list('rules'));
  const { changed, gone } = differences(known, settings.sources);
  if (changed.length + gone.length === 0) return;
  const admins = await adminPlaces(world);
  const at = clock.now();
  const tell = async (tx: Tx) => {
    const now = differences(await tx.list('rules'), settings.sources);
    if (admins.usual.length === 0) return;
    for (const source of now.changed) await tellOf(tx, source, admins, at);
    for (const { id, list } of now.gone) {
      if (list.length > 0) await tellOf(tx, { name: id }, admins, at);
      await tx.remove('rules', id);
    }
  };
  await store.change(tell, { evenWhenFull: true });
}

/** Returns the sources whose rules are not those that admins know of, and the rows of sources that are gone. */
function differences(known: readonly SourceRules[], sources: readonly SourceSettings[]) {
  const lines = (list: readonly KnownRule[]) => list.map(({ id, line }) => `${id} ${line}`).join('\n');
  const before = new Map(known.map(({ id, list }) => [id, lines(list)]));
  const after = ({ rules = [] }: SourceSettings) => rules.map((rule) => `${rule.id} ${ruleLine(rule)}`).join('\n');
  return {
    changed: sources.filter((source) => after(source) !== (before.get(source.name) ?? '')),
    gone: known.filter(({ id }) => !sources.some(({ name }) => name === id)),
  };
}

/** What a message names of one kind of change. */
const maxNamed = 5;

/** A source with the rules that it has in the sources’ file now; absent when it has none, or is gone. */
type RuledSource = Pick<SourceSettings, 'name' | 'rules'>;

async function tellOf(tx: Tx, { name, rules = [] }: RuledSource, admins: AdminPlaces, at: string): Promise<void> {
  const before = (await tx.get('rules', name))?.list ?? [];
  const known = new Map(before.map((rule) => [rule.id, rule]));
  const list = rules.map((rule): KnownRule => {
    const earlier = known.get(rule.id);
    const kept = earlier ?? { since: at, usedAt: null };
    return { id: rule.id, line: ruleLine(rule), since: kept.since, usedAt: kept.usedAt };
  });
  await tx.put('rules', { id: name, list });
  const added = list.filter(({ id }) => !known.has(id));
  const changed = list.filter(({ id, line }) => known.has(id) && known.get(id)?.line !== line);
  const removed = before.filter(({ id }) => !list.some((rule) => rule.id === id));
  const named = (rules: readonly KnownRule[]) => ({
    count: rules.length,
    lines: rules.slice(0, maxNamed).map(({ line }) => excerpt(line, 300)),
  });
  const about = {
    ...({ kind: 'rulesChanged', source: name, at } as const),
    ...{ added: named(added), changed: named(changed), removed: named(removed), count: list.length },
  };
  await enqueueFor(tx, { about, rank: alarmRank }, admins.usual, at);
}

/** Returns the card that says which rules of a source changed, in the words of the sources' file. */
export async function rulesChangedCard({ about, to }: DeliveryOf<'rulesChanged'>, world: World): Promise<MadeCard> {
  const viewer = await viewerLocaleOf(to, world);
  const { rules: say } = viewer.messages.sources;
  const summary = say.summary(about.source, about.count);
  const kinds = (['added', 'changed', 'removed'] as const).filter((kind) => about[kind].count > 0);
  const rows = kinds.flatMap((kind) =>
    about[kind].lines.map((line) => ({
      title: say[kind],
      detail: timesSaid(viewer, say.rule(quoted(line, 310))),
      button: null,
    })),
  );
  const more = kinds.reduce((sum, kind) => sum + about[kind].count - about[kind].lines.length, 0);
  const order: Text[] = kinds.length === 0 ? [say.order] : [];
  const text = [summary, ...order, say.remedy('npm run source -- list')];
  return {
    card: card(say.title, summary, { tone: 'warning', text, rows, footer: more > 0 ? say.more(more) : null }),
    revision: 1,
  };
}

/** Records the day on which rules of a source applied to alerts: one write a day for each rule. */
export async function noteRulesUsed(tx: Tx, source: string, events: readonly Pick<SourceEvent, 'rule'>[], at: string) {
  const used = new Set(events.flatMap(({ rule }) => rule ?? []));
  const row = used.size > 0 ? await tx.get('rules', source) : null;
  if (!row) return;
  const day = at.slice(0, 10);
  const isNew = ({ id, usedAt }: KnownRule) => used.has(id) && usedAt?.slice(0, 10) !== day;
  if (!row.list.some(isNew)) return;
  await tx.put('rules', { ...row, list: row.list.map((rule) => (isNew(rule) ? { ...rule, usedAt: at } : rule)) });
}
