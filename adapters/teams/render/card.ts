import { isFormer, platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import { cleaned } from '../../../src/domain/text/clean-text.ts';
import { chartLegend, chartLines } from '../../../src/view/chart-text.ts';
import { signs } from '../../../src/view/signs.ts';
import type { Card, Category, Chart, Fact, More, Series, Tone } from '../../../src/view/view.ts';
import { beforeMention, button, seenText, withPlainFeedback } from '../../../src/view/view.ts';
import { action, type Surface } from './action.ts';
import { escapeRun, inert } from './escape.ts';
import { menuBlock, rowsBlocks } from './rows.ts';
import { columns, type Element, paragraph, paragraphs, runs } from './text.ts';

/** An Adaptive Card as JSON. */
export type AdaptiveCard = Element & { type: 'AdaptiveCard' };

/** Returns the cards of one message as Adaptive Cards. Their buttons may be the same, so tooltips say which card one stands in. */
export function renderCards(cards: readonly Card[], surface: Surface): AdaptiveCard[] {
  return cards.map((one) => renderCard(one, surface, cards.length > 1 && one.title !== '' ? one.title : null));
}

/**
 * Returns a card as an Adaptive Card for the place in which it is shown. `about` is what screen readers say that its buttons are about;
 * null for nothing.
 */
export function renderCard(shown: Card, surface: Surface, about: string | null = null): AdaptiveCard {
  const card = withPlainFeedback(shown);
  const actions = card.buttons.map((button) => action(button, surface, about));
  const begins = card.buttons.flatMap(({ beginsRow }, index) => (beginsRow && index > 0 ? [index] : []));
  // Clients draw a card's own actions below everything else: buttons that something follows, and rows of them, are a part of the body.
  const isFollowed = card.more !== null || card.footer !== null || card.buttonsFirst === true || begins.length > 0;
  const unfolds = card.more ? [unfolding(card.more, surface)] : [];
  const inBody = isFollowed ? [0, ...begins].map((from, nth) => actions.slice(from, begins[nth])) : [];
  const set = [...inBody.slice(0, -1), [...(inBody.at(-1) ?? []), ...unfolds]]
    .filter((row) => row.length > 0)
    .map((row) => ({ type: 'ActionSet', actions: row }));
  return adaptiveCard(
    card.summary,
    [
      ...(card.title === '' ? [] : [heading(card.title, card.tone)]),
      ...mentionLine(card.mentions),
      ...(card.rowsFirst ? rowsBlocks(card, surface) : []),
      ...card.text.map((text, index) => paragraph(text, {}, card.rowsFirst && index === 0 ? { separator: true } : {})),
      ...(card.buttonsFirst ? set : []),
      ...factElements(card.facts),
      ...(card.rowsFirst ? [] : rowsBlocks(card, surface)),
      ...(card.menu ? [menuBlock(card.menu, surface)] : []),
      ...card.charts.flatMap((chart) => chartElements(chart, surface)),
      ...(card.buttonsFirst ? [] : set),
      ...(card.more ? folded(card.more) : []),
      ...(card.footer === null ? [] : [paragraph(card.footer, { isSubtle: true, size: 'Small' }, { separator: true })]),
    ],
    isFollowed ? [] : actions,
    card.mentions,
  );
}

const foldedId = 'more';

/** Returns the button that unfolds the rest. Where nothing is folded, its press answers with the rest, as on Slack. */
function unfolding(more: More, surface: Surface): Element {
  const { label, press } = more;
  if (folded(more).length === 0) return action(button('press', press.id, label, press.value), surface);
  return { type: 'Action.ToggleVisibility', title: inert(label), targetElements: [foldedId] };
}

/** Returns the rest, which unfolds below the buttons: they stay where they are. */
function folded({ text, facts }: More): Element[] {
  if (text.length + facts.length === 0) return [];
  const items = [...text.flatMap((one) => paragraphs(one)), ...factElements(facts)];
  return [{ type: 'Container', id: foldedId, isVisible: false, separator: true, items }];
}

type Mentions = Card['mentions'];

/**
 * Mentions people in the words that `mentionEntities` names exactly. People of the other platform are only named.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#mention-support-within-adaptive-cards
 */
function mentionLine(mentions: Mentions): Element[] {
  if (mentions.length === 0) return [];
  const names = mentions.map((one, index) => {
    const name = isOurs(one) ? mentionTag(one.name) : inert(one.name);
    return `${inert(beforeMention(one, mentions[index - 1]))}${name}`;
  });
  return [{ type: 'TextBlock', text: names.join(''), wrap: true }];
}

/** Returns whether Teams knows the person: nobody who was erased. */
function isOurs({ id }: Mentions[number]): boolean {
  return platformOf(id) === 'teams' && !isFormer(id);
}

function mentionEntities(mentions: Mentions): Element {
  const ours = mentions.filter(isOurs);
  const mentioned = ({ id, name }: Mentions[number]) => ({ id: userOf(id), name: cleaned(name) });
  const entities = ours.map((one) => ({ type: 'mention', text: mentionTag(one.name), mentioned: mentioned(one) }));
  return entities.length > 0 ? { msteams: { entities } } : {};
}

function mentionTag(name: string): string {
  return `<at>${inert(name).replace(/[<>]/g, '')}</at>`;
}

/**
 * Returns an Adaptive Card. 1.5 is what every Teams client shows; `fallbackText` and `speak` are for those that cannot.
 */
export function adaptiveCard(summary: string, body: Element[], actions: Element[], mentions: Mentions): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: escapeRun(summary),
    speak: escapeRun(summary).replace(/[<>&]/g, ' '),
    body,
    ...(actions.length > 0 ? { actions } : {}),
    ...mentionEntities(mentions),
  };
}

