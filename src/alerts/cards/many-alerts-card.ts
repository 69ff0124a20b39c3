import type { Hook, MadeCard } from '../../delivery/kind.ts';
import { isMissedDrill } from '../../domain/alert/alert.ts';
import { lastCallMinutes, limitMinutes } from '../../domain/alert/deadlines.ts';
import { severities, totalOf } from '../../domain/alert/severity.ts';
import type { Delivery, DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { AboutOf } from '../../domain/delivery/kinds.ts';
import { duration } from '../../messages/durations.ts';
import type { World } from '../../ports/world.ts';
import { said, type ViewerLocale, viewerLocaleAt, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { button, card, type Row } from '../../view/view.ts';
import { answerButtons } from './alert-card.ts';
import { alertRow, customerInRow, doer, withLink } from './alert-facts.ts';
import { alertGroups, groupRow } from './alert-groups.ts';
import { sentences, subject } from './alert-state.ts';
import { answerTogether, type TogetherIn, togetherIn } from './answer-together.ts';
import { isUrgentHere } from './delivered-card.ts';
import { bySeverity, namingTenant } from './digest-card.ts';
import { escalationCard } from './escalation-card.ts';
import { type AlertOf, type LinkedAlert, linkedFrom, loadAlerts, mentionsOf } from './load-alert.ts';

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
    return { alerts, others, mentions, together, unknown: unknownIn(delivery, alerts) };
  });
  const over = waitingIn(known) === 0 && !(about.kind === 'overdue' && tellsOfDrill(about, known.alerts));
  if (over && state !== 'posted') return null;
  const shown =
    about.kind === 'escalations'
      ? await remindersOf(
          await viewerLocaleAt(to, (known.alerts[0] ?? known.others[0])?.tenant ?? null, world),
          { ...delivery, about },
          known,
          world,
        )
      : await overdueOf(await viewerLocaleOf(to, world), { ...delivery, about }, known, world);
  const named = [...known.alerts, ...(about.kind === 'escalations' ? known.others : [])];
  const urgent = await Promise.all(named.map(({ alert }) => isUrgentHere(delivery, alert, world)));
  const mentionsAdmins = !over && (about.kind === 'overdue' || about.callsAdmins === true || urgent.includes(true));
  const as = shown.messages?.alerts.onCallLabel;
  const mentions = over || as === undefined ? [] : known.mentions.map((one) => ({ ...one, as }));
  return { ...shown, card: { ...shown.card, mentions }, revision: want, mentionsAdmins };
};

/**
 * Returns how many alerts the message does not name and cannot find, as its alerts do not remember it: an older version enqueued it, or it
 * took the place of one in a channel. Whether they wait is not known.
 */
function unknownIn({ id, about }: DeliveryOf<'escalations' | 'overdue'>, named: readonly AlertOf[]): number {
  const more = about.kind === 'escalations' ? about.count - about.alertIds.length : about.more;
  return named.some(({ alert }) => alert.escalations?.includes(id)) ? 0 : more;
}

function waitingIn({ together, unknown }: ManyAlerts): number {
  return totalOf(together.active) + unknown;
}

/** Returns whether a missed drill is news in the message. It is closed already, and perhaps archived before the message is sent. */
function tellsOfDrill({ limit }: AboutOf<'overdue'>, named: readonly AlertOf[]): boolean {
  return limit === 'drills' || named.some(({ alert }) => isMissedDrill(alert));
}

type WordedCard = Pick<MadeCard, 'card' | 'messages'>;

async function remindersOf(viewer: ViewerLocale, delivery: DeliveryOf<'escalations'>, many: ManyAlerts, world: World) {
  const { minutes = 0 } = delivery.about;
  const waiting = waitingIn(many);
  const said = { title: waitingTitle(viewer, many, minutes), text: askingText(viewer, minutes, waiting) };
  return manyCard(viewer, delivery, many, { ...said, isDone: waiting === 0, world });
}

/** Returns how many alerts nobody acknowledged, of which severity where they have one, and for how long; or what is left of those that are answered. */
function waitingTitle(viewer: ViewerLocale, many: ManyAlerts, minutes: number): string {
  const { reminders } = viewer.messages.alerts;
  const { together } = many;
  const waiting = waitingIn(many);
  if (waiting === 0) return together.open > 0 ? reminders.stillOpen(together.open) : reminders.over;
  const [only, ...others] = severities.filter((severity) => together.active[severity] > 0);
  const passed = minutes === 0 ? null : duration(minutes * 60_000, viewer.messages);
  return reminders.waiting(waiting, others.length === 0 ? (only ?? null) : null, passed);
}

