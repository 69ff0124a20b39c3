import type { MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { World } from '../../ports/world.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import { type ReaderLocale, readerLocaleOf, said } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import { truncate } from '../../view/text.ts';
import type { Inline, Row } from '../../view/view.ts';
import { person } from './alert-facts.ts';
import { sentences, subject } from './alert-state.ts';
import { ofOne } from './digest-card.ts';

/** As many as one message names, and the room for the name of each. */
const named = 5;
const nameRoom = 400;

/** To the admins: which high alerts close by age tomorrow. Null when all of them have news. */
export async function closingCard({ about, queue, to }: DeliveryOf<'closing'>, world: World): Promise<MadeCard | null> {
  const rows = await world.store.read((reader) => Promise.all(about.alertIds.map((id) => reader.get('alerts', id))));
  const alerts = rows.filter((alert) => alert?.status === 'investigating' && alert.closingTold === about.at);
  const shown = alerts.flatMap((alert) => alert ?? []);
  if (shown.length === 0) return null;
  const voice = await readerLocaleOf(to, world);
  const [first] = shown;
  const tenant = first?.tenantId ? await tenantById(first.tenantId, world) : null;
  const { closing, buttons } = voice.words.alerts;
  const text = closing.text(shown.length, world.settings.closeAfterDays);
  const title = closing.title(shown.length);
  const made = card(title, sentences(title, text), {
    tone: 'warning',
    text: [text],
    rows: await Promise.all(
      shown.slice(0, named).map(async (alert) => row(voice, alert, await linkFrom(queue, alert.id, world))),
    ),
    buttons: [button('press', 'alerts.list', buttons.list, '0 high')],
    footer: shown.length > named ? closing.more(shown.length - named) : null,
  });
  const summary = first && sentences(subject(voice, { alert: first, tenant }, closing.news), text);
  const whose = shown.length === 1 && summary ? { ...made, summary } : ofOne(voice, { alerts: shown, tenant }, made);
  return { card: whose, revision: 1 };
}

function row(voice: ReaderLocale, { id, number, content, acknowledged }: Alert, link: Inline | null): Row {
  const { byAt, facts, buttons } = voice.words.alerts;
  const who = acknowledged && [byAt(person(acknowledged), said(voice, acknowledged.at))].flat();
  return {
    title: `${number} · ${truncate(content.displayName, nameRoom)}`,
    detail: [...(who ? [`${facts.acknowledged} `, ...who] : []), ...(link ? [' · ', link] : [])],
    button: button('press', 'alerts.show', buttons.story, id),
  };
}