const tones = { good: 'good', warning: 'warning', danger: 'attention' } as const;

/** Returns a title as a heading, on the colour of its tone with its sign. */
export function heading(title: string, tone: Tone): Element {
  const text = {
    type: 'TextBlock',
    text: `${signs[tone]}${inert(title)}`,
    size: 'Large',
    weight: 'Bolder',
    style: 'heading',
    wrap: true,
  };
  return tone === 'neutral' ? text : { type: 'Container', style: tones[tone], bleed: true, items: [text] };
}

/** The most characters of a word that fits next to its label at 320 px: a longer one would be broken. */
const besideFact = 20;

/**
 * Returns facts in two columns, or each below its label where one has a long word: all labels of a card stand in the same place. A FactSet
 * would read their text as Markdown.
 */
function factElements(facts: readonly Fact[]): Element[] {
  const isLong = ({ value }: Fact) =>
    seenText(value)
      .split(/[\s-]+/)
      .some((word) => word.length > besideFact);
  const below = facts.some(isLong);
  return facts.map((fact) => {
    const name = paragraph(fact.label, { weight: 'Bolder' });
    if (!below) return columns({ spacing: 'Small' }, [2, [name]], [3, [paragraph(fact.value)]]);
    const items = isLong(fact)
      ? paragraphs(fact.value, { spacing: 'None' })
      : [paragraph(fact.value, { spacing: 'None' })];
    return { type: 'Container', spacing: 'Small', items: [name, ...items] };
  });
}

/** Colours that people who are colour-blind for red or green can distinguish. */
const colours = { neutral: 'categoricalBlue', good: 'good', warning: 'warning', danger: 'attention' } as const;
const textColours = { neutral: 'Accent', good: 'Good', warning: 'Warning', danger: 'Attention' } as const;

/**
 * Returns a chart below its title. The chart's own title is for screen readers: clients draw it only where `showTitle`
 * is true. A client that draws no charts shows bars of text, and so does a dialog.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
 */
function chartElements(chart: Chart, surface: Surface): Element[] {
  if (chart.inFacts && surface === 'dialog') return [];
  const text = { type: 'Container', spacing: 'Small', items: textBars(chart) };
  const drawn = { ...drawing(chart), title: escapeRun(chart.title), fallback: text };
  return [paragraph(chart.title, { weight: 'Bolder' }), surface === 'dialog' ? text : drawn];
}

/** One series of bars lies down and has its numbers, two stand side by side. */
function drawing({ kind, categories, series }: Chart): Element {
  const [first, second] = series;
  const several = { yMin: 0, yMax: axisEnd(series), data: legends(series, categories) };
  if (kind === 'line') return { type: 'Chart.Line', ...several };
  if (first && !second)
    return {
      ...{ type: 'Chart.HorizontalBar', displayMode: 'AbsoluteNoAxis' },
      ...{ color: colours[first.tone], data: points(first, categories) },
    };
  return { type: 'Chart.VerticalBar.Grouped', showBarValues: true, ...several };
}

function legends(series: readonly Series[], categories: readonly Category[]): Element[] {
  const drawn = (one: Series) => ({ color: colours[one.tone], values: points(one, categories) });
  return series.map((one) => ({ legend: escapeRun(one.name), ...drawn(one) }));
}

function points({ values }: Series, categories: readonly Category[]): Element[] {
  return categories.map(({ label, short }, index) => ({ x: escapeRun(short ?? label), y: values[index] ?? 0 }));
}

/**
 * Clients divide the axis into four: its end is a multiple of four, so that they write whole numbers. Agents Playground
 * heeds it for lines, and not for bars.
 */
function axisEnd(series: readonly Series[]): number {
  return 4 * Math.ceil(Math.max(1, ...series.flatMap(({ values }) => values)) / 4);
}

function textBars(chart: Chart): Element[] {
  const legend = chartLegend(chart);
  const colourOf = (nth: number): Tone => chart.series[nth]?.tone ?? 'neutral';
  const lines = chartLines(chart).map(({ label, bar, numbers }) => {
    const drawn = bar.flatMap((part, nth) => (part === '' ? [] : runs(part, { color: textColours[colourOf(nth)] })));
    // A screen reader reads a bar block by block, so it stands last.
    const inlines = [...runs(`${numbers} `), ...drawn];
    return columns({ spacing: 'Small' }, [2, [paragraph(label)]], [3, [{ type: 'RichTextBlock', inlines }]]);
  });
  return [...(legend === null ? [] : [paragraph(legend, { isSubtle: true })]), ...lines];
}
