import { type Document, mapsOf, type PlainState, plainOf } from '../document.ts';
import { oneWordOneMeaning } from './v6-one-word-one-meaning.ts';

/** Makes the next version of a state. It must leave the history as it is, since that is chained. */
export type Migration = (state: PlainState) => PlainState;

/**
 * The step at index 0 leads from version 1 to 2, and so on. A new collection or an optional field needs no step. A new value that an
 * older bot cannot read does, although no row changes: a kind of delivery, for example, would stop the older bot's outbox.
 *
 * 0.1.0, the first release, wrote version 3. Version 4 has new kinds of delivery about sources, and the steps `over` and `again` of an
 * alert. Version 5 has new kinds of delivery, and values of fields that an older bot does not know. Version 7 has the kind of delivery
 * `microsoftNews`, and the audit trail `admin.breakGlass`. Version 8 has alerts, mail, write-back and failures of Microsoft,
 * and the kind `databaseLoss`.
 */
export const upgrades: readonly Migration[] = [
  ...[sameRows, sameRows, sameRows, sameRows],
  ...[oneWordOneMeaning, sameRows, sameRows],
];

/** The migration between two versions whose rows are the same. */
function sameRows(state: PlainState): PlainState {
  return state;
}

/** Returns the state version that a bot with these steps writes. */
export function versionAfter(steps: readonly Migration[]): number {
  return steps.length + 1;
}

/** This bot writes this state version. */
export const stateVersion = versionAfter(upgrades);

/** Returns the document after the steps that it has not had yet. The given document stays as it is. */
export function upgraded(document: Document, steps: readonly Migration[]): Document {
  const state = steps.slice(document.version - 1).reduce<PlainState>((before, step) => step(before), {
    collections: plainOf(document.tables),
    history: document.history,
  });
  const { collections, history } = state;
  return { ...document, version: versionAfter(steps), tables: mapsOf(collections), history };
}
