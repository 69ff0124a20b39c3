/** Block Kit as lines of a terminal: what a person can read and press there, without Slack's looks. */
import type { Block, View } from '../support/block-kit-validator.ts';
import { inputsOf, type Typed } from '../support/slack-form.ts';
import { buttonsOf, type Pressable, textIn } from '../support/slack-person.ts';

/** What the lines need to know beside the blocks. */
export interface Sight {
  /** The name of a person or a channel, as `@Ada` or `#general`; the id itself where there is none. */
  nameOf(id: string): string;
  /** A number for a button, by which it can be pressed; `nth` counts those with the same `action_id`. */
  numberOf(button: Pressable, nth: number): number;
}

/** The blocks of a message, a window or the Home tab, one line or more for each; inputs have lines of their own. */
export function linesOf(blocks: readonly Block[], sight: Sight): string[] {
  const times = new Map<string, number>();
  return blocks.flatMap((block) => {
    const buttons = buttonsOf(block).map((button) => {
      const nth = times.get(button.action_id) ?? 0;
      times.set(button.action_id, nth + 1);
      return `[${sight.numberOf(button, nth)}] ${button.text.text}${button.url ? ` (${button.url})` : ''}`;
    });
    return [...wordsOf(block, sight), ...(buttons.length > 0 ? [buttons.join('   ')] : [])];
  });
}

type Chart = Extract<Block, { type: 'data_visualization' }>['chart'];

function wordsOf(block: Block, sight: Sight): string[] {
  switch (block.type) {
    case 'header':
      return [`== ${block.text.text}`];
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].flatMap(({ text }) => shown(text, sight));
    case 'context':
      return block.elements.flatMap(({ text }) => shown(text, sight));
    case 'actions':
    case 'input':
      return [];
    case 'divider':
      return ['----'];
    case 'data_visualization':
      return [`(chart: ${block.title}: ${pointsOf(block.chart.series)})`];
    default:
      return shown(textIn(block), sight);
  }
}

/** As `High 1, Medium 0`; each series has its name where there are several. */
function pointsOf(series: Chart['series']): string {
  const several = series.map(({ name, data }) => ({
    name,
    points: data.map(({ label, value }) => `${label} ${value}`).join(', '),
  }));
  return several.map(({ name, points }) => (several.length > 1 ? `${name}: ${points}` : points)).join('; ');
}

/** The fields of a form: the name by which each is filled, its label, and what is in it. */
export function fieldLines(view: View, typed: Typed, errors: Readonly<Record<string, string>>, sight: Sight): string[] {
  return [...inputsOf(view)].flatMap(([name, { label, element, hint, optional }]) => {
    const options = 'options' in element ? element.options.map(({ value, text }) => `${value} (${text.text})`) : [];
    const value = [typed[name] ?? initially(element)].flat().map((one) => sight.nameOf(one));
    return [
      `${name} = ${value.join(', ')}`,
      `    ${label.text}${optional ? ' (optional)' : ''}`,
      ...(hint ? hint.text.split('\n').map((line) => `    ${line}`) : []),
      ...(options.length > 0 ? [`    one of: ${options.join(', ')}`] : []),
      ...(errors[name] ? [`    ⚠ ${errors[name]}`] : []),
    ];
  });
}

/** What is in a field before anybody types, as values of its own. */
function initially(element: object): readonly string[] {
  return Object.entries(element)
    .filter(([key]) => key.startsWith('initial_'))
    .flatMap(([, value]) => [value].flat())
    .map((one) => (typeof one === 'string' ? one : String(Object(one).value)));
}

/** Slack's own markup, filled in as Slack does. https://docs.slack.dev/messaging/formatting-message-text */
export function shown(text: string, { nameOf }: Pick<Sight, 'nameOf'>): string[] {
  return text
    .replace(/<([^<>]*)>/g, (_, token: string) => filledIn(token, nameOf))
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .split('\n');
}

function filledIn(token: string, nameOf: Sight['nameOf']): string {
  const [head = '', label] = token.split('|');
  if (head.startsWith('!date^')) return dateIn(head);
  if (head.startsWith('@') || head.startsWith('#')) return nameOf(head.slice(1));
  if (!label || /^(mailto|tel):/.test(head)) return label ?? head;
  return `${label} (${head})`;
}

function dateIn(token: string): string {
  const [, seconds, format = ''] = token.split('^');
  const [day = '', time = ''] = new Date(Number(seconds) * 1_000).toISOString().split('T');
  return format.replace(/\{date\w*\}/, day).replace(/\{time\w*\}/, `${time.slice(0, 5)} UTC`);
}
