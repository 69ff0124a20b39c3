import type { MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import { stepOf } from '../../domain/alert/timeline.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { World } from '../../ports/world.ts';
import { readerLocaleAt } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import { answerButtons } from './alert-card.ts';
import { person } from './alert-facts.ts';
import { headline, sentences, stateLines, subject } from './alert-state.ts';
import { loadAlerts } from './load-alert.ts';

/** Returns the message to the person to whom an alert is handed over, as the alert stands now; null when they have nothing to take over before it is sent. */
export async function offeredCard(
  { about, to, queue, state, want }: DeliveryOf<'offered'>,
  world: World,
): Promise<MadeCard | null> {
  const [found] = await world.store.read((tx) => loadAlerts(tx, [about.alertId]));
  if (!found) return null;
  const { alert } = found;
  const step = stepOf(alert.timeline, about.step);
  const isOpen = alert.status !== 'resolved' && alert.offered !== undefined && alert.offered.at === step?.at;
  if (!isOpen && state !== 'posted') return null;
  const reader = await readerLocaleAt(to, found.tenant, world);
  const { asked, buttons: label } = reader.words.alerts;
  const by = alert.offered ?? step;
  const title = isOpen ? asked.offered : asked.over;
  const link = await linkFrom(queue, alert.id, world);
  const shown = card(title, sentences(subject(reader, found, asked.news[isOpen ? 'offered' : 'over'])), {
    footer: asked.why.offered,
    tone: isOpen ? 'danger' : 'neutral',
    text: [
      [{ kind: 'strong', text: `${reader.words.alerts.numbered(alert.number)} · ${headline(alert)}` }],
      ...(isOpen && by?.by ? [asked.offeredText(person({ by: by.by, byName: by.byName }))] : []),
      ...stateLines(reader, found),
      ...(link ? [[link]] : []),
    ],
    buttons: isOpen
      ? [
          button('press', 'alerts.take', label.take, String(alert.number), { style: 'primary' }),
          ...answerButtons(reader.words, String(alert.number)).slice(1),
          button('press', 'alerts.show', label.timeline, alert.id),
        ]
      : [button('press', 'alerts.show', label.timeline, alert.id)],
  });
  return { card: shown, revision: want, words: reader.words };
}
