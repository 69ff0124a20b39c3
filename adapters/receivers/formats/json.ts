import { addressOf } from '../receiver.ts';
import { dataOf, filled } from '../template.ts';
import type { Format } from './format.ts';

/** Formats an event as the receiver's own `body`; without one, as all that is known. */
export const json: Format = (event, receiver) => {
  const { id, type, at, subject, installation, mayBeRepeat } = event;
  const data = event.audit ? { audit: event.audit } : dataOf(event);
  const all = { ...data, id, event: type, at, subject, installation, mayBeRepeat };
  const body = receiver.body === null ? all : filled(receiver.body, event);
  return { url: addressOf(receiver), contentType: 'application/json', body: JSON.stringify(body), keyId: null };
};
