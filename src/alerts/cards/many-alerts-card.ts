import type { MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import { type Alert, severities } from '../../domain/alert/alert.ts';
import { detectedAt, lastStep } from '../../domain/alert/deadlines.ts';
import type { AboutOf, DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { namesOf } from '../../request/names.ts';
import { type ReaderLocale, readerLocaleAt, readerLocaleOf, said } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import { truncate } from '../../view/text.ts';
import type { Card, Inline, Row, Text } from '../../view/view.ts';
import { tenantName } from './alert-facts.ts';
import { isUrgentHere } from './delivered-card.ts';
import { bySeverity, digestRow, ofOne } from './digest-card.ts';
import { answerButtons, answeredBy, escalationCard } from './escalation-card.ts';
import { loadAlert } from './load-alert.ts';

/** As short as it takes for twenty of them in one message. */
const nameRoom = 48;
const tenantRoom = 30;

interface One {
  alert: Alert;
  tenant: StoredTenant | null;
  /** To its card, where the reader may not be. */
  link?: Inline | null;
}

/** One reminder of many alerts, in a channel or to the admins; kept current as people answer. Null when all are answered before it is sent. */
export async function manyAlertsCard(
  delivery: DeliveryOf<'reminders' | 'overdue'>,
  world: World,
): Promise<MadeCard | null> {
  const { about, to, queue, state, want } = delivery;
  const known = await world.store.read(async (reader) => {
    const digest = about.kind === 'overdue' && about.digestId ? await reader.get('digests', about.digestId) : null;
    const alerts = await alertsOf(reader, about.alertIds);
    const others = await alertsOf(reader, digest?.firstIds ?? []);
    const mentions = about.kind === 'reminders' ? await mentionsOf(reader, about.calls) : [];
    return { digest, alerts, others, mentions };
  });
  const waiting = known.alerts.filter(({ alert }) => alert.status === 'active').length;
  const more = about.kind === 'reminders' ? about.count - about.alertIds.length : about.more;
  const over = waiting === 0 && more === 0 && !known.digest?.unanswered;
  if (over && state !== 'posted') return null;
  const [first] = known.alerts;
  const voice = await (about.kind === 'reminders'
    ? readerLocaleAt(to, first?.tenant ?? null, world)
    : readerLocaleOf(to, world));
  const shown =
    about.kind === 'reminders'
      ? remindersOf(voice, about, known.alerts)
      : await overdueOf(voice, { about, queue }, known, world);
  const urgent = await Promise.all(known.alerts.map(({ alert }) => isUrgentHere(delivery, alert, world)));
  const callsAdmins = !over && (about.kind === 'overdue' || urgent.includes(true));
  const mentions = over ? [] : known.mentions;
  return shown && { card: { ...shown, mentions }, revision: want, words: voice.words, callsAdmins };
}

async function alertsOf(reader: Reader, ids: readonly string[]): Promise<One[]> {
  const found: One[] = [];
  for (const id of ids) {
    const alert = await reader.get('alerts', id);
    if (alert)
      found.push({ alert, tenant: alert.tenantId === null ? null : await reader.get('tenants', alert.tenantId) });
  }
  return found;
}

async function mentionsOf(reader: Reader, calls: readonly Identity[]): Promise<Card['mentions']> {
  const names = await namesOf(reader, calls, []);
  return calls.map((id) => ({ id, name: names.person(id).name }));
}

function remindersOf(voice: ReaderLocale, { count, alertIds }: AboutOf<'reminders'>, alerts: readonly One[]): Card {
  const { reminders, buttons } = voice.words.alerts;
  const more = count - alertIds.length;
  const waiting = alerts.filter(({ alert }) => alert.status === 'active').length + more;
  const title = waiting === 0 ? reminders.over : reminders.title(waiting);
  const shown = card(title, `${title}.`, {
    tone: waiting === 0 ? 'good' : 'danger',
    text: waiting === 0 ? [] : [reminders.text],
    rows: alerts.map((one) => row(voice, one)),
    buttons: [button('press', 'alerts.list', buttons.list, '')],
    footer: more > 0 ? reminders.more(more) : null,
  });
  return ofOne(voice, theirs(alerts), shown);
}

function theirs(all: readonly One[]) {
  return { alerts: all.map(({ alert }) => alert), tenant: all[0]?.tenant ?? null };
}

async function overdueOf(
  voice: ReaderLocale,
  { about, queue }: { about: AboutOf<'overdue'>; queue: string },
  {
    alerts,
    others,
    digest,
  }: { alerts: readonly One[]; others: readonly One[]; digest: Parameters<typeof digestRow>[1] | null },
  world: World,
): Promise<Card | null> {
  const count = severities.reduce((sum, severity) => sum + about.counts[severity], 0);
  const [only] = alerts;
  const linkTo = (id: string) => linkFrom(queue, id, world);
  if (count === 1 && only) {
    const known = await loadAlert(only.alert.id, queue, world);
    return known && escalationCard({ ...known, voice, link: await linkTo(only.alert.id) }, lastStep);
  }
  const linked = await Promise.all(alerts.map(async (one) => ({ ...one, link: await linkTo(one.alert.id) })));
  const { overdueMany: say, buttons, digest: counted, reminders } = voice.words.alerts;
  const shown = card(say.title(count), `${say.title(count)}. ${bySeverity(voice, about.counts)}.`, {
    tone: 'danger',
    text: [say[about.limit]],
    facts: [{ label: counted.counts, value: bySeverity(voice, about.counts) }],
    rows: [...linked.map((one) => row(voice, one)), ...(digest ? [digestRow(voice, digest)] : [])],
    buttons: [button('press', 'alerts.list', buttons.list, '')],
    footer: about.more > 0 ? reminders.more(about.more) : null,
  });
  return ofOne(voice, theirs([...alerts, ...others]), shown);
}

/** With what can still be done about it. */
function row(voice: ReaderLocale, { alert, tenant, link }: One): Row {
  const { severities: name, list } = voice.words.alerts;
  const kind = alert.origin === 'drill' ? list.drill : name[alert.content.severity];
  const both = answerButtons(voice.words, String(alert.number));
  // None of twenty is the main one.
  const [acknowledge, resolve] = both.map((one) => ({ ...one, style: 'plain' as const }));
  const left = { active: acknowledge, investigating: resolve, resolved: null }[alert.status] ?? null;
  const detail: Text =
    alert.status === 'active'
      ? [`${truncate(tenantName(voice, tenant), tenantRoom)} · `, said(voice, detectedAt(alert))]
      : answeredBy(voice, alert);
  return {
    title: `${alert.number} · ${kind} · ${truncate(alert.content.displayName, nameRoom)}`,
    detail: link ? [...[detail].flat(), ' · ', link] : detail,
    button: left,
    ...(alert.status === 'active' && resolve ? { second: resolve } : {}),
  };
}
