import { type Document, mapsOf, plainOf } from '../document.ts';
import { type PlainState, remindersCountOnArrival } from './v2-reminders-count-on-arrival.ts';

/** Makes the next version of a state. Leave the history as it is: it is chained. */
export type Migration = (state: PlainState) => PlainState;

/** The step at index 0 leads from version 1 to 2, and so on. A new collection or an optional field needs no step. */
export const upgrades: readonly Migration[] = [remindersCountOnArrival, storedAsLines];

/** To version 3: the rows are the same, the files that hold them are not: see `snapshot.ts`. */
function storedAsLines(state: PlainState): PlainState {
  return state;
}

/** The state version that a bot with these steps writes. */
export function versionAfter(steps: readonly Migration[]): number {
  return steps.length + 1;
}

/** The one that this bot writes. */
export const stateVersion = versionAfter(upgrades);

/** The document after the steps that it has not had yet; the document given stays as it is. */
export function upgraded(document: Document, steps: readonly Migration[]): Document {
  const state = steps.slice(document.version - 1).reduce<PlainState>((before, step) => step(before), {
    collections: plainOf(document.tables),
    history: document.history,
  });
  return {
    version: versionAfter(steps),
    generation: document.generation,
    tables: mapsOf(state.collections),
    history: state.history,
  };
}
