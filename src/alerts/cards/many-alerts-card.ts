import type { Hook, MadeCard } from '../../delivery/kind.ts';
import { isMissedDrill } from '../../domain/alert/alert.ts';
import { customerInRow } from '../../domain/alert/customer.ts';
import { detectedAt, lastCallMinutes, limitMinutes } from '../../domain/alert/deadlines.ts';
import { totalOf } from '../../domain/alert/severity.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { AboutOf } from '../../domain/delivery/kinds.ts';
import type { World } from '../../ports/world.ts';
import { said, type ViewerLocale, viewerLocaleAt, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { button, card, type Row, type Text } from '../../view/view.ts';
import { answerButtons } from './alert-card.ts';
import { alertRow, doer, overInRow, shortRow, withLink } from './alert-facts.ts';
import { sentences, shortTenant, subject } from './alert-state.ts';
import { answerTogether, type Together, togetherIn } from './answer-together.ts';
import { isUrgentHere } from './delivered-card.ts';
import { bySeverity, digestRow, namingTenant } from './digest-card.ts';
import { answeredBy, escalationCard } from './escalation-card.ts';
import { type AlertOf, type LinkedAlert, linkedFrom, loadAlerts, mentionsOf } from './load-alert.ts';

/**
 * The most alerts that one reminder names, and the most digest cards, each of which takes the room of two alerts: platforms take no
 * longer message.
 */
const namedAtMost = { alerts: 16, digests: 5 };

/**
 * Returns one reminder of many alerts, in a channel or to the admins, as the alerts stand now; null when all of them are answered
 * before it is sent.
 */
export const manyAlertsCard: Hook<'escalations' | 'overdue', 'card'> = async (delivery, world) => {
  const { about, to, state, want } = delivery;
  const known = await world.store.read(async (tx) => {
    const ids = about.digestIds ?? (about.kind === 'overdue' && about.digestId ? [about.digestId] : []);
    const digests = (await Promise.all(ids.map((id) => tx.get('digests', id)))).filter((one) => one !== null);
    const alerts = await loadAlerts(tx, about.alertIds);
    const inDigests = digests.flatMap(({ firstIds }) => firstIds);
    const others = await loadAlerts(tx, inDigests);
    const mentions = about.kind === 'escalations' ? await mentionsOf(tx, about.calls) : [];
    const together = await togetherIn(tx, delivery);
    return { digests, alerts, others, mentions, together };
  });
  const more = about.kind === 'escalations' ? about.count - about.alertIds.length : about.more;
  const isAnswered = activeIn(known.alerts) === 0 && more === 0 && unansweredIn(known.digests) === 0;
  const over = isAnswered && !(about.kind === 'overdue' && tellsOfDrill(about, known.alerts));
  if (over && state !== 'posted') return null;
  const shown =
    about.kind === 'escalations'
      ? remindersOf(await viewerLocaleAt(to, (known.alerts[0] ?? known.others[0])?.tenant ?? null, world), about, known)
      : await overdueOf(await viewerLocaleOf(to, world), { ...delivery, about }, known, world);
  const named = [...known.alerts, ...(about.kind === 'escalations' ? known.others : [])];
  const urgent = await Promise.all(named.map(({ alert }) => isUrgentHere(delivery, alert, world)));
  const mentionsAdmins = !over && (about.kind === 'overdue' || about.callsAdmins === true || urgent.includes(true));
  const mentions = over ? [] : known.mentions;
  return { ...shown, card: { ...shown.card, mentions }, revision: want, mentionsAdmins };
};

/** Returns whether a missed drill is news in the message. It is closed already, and perhaps archived before the message is sent. */
function tellsOfDrill({ limit }: AboutOf<'overdue'>, named: readonly AlertOf[]): boolean {
  return limit === 'drills' || named.some(({ alert }) => isMissedDrill(alert));
}

type WordedCard = Pick<MadeCard, 'card' | 'messages'>;

function remindersOf(viewer: ViewerLocale, about: AboutOf<'escalations'>, many: ManyAlerts): WordedCard {
  const { count, alertIds, minutes = 0 } = about;
  const { alerts, others, digests, together } = many;
  const { reminders, buttons } = viewer.messages.alerts;
  const more = count - alertIds.length;
  const waiting = activeIn(alerts) + more + unansweredIn(digests);
  const title = waiting === 0 ? reminders.over : reminders.title(waiting);
  const ofMany = digests.slice(0, namedAtMost.digests);
  const own = alerts.slice(0, namedAtMost.alerts - 2 * ofMany.length);
  const left = waiting - activeIn(own) - unansweredIn(ofMany);
  const shown = card(title, `${title}.`, {
    tone: waiting === 0 ? 'good' : 'danger',
    text: waiting === 0 ? [] : [askingText(viewer, minutes)],
    rows: [...own.map((one) => row(viewer, one)), ...ofMany.map((one) => digestRow(viewer, one))],
    buttons: [button('press', 'alerts.list', buttons.list, ''), ...answerTogether(viewer, together)],
    footer: left > 0 ? reminders.more(left) : null,
  });
  return { card: namingTenant(viewer, [...alerts, ...others], shown), messages: viewer.messages };
}

/** Returns what a reminder of many asks, by the minutes since the detection of the oldest. */
function askingText({ messages }: ViewerLocale, minutes: number): string {
  const { reminders } = messages.alerts;
  if (minutes >= limitMinutes) return reminders.late;
  return minutes >= lastCallMinutes ? reminders.lastCall : reminders.text;
}

function activeIn(alerts: readonly AlertOf[]): number {
  return alerts.filter(({ alert }) => alert.status === 'active').length;
}

function unansweredIn(digests: readonly StormDigest[]): number {
  return digests.reduce((sum, { unanswered }) => sum + unanswered, 0);
}

/** The alerts of one reminder of many, and the digests that stand for the rest, with the first of their alerts. */
interface ManyAlerts {
  alerts: readonly AlertOf[];
  others: readonly AlertOf[];
  digests: readonly StormDigest[];
  /** What the card's buttons answer together. */
  together: Together;
}

async function overdueOf(viewer: ViewerLocale, delivery: DeliveryOf<'overdue'>, many: ManyAlerts, world: World) {
  const { about, queue } = delivery;
  const { alerts, others, digests, together } = many;
  const { messages } = viewer;
  const count = totalOf(about.counts);
  const minutes = about.minutes ?? limitMinutes;
  const isLate = minutes >= limitMinutes;
  const linked = await linkedFrom(queue, alerts, world);
  const [only] = linked;
  if (count === 1 && only) return { card: escalationCard({ ...only, viewer }, { minutes, alone: true }), messages };
  const { overdueMany: say, buttons, digest: counted, reminders } = messages.alerts;
  const title = !isLate ? reminders.title(count) : about.limit === 'drills' ? say.missed(count) : say.title(count);
  const shown = card(title, `${title}. ${bySeverity(viewer, about.counts)}.`, {
    tone: 'danger',
    text: [isLate ? say[about.limit] : askingText(viewer, minutes)],
    facts: [{ label: counted.counts, value: bySeverity(viewer, about.counts) }],
    rows: [
      ...linked.slice(0, 10 - 2 * Math.min(digests.length, namedAtMost.digests)).map((one) => row(viewer, one)),
      ...digests.slice(0, namedAtMost.digests).map((one) => digestRow(viewer, one)),
    ],
    buttons: [button('press', 'alerts.list', buttons.list, ''), ...answerTogether(viewer, together)],
    footer: about.more > 0 ? reminders.more(about.more) : null,
  });
  return { card: namingTenant(viewer, [...alerts, ...others], shown), messages };
}

/** Returns an alert as a row, with the buttons for what can still be done about it. */
function row(viewer: ViewerLocale, { alert, tenant, link }: AlertOf & Partial<LinkedAlert>): Row {
  const { severities: name, list } = viewer.messages.alerts;
  const kind = alert.origin === 'drill' ? list.drill : name[alert.content.severity];
  const [main, resolve] = answerButtons(viewer.messages, String(alert.number));
  // There are up to sixteen such buttons, and none of them is the main one.
  const acknowledge = { ...main, style: 'plain' } as const;
  const whose = [shortTenant(viewer, tenant), ...customerInRow(alert, tenant), ...overInRow(viewer.messages, alert)];
  const waiting: Text = [`${whose.join(' · ')} · `, said(viewer, detectedAt(alert))];
  const detail = alert.status === 'active' ? waiting : answeredBy(viewer, alert);
  return {
    ...shortRow(alert, kind, withLink(detail, link)),
    button: { active: acknowledge, investigating: resolve, resolved: null }[alert.status],
    ...(alert.status === 'active' ? { second: resolve } : {}),
  };
}

/** The most alerts that the message about closing names. */
const namedClosing = 5;

/** Returns the message to the admins about high alerts that close by age tomorrow; null when all of them have news. */
export async function closingCard(delivery: DeliveryOf<'closing'>, world: World): Promise<MadeCard | null> {
  const { about, queue, to } = delivery;
  const { loaded, together } = await world.store.read(async (tx) => ({
    loaded: await loadAlerts(tx, about.alertIds),
    together: await togetherIn(tx, delivery),
  }));
  const alerts = loaded.filter(({ alert }) => alert.status === 'investigating' && alert.closingNotifiedAt === about.at);
  const [first] = alerts;
  if (!first) return null;
  const viewer = await viewerLocaleOf(to, world);
  const { closing, buttons } = viewer.messages.alerts;
  const text = closing.text(alerts.length, world.settings.closeAfterDays);
  const title = closing.title(alerts.length);
  const rows = (await linkedFrom(queue, alerts.slice(0, namedClosing), world)).map((one) => closingRow(viewer, one));
  const shown = card(title, sentences(title, text), {
    tone: 'warning',
    text: [text],
    rows,
    buttons: [button('press', 'alerts.list', buttons.list, '0 high'), ...answerTogether(viewer, together)],
    footer: alerts.length > namedClosing ? closing.more(alerts.length - namedClosing) : null,
  });
  const summary = sentences(subject(viewer, first, closing.news), text);
  return { card: alerts.length === 1 ? { ...shown, summary } : namingTenant(viewer, alerts, shown), revision: 1 };
}

function closingRow(viewer: ViewerLocale, { alert, tenant, link }: LinkedAlert): Row {
  const { byAt, facts, buttons } = viewer.messages.alerts;
  const { number, acknowledged } = alert;
  const who = acknowledged ? [byAt(doer(viewer.messages, acknowledged), said(viewer, acknowledged.at))].flat() : [];
  const resolve = button('form', 'alerts.resolve', buttons.resolve, String(number));
  const keep = button('press', 'alerts.stillOn', buttons.keepOpen, String(number));
  const detail = [[...customerInRow(alert, tenant), `${facts.acknowledged} `].join(' · '), ...who];
  return { ...alertRow(alert, withLink(detail, link), resolve), second: keep };
}
