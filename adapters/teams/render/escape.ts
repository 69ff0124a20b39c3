import { cleaned } from '../../../src/domain/text/clean-text.ts';

/**
 * Text from outside, so that it shows as it was typed. Three dialects meet in a card: a TextRun knows no Markdown but
 * fills in `{{DATE(…)}}`; a TextBlock and a choice may know Markdown, and no client agrees with another how to escape it.
 */

/** For a TextRun. */
export function literal(text: string): string {
  return cleaned(text)
    .replace(/\{\{(?=(DATE|TIME)\()/gi, `{${joint}{`)
    .replace(/<(?=\/?at\b)/gi, `<${joint}`);
}

/** For everything else that may be read as Markdown: what would be markup is parted by a character of no width. */
export function inert(text: string): string {
  if (harmless.test(text)) return text;
  return (
    literal(text)
      .replace(/[\\&<\]`]/g, `$&${joint}`)
      .replace(/`/g, 'ˋ')
      // Addresses, which clients would turn into links.
      .replace(/[:@.](?=\S)/g, `$&${joint}`)
      .replace(/[*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, `$&${hairSpace}`)
      .replace(/^(?=[^\S\r\n\u2028\u2029]*([#>+-]|\d+[.)]))/gm, joint)
  );
}

/** Takes part in no word and no markup, and has no width. */
const joint = '\u200b';
/** Emphasis does not begin before a space. */
const hairSpace = '\u200a';
/** Most text has none, and is told apart by one look. */
const harmless = /^[\p{L}\p{N} ,;’“”«»]*$/u;
