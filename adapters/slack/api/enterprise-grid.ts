import { type Identity, platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Store } from '../../../src/ports/store.ts';

/**
 * The people of an Enterprise Grid. There a person has the same user id in every workspace, and acts from any of them:
 * the identity under which the bot met them first stands for all. Outside of a Grid everybody has one.
 * https://docs.slack.dev/enterprise
 */
export type EnterpriseGrid = ReturnType<typeof createEnterpriseGrid>;

/** Returns the people of an Enterprise Grid, as the store knows them. */
export function createEnterpriseGrid({ store }: { store: Store }) {
  /** The first identities by user id; null outside of a Grid. */
  let met: Map<string, Identity> | null = null;

  return {
    /** Reads the people whom the bot has met. It is called once Slack said that this is a Grid. */
    async open(): Promise<void> {
      if (met) return;
      const people = await store.read((reader) => reader.list('people'));
      const found = new Map<string, Identity>();
      for (const { id } of people) if (platformOf(id) === 'slack' && !found.has(userOf(id))) found.set(userOf(id), id);
      met = found;
    },
    /** Returns the identity under which the bot met the person first; the given one for somebody whom it has not met. */
    firstMet: (id: Identity) => met?.get(userOf(id)) ?? id,
    /**
     * Returns what `firstMet` does, for a member of the Grid: an identity that is new now stands for them from here on.
     */
    meet: (id: Identity) => {
      const known = met?.get(userOf(id)) ?? id;
      met?.set(userOf(id), known);
      return known;
    },
  };
}
