/**
 * Cleans text from outside. All that senders, people, files and platforms say goes through it before it is kept, and once
 * more where it is shown, since older states were written without it.
 *
 * Characters that nobody sees go, because they make a text look like another one, or read in another order: controls,
 * halves of characters, marks of direction, and all that has no width (Unicode's Default_Ignorable_Code_Point). What a
 * script or an emoji needs stays where it does its work: joiners (U+200C, U+200D) between two emoji or two letters of a
 * script that joins, and the variation signs U+FE0E and U+FE0F behind a pictograph or in a keycap. Tags (U+E0020 …) go, as
 * they can hide whole sentences: the flags of England, Scotland and Wales become a black flag.
 */

/** Hardly any text has one of these characters: one test is quicker than the rules below. */
const suspect = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\u2028\u2029\ufff9-\ufffb]/u;
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/g;
const unseen = /(?![\t\n])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\ufff9-\ufffb]/gu;
const joining =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}]/u;
const pictograph = /\p{Extended_Pictographic}/u;
const keycap = '\u20e3';

/** Returns a text without characters that cannot be seen; every end of a line is `\n`. */
export function cleaned(text: string): string {
  if (!suspect.test(text)) return text;
  return text
    .replace(lineEnds, '\n')
    .replace(unseen, (sign: string, at: number, whole: string) => (isNeeded(sign, at, whole) ? sign : ''));
}

/** Returns a text as one clean line, for names: without outer and repeated space. */
export function cleanedLine(text: string): string {
  return cleaned(text).trim().replace(/\s+/g, ' ');
}

function isNeeded(sign: string, at: number, text: string): boolean {
  if (sign === '\ufe0e' || sign === '\ufe0f') return text[at + 1] === keycap || pictograph.test(lastBefore(at, text));
  if (sign !== '\u200c' && sign !== '\u200d') return false;
  const from = text[at - 1] === '\ufe0f' ? at - 1 : at;
  return joining.test(lastBefore(from, text)) && joining.test(String.fromCodePoint(text.codePointAt(at + 1) ?? 0));
}

/** Returns the whole character that ends before `at`. */
function lastBefore(at: number, text: string): string {
  const last = text[at - 1] ?? '';
  return last >= '\udc00' && last <= '\udfff' ? text.slice(Math.max(0, at - 2), at) : last;
}

/** The bot reads the first 1,500 and the last 500 characters of a message: a longer one hardly ever says more. */
const ends = { first: 1_500, last: 500 } as const;

/**
 * Returns the beginning and the end of a text, of 1,500 and 500 characters or as many as are given; null when it is no longer than both
 * together.
 */
export function withoutMiddle(text: string, { first, last }: Record<'first' | 'last', number> = ends): string | null {
  if (text.length <= first + last) return null;
  // The cuts may fall within a character, and its halves are cleaned away.
  return cleaned(`${text.slice(0, first)} … ${text.slice(-last)}`);
}
