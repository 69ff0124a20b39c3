import { z } from 'zod';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Document } from './document.ts';
import { mapsOf, type Plain, plainOf } from './tables.ts';

/** The state as JSON, as a version of the past wrote it. */
export interface PlainState {
  collections: Record<string, Plain[]>;
  history: HistoryEntry[];
}

/** Makes the next version of a state. Leave the history as it is: it is chained. */
export type Upgrade = (state: PlainState) => PlainState;

/** The step at index 0 leads from version 1 to 2, and so on. A new collection or an optional field needs no step. */
export const upgrades: readonly Upgrade[] = [remindersKnowWhatIsDue];

/** To version 2: what a reminder told counts once it arrived, so that nothing has to be taken back. */
function remindersKnowWhatIsDue({ collections, history }: PlainState): PlainState {
  const nags = (collections.nags ?? []).map((row) => {
    const { before, more: _counted, ...nag } = OldNag.parse(row);
    return { ...nag, due: Object.keys(before) };
  });
  return { collections: { ...collections, nags }, history };
}

const OldNag = z.looseObject({ id: z.string(), before: z.record(z.string(), z.unknown()), more: z.number() });

/** The state version that a bot with these steps writes. */
export function versionAfter(steps: readonly Upgrade[]): number {
  return steps.length + 1;
}

/** The one that this bot writes. */
export const stateVersion = versionAfter(upgrades);

export function upgraded(document: Document, steps: readonly Upgrade[]): Document {
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
