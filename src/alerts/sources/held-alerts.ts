/** Posts what maintenance windows held, once they end, and notifies the admins each day of which of them hold high alerts too. */
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import type { MadeCard } from '../../delivery/kind.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { type HeldBy, heldBy, heldKey, ruleLine, type SourceRule } from '../../domain/alert/rule.ts';
import { alarmRank, type DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { SourceSettings, World } from '../../ports/world.ts';
import { readerLocaleOf, said } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import { excerpt, quoted } from '../../view/text.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { heldNoLonger } from '../change/held.ts';
import { enqueueRouted } from '../delivery/enqueue-alert.ts';

/** The most alerts that one change posts. */
const batchSize = 50;

/** A window that holds high alerts too, by the rule that has it. */
interface Window {
  source: string;
  rule: SourceRule;
}

/**
 * Posts the open alerts that no window holds any more: the time has come, or the sources' file has the rule or its window no longer, or
 * holds no high ones any more. Where it put off the end, it is noted in the alerts. The cards are enqueued with the alert in one change,
 * so that a crash in between neither loses nor doubles one.
 */
export async function endWindows(world: World): Promise<void> {
  const { store, clock, settings } = world;
  const keys = await store.read((reader) => reader.keys('alerts.held'));
  const holding = new Set(keysAt(settings.sources, clock.now()));
  const over = keys.filter((key) => !holding.has(key));
  if (over.length === 0) return;
  const admins = await adminPlaces(world);
  const post = async (key: string, tx: Tx) => {
    const at = clock.now();
    const alerts = await tx.scan('alerts.held', { key, after: null, limit: batchSize });
    for (const alert of alerts) {
      const tenant = await tenantOf(tx, alert);
      const held = windowOf(alert, settings.sources, at);
      const after = held ? { ...alert, held } : heldNoLonger(alert, { tenant, settings, at });
      await tx.put('alerts', after);
      await enqueueRouted(tx, after, { tenant, admins, settings, at });
    }
    return alerts.length === batchSize;
  };
  for (const key of over) while (await store.change((tx) => post(key, tx), { evenWhenFull: true }));
}

/** Returns the keys (see `heldKey`) of the alerts that windows hold now. */
function keysAt(sources: readonly SourceSettings[], at: string): string[] {
  return sources.flatMap(({ name, rules = [] }) => rules.flatMap((rule) => keysOf(name, rule, at)));
}

function keysOf(source: string, rule: SourceRule, at: string): string[] {
  return (['high', 'low'] as const).flatMap((severity) => {
    const held = heldBy(rule, severity, at);
    return held ? [heldKey(`webhook:${source}`, held, severity === 'high')] : [];
  });
}

/** Returns the window of the alert's rule as the sources' file has it now; null where it does not hold the alert any more. */
function windowOf({ source, held, content }: Alert, sources: readonly SourceSettings[], at: string): HeldBy | null {
  const found = sources.find(({ name }) => `webhook:${name}` === source);
  const rule = found?.rules?.find(({ id }) => id === held?.rule);
  return rule ? heldBy(rule, content.severity, at) : null;
}

/** Notifies the admins of the alerts that a window holds, once a day for each that holds high alerts too. */
export async function tellHeld(world: World): Promise<void> {
  const { store, clock, settings } = world;
  const at = clock.now();
  const day = Number(at.slice(0, 10).replaceAll('-', ''));
  const untold = async (reader: Reader) => {
    const windows = settings.sources.flatMap(({ name, rules = [] }) =>
      rules.filter(({ high }) => high).map((rule) => ({ source: name, rule })),
    );
    const found: (Window & { count: number })[] = [];
    for (const window of windows) {
      let count = 0;
      for (const key of keysOf(window.source, window.rule, at)) count += await reader.count('alerts.held', key);
      const told = count > 0 ? (await reader.get('counters', counterOf(window)))?.value : day;
      if (told !== day) found.push({ ...window, count });
    }
    return found;
  };
  if ((await store.read(untold)).length === 0) return;
  const admins = await adminPlaces(world);
  if (admins.usual.length === 0) return;
  const tell = async (tx: Tx) => {
    for (const window of await untold(tx)) {
      const { source, rule, count } = window;
      await tx.put('counters', { id: counterOf(window), value: day });
      const line = excerpt(ruleLine(rule), 300);
      const about = { kind: 'alertsHeld', source, line, count, until: rule.until ?? at, at } as const;
      await enqueueFor(tx, { about, rank: alarmRank }, admins.usual, at);
    }
  };
  await store.change(tell, { evenWhenFull: true });
}

/** The counter that has the day on which admins heard last of what a window holds, as a number such as 20261130. */
function counterOf({ source, rule }: Window): string {
  return `held webhook:${source} ${rule.id}`;
}

/** Returns the line that says how many alerts a window holds, and until when. */
export async function heldCard({ about, to }: DeliveryOf<'alertsHeld'>, world: World): Promise<MadeCard> {
  const reader = await readerLocaleOf(to, world);
  const { held: say } = reader.words.sources;
  const summary = say.summary(about.count, about.source);
  const text = [say.text(about.count, about.source, said(reader, about.until)), say.rule(quoted(about.line, 310))];
  const buttons = [button('press', 'alerts.list', reader.words.alerts.buttons.list, '')];
  return { card: card(say.title, summary, { tone: 'warning', text, buttons }), revision: 1 };
}
