import { ChatError } from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/view/view.ts';
import { postIntervalMs } from '../../chat/post.ts';
import { type RichBlock, richBlocksFor } from '../render/card.ts';

/** How long (ms) a rich block that a workspace does not take is not tried again. */
const keepMs = 3_600_000;

/** Sends cards as a message. `send` renders them with the rich blocks that it is given, and rejects with ChatError. */
export type SendRich = <T>(cards: readonly Card[], send: (rich: ReadonlySet<RichBlock>) => Promise<T>) => Promise<T>;

/**
 * Returns a function that posts or edits a message with charts and feedback buttons, by one call. Slack brings them to
 * one workspace after another. Where it answers `invalid_blocks` it has done nothing, and rejects as `unreachable` with
 * the interval of posts as `retryAfterMs`: Slack counts the refused call too. The caller's next try goes without them,
 * as does whatever comes within an hour. What Slack does not take without them either was refused for another reason.
 * `elapsed` is in milliseconds and never goes back.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
export function createSendRich(elapsed: () => number): SendRich {
  const refusedAt = new Map<RichBlock, number>();
  const isTaken = (block: RichBlock) => {
    const at = refusedAt.get(block);
    return at === undefined || elapsed() - at >= keepMs;
  };

  return async (cards, send) => {
    const wanted = richBlocksFor(cards);
    const rich = new Set([...wanted].filter(isTaken));
    try {
      return await send(rich);
    } catch (error) {
      if (!(error instanceof ChatError) || error.reason !== 'invalid_blocks') throw error;
      for (const block of rich) refusedAt.set(block, elapsed());
      if (rich.size > 0) throw new ChatError('unreachable', error.reason, postIntervalMs);
      for (const block of wanted) refusedAt.delete(block);
      throw error;
    }
  };
}
