import type { Identity } from '../tenant/identity.ts';

/** The most characters of a note, and the most notes of one alert. */
export const noteLimits = { text: 2_000, ofAlert: 200 } as const;

/** What a person noted about an alert. It is never edited, and leaves for the archive with its alert. */
export interface Note {
  /** As `noteId` forms it. */
  id: string;
  alertId: string;
  at: string;
  by: Identity;
  byName: string;
  /** 1, 2, 3 … among the notes of its alert, in the order of time. */
  number: number;
  /** As the person typed it. It may have several lines. */
  text: string;
}

/** The newest note, as its alert has it: cards show it without reading further rows. */
export type LastNote = Omit<Note, 'id' | 'alertId'>;

/** Returns the id of the note of that number. */
export function noteId(alertId: string, number: number): string {
  return `${alertId} ${number}`;
}
