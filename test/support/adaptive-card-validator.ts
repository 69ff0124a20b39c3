/** Says what is wrong with an Adaptive Card: Microsoft's own library first, then what Teams asks for beyond it. */
import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards';
import { z } from 'zod';

/**
 * What a card may be at most, in any view.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
const limits = {
  /** Teams takes 100 KB in UTF-16 for a whole message, 28 KB in older clients. */
  cardBytes: 25 * 1024,
  /** More are not shown. */
  actions: 6,
  /** Of a confirm's buttons and of ours, so that they fit at 320 px. */
  actionTitle: 40,
} as const;

type Json = Readonly<Record<string, unknown>>;

/** One line each; none for a card that Teams shows as it is meant. */
export function cardProblems(card: object): string[] {
  return [...libraryProblems(card), ...teamsProblems({ ...card })];
}

function libraryProblems(card: object): string[] {
  // People pickers are written as 1.6 has them, in cards of any version.
  const context = new SerializationContext(Versions.v1_6);
  const parsed = new AdaptiveCard();
  parsed.parse(JSON.parse(JSON.stringify(card, searched)), context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [
    ...events.filter((event) => !isNewer.test(event)),
    ...parsed.validateProperties().validationEvents.map(({ message }) => message),
  ];
}

/** Elements that Teams knows and the library does not: `chartProblems` checks them, and the library their fallback. */
const isNewer = /^Unknown element type "Chart\.[A-Za-z.]+"\. Fallback will be used if present\.$/;

/** Teams takes an empty list of choices where people are searched; the library does not. */
function searched(_: string, part: unknown): unknown {
  const picker = typeof part === 'object' && part !== null && 'choices.data' in part ? { ...part } : null;
  return picker ? { ...picker, choices: [{ title: 'Somebody', value: 'somebody' }] } : part;
}

function teamsProblems(card: Json): string[] {
  const parts = partsOf(card);
  const inputs = parts.filter(({ type }) => String(type).startsWith('Input.'));
  const ids = inputs.map(({ id }) => String(id));
  const bytes = Buffer.byteLength(JSON.stringify(card));
  return [
    ...(card.version === '1.5' ? [] : ['version is not 1.5']),
    ...(typeof card.fallbackText === 'string' && card.fallbackText !== '' ? [] : ['fallbackText is missing']),
    ...(bytes <= limits.cardBytes ? [] : [`${bytes} bytes are more than ${limits.cardBytes}`]),
    ...parts.flatMap(({ actions }) =>
      Array.isArray(actions) && actions.length > limits.actions ? [`${actions.length} actions in one place`] : [],
    ),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `local time input id ${id} is twice`),
    ...inputs.flatMap(({ id, label }) => (label ? [] : [`input ${id} has no label`])),
    ...inputs.flatMap(({ id, isRequired, errorMessage }) =>
      isRequired && !errorMessage ? [`input ${id} is required without an errorMessage`] : [],
    ),
    ...parts.flatMap(({ type, wrap, text }) => (type === 'TextBlock' && !wrap ? [`"${text}" does not wrap`] : [])),
    ...parts.flatMap(({ type, altText }) => (type === 'Image' && !altText ? ['an image has no altText'] : [])),
    ...parts.flatMap(({ type, color }) =>
      color === undefined || String(type).startsWith('Chart.') || colours.includes(String(color))
        ? []
        : [`colour ${color}`],
    ),
    ...parts.flatMap(buttonProblems),
    ...parts.flatMap(chartProblems),
    ...togetherProblems(partsOf(withoutFallbacks(card))),
  ];
}

/** What every theme, high contrast included, fills in by itself. */
const colours = ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'];

function withoutFallbacks(card: Json): unknown {
  return JSON.parse(JSON.stringify(card, (name, part) => (name === 'fallback' ? undefined : part)));
}

/** Which button is meant must be heard by who does not see what it stands beside, and which one comes first be seen. */
function togetherProblems(parts: readonly Json[]): string[] {
  const pressed = parts.filter(({ type }) => ['Action.Submit', 'Action.Execute'].includes(String(type)));
  const named = Map.groupBy(pressed, ({ title, tooltip }) => String(tooltip ?? title));
  const alike = [...named].filter(([, all]) => new Set(all.map(({ data }) => JSON.stringify(data))).size > 1);
  const main = pressed.filter(({ style }) => style === 'positive').length;
  return [
    ...alike.map(([name, all]) => `${all.length} buttons are called "${name}"`),
    ...(main > 3 ? [`${main} main buttons`] : []),
  ];
}

const colour = z.enum(['good', 'warning', 'attention', 'neutral', 'categoricalBlue', 'categoricalTeal']);
const Points = z.array(z.strictObject({ x: z.string().min(1), y: z.number() })).min(1);
const Legends = z
  .array(z.strictObject({ legend: z.string().min(1), color: colour.optional(), values: Points }))
  .min(1)
  .refine((all) => new Set(all.map(({ values }) => values.map(({ x }) => x).join())).size === 1, 'other categories');
const axis = { yMin: z.number().optional(), yMax: z.number().optional() };
/** Every chart says in text what it shows, for a client that draws none, and its title, for who hears it. */
const ofAll = { title: z.string().min(1), fallback: z.looseObject({ type: z.literal('Container') }) };
/**
 * The charts that Teams draws, as far as the bot uses them.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
 */
const Chart = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Chart.HorizontalBar'),
    displayMode: z.enum(['AbsoluteWithAxis', 'AbsoluteNoAxis', 'PartToWhole']).optional(),
    color: colour.optional(),
    data: Points,
    ...ofAll,
  }),
  z.strictObject({
    type: z.literal('Chart.VerticalBar.Grouped'),
    showBarValues: z.boolean().optional(),
    ...axis,
    data: Legends,
    ...ofAll,
  }),
  z.strictObject({
    type: z.literal('Chart.Line'),
    ...axis,
    data: Legends,
    ...ofAll,
  }),
]);

function chartProblems(part: Json): string[] {
  if (!String(part.type).startsWith('Chart.')) return [];
  const { error } = Chart.safeParse(part);
  return error ? z.prettifyError(error).split('\n') : [];
}

function buttonProblems({ type, title, data, url }: Json): string[] {
  if (!String(type).startsWith('Action.')) return [];
  const unnamed = !title && type !== 'Action.OpenUrl' ? [`an ${type} has no title`] : [];
  const plain = type === 'Action.OpenUrl' && !String(url).startsWith('https://') ? [`${url} is not https`] : [];
  const silent = ['Action.Submit', 'Action.Execute'].includes(String(type)) && !hasAction(data);
  return [...unnamed, ...plain, ...(silent ? [`"${title}" says no data.action`] : [])];
}

function hasAction(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'action' in data;
}

/** The card and everything in it that has a type. */
export function partsOf(part: unknown): Json[] {
  if (Array.isArray(part)) return part.flatMap(partsOf);
  if (typeof part !== 'object' || part === null) return [];
  const inner = Object.entries(part).flatMap(([name, value]) => (name === 'data' ? [] : partsOf(value)));
  return 'type' in part ? [{ ...part }, ...inner] : inner;
}
