import { ChatError, type PostHow } from '../../src/ports.ts';
import { calling } from './chat-error.ts';
import type { Clients } from './client.ts';

const eventType = 'security_contact_delivery';
/** Farther back nobody looks, and then nobody knows: 3,000 messages since it was tried are many. */
const pages = 15;
/** This machine's clock may have been ahead of Slack's when it was tried. */
const clockMs = 24 * 3_600_000;

/** Goes along with a message, invisible, so that it can be found again when its answer was lost. */
export function metadata(deliveryId: string) {
  return { event_type: eventType, event_payload: { delivery_id: deliveryId } };
}

/**
 * The time stamp of the message of that delivery, which was tried at that time; `absent` only when all was looked through.
 * https://docs.slack.dev/messaging/message-metadata
 */
export async function findDelivery(...what: Parameters<typeof look>): ReturnType<typeof look> {
  return look(...what).catch((error: unknown) => {
    if (error instanceof ChatError && error.reason === 'missing_scope') return 'unknowable';
    throw error;
  });
}

async function look(
  channel: string,
  { deliveryId, thread }: PostHow,
  tried: string,
  { send }: Clients,
): Promise<{ ts: string } | 'absent' | 'unknowable'> {
  const oldest = String((Date.parse(tried) - clockMs) / 1_000);
  const query = { channel, oldest, include_all_metadata: true, limit: 200 };
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const { messages, response_metadata } = await calling(() =>
      thread === null
        ? send.conversations.history({ ...query, cursor })
        : send.conversations.replies({ ...query, ts: thread, cursor }),
    );
    const found = messages?.find(({ metadata: said }) => isThat(said, deliveryId));
    if (found?.ts) return { ts: found.ts };
    cursor = response_metadata?.next_cursor || undefined;
    if (!cursor) return 'absent';
  }
  return 'unknowable';
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
