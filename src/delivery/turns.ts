import type { Lane } from '../domain/delivery/queue-order.ts';
import type { Step } from './next-step.ts';

/** So many edits of high cards in a row, and something else may go: a sender who changes cards without a pause starves nothing. */
const mostUrgentEdits = 10;

/** Which lane of one queue has its turn. */
export interface Turn {
  /** Where to look for what goes next, first to last. */
  order(): readonly { lane: Lane; fresh: boolean }[];
  took(step: Pick<Step, 'lane' | 'fresh'>): void;
}

/**
 * Whose turn it is in a queue: high posts and notices, then edits of high cards, then other posts and other edits in turns.
 * In each lane what is new and what was tried before go in turns.
 */
export function createTurn(): Turn {
  const last = new Map<Lane, boolean>();
  let urgentEdits = 0;
  let lastRest: Lane = 'edits';
  return {
    order: () => {
      const rest: Lane[] = lastRest === 'posts' ? ['edits', 'posts'] : ['posts', 'edits'];
      const behind: Lane[] = urgentEdits >= mostUrgentEdits ? [...rest, 'urgentEdits'] : ['urgentEdits', ...rest];
      return (['urgentPosts', ...behind] as const).flatMap((lane) => {
        const fresh = last.get(lane) !== true;
        return [
          { lane, fresh },
          { lane, fresh: !fresh },
        ];
      });
    },
    took: ({ lane, fresh }) => {
      last.set(lane, fresh);
      if (lane === 'urgentEdits') urgentEdits += 1;
      if (lane === 'urgentEdits' || lane === 'urgentPosts') return;
      urgentEdits = 0;
      lastRest = lane;
    },
  };
}
