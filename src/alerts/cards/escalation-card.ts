import { type Alert, isMissedDrill } from '../../domain/alert/alert.ts';
import { escalationHours, isBound, lastStep } from '../../domain/alert/deadlines.ts';
import { type ReaderLocale, said } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import type { Card, Fact, Inline } from '../../view/view.ts';
import { answerButtons } from './alert-card.ts';
import { closedWord, detectedText, person, severityText, tenantName } from './alert-facts.ts';
import { headline, sentences, subject, summaryOf } from './alert-state.ts';
import type { LoadedAlert } from './load-alert.ts';

type Escalated = Omit<LoadedAlert, 'platform'>;

/**
 * Returns the reminder of an alert that nobody acknowledged: in the thread of its card, and at last to the admins. Once somebody
 * has answered, it says who.
 */
export function escalationCard(known: Escalated, step: number): Card {
  const { alert, reader } = known;
  const last = step >= lastStep;
  if (last && isMissedDrill(alert)) return missedDrill(known);
  if (alert.status !== 'active') return answered(known, last);
  const { escalation } = reader.words.alerts;
  const text = last ? lateText(known) : escalation.text(escalationHours[step] ?? 0, wasReopened(alert));
  const news = last ? escalation.late : escalation.unanswered(escalationHours[step] ?? 0);
  return card(headline(alert), sentences(subject(reader, known, news), last ? text : escalation.now), {
    tone: 'danger',
    text: [text],
    facts: last ? reminderFacts(known) : [],
    buttons: answerButtons(reader.words, last ? String(alert.number) : alert.id),
  });
}

/** Returns the message to the admins about a drill that nobody acknowledged: it is closed, and the next one may be answered. */
function missedDrill(known: Escalated): Card {
  const { alert, reader } = known;
  const { escalation, missedDrill: news, facts: label } = reader.words.alerts;
  const { drill } = reader.words.reminders.buttons;
  return card(headline(alert), sentences(subject(reader, known, news), escalation.drill), {
    tone: 'warning',
    text: [escalation.drill],
    facts: reminderFacts(known).filter((fact) => fact.label !== label.severity),
    buttons: [button('press', 'alerts.drill', drill, alert.tenantId ?? '', { style: 'primary' })],
  });
}

/** Returns whether a reminder mentions the people on call: each one of a high alert does, and of a medium one from the second. */
export function mentionsOnCall({ content: { severity } }: Alert, step: number): boolean {
  return severity === 'high' || (severity === 'medium' && step > 0);
}

/** Returns the reminder of an alert that somebody answered, with the button for what can still be done. */
function answered(known: Escalated, last: boolean): Card {
  const { alert, reader } = known;
  const left = alert.status === 'resolved' ? [] : answerButtons(reader.words, alert.id).slice(1);
  const text = [answeredBy(reader, alert)];
  const facts = last ? reminderFacts(known) : [];
  return card(headline(alert), summaryOf(reader, known), { tone: 'good', text, facts, buttons: left });
}

/** Returns what became of an alert that was answered or closed by age, by whom and when. */
export function answeredBy(reader: ReaderLocale, alert: Alert): Inline[] {
  const by = alert.resolved ?? alert.acknowledged;
  if (!by?.by) return [stateOf(reader, alert)];
  const who = person({ by: by.by, byName: by.byName });
  return [`${stateOf(reader, alert)} `, ...[reader.words.alerts.byAt(who, said(reader, by.at))].flat()];
}

function stateOf({ words }: ReaderLocale, alert: Alert): string {
  return closedWord(words, alert) ?? words.alerts.statuses[alert.status];
}

function wasReopened({ story }: Alert): boolean {
  return story.some(({ what }) => what === 'reopened');
}

/** Returns the text of the last reminder. A drill has no limit, and for indirect resellers Microsoft's limit is advice. */
function lateText({ alert, tenant, reader }: Escalated): string {
  const { escalation } = reader.words.alerts;
  if (alert.origin === 'drill') return escalation.drill;
  if (wasReopened(alert)) return escalation.reopened;
  return isBound(tenant?.partnerType ?? null) ? escalation.admins : escalation.advised;
}

/** Returns the facts for admins, who may not have the card. */
function reminderFacts({ alert, tenant, reader, link }: Escalated): Fact[] {
  const { facts: label } = reader.words.alerts;
  return [
    { label: label.number, value: String(alert.number) },
    { label: label.severity, value: severityText(reader, alert) },
    { label: label.detected, value: detectedText(reader, alert) },
    { label: label.tenant, value: tenantName(reader, { alert, tenant }) },
    ...(link ? [{ label: label.card, value: [link] }] : []),
  ];
}
