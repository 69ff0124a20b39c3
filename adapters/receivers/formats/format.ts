import type { Locale } from '../../../src/domain/tenant/locales.ts';
import type { OutgoingEvent } from '../../../src/ports/receivers.ts';
import type { ConfiguredReceiver } from '../receiver.ts';

/** What one format makes of an event: where its body goes, what is in it, and which of the receiver's keys is in it. */
export interface FormattedEvent {
  url: string;
  contentType: string;
  body: string;
  keyId: string | null;
}

/** Formats an event for a receiver. `locale` is the language of what people read. */
export type Format = (event: OutgoingEvent, receiver: ConfiguredReceiver, locale: Locale) => FormattedEvent;

/** Returns a text with at most `most` characters, which ends in an ellipsis where it was longer. No character is cut in half. */
export function shortened(text: string, most: number): string {
  const signs = [...text];
  return signs.length <= most ? text : `${signs.slice(0, most - 1).join('')}…`;
}
