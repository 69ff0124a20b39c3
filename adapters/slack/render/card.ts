import type { types } from '@slack/bolt';
import type { Words } from '../../../src/messages/words.ts';
import { button } from '../../../src/view/build-card.ts';
import type { Bar, Button, Card, Fact, Row, Text } from '../../../src/view/view.ts';
import { blockId, buttonBlocks, buttonElement } from './button.ts';
import { limits } from './limits.ts';
import { escaped, plain, textObject, titled, words } from './text.ts';

const signs = { neutral: '', good: '✅ ', warning: '⚠️ ', danger: '⛔ ' } as const;

/** Returns cards as blocks, one below the other. Throws TooLong. */
export function cardBlocks(cards: readonly Card[], say: Words['slack']): types.KnownBlock[] {
  let count = 0;
  const number = () => count++;
  return cards.flatMap((card, index) => [...(index ? [divider] : []), ...oneCard(card, say, number)]);
}

const divider: types.DividerBlock = { type: 'divider' };

function oneCard(card: Card, say: Words['slack'], number: () => number): types.KnownBlock[] {
  return [
    ...(card.title === '' ? [] : [header(card)]),
    ...mentioned(card),
    ...tone(card, say),
    ...card.text.map(paragraph),
    ...facts(card.facts),
    ...(card.facts.length > 0 && card.rows.length > 0 ? [divider] : []),
    ...card.rows.flatMap((row) => rowBlocks(row, number)),
    ...bars(card.bars),
    ...buttonBlocks([...card.buttons, ...unfolding(card)], number),
    ...(card.footer === null ? [] : [small(card.footer)]),
  ];
}

function unfolding({ more }: Card): Button[] {
  return more ? [button('press', more.press.id, more.label, more.press.value)] : [];
}

function header({ title, tone }: Card): types.HeaderBlock {
  return { type: 'header', text: plain(`${signs[tone]}${title}`, limits.header) };
}

/**
 * Returns the mentions. Slack notifies people whom a message mentions by id; those of the other platform are only
 * named.
 */
function mentioned({ mentions }: Card): types.SectionBlock[] {
  if (mentions.length === 0) return [];
  return [paragraph(mentions.flatMap(({ id, name }) => [{ kind: 'person', id, name } as const, ' ']))];
}

/** Returns the word for a tone, where no text below the heading says it: a sign never stands alone. */
function tone(card: Card, say: Words['slack']): types.ContextBlock[] {
  return card.tone === 'neutral' || card.text.length > 0 ? [] : [small(say.tone[card.tone])];
}

/** Returns a text in small print, as Slack's context block. */
export function small(text: Text): types.ContextBlock {
  return { type: 'context', elements: [textObject(text, limits.text)] };
}

/** Returns a text as a paragraph, Slack's section block. */
export function paragraph(text: Text): types.SectionBlock {
  return { type: 'section', text: textObject(text, limits.text) };
}

/**
 * Shows facts in two columns, each value below its label.
 * https://docs.slack.dev/reference/block-kit/blocks/section-block
 */
function facts(all: readonly Fact[]): types.SectionBlock[] {
  const { perSection, text } = limits.field;
  return Array.from({ length: Math.ceil(all.length / perSection) }, (_, n) => ({
    type: 'section',
    fields: all.slice(n * perSection, (n + 1) * perSection).map(({ label, value }) => titled(label, value, text)),
  }));
}

/** A longer label is cut beside a text on a phone. */
const besideMost = 11;

/** Returns a row. One button with a short label stands beside the text; a longer one, and two, stand below it. */
function rowBlocks({ title, detail, button, second }: Row, number: () => number): types.KnownBlock[] {
  const section: types.SectionBlock = { type: 'section', text: titled(title, detail, limits.text) };
  if (!button) return [section];
  const all = second ? [button, second] : [button];
  const block_id = blockId(number(), all);
  if (!second && button.label.length <= besideMost)
    return [{ ...section, block_id, accessory: buttonElement(button, title) }];
  // A long list has room for the beginning alone.
  const about = second ? words(title).split(' · ').slice(0, 2).join(' · ') : title;
  return [section, { type: 'actions', block_id, elements: all.map((one) => buttonElement(one, about)) }];
}

/** A bar has at most so many blocks, so that it and its label share a line at 320 px. */
const longestBar = 10;

/** Shows each bar as blocks and its number; the number carries the meaning. */
function bars(all: readonly Bar[]): types.SectionBlock[] {
  if (all.length === 0) return [];
  const greatest = Math.max(...all.map(({ value }) => value), 1);
  const blocks = (value: number) => '█'.repeat(Math.round((Math.max(value, 0) / greatest) * longestBar));
  const lines = all.map(({ label, value }) => `${blocks(value)} ${value}  ${label}`);
  return [paragraph(lines.join('\n'))];
}

/**
 * Returns the text that notifications and screen readers get in place of the blocks. Slack reads it as mrkdwn.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export function fallback(cards: readonly Card[]): string {
  return escaped(cards.map(({ summary }) => summary).join('\n'));
}
