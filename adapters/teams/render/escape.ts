import { cleaned } from '../../../src/domain/text/clean-text.ts';

/*
 * Text from outside shows as it was typed, although three dialects meet in a card: a TextRun knows no Markdown but fills in
 * `{{DATE(…)}}`; a TextBlock and a choice may know Markdown, and no client agrees with another how to escape it.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
 */

/** Returns the text for a TextRun, in which the client then fills in nothing. */
export function escapeRun(text: string): string {
  return cleaned(text)
    .replace(/\{\{(?=(DATE|TIME)\()/gi, `{${joint}{`)
    .replace(/<(?=\/?at\b)/gi, `<${joint}`);
}

/** Returns the text for whatever may be read as Markdown: a character without width splits what would be markup. */
export function inert(text: string): string {
  if (harmless.test(text)) return text;
  return (
    escapeRun(text)
      .replace(/[\\&<\]`]/g, `$&${joint}`)
      .replace(/`/g, 'ˋ')
      // Clients would turn addresses into links.
      .replace(/[:@.](?=\S)/g, `$&${joint}`)
      .replace(/[*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, `$&${hairSpace}`)
      .replace(/^(?=[^\S\r\n\u2028\u2029]*([#>+-]|\d+[.)]))/gm, joint)
  );
}

/** A zero-width space: it is part of no word and of no markup. */
const joint = '\u200b';
/** A hair space: emphasis does not begin before a space. */
const hairSpace = '\u200a';
/** Matches text without anything to escape, which most text is. */
const harmless = /^[\p{L}\p{N} ,;’“”«»]*$/u;
