import { type Inline, type Text, type Time, unbroken } from '../../../src/view/view.ts';
import { escapeRun } from './escape.ts';

/** A part of an Adaptive Card, as JSON. */
export type Element = Readonly<Record<string, unknown>>;

/** The style of runs: `weight`, `color`, `size`, `isSubtle`. */
export type TextStyle = Readonly<Record<string, string | boolean>>;

/** Returns a paragraph that knows no Markdown, and always wraps. */
export function paragraph(text: Text, style: TextStyle = {}, more: Element = {}): Element {
  return { type: 'RichTextBlock', ...more, inlines: runs(text, style) };
}

/** Returns columns next to each other, each with its width and what stands in it. */
export function columns(more: Element, ...all: readonly [width: number | string, items: Element[]][]): Element {
  return { type: 'ColumnSet', ...more, columns: all.map(([width, items]) => ({ type: 'Column', width, items })) };
}

/** Returns one paragraph for each line, since a run shows no line break. */
export function paragraphs(text: Text, more: Element = {}): Element[] {
  return linesOf(text).map((line) => paragraph(line, {}, more));
}

function linesOf(text: Text): Text[] {
  const found: Inline[][] = [[]];
  for (const run of [text].flat()) {
    const [first = '', ...rest] = typeof run === 'string' ? run.split('\n') : [run];
    found.at(-1)?.push(first);
    found.push(...rest.map((line) => [line]));
  }
  return found;
}

/** Returns the text as runs of a RichTextBlock, in which nothing is read as Markdown. */
export function runs(text: Text, style: TextStyle = {}): Element[] {
  return (typeof text === 'string' ? [text] : text).map((inline) => ({ type: 'TextRun', ...style, ...run(inline) }));
}

function run(inline: Inline): Element {
  if (typeof inline === 'string') return { text: escapeRun(inline) };
  switch (inline.kind) {
    case 'time':
      return { text: localTime(inline) ?? escapeRun(inline.fallback) };
    case 'strong':
      return { text: escapeRun(inline.text), weight: 'Bolder' };
    case 'code':
      return { text: escapeRun(inline.text), fontType: 'Monospace' };
    case 'link':
      return link(inline.url, escapeRun(unbroken(inline)));
    default:
      return { text: escapeRun(inline.name) };
  }
}

/**
 * Returns a time that the client fills in, in the reader's language and zone. Teams takes seconds and `Z`, and nothing
 * finer. https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization
 */
function localTime({ at, dayOnly, timeOnly }: Time): string | null {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return null;
  const stamp = `${new Date(time).toISOString().slice(0, 19)}Z`;
  return [...(timeOnly ? [] : [`{{DATE(${stamp},SHORT)}}`]), ...(dayOnly ? [] : [`{{TIME(${stamp})}}`])].join(' ');
}

function link(url: string, text: string): Element {
  const opened = openable(url);
  if (opened === null) return { text };
  return { text, underline: true, selectAction: { type: 'Action.OpenUrl', url: opened } };
}

/**
 * Returns the address that opens a link; null for none. Teams opens `https:` alone from a card, so a number and a mail
 * address go by its own deep links.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams,
 * https://github.com/MicrosoftDocs/msteams-docs/issues/3677
 */
function openable(url: string): string | null {
  const { protocol, pathname } = URL.parse(url) ?? {};
  if (protocol === 'https:') return url;
  if (protocol === 'tel:')
    return `https://teams.microsoft.com/l/call/0/0?users=4:${encodeURIComponent(pathname ?? '')}`;
  if (protocol !== 'mailto:') return null;
  return `https://outlook.office.com/mail/deeplink/compose?to=${encodeURIComponent(decodeURI(pathname ?? ''))}`;
}
