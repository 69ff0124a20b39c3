/** PagerDuty's Events API v2: https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/02-Trigger-Events.md */
import { createHash } from 'node:crypto';
import type { OutgoingEvent } from '../../../src/ports/receivers.ts';
import { addressOf } from '../receiver.ts';
import { dataOf } from '../template.ts';
import { alertEventOf, titleOfEvent } from './event-text.ts';
import { type Format, shortened } from './format.ts';

/** The most characters that PagerDuty takes of a summary, and of a dedup_key. */
const maxSummary = 1_024;
const maxDedupKey = 255;
/** An event may have 512 kB. A description with more characters than this is cut. */
const maxDescription = 50_000;

const severities = new Map([
  ['high', 'critical'],
  ['medium', 'error'],
  ['low', 'warning'],
]);

const follows = new Map([
  ['acknowledged', 'acknowledge'],
  ['handedOver', 'acknowledge'],
  ['resolved', 'resolve'],
]);

/** Formats an event as one that opens, acknowledges or resolves an incident. */
export const pagerduty: Format = (event, receiver, locale) => {
  const keys = receiver.keys.map(({ value }) => ({ value, id: keyIdOf(value) }));
  // An incident is found only by the key that opened it. Once the file has that key no more, nothing finds it.
  const key = keys.find(({ id }) => id === event.keyId) ?? keys[0] ?? { value: '', id: null };
  const action = follows.get(alertEventOf(event.type) ?? '');
  const { incident = `${event.installation} ${event.subject} ${event.id}` } = event.facts;
  const common = {
    routing_key: key.value,
    event_action: action ?? 'trigger',
    dedup_key: incident.slice(0, maxDedupKey),
  };
  const body = action ? common : { ...common, ...triggerOf(event, titleOfEvent(event, locale)) };
  return { url: addressOf(receiver), contentType: 'application/json', body: JSON.stringify(body), keyId: key.id };
};

function triggerOf(event: OutgoingEvent, title: string) {
  const { facts } = event;
  const { customer, tenant, source, alertType, severity = '', description = '' } = facts;
  const details = { ...dataOf(event), description: shortened(description, maxDescription) };
  return {
    payload: {
      summary: shortened(title, maxSummary),
      source: customer ?? tenant ?? event.installation,
      severity: severities.get(severity) ?? 'info',
      timestamp: facts.detectedAt ?? event.at,
      ...{ component: source, group: tenant, class: alertType },
      custom_details: { ...details, event: event.type, ...(event.mayBeRepeat ? { mayBeRepeat: true } : {}) },
    },
    client: 'Security contact bot',
    ...(facts.link === undefined ? {} : { client_url: facts.link }),
  };
}

/** Returns by what the key that opened an incident is known again, which is no secret. */
function keyIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
