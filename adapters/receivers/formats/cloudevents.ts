/** CloudEvents 1.0, structured mode: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
import { z } from 'zod';
import { eventTypes } from '../../../src/domain/outgoing/event.ts';
import type { OutgoingEvent } from '../../../src/ports/receivers.ts';
import { addressOf } from '../receiver.ts';
import { dataOf, factNames } from '../template.ts';
import type { Format } from './format.ts';

const typePrefix = 'security-contact.';
const types = [...eventTypes, 'receiver.test'].map((type) => `${typePrefix}${type}`);
const facts = z.strictObject(
  Object.fromEntries(factNames.map((name) => [name, name === 'number' ? z.int().optional() : z.string().optional()])),
);
const common = {
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  /** An extension: an earlier try with the same id may have arrived. */
  mayberepeat: z.literal(true).optional(),
};

/** The event as it is sent. The data of `audit` is an entry in the shape of OCSF. */
export const CloudEvent = z.union([
  z.strictObject({ ...common, type: z.enum(types).exclude([`${typePrefix}audit`]), data: facts }),
  z.strictObject({
    ...common,
    type: z.literal(`${typePrefix}audit`),
    data: z.record(z.string(), z.unknown()),
  }),
]);

/** Formats an event as a CloudEvent. */
export const cloudevents: Format = (event, receiver) => ({
  url: addressOf(receiver),
  contentType: 'application/cloudevents+json; charset=utf-8',
  body: JSON.stringify(cloudEventOf(event)),
  keyId: null,
});

function cloudEventOf(event: OutgoingEvent) {
  const { id, type, at, subject, installation, mayBeRepeat } = event;
  return {
    specversion: '1.0',
    id,
    // The installation, as a relative reference: the bot has no address that others need to know.
    source: `security-contact/${encodeURIComponent(installation)}`,
    type: `${typePrefix}${type}`,
    subject,
    time: at,
    datacontenttype: 'application/json',
    ...(mayBeRepeat ? { mayberepeat: true } : {}),
    data: dataOf(event),
  };
}
