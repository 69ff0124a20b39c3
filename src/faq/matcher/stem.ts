/** The endings of English and French words that forms of one word differ by. The longest that fits is cut, so that three letters stay. */
const ending =
  /(?<=.{3})(?:issements?|ations?|ements?|ments?|ions?|ings?|ables?|ees?|ers?|ez|ent|ed|es|al|aux|ly|e|s|x|y)$/;

/** Returns the stem of an English or French word by cutting its ending. The stem need not be a word: it only has to be the same for all forms. */
export function stem(word: string): string {
  return word.length < 4 || /\d/.test(word) ? word : word.replace(ending, '');
}
