/** Posts what maintenance windows held, once they end, and notifies the admins each day of which of them hold high alerts too. */
import { adminPlaces, type DailyNews, notifyDaily } from '../../delivery/admin-destinations.ts';
import type { MadeCard } from '../../delivery/kind.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { type HeldBy, heldBy, heldKey, ruleLine, type SourceRule } from '../../domain/alert/rule.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { Tx } from '../../ports/store.ts';
import type { SourceSettings, World } from '../../ports/world.ts';
import { said, timesSaid, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { button, card, excerpt, quoted } from '../../view/view.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { heldNoLonger } from '../change/update.ts';
import { enqueueRouted } from '../delivery/enqueue-alert.ts';

/** The most alerts that one change posts. */
const batchSize = 50;

/**
 * Posts the open alerts that no window holds any more: the time has come, or the sources' file has the rule or its window no longer, or
 * holds no high ones any more. Where it put off the end, it is noted in the alerts. The cards are enqueued with the alert in one change,
 * so that a crash in between neither loses nor doubles one.
 */
export async function endWindows(world: World): Promise<void> {
  const { store, clock, settings } = world;
  const keys = await store.read((reader) => reader.keys('alerts.held'));
  const keysOfSource = ({ source, rules = [] }: SourceSettings) =>
    rules.flatMap((rule) => keysOf(source, rule, clock.now()));
  const holding = new Set(settings.sources.flatMap(keysOfSource));
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

/** Returns the keys (see `heldKey`) of the alerts that the window of a rule holds now. */
function keysOf(source: string, rule: SourceRule, at: string): string[] {
  return (['high', 'low'] as const).flatMap((severity) => {
    const held = heldBy(rule, severity, at);
    return held ? [heldKey(source, held, severity === 'high')] : [];
  });
}

/** Returns the window of the alert's rule as the sources' file has it now; null when it does not hold the alert any more. */
function windowOf({ source, held, content }: Alert, sources: readonly SourceSettings[], at: string): HeldBy | null {
  const found = sources.find((one) => one.source === source);
  const rule = found?.rules?.find(({ id }) => id === held?.rule);
  return rule ? heldBy(rule, content.severity, at) : null;
}

/** Notifies the admins of the alerts that a window holds, once a day for each that holds high alerts too. */
export async function tellHeld(world: World): Promise<void> {
  await notifyDaily(world, async (reader, at) => {
    const news: DailyNews[] = [];
    for (const { name, source, rules = [] } of world.settings.sources)
      for (const rule of rules.filter(({ high }) => high)) {
        let count = 0;
        for (const key of keysOf(source, rule, at)) count += await reader.count('alerts.held', key);
        const line = excerpt(ruleLine(rule), 300);
        const about = { kind: 'alertsHeld', source: name, line, count, until: rule.until ?? at, at } as const;
        if (count > 0) news.push({ counter: `held ${source} ${rule.id}`, about });
      }
    return news;
  });
}

/** Returns the line that says how many alerts a window holds, and until when. */
export async function heldCard({ about, to }: DeliveryOf<'alertsHeld'>, world: World): Promise<MadeCard> {
  const viewer = await viewerLocaleOf(to, world);
  const { held: say } = viewer.messages.sources;
  const summary = say.summary(about.count, about.source);
  const text = [
    say.text(about.count, about.source, said(viewer, about.until)),
    timesSaid(viewer, say.rule(quoted(about.line, 310))),
  ];
  const buttons = [button('press', 'alerts.list', viewer.messages.alerts.buttons.list, '')];
  return { card: card(say.title, summary, { tone: 'warning', text, buttons }), revision: 1 };
}
