import type { Receivers } from '../ports/receivers.ts';

/** Returns the same receivers, where a call of a receiver waits for the one before: events and the audit trail have one connection. */
export function oneAtATime(receivers: Receivers): Receivers {
  const last = new Map<string, Promise<unknown>>();
  return {
    list: () => receivers.list(),
    send(receiver, event) {
      const before = last.get(receiver) ?? Promise.resolve();
      const sent = before.catch(() => {}).then(() => receivers.send(receiver, event));
      last.set(receiver, sent);
      return sent;
    },
  };
}
