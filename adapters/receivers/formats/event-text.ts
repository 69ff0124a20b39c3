/** What people read of an event, on a phone or at a pager. */
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { moment } from '../../../src/messages/dates.ts';
import { duration } from '../../../src/messages/durations.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { OutgoingEvent } from '../../../src/ports/receivers.ts';
import { plainOf } from '../../../src/view/view.ts';

/** Returns the alert that waits for an answer as one line, which begins with its number: `Alert 17 · Contoso: Mining on a virtual machine`. */
export function titleOfWaiting(event: OutgoingEvent, locale: Locale): string {
  const { outgoing, alerts } = messages(locale);
  const { drill, about, titled } = outgoing;
  const { number, tenant, title } = event.facts;
  if (number === undefined) return titleOfEvent(event, locale);
  const [isDrill, named] = [event.type.startsWith('drill.'), alerts.numbered(number)];
  const begin = isDrill ? drill(named) : named;
  const whose = tenant === undefined ? begin : about(begin, tenant);
  return title ? titled(whose, title) : whose;
}

/** Returns for how long (ms) nobody has acknowledged it, and by when somebody has to. */
export function linesOfWaiting({ facts }: OutgoingEvent, afterMs: number, locale: Locale): string[] {
  const words = messages(locale);
  const by = facts.answerBy && plainOf([moment(facts.answerBy, locale, 'UTC')]);
  return [
    words.outgoing.unanswered(duration(afterMs, words)),
    ...(by ? [words.outgoing.line(words.alerts.facts.answerBy, by)] : []),
  ];
}

/** Returns what happened as one line: `Nobody has acknowledged: alert 17 · Contoso: Mining on a virtual machine`. */
export function titleOfEvent({ type, facts }: OutgoingEvent, locale: Locale): string {
  const words = messages(locale).outgoing;
  const news = newsOf(type, locale);
  if (type === 'receiver.test') return news;
  const numbered = facts.number === undefined ? news : words.numbered(news, facts.number);
  const about = facts.tenant === undefined ? numbered : words.about(numbered, facts.tenant);
  const title = facts.title ?? facts.source ?? '';
  return title === '' ? about : words.titled(about, title);
}

function newsOf(type: OutgoingEvent['type'], locale: Locale): string {
  const { alert, other, drill } = messages(locale).outgoing;
  const [group, event = ''] = type.split('.');
  const ofAlert = new Map(Object.entries(alert)).get(event);
  if (group === 'drill' && ofAlert !== undefined) return drill(ofAlert);
  if (group === 'alert' && ofAlert !== undefined) return ofAlert;
  return new Map<string, string>(Object.entries(other)).get(type) ?? type;
}

/** Returns the details of an event, a line each: what its sender wrote first, then who, what and for whom. */
export function linesOfEvent({ type, facts, mayBeRepeat }: OutgoingEvent, locale: Locale): string[] {
  const { outgoing: words, alerts } = messages(locale);
  if (type === 'receiver.test') return [words.testText];
  const labels = alerts.facts;
  const severity = Object.entries(alerts.severities).find(([name]) => name === facts.severity)?.[1] ?? facts.severity;
  const labelled = (label: string, value: string | undefined) => (value ? [words.line(label, value)] : []);
  return [
    ...(mayBeRepeat ? [words.mayBeRepeat] : []),
    ...(facts.note ? [facts.note] : []),
    ...labelled(words.by, facts.by),
    ...labelled(words.to, facts.to),
    ...labelled(labels.severity, severity),
    ...labelled(labels.customer, facts.customer),
    ...labelled(labels.source, facts.title === undefined ? undefined : (facts.sourceName ?? facts.source)),
    ...labelled(words.finding, facts.finding),
    ...labelled(words.fields, facts.fields),
    ...(facts.changes ? [facts.changes] : []),
    ...labelled(words.reference, facts.reference),
    ...(facts.description ? [facts.description] : []),
  ];
}

/** Returns what happened to an alert: the event without its group, the same for drills; null where it is about no alert. */
export function alertEventOf(type: OutgoingEvent['type']): string | null {
  const [group, event = ''] = type.split('.');
  return group === 'alert' || group === 'drill' ? event : null;
}
