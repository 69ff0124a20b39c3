import type { Typed } from './en/typed.ts';

/** A verb by its key; what people type for it stands in `typed.ts` of each language. */
export type Verb = keyof Typed['verbs'];

/** Verbs that act on one alert, by its number. */
export const byNumber = ['ack', 'resolve', 'reopen'] as const;
