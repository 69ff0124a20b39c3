import type { types } from '@slack/bolt';
import { shortenMiddle } from '../../../src/domain/text/words.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { chartLegend, chartLines } from '../../../src/view/chart-text.ts';
import { signs } from '../../../src/view/signs.ts';
import {
  type Button,
  button,
  type Card,
  type Chart,
  type Confirmation,
  type Fact,
  type Feedback,
  type Menu,
  type Row,
  type Text,
  withPlainFeedback,
} from '../../../src/view/view.ts';
import { checkLength, checkSize, limits } from './limits.ts';
import { options } from './option.ts';
import { escaped, mentionsText, plain, textObject, titled, words } from './text.ts';

/** A Block Kit block of a card. */
export type CardBlock = types.KnownBlock | DataVisualizationBlock;

/**
 * Blocks that Slack takes in posted messages alone, and does not know in every workspace yet: charts, and the buttons
 * for feedback. Elsewhere text and ordinary buttons stand in their place.
 */
export type RichBlock = 'chart' | 'feedback';

/** No rich blocks: for an answer to a command, an ephemeral message, a window and the Home tab. */
export const plainBlocks: ReadonlySet<RichBlock> = new Set();

/** Returns the rich blocks that these cards have a use for. */
export function richBlocksFor(cards: readonly Card[]): ReadonlySet<RichBlock> {
  const wanted = cards.flatMap(({ charts, feedback }): RichBlock[] => [
    ...(charts.length > 0 ? (['chart'] as const) : []),
    ...(feedback ? (['feedback'] as const) : []),
  ]);
  return new Set(wanted);
}

/** Returns cards as blocks, one below the other, with these rich blocks. Throws TooLong. */
export function cardBlocks(cards: readonly Card[], say: Messages['slack'], rich = plainBlocks): CardBlock[] {
  let count = 0;
  const number = () => count++;
  const shown = rich.has('feedback') ? cards : cards.map(withPlainFeedback);
  return shown.flatMap((card, index) => {
    // Cards of one message may have the same buttons.
    const about = cards.length > 1 && card.title !== '' ? card.title : null;
    return [...(index ? [divider] : []), ...oneCard(card, { say, rich, about }, number)];
  });
}

const divider: types.DividerBlock = { type: 'divider' };

interface CardContext {
  say: Messages['slack'];
  rich: ReadonlySet<RichBlock>;
  /** What screen readers say that the buttons are about; null for nothing. */
  about: Text | null;
}

function oneCard(card: Card, { say, rich, about }: CardContext, number: () => number): CardBlock[] {
  const { more } = card;
  const unfolding = more ? [button('press', more.press.id, more.label, more.press.value)] : [];
  const rows = () => card.rows.flatMap((row) => rowBlocks(row, number));
  const buttons = () => buttonBlocks([...card.buttons, ...unfolding], about, number);
  return [
    ...(card.title === '' ? [] : [header(card)]),
    ...mentioned(card),
    ...tone(card, say),
    ...(card.rowsFirst ? [...rows(), divider] : []),
    ...card.text.map(paragraph),
    ...(card.buttonsFirst ? buttons() : []),
    ...facts(card.facts),
    ...(card.facts.length > 0 && card.rows.length > 0 ? [divider] : []),
    ...(card.rowsFirst ? [] : rows()),
    ...(card.menu ? [menuBlock(card.menu, number())] : []),
    ...card.charts.flatMap((chart) => (rich.has('chart') ? chartBlock(chart) : chart.inFacts ? [] : chartText(chart))),
    ...(card.feedback ? feedbackBlocks(card.feedback, about, number) : []),
    ...(card.buttonsFirst ? [] : buttons()),
    ...(card.footer === null ? [] : [small(card.footer)]),
  ];
}

function feedbackBlocks(feedback: Feedback, about: Text | null, number: () => number): types.KnownBlock[] {
  const { question, detail } = feedback;
  return [...rowBlocks({ title: question, detail, button: null }, number), feedbackBlock(feedback, about, number())];
}

function header({ title, tone }: Card): types.HeaderBlock {
  return { type: 'header', text: plain(`${signs[tone]}${title}`, limits.header) };
}

