import type { Typed } from './en/typed.ts';

/** A verb is named by its key; `typed.ts` of each language has the word that people type for it. */
export type Verb = keyof Typed['verbs'];

/** These verbs act on one alert, by its number. */
export const byNumber = ['ack', 'resolve', 'reopen'] as const;
