/** ntfy, https://docs.ntfy.sh/publish/#publish-as-json: JSON to the root of the server, with the topic in it. */
import type { OutgoingEvent } from '../../../src/ports/receivers.ts';
import { addressOf } from '../receiver.ts';
import { alertEventOf, linesOfEvent, linesOfWaiting, titleOfEvent, titleOfWaiting } from './event-text.ts';
import { type Format, shortened } from './format.ts';

/** ntfy makes a file of a message with more than 4,096 bytes, and a character may have four. https://docs.ntfy.sh/publish/#limitations */
const maxMessage = 1_000;
const maxTitle = 250;

/** 5 rings until somebody looks, 3 is a plain notification. https://docs.ntfy.sh/publish/#message-priority */
const priorities = new Map([
  ['high', 5],
  ['medium', 4],
  ['low', 3],
  ['informational', 2],
]);
const plainPriority = 3;
/** What happens to an alert that needs nobody's attention. */
const quiet = ['acknowledged', 'handedOver', 'note', 'resolved'];

/** Formats an event as a message on a phone, which opens the alert's card when it is touched. */
export const ntfy: Format = (event, receiver, locale) => {
  const url = new URL(addressOf(receiver));
  const topic = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  url.pathname = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1);
  // The sign of the tag stands before the title, so that what the alert is fits on a lock screen.
  const waits = alertEventOf(event.type) === 'unacknowledged';
  const first = waits ? linesOfWaiting(event, receiver.receiver.when.afterMs, locale) : [];
  const message = [...first, ...linesOfEvent(event, locale)].join('\n');
  const body = {
    topic,
    title: shortened(waits ? titleOfWaiting(event, locale) : titleOfEvent(event, locale), maxTitle),
    message: shortened(message, maxMessage),
    priority: priorityOf(event),
    tags: tagsOf(event),
    ...(event.facts.link === undefined ? {} : { click: event.facts.link }),
  };
  return { url: url.href, contentType: 'application/json', body: JSON.stringify(body), keyId: null };
};

function priorityOf({ type, facts }: OutgoingEvent): number {
  // A test rings as a high alert does, so that people know that the phone will.
  if (type === 'receiver.test') return 5;
  const happened = alertEventOf(type);
  if (happened === null || quiet.includes(happened)) return plainPriority;
  return priorities.get(facts.severity ?? '') ?? plainPriority;
}

/** Returns the tags, of which ntfy shows these as signs: https://docs.ntfy.sh/emojis/ */
function tagsOf({ type, facts }: OutgoingEvent): string[] {
  if (type === 'receiver.test') return ['test_tube'];
  const happened = alertEventOf(type);
  if (happened === 'resolved' || happened === 'acknowledged') return ['white_check_mark'];
  if (happened === null || quiet.includes(happened)) return [];
  return facts.severity === 'high' ? ['rotating_light'] : ['warning'];
}