/** What a card of many alerts says of them. */
interface SaidOfMany {
  title: string;
  text: string;
  /** True where the title says that all are acknowledged; then nothing is asked. */
  isDone: boolean;
  world: World;
}

/** Returns the card of many alerts: what to do with all of them first, then what happened, in groups. */
async function manyCard(
  viewer: ViewerLocale,
  { queue }: Pick<Delivery, 'queue'>,
  { alerts, others, together, unknown }: ManyAlerts,
  { title, text, isDone, world }: SaidOfMany,
): Promise<WordedCard> {
  const { reminders, buttons } = viewer.messages.alerts;
  const active = together.alerts.filter(({ alert }) => alert.status === 'active');
  const isOver = active.length === 0;
  // Once all are answered, the card still says what they were.
  const { groups, left } = alertGroups(isOver ? [...alerts, ...others] : active);
  const rows = groups.map(async (group) => {
    const [one] = group.length === 1 ? await linkedFrom(queue, group, world) : [];
    return groupRow(viewer, group, one?.link);
  });
  const more = unknown + (isOver ? 0 : left);
  const isMixed = severities.filter((severity) => together.active[severity] > 0).length > 1;
  const counts = isMixed ? [bySeverity(viewer, together.active)] : [];
  const [only] = active.length + unknown === 1 ? active : [];
  const answers = only
    ? answerButtons(viewer.messages, String(only.alert.number))
    : answerTogether(viewer, together, 'primary');
  const list = button('press', 'alerts.list', buttons.list, '');
  const shown = card(title, [`${title}.`, ...counts.map((one) => `${one}.`)].join(' '), {
    tone: isDone ? (together.open > 0 ? 'neutral' : 'good') : 'danger',
    text: isDone ? [] : [...counts, text],
    rows: await Promise.all(rows),
    buttonsFirst: true,
    buttons: [...answers, list],
    footer: more > 0 ? reminders.more(more) : null,
  });
  return { card: namingTenant(viewer, [...alerts, ...others], shown), messages: viewer.messages };
}

/** Returns what a reminder of many asks, by the minutes since the detection of the oldest. */
function askingText({ messages }: ViewerLocale, minutes: number, waiting: number): string {
  const { reminders, escalation } = messages.alerts;
  if (minutes >= limitMinutes) return reminders.late;
  if (minutes >= lastCallMinutes) return reminders.lastCall;
  return waiting === 1 ? escalation.now : reminders.text;
}

/** The alerts that a reminder of many names, and the first ones of the digests that stand for the rest. */
interface ManyAlerts {
  alerts: readonly AlertOf[];
  others: readonly AlertOf[];
  /** What the card's buttons answer together. */
  together: TogetherIn;
  /** How many more there may be, as `unknownIn` counts them. */
  unknown: number;
}

async function overdueOf(viewer: ViewerLocale, delivery: DeliveryOf<'overdue'>, many: ManyAlerts, world: World) {
  const { about, queue, to } = delivery;
  const count = totalOf(about.counts);
  const minutes = about.minutes ?? limitMinutes;
  const isLate = minutes >= limitMinutes;
  const here = to.kind === 'channel' ? viewer.messages.alerts.toCard : undefined;
  const [only] = await linkedFrom(queue, count === 1 ? many.alerts.slice(0, 1) : [], world, here);
  if (only) return { card: escalationCard({ ...only, viewer }, { minutes, alone: true }), messages: viewer.messages };
  const { overdueMany: say } = viewer.messages.alerts;
  const waiting = waitingIn(many);
  const late = about.limit === 'drills' ? say.missed(count) : say.title(waiting > 0 ? waiting : count);
  const isOver = waiting === 0 && !tellsOfDrill(about, many.alerts);
  const saysLate = isLate && !isOver;
  const title = saysLate ? late : waitingTitle(viewer, many, minutes);
  const text = isLate ? say[about.limit] : askingText(viewer, minutes, waiting);
  return manyCard(viewer, delivery, many, { title, text, isDone: waiting === 0 && !saysLate, world });
}

/** The most alerts that the message about closing names. */
const namedClosing = 4;

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
  const { closing, buttons, list } = viewer.messages.alerts;
  const text = closing.text(alerts.length, world.settings.closeAfterDays);
  const title = closing.title(alerts.length);
  const rows = (await linkedFrom(queue, alerts.slice(0, namedClosing), world)).map((one) => closingRow(viewer, one));
  const shown = card(title, sentences(title, text), {
    tone: 'warning',
    text: [text],
    rows,
    rowName: list.rowName,
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
  const detail = [[...customerInRow(viewer, { alert, tenant }), `${facts.acknowledged} `].join(' · '), ...who];
  return { ...alertRow(alert, withLink(detail, link), resolve), second: keep };
}
