import type { Store } from '../ports/store.ts';

/** Returns the same store, which calls `appended` after each change that added to the audit trail, once it is durable. */
export function noticing<S extends Store>(store: S, appended: () => void): S {
  return {
    ...store,
    change: async (what, how) => {
      let isAppended = false;
      const result = await store.change((tx) => {
        isAppended = false;
        const appendHistory: typeof tx.appendHistory = (entry) => {
          isAppended = true;
          return tx.appendHistory(entry);
        };
        return what({ ...tx, appendHistory });
      }, how);
      if (isAppended) appended();
      return result;
    },
  };
}