function mentioned({ mentions }: Card): types.SectionBlock[] {
  if (mentions.length === 0) return [];
  return [{ type: 'section', text: mentionsText(mentions, limits.text) }];
}

/** Returns the word for a tone, where no text below the heading says it: a sign never stands alone. */
function tone(card: Card, say: Messages['slack']): types.ContextBlock[] {
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

/** Longest label (characters) that a phone shows in full next to a text. */
const besideMost = 11;

/** Returns a row. One button with a short label is next to the text; a longer one, and two, are below it. */
function rowBlocks({ title, detail, button, second, urgent }: Row, number: () => number): types.KnownBlock[] {
  const signed = urgent ? [signs.danger, ...[title].flat()] : title;
  const together = titled(signed, detail, limits.text);
  // A title that Slack may take for formatting would make the times in the detail plain too.
  const isApart = together.type === 'plain_text' && textObject(detail, limits.text).type === 'mrkdwn';
  const section: types.SectionBlock = {
    type: 'section',
    text: isApart ? titled(signed, '', limits.text) : together,
  };
  const below = isApart ? [paragraph(detail)] : [];
  if (!button) return [section, ...below];
  const all = second ? [button, second] : [button];
  const block_id = blockId(number(), all);
  if (!second && button.label.length <= besideMost)
    return [{ ...section, block_id, accessory: buttonElement(button, title) }, ...below];
  // A long list has room for the beginning alone.
  const about = second ? words(title).split(' · ').slice(0, 2).join(' · ') : title;
  return [section, ...below, { type: 'actions', block_id, elements: all.map((one) => buttonElement(one, about)) }];
}

/**
 * Returns the text that notifications and screen readers get in place of the blocks. Slack reads it as mrkdwn.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export function fallback(cards: readonly Card[]): string {
  return escaped(cards.map(({ summary }) => summary).join('\n'));
}

/** A point of a series. Its label is one of the categories. */
interface DataPoint {
  label: string;
  value: number;
}

/**
 * A chart as Slack draws it, in posted messages alone, as far as the bot uses it. Slack's own types do not have it yet.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
export interface DataVisualizationBlock extends types.Block {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'bar' | 'line';
    series: { name: string; data: DataPoint[] }[];
    axis_config: { categories: string[] };
  };
}

/** Returns a chart as Slack's block. Throws TooLong. */
function chartBlock({ kind, title, categories, series }: Chart): DataVisualizationBlock {
  checkSize('categories of a chart', categories.length, limits.chart.categories);
  const labels = categories.map(({ label }) => plain(label, limits.chart.label).text);
  return {
    type: 'data_visualization',
    title: plain(title, limits.chart.title).text,
    chart: {
      type: kind === 'bars' ? 'bar' : 'line',
      series: series.map(({ name, values }) => ({
        name: plain(name, limits.chart.label).text,
        data: labels.map((label, index) => ({ label, value: values[index] ?? 0 })),
      })),
      axis_config: { categories: labels },
    },
  };
}

/** Returns a chart as bars of text. The numbers carry the meaning and stand first: a screen reader reads a bar block by block. Throws TooLong. */
function chartText(chart: Chart): types.SectionBlock {
  const lines = chartLines(chart).map(({ bar, numbers, label }) => `${numbers} · ${label} ${bar.join('')}`.trim());
  const legend = chartLegend(chart);
  const detail = [...(legend === null ? [] : [legend]), ...lines].join('\n');
  return { type: 'section', text: titled(chart.title, detail, limits.text) };
}

/**
 * A link's button has this value: its press reaches the bot too, and means nothing.
 * https://github.com/slackapi/slack-github-action/issues/513
 */
export const linkValue = '(link)';

/** Returns a button. `about` is added for screen readers where several buttons have the same label. Throws TooLong. */
function buttonElement(button: Button, about: Text | null = null): types.Button {
  const element: types.Button = {
    type: 'button',
    action_id: checkLength('an action id', button.id, limits.id),
    text: plain(button.label, limits.button.text),
  };
  if (button.kind === 'link') element.url = checkLength('a link', button.value, limits.button.url);
  const value = button.kind === 'link' ? linkValue : checkLength('a value', button.value, limits.button.value);
  if (value) element.value = value;
  if (button.style !== 'plain') element.style = button.style;
  if (about !== null) element.accessibility_label = spoken(button.label, about);
  if (button.confirm) element.confirm = dialog(button.confirm, button.style);
  return element;
}

/** Returns what a screen reader says of a button that has the same label as others. */
function spoken(label: string, about: Text): string {
  return shortenMiddle(`${label} · ${words(about)}`, limits.button.spoken);
}

/**
 * Returns the question that Slack asks before a press counts.
 * https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
 */
export function dialog(confirm: Confirmation, style: Button['style']): types.ConfirmationDialog {
  return {
    title: plain(confirm.title, limits.confirm.title),
    text: plain(confirm.text, limits.confirm.text),
    confirm: plain(confirm.yes, limits.confirm.button),
    deny: plain(confirm.no, limits.confirm.button),
    style: style === 'plain' ? undefined : style,
  };
}

/**
 * Returns actions blocks in order. An id stands once in a block, so a second one begins a new block, as a button that begins a row does.
 * https://docs.slack.dev/reference/block-kit/block-elements/button-element
 */
function buttonBlocks(buttons: readonly Button[], about: Text | null, number: () => number): types.ActionsBlock[] {
  const groups: Button[][] = [];
  for (const button of buttons) {
    const last = groups.at(-1);
    if (!last || button.beginsRow || last.some(({ id }) => id === button.id)) groups.push([button]);
    else last.push(button);
  }
  return groups.map((group) => {
    checkSize('buttons in a row', group.length, limits.button.perBlock);
    const elements = group.map((button) => buttonElement(button, about));
    return { type: 'actions', block_id: blockId(number(), group), elements };
  });
}

/**
 * Returns a menu next to its button. A press says what was chosen in its block, and a choice alone does nothing.
 * https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
 */
function menuBlock({ name, label, choices, isSearched, button }: Menu, number: number): types.ActionsBlock {
  const shown = {
    action_id: checkLength('an action id', name, limits.id),
    placeholder: plain(label, limits.placeholder),
  };
  const select: types.ExternalSelect | types.StaticSelect = isSearched
    ? { type: 'external_select', ...shown, min_query_length: 0 }
    : { type: 'static_select', ...shown, options: options(choices) };
  return { type: 'actions', block_id: blockId(number, [button]), elements: [select, buttonElement(button)] };
}

/**
 * Returns the id of a block, unique in its message. It names the buttons that open a form, so that a press can open a
 * window at once.
 */
function blockId(number: number, buttons: readonly Button[]): string {
  const forms = buttons.filter(({ kind }) => kind === 'form').map(({ id }) => id);
  return checkLength('a block id', [`b${number}`, ...forms].join('|'), limits.id);
}

/** Returns whether the pressed button opens a form, as `blockId` noted it. */
export function opensForm(action: { action_id: string; block_id: string }): boolean {
  return action.block_id.split('|').includes(action.action_id, 1);
}

/**
 * Returns Slack's buttons for feedback. Both have one action id, so their values begin with the ids of ours.
 * https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
 */
function feedbackBlock({ question, yes, no }: Feedback, about: Text | null, number: number): types.ContextActionsBlock {
  const half = ({ id, value, label }: Button) => ({
    text: plain(label, limits.button.text),
    value: checkLength('a value', `${id} ${value}`, limits.button.value),
    accessibility_label:
      about === null ? shortenMiddle(`${question} ${label}`, limits.button.spoken) : spoken(label, about),
  });
  const both = { positive_button: half(yes), negative_button: half(no) };
  const elements = [{ type: 'feedback_buttons' as const, action_id: 'feedback', ...both }];
  return { type: 'context_actions', block_id: blockId(number, [yes, no]), elements };
}

/** Returns which of our buttons was pressed, and its value, from the value of one for feedback. */
export function pressedFeedback(value: string): { action_id: string; value: string } {
  const [action_id = '', ...rest] = value.split(' ');
  return { action_id, value: rest.join(' ') };
}
