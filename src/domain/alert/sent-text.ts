/** Fits what somebody outside wrote into the limits of an alert. Texts may be of any length. */
import { cleaned, cleanedLine, withoutMiddle } from '../text/clean-text.ts';
import { AlertIn, alertLimits } from './alert.ts';
import type { SenderNotes } from './sender-notes.ts';

/** Returns the first text of which people see anything, cut to the length of a title; undefined for none. */
export function titleOf(texts: readonly string[]): string | undefined {
  return texts
    .map((text) => cut(text, alertLimits.displayName))
    .find((text) => AlertIn.shape.displayName.safeParse(text).success);
}

/** Characters of a long description that stay before and after the cut; ` … ` is between them. */
const ends = { first: alertLimits.description - 1_003, last: 1_000 };

/** Returns the paragraphs as a description, with the note of what was left out of its middle. */
export function descriptionOf(paragraphs: readonly string[]): { text: string; notes: SenderNotes } {
  const whole = paragraphs
    .map((paragraph) => cleaned(paragraph).trim())
    .filter(Boolean)
    .join('\n\n');
  const short = whole.length > alertLimits.description ? withoutMiddle(whole, ends) : null;
  return short === null
    ? { text: whole, notes: {} }
    : { text: short, notes: { cut: whole.length - ends.first - ends.last } };
}

/** Returns a short text as one line; null when nothing of it can be seen. */
export function word(text: string | null): string | null {
  return cut(cleanedLine(text ?? ''), alertLimits.word) || null;
}

/** Returns the text with ` …` in place of what is beyond the length. */
export function cut(text: string, maxLength: number): string {
  // The cut may fall within a character, and its half is cleaned away.
  return text.length > maxLength ? `${cleaned(text.slice(0, maxLength - 2))} …` : text;
}

/** Returns a GUID in small letters; null for anything else. */
export function guid(id: string | null): string | null {
  return AlertIn.shape.customerTenantId.safeParse(id).data ?? null;
}
