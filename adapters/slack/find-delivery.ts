import type { PostHow } from '../../src/ports.ts';
import { calling } from './chat-error.ts';
import type { Clients } from './client.ts';

const eventType = 'security_contact_delivery';
/** Farther back nobody looks: a post is looked for soon after it was tried. */
const pages = 5;
/** This machine's clock may have been ahead of Slack's when the delivery was owed. */
const clockMs = 24 * 3_600_000;

/** Goes along with a message, invisible, so that it can be found again when its answer was lost. */
export function metadata(deliveryId: string) {
  return { event_type: eventType, event_payload: { delivery_id: deliveryId } };
}

/**
 * The time stamp of the message of that delivery; null when the channel does not have it.
 * https://docs.slack.dev/messaging/message-metadata
 */
export async function findDelivery(
  channel: string,
  { deliveryId, thread }: PostHow,
  since: string,
  { send }: Clients,
): Promise<string | null> {
  const oldest = String((Date.parse(since) - clockMs) / 1_000);
  const query = { channel, oldest, include_all_metadata: true, limit: 200 };
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const { messages, response_metadata } = await calling(() =>
      thread === null
        ? send.conversations.history({ ...query, cursor })
        : send.conversations.replies({ ...query, ts: thread, cursor }),
    );
    const found = messages?.find(({ metadata: said }) => isThat(said, deliveryId));
    if (found?.ts) return found.ts;
    cursor = response_metadata?.next_cursor || undefined;
    if (!cursor) break;
  }
  return null;
}

function isThat(said: { event_type?: string; event_payload?: object } | undefined, deliveryId: string): boolean {
  const payload = said?.event_payload;
  return (
    said?.event_type === eventType &&
    payload !== undefined &&
    'delivery_id' in payload &&
    payload.delivery_id === deliveryId
  );
}
