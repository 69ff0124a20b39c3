import { refusesCredential } from '../../src/domain/outgoing/outgoing.ts';
import type { SendResult } from '../../src/ports/receivers.ts';
import type { Log } from '../process/log.ts';

/**
 * Returns what logs how calls of receivers end, by the receiver's name alone: the first failure in a row, each refusal of an event, a
 * refused credential once, and that it is over. `path` is where the answer should have a reference; null where none is expected.
 */
export function callNotes({ log }: { log: Log }) {
  const failing = new Map<string, string>();
  return (receiver: string, result: SendResult, path: readonly string[] | null): void => {
    const known = failing.get(receiver);
    if (result.kind === 'sent') {
      if (failing.delete(receiver)) log.info({ event: 'receiver.reached', receiver }, 'receiver takes events again');
      if (path && result.reference === null)
        log.warn({ event: 'receiver.noReference', receiver, path: path.join('.') }, 'no reference in the answer');
      return;
    }
    if (result.kind === 'failed') {
      if (known !== 'failed') log.warn({ event: 'receiver.failed', receiver, why: result.why }, 'receiver call failed');
      failing.set(receiver, 'failed');
      return;
    }
    const { status } = result;
    const isCredential = refusesCredential(status);
    if (!isCredential || known !== String(status))
      log.warn({ event: 'receiver.refused', receiver, status }, 'receiver refused an event');
    if (isCredential) failing.set(receiver, String(status));
  };
}
