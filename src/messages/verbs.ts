import type { CommandWords } from './en/command-words.ts';

/** A verb is named by its key; `command-words.ts` of each language has the word that people type for it. */
export type Verb = keyof CommandWords['verbs'];

/** These verbs act on one alert, by its number. */
export const byNumber = ['ack', 'resolve', 'reopen', 'note', 'give', 'take', 'keep'] as const;
export type ByNumber = (typeof byNumber)[number];
