import type { Tone } from './view.ts';

/** What stands before a heading or a row, so that its colour never says alone how good or bad the news is. */
export const signs: Readonly<Record<Tone, string>> = { neutral: '', good: '✅ ', warning: '⚠️ ', danger: '⛔ ' };
