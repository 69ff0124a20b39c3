import { type Alert, isMissedDrill } from '../../domain/alert/alert.ts';
import { isBound, lastCallMinutes, limitMinutes } from '../../domain/alert/deadlines.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import { duration } from '../../messages/durations.ts';
import { said, type ViewerLocale } from '../../request/viewer-locale.ts';
import { type Button, button, type Card, card, type Inline, type Text } from '../../view/view.ts';
import { answerButtons } from './alert-card.ts';
import { closedWord, doer, withLink } from './alert-facts.ts';
import { headline, sentences, smallPrint, stateLines, subject, summaryOf } from './alert-state.ts';
import type { LoadedAlert } from './load-alert.ts';

type Escalated = Omit<LoadedAlert, 'platform'>;

/** The minutes after detection of the reminders of versions before 2026-12, which are numbered by their place. */
const olderSteps = [60, 240, 720, 1_200, 1_380];

/** The number of the step at 0 minutes: 0 is the first one of those versions. */
const atOnce = -1;

/** Returns how many minutes after detection a reminder was due, by the number of its step. */
export function minutesOf(step: number): number {
  return step === atOnce ? 0 : (olderSteps[step] ?? step);
}

/** Returns the number of the step that is due this many minutes after detection. */
export function stepNumber(minutes: number): number {
  return minutes === 0 ? atOnce : minutes;
}

/**
 * Returns the reminder of an alert that nobody acknowledged, `minutes` after its detection: in the thread of its card, or `alone`, to
 * people who may not have the card. Once somebody has answered, it says who.
 */
export function escalationCard(known: Escalated, { minutes, alone }: { minutes: number; alone: boolean }): Card {
  const { alert, viewer } = known;
  if (alone && isMissedDrill(alert)) return missedDrill(known);
  if (alert.status !== 'active') return answered(known);
  const { escalation } = viewer.messages.alerts;
  const isLate = minutes >= limitMinutes;
  const text = isLate ? lateText(known) : earlierText(known, minutes);
  const news = minutes === 0 ? escalation.notYet : escalation.unanswered(duration(minutes * 60_000, viewer.messages));
  const value = alone ? String(alert.number) : alert.id;
  return card(headline(alert), sentences(subject(viewer, known, news), isLate ? text : escalation.now), {
    tone: 'danger',
    text: [...stateLines(viewer, { ...known, why: text }).slice(0, 1), text],
    buttons: [...answerButtons(viewer.messages, value), detailsButton(known)],
    footer: linkedPrint(known),
  });
}

/** Returns the text of a reminder before the limit. */
function earlierText({ alert, tenant, viewer }: Escalated, minutes: number): string {
  const { escalation } = viewer.messages.alerts;
  const isNobodyCalled = tenant !== null && onCallAt(tenant, alert.receivedAt).first.length === 0;
  if (minutes === 0) return isNobodyCalled ? escalation.nobodyOnCall : `${escalation.notYet}. ${escalation.now}`;
  const text = escalation.text(duration(minutes * 60_000, viewer.messages), wasReopened(alert));
  if (minutes < lastCallMinutes || alert.origin === 'drill') return `${text} ${escalation.now}`;
  const rule = wasReopened(alert) ? 'reopened' : isBound(tenant?.partnerType ?? null) ? 'bound' : 'advised';
  return `${text} ${escalation.hoursLeft(Math.ceil((limitMinutes - minutes) / 60), rule)}`;
}

/** Returns the message to the admins about a drill that nobody acknowledged: it is closed, and the next one may be answered. */
function missedDrill(known: Escalated): Card {
  const { alert, viewer } = known;
  const { escalation, missedDrill: news } = viewer.messages.alerts;
  const { drill } = viewer.messages.reminders.buttons;
  return card(headline(alert), sentences(subject(viewer, known, news), escalation.drill), {
    tone: 'warning',
    text: [escalation.drill],
    buttons: [button('press', 'alerts.drill', drill, alert.tenantId ?? '', { style: 'primary' }), detailsButton(known)],
    footer: linkedPrint(known),
  });
}

/** Returns the reminder of an alert that somebody answered, with the buttons for what can still be done. */
function answered(known: Escalated): Card {
  const { alert, viewer } = known;
  const isResolved = alert.status === 'resolved';
  return card(headline(alert), summaryOf(viewer, known), {
    tone: isResolved ? 'good' : 'neutral',
    text: stateLines(viewer, known),
    buttons: [...(isResolved ? [] : answerButtons(viewer.messages, alert.id).slice(1)), detailsButton(known)],
    footer: isResolved ? null : linkedPrint(known),
  });
}

function detailsButton({ alert, viewer }: Escalated): Button {
  return button('press', 'alerts.show', viewer.messages.alerts.buttons.details, alert.id);
}

/** Returns the small print of the alert's card, with a link to that card where the reader may not have it. */
function linkedPrint(known: Escalated): Text {
  return withLink(smallPrint(known.viewer, known), known.link);
}

/** Returns what became of an alert that was answered or closed by age, by whom and when. */
export function answeredBy(viewer: ViewerLocale, alert: Alert): Inline[] {
  const by = alert.resolved ?? alert.acknowledged;
  if (!by || closedWord(viewer.messages, alert) !== null) return [stateOf(viewer, alert)];
  const who = doer(viewer.messages, by);
  return [`${stateOf(viewer, alert)} `, ...[viewer.messages.alerts.byAt(who, said(viewer, by.at))].flat()];
}

function stateOf({ messages }: ViewerLocale, alert: Alert): string {
  return closedWord(messages, alert) ?? messages.alerts.statuses[alert.status];
}

function wasReopened({ timeline }: Alert): boolean {
  return timeline.some(({ what }) => what === 'reopened');
}

/** Returns the text of the reminders from the limit on. A drill has no limit, and for indirect resellers Microsoft's limit is advice. */
function lateText({ alert, tenant, viewer }: Escalated): string {
  const { escalation } = viewer.messages.alerts;
  if (alert.origin === 'drill') return escalation.drill;
  if (wasReopened(alert)) return escalation.reopened;
  return isBound(tenant?.partnerType ?? null) ? escalation.admins : escalation.advised;
}
