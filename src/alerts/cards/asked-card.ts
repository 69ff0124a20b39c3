import type { Hook, MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import { holderOf, isAskedNow, isStillAsked } from '../../domain/alert/holding.ts';
import { stepOf } from '../../domain/alert/timeline.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { World } from '../../ports/world.ts';
import { said, type ViewerLocale, viewerLocaleAt } from '../../request/viewer-locale.ts';
import { type Button, button, type Card, card, type Row, type Text } from '../../view/view.ts';
import { answerButtons } from './alert-card.ts';
import { customerInRow, doer, person, shortRow, withLink } from './alert-facts.ts';
import { headline, sentences, stateLines, subject } from './alert-state.ts';
import { answerTogether, type Together, togetherIn } from './answer-together.ts';
import { namingTenant } from './digest-card.ts';
import { answeredBy } from './escalation-card.ts';
import { type AlertOf, type LinkedAlert, linkedFrom, loadAlerts, mentionsOf } from './load-alert.ts';

type AskedDelivery = DeliveryOf<'asked'>;
type AskedOf = AskedDelivery['about'];

/**
 * Returns the question whether somebody is still on these alerts, as they stand now; null when there is nothing left to ask before it is
 * sent.
 */
export async function askedCard(delivery: AskedDelivery, world: World): Promise<MadeCard | null> {
  const { about, to, queue, state, want } = delivery;
  const { loaded, together } = await world.store.read(async (tx) => ({
    loaded: await loadAlerts(tx, about.alertIds),
    together: await togetherIn(tx, delivery),
  }));
  const viewer = await viewerLocaleAt(to, loaded[0]?.tenant ?? null, world);
  const here = about.count === 1 && to.kind === 'channel' ? viewer.messages.alerts.toCard : undefined;
  const alerts = await linkedFrom(queue, loaded, world, here);
  const known = alerts.filter((one) => isStillAsked(one.alert, delivery)).length;
  const waiting = known + (await unnamed(delivery, world));
  const over = waiting === 0;
  if (over && state !== 'posted') return null;
  const mentions = over ? [] : await world.store.read((tx) => mentionsOf(tx, about.calls));
  const [only] = alerts;
  const { alerts: say, reminders } = viewer.messages;
  const forPerson = about.whom === 'admins' ? [reminders.why, reminders.always] : [say.asked.why.holder];
  const why = to.kind === 'channel' ? [] : forPerson;
  const shown =
    about.count === 1 && only
      ? ofOne(viewer, only, { about, isOver: over })
      : ofMany(viewer, alerts, delivery, { waiting, together });
  return {
    card: { ...shown, footer: [shown.footer ?? [], why].flat(2).join(' ') || null, mentions },
    revision: want,
    messages: viewer.messages,
    mentionsAdmins: about.whom === 'admins' && !over,
  };
}

/** Returns how many more alerts wait than the message names: for the holder those that it asks about, for others all. */
async function unnamed({ about, to }: AskedDelivery, { store }: World): Promise<number> {
  const more = about.count - about.alertIds.length;
  if (more === 0 || about.whom !== 'holder' || to.kind !== 'person') return more;
  const theirs = await store.read((reader) => reader.scan('alerts.holder', { key: to.id, after: null }));
  return Math.min(more, theirs.filter((alert) => isAskedNow(alert) && !about.alertIds.includes(alert.id)).length);
}

function ofOne(viewer: ViewerLocale, one: LinkedAlert, { about, isOver }: { about: AskedOf; isOver: boolean }): Card {
  const { messages } = viewer;
  const { asked } = messages.alerts;
  const title = isOver ? asked.over : asked.title[about.whom];
  const isNobodys = !isOver && about.whom !== 'offer' && about.whom !== 'giver' && holderOf(one.alert) === null;
  const news = isNobodys ? asked.news.nobody : asked.news[isOver ? 'over' : about.whom];
  const why = isOver ? answeredBy(viewer, one.alert) : textOf(viewer, one, about.whom);
  return card(title, sentences(subject(viewer, one, news)), {
    tone: !isOver ? 'warning' : one.alert.status === 'resolved' ? 'good' : 'neutral',
    text: [
      [{ kind: 'strong', text: named(viewer, one) }],
      why,
      ...(isOver ? (one.link ? [[one.link]] : []) : [withLink(stateLines(viewer, one)[0] ?? '', one.link)]),
    ],
    buttons: isOver ? [] : buttonsOf(viewer, one, about.whom),
  });
}

/** Returns what is asked about one alert, and why. */
function textOf(viewer: ViewerLocale, { alert }: AlertOf, whom: AskedOf['whom']): Text {
  const { asked } = viewer.messages.alerts;
  const holder = holderOf(alert);
  const { offered } = alert;
  if ((whom === 'offer' || whom === 'giver') && offered) {
    const to = person({ by: offered.to, byName: offered.toName });
    if (whom === 'giver') return asked.giver(to, holder?.by === offered.by);
    return asked.offer(person(offered), to, said(viewer, offered.at));
  }
  const { acknowledged } = alert;
  if (!holder)
    return acknowledged ? asked.nobody(doer(viewer.messages, acknowledged), said(viewer, acknowledged.at)) : '';
  const since = said(viewer, holder.at);
  return whom === 'holder' ? asked.holder(since) : asked.others(person(holder), since);
}

/** Returns the number and the name of an alert as a heading. */
function named({ messages }: ViewerLocale, { alert }: AlertOf): string {
  return `${messages.alerts.numbered(alert.number)} · ${headline(alert)}`;
}

/** Returns in a few words what is asked about one alert of many. */
function rowText(viewer: ViewerLocale, one: AlertOf, whom: AskedOf['whom']): Text {
  const { withHolder, asked } = viewer.messages.alerts;
  const holder = holderOf(one.alert);
  if (whom === 'offer' || whom === 'giver' || !holder) return textOf(viewer, one, whom);
  const since = said(viewer, holder.at);
  return whom === 'holder' ? asked.yours(since) : withHolder(person(holder), since);
}

/** Returns the buttons about one alert, the first of which is the main one. */
function buttonsOf({ messages }: ViewerLocale, { alert }: AlertOf, whom: AskedOf['whom']): Button[] {
  const { buttons: label } = messages.alerts;
  const number = String(alert.number);
  const resolve = answerButtons(messages, number)[1];
  const first =
    whom === 'holder'
      ? button('press', 'alerts.stillOn', label.keep, number, { style: 'primary' })
      : whom === 'giver'
        ? button('form', 'alerts.giveTo', label.give, number, { style: 'primary' })
        : button('press', 'alerts.take', label.take, number, { style: 'primary' });
  const give = button('form', 'alerts.giveTo', label.give, number);
  return [first, ...(resolve ? [resolve] : []), ...(whom === 'holder' ? [give] : [])];
}

type LeftToAsk = { waiting: number; together: Together };

function ofMany(viewer: ViewerLocale, alerts: readonly LinkedAlert[], delivery: AskedDelivery, left: LeftToAsk): Card {
  const { waiting, together } = left;
  const { whom, count } = delivery.about;
  const { asked, buttons: label, list, reminders } = viewer.messages.alerts;
  const isOver = waiting <= 0;
  const title = isOver ? asked.over : asked.titleMany[whom](waiting);
  const keepAll = button('press', 'alerts.stillOn', label.keepAll, '');
  const open = button('press', 'alerts.list', label.list, '');
  const shownAlerts = alerts.toSorted((a, b) => a.alert.number - b.alert.number).slice(0, maxRows);
  const shown = card(title, sentences(title), {
    tone: !isOver ? 'warning' : together.open > 0 ? 'neutral' : 'good',
    text: isOver ? [] : [asked.textMany[whom]],
    rows: shownAlerts.map((one) => rowIn(viewer, one, delivery)),
    rowName: list.rowName,
    buttons: [...(whom === 'holder' && !isOver ? [keepAll] : []), ...answerTogether(viewer, together), open],
    footer: count > shownAlerts.length ? reminders.more(count - shownAlerts.length) : null,
  });
  return namingTenant(viewer, alerts, shown);
}

/** The most alerts that a question names. */
const maxRows = 6;

function rowIn(viewer: ViewerLocale, one: LinkedAlert, delivery: AskedDelivery): Row {
  const { alert, link } = one;
  const { whom } = delivery.about;
  const severity = viewer.messages.alerts.severities[alert.content.severity];
  if (!isStillAsked(alert, delivery)) return shortRow(alert, severity, withLink(answeredBy(viewer, alert), link));
  const [first, second] = buttonsOf(viewer, one, whom);
  const detail = [...customerInRow(viewer, one).map((name) => `${name} · `), rowText(viewer, one, whom)].flat();
  const row = shortRow(alert, severity, withLink(detail, link), first ? { ...first, style: 'plain' } : null);
  return second ? { ...row, second } : row;
}

/**
 * Returns the message to the person to whom an alert is handed over, as the alert stands now; null when they have nothing to take over
 * before it is sent.
 */
export const offeredCard: Hook<'offered', 'card'> = async ({ about, to, queue, state, want }, world) => {
  const [found] = await world.store.read((tx) => loadAlerts(tx, [about.alertId]));
  if (!found) return null;
  const { alert } = found;
  const step = stepOf(alert.timeline, about.step);
  const isOpen = alert.status !== 'resolved' && alert.offered !== undefined && alert.offered.at === step?.at;
  if (!isOpen && state !== 'posted') return null;
  const viewer = await viewerLocaleAt(to, found.tenant, world);
  const { asked, buttons: label } = viewer.messages.alerts;
  const by = alert.offered ?? step;
  const title = isOpen ? asked.offered : asked.over;
  const number = String(alert.number);
  const take = button('press', 'alerts.take', label.take, number, { style: 'primary' });
  const timeline = button('press', 'alerts.show', label.timeline, alert.id);
  const link = await linkFrom(queue, alert.id, world);
  const shown = card(title, sentences(subject(viewer, found, asked.news[isOpen ? 'offered' : 'over'])), {
    footer: asked.why.offered,
    tone: isOpen ? 'danger' : 'neutral',
    text: [
      [{ kind: 'strong', text: `${viewer.messages.alerts.numbered(alert.number)} · ${headline(alert)}` }],
      ...(isOpen && by?.by ? [asked.offeredText(person({ by: by.by, byName: by.byName }))] : []),
      ...stateLines(viewer, found),
      ...(link ? [[link]] : []),
    ],
    buttons: isOpen ? [take, ...answerButtons(viewer.messages, number).slice(1), timeline] : [timeline],
  });
  return { card: shown, revision: want, messages: viewer.messages };
};
