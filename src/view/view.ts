/**
 * The platform-independent view model: cards and forms as flat records without markup. A renderer per platform turns them into Block Kit
 * or Adaptive Cards; it escapes all text and enforces the platform's limits.
 */
import type { Channel, Identity } from '../domain/tenant/identity.ts';
import { cleanedLine } from '../domain/text/clean-text.ts';

/** An inline is a run of text, or something that each platform shows in its own way. */
export type Inline =
  | string
  /**
   * `at` is an instant, ISO 8601 in UTC. `fallback` says it in words, with year and zone, where the platform cannot localise. `dayOnly`
   * leaves the time of day out, `timeOnly` the day: it stands below one of that day.
   */
  | { kind: 'time'; at: string; fallback: string; dayOnly?: true; timeOnly?: true }
  /** The words that matter most in a text are strong. */
  | { kind: 'strong'; text: string }
  /** What people type: a platform that can sets it in a fixed width. */
  | { kind: 'code'; text: string }
  | { kind: 'person'; id: Identity; name: string }
  | { kind: 'channel'; channel: Channel; name: string }
  /** `url` begins with `https:`, or with `mailto:` or `tel:` for our own people, whose label says it all. */
  | { kind: 'link'; url: string; label: string };

/** An instant, as a text has it. */
export type Time = Extract<Inline, { kind: 'time' }>;

/**
 * A text for people: plain, or made of runs, which each platform escapes and formats.
 *
 * @example ['Acknowledged by ', { kind: 'person', id: ada, name: 'Ada' }, '.']
 */
export type Text = string | readonly Inline[];

/** The tone says how good or bad the news of a card is, and gives it its colour. */
export type Tone = 'neutral' | 'good' | 'warning' | 'danger';

/** A fact is a value with its label. */
export interface Fact {
  label: string;
  value: Text;
}

/** A row is one line of a list. */
export interface Row {
  title: Text;
  detail: Text;
  button: Button | null;
  /** A second button, next to the first; absent for none. */
  second?: Button;
  /** True for a row that cannot wait: its sign or colour sets it off, and its title says so too. Absent for the others. */
  urgent?: true;
}

/** A category is one place on a chart's axis. */
export interface Category {
  /** The label has at most 20 characters, and no other category of the chart has it. */
  label: string;
  /** One or two characters for an axis that has no room for the label; absent when it always has. */
  short?: string;
}

/** A series has one whole number, zero or more, for each category of its chart. */
export interface Series {
  /** The name has at most 20 characters. */
  name: string;
  values: readonly number[];
  /** The tone gives the series its colour where charts have colours; the name says what it is. */
  tone: Tone;
}

/** A chart shows how many there are of each category. Where a platform draws none, it shows bars of text with their numbers. */
export interface Chart {
  /** `line` is for many categories in the order of time. */
  kind: 'bars' | 'line';
  /** The title has at most 50 characters. */
  title: string;
  /** There are 1 to 20. */
  categories: readonly Category[];
  /** There are one or two, of different names. Of two, neither counts what the other one does, so that one may stand upon the other. */
  series: readonly Series[];
  /** The card's facts say all its numbers: where it is not drawn, no text takes its place. Absent when the text is needed. */
  inFacts?: true;
}

/** A button of a card or of one of its rows. */
export interface Button {
  /** `press` acts at once, `form` opens the form of that id, `link` opens `value` as a URL. */
  kind: 'press' | 'form' | 'link';
  /** The id is `feature.verb`, for example `contact.confirm`. */
  id: string;
  label: string;
  /** The value says what the button is about, in at most 500 characters; it comes back unchanged in the interaction. */
  value: string;
  style: 'primary' | 'danger' | 'plain';
  /** The platform asks this before the press counts; null for nothing. */
  confirm: Confirmation | null;
  /** A new row of buttons begins with it: paging, or filters. Absent for the others. */
  beginsRow?: true;
}

/**
 * People choose one of several in a menu that they search by typing, and press its button: that one's value has the chosen one's in place
 * of `chosenSlot`, and nothing there when nobody chose.
 *
 * @example { name: 'tenant', label: 'Partner tenant', hint: 'Type a part of its name.', choices, isSearched: true, button: button('press', 'contact.show', 'Show', chosenSlot) }
 */
export interface Menu {
  /** The name of the input. Where `isSearched`, the platform asks the bot by it for what fits. */
  name: string;
  label: string;
  /** Says how to find a choice. */
  hint: string;
  /** At least two, no two of which have one label. */
  choices: readonly Choice[];
  /** There are more than these choices. */
  isSearched: boolean;
  button: Button;
}

/** The place of what was chosen in the value of a menu's button. */
export const chosenSlot = '{tenant}';

/** Returns the value of a menu's button with what was chosen; null for nothing. */
export function withChosen(value: string, chosen: string | null): string {
  return value.replace(chosenSlot, () => chosen ?? '');
}

/** Asks whether somebody means what they press. `yes` and `no` are verbs. */
export interface Confirmation {
  title: string;
  text: string;
  yes: string;
  no: string;
}

/** A card keeps this folded. A platform that cannot unfold it in place shows a button that answers in private. */
export interface More {
  /** The button has this label. */
  label: string;
  text: readonly Text[];
  facts: readonly Fact[];
  /** A button with this id and value answers with the same. */
  press: Pick<Button, 'id' | 'value'>;
}

/** A card asks whether it helped, and people press one of two buttons. */
export interface Feedback {
  question: string;
  detail: string;
  yes: Button;
  no: Button;
}

/**
 * A message for people, without markup: each platform renders it. `card` fills in what is empty.
 *
 * @example card('Fabrikam', 'Ada is the contact.', { facts: [{ label: 'Phone', value: '+33 1 42 68 53 00' }], buttons })
 */
export interface Card {
  /** The title says what it is about, in at most 140 characters: in our own words, or the beginning of a sender's. */
  title: string;
  tone: Tone;
  /** Notifications and screen readers say this one full sentence. */
  summary: string;
  text: readonly Text[];
  facts: readonly Fact[];
  rows: readonly Row[];
  /** The rows stand right below the title, above the text; absent where they stand below it. */
  rowsFirst?: true;
  /** What each row is, in a word. Where a platform has room for few buttons, a menu of the rows has this label; without it the title. */
  rowName?: string;
  /** Stands below the rows; absent for none. */
  menu?: Menu;
  /** There are at most two in a message. The sums of their series stand in the text or the facts too. */
  charts: readonly Chart[];
  /** There are at most six, with the one that unfolds `more` and those of `feedback`; the first is the main one. */
  buttons: readonly Button[];
  /** The buttons stand right below the text, above facts and rows; absent where they stand below these. */
  buttonsFirst?: true;
  /** Null for a card that does not ask. */
  feedback: Feedback | null;
  /** Null when nothing is folded. */
  more: More | null;
  /** The small print says the source, the version, or who may see the card; null for none. */
  footer: Text | null;
  /** The platform notifies these people by name, where the card is posted. */
  mentions: readonly Mention[];
}

/** A person whom a card notifies. `as` says in which role, with its colon: “On call:”; absent for none. */
export interface Mention {
  id: Identity;
  name: string;
  as?: string;
}

/** Returns what stands between this mention and the one before it: a separator, and the role where it is another one. */
export function beforeMention({ as }: Mention, before: Mention | undefined): string {
  if (before?.as === as) return before === undefined ? '' : ', ';
  return `${before === undefined ? '' : ' · '}${as === undefined ? '' : `${as} `}`;
}

/** People choose one of several choices of this shape. */
export interface Choice {
  value: string;
  label: string;
}

interface Input {
  /** The name is also the id of the input in the platforms' own forms. */
  name: string;
  label: string;
  hint: string | null;
  required: boolean;
  /** A platform that can asks this before another choice counts; absent for nothing. */
  confirm?: Confirmation;
  /** A section of the form begins with this field, and has this heading; absent where none begins. */
  section?: string;
}

/** A form has fields of these kinds. */
export type Field =
  | (Input & {
      kind: 'text';
      value: string;
      maxLength: number;
      format: 'plain' | 'email' | 'phone';
      multiline: boolean;
    })
  /**
   * People choose one of a few (shown open) or of up to 100 (shown as a menu). It is always required, since radio buttons cannot be
   * cleared.
   */
  | (Input & { kind: 'choice'; required: true; value: string | null; choices: readonly Choice[] })
  /**
   * People find one of more than a menu holds by typing: the platform asks the bot by the field's name. `few` are offered where nothing
   * can be searched.
   */
  | (Input & { kind: 'search'; value: string | null; few: readonly Choice[] })
  /** People tick any of up to 10; the value lists the ticked ones. */
  | (Input & { kind: 'ticks'; value: readonly string[]; choices: readonly Choice[] })
  /**
   * People choose channels of the platform where the form is shown, or none; the others are a `ticks` field of their own. `max` 1 makes it
   * a single choice.
   */
  | (Input & { kind: 'channels'; required: false; value: readonly Channel[]; max: number })
  /** People choose people of the platform where the form is shown. */
  | (Input & { kind: 'people'; value: readonly { id: Identity; name: string }[]; max: number });

/** A field of one kind. */
export type FieldOf<Kind extends Field['kind']> = Extract<Field, { kind: Kind }>;

/**
 * A form that people fill in. `id` is the route of its save.
 *
 * @example { id: 'alerts.note', title: 'Add a note', fields: [note], state: alert.id, intro: [], problems: {}, notice: null, submit, cancel }
 */
export interface Form {
  /** The id is also that of its save: `contact.update`, `contact.setup`. */
  id: string;
  /** The title has at most 24 characters, on any platform. */
  title: string;
  intro: readonly Text[];
  fields: readonly Field[];
  /**
   * A field that is wrong has a sentence here, by its name, that says so and how to fix it. Such a form was refused, and shows what was
   * typed.
   */
  problems: Readonly<Record<string, string>>;
  /** The notice says what is wrong with the form as a whole, for example that somebody else saved first; null for nothing. */
  notice: Text | null;
  /** Both buttons have at most 24 characters. */
  submit: string;
  cancel: string;
  /** The state travels with the form and comes back in the submit. It has at most 2,000 characters, and is never trusted. */
  state: string;
}

/** Returns a card of a title and a sentence, to be completed by what `more` says. */
export function card(title: string, summary: string, more: Partial<Card> = {}): Card {
  return {
    title,
    summary,
    tone: 'neutral',
    text: [],
    facts: [],
    rows: [],
    charts: [],
    buttons: [],
    feedback: null,
    more: null,
    footer: null,
    mentions: [],
    ...more,
  };
}

/** Returns a card of one sentence alone. */
export function sentence(text: Text, summary: string): Card {
  return card('', summary, { text: [text] });
}

/** Returns a plain button, to be completed by what `more` says. */
export function button(kind: Button['kind'], id: string, label: string, value: string, more?: Partial<Button>): Button {
  return { kind, id, label, value, style: 'plain', confirm: null, ...more };
}

/** Returns the card with its folded details unfolded, for the person who asked for them. */
export function unfolded(shown: Card): Card {
  const { more } = shown;
  if (!more) return shown;
  return { ...shown, text: [...shown.text, ...more.text], facts: [...shown.facts, ...more.facts], more: null };
}

/** Returns the card with its question whether it helped as a row, and the two answers as its first buttons. */
export function withPlainFeedback(shown: Card): Card {
  const { feedback } = shown;
  if (!feedback) return shown;
  const { question, detail, yes, no } = feedback;
  const asked = { title: question, detail, button: null };
  return { ...shown, rows: [...shown.rows, asked], buttons: [yes, no, ...shown.buttons], feedback: null };
}

/** Returns how many characters a text has at least, its markup on a platform not counted. */
export function lengthOf(text: Text): number {
  const urlLength = (run: Inline) => (typeof run !== 'string' && run.kind === 'link' ? run.url.length : 0);
  if (typeof text === 'string') return text.length;
  return text.reduce((sum, run) => sum + plainRun(run).length + urlLength(run), 0);
}

/** Returns the text as it is read when there is no markup: a page stands as its address. */
export function plainOf(text: Text): string {
  const plain = (run: Inline) =>
    typeof run !== 'string' && run.kind === 'link' && /^https?:/.test(run.url) ? run.url : plainRun(run);
  return [text].flat().map(plain).join('');
}

/** Returns the words that people see: a link is its label, a time its fallback. */
export function seenText(text: Text): string {
  return [text].flat().map(plainRun).join('');
}

/** Returns the words of a run that people see. */
export function plainRun(run: Inline): string {
  if (typeof run === 'string') return run;
  if (run.kind === 'strong' || run.kind === 'code') return run.text;
  if (run.kind === 'time') return run.fallback;
  return run.kind === 'link' ? run.label : run.name;
}

/** Returns the texts in a row, with a separator between each two. */
export function joined(texts: readonly Text[], separator: string): Inline[] {
  return texts.flatMap((text, index): Inline[] => [...(index === 0 ? [] : [separator]), ...[text].flat()]);
}

/** Returns the label of a link; a telephone number stays in one line. */
export function unbroken({ url, label }: Extract<Inline, { kind: 'link' }>): string {
  return url.startsWith('tel:') ? label.replaceAll(' ', '\u00A0') : label;
}

/** Returns a label as it stands before its value: with its language's colon, or with a blank where it ends in a sign of its own. */
export function beforeValue(label: string, colon: string): string {
  const bare = label.trimEnd();
  return /[?!:…]$/.test(bare) ? `${bare} ` : `${bare}${colon}`;
}

/** Returns the texts one below the other. */
export function lines(texts: readonly Text[]): Inline[] {
  return joined(texts, '\n');
}

/** Returns a label as a name in a list of names, without the sign that asks for a value. */
export function asName(label: string): string {
  return label.replace(/[?:]$/, '').trimEnd();
}

/** Returns what somebody typed as it is quoted: its beginning, at most `maxLength` characters with an ellipsis. */
export function quoted(typed: string, maxLength = 60): string {
  return typed.length > maxLength ? `${typed.slice(0, maxLength - 1)}…` : typed;
}

/**
 * Returns how much of a message a text may take on any platform: three characters may count as they are escaped, and JSON
 * marks quotes, backslashes and line breaks. Any other UTF-16 unit counts as one.
 */
export function renderedLength(text: string): number {
  let room = text.length;
  for (const [found] of text.matchAll(/[&<>"\\\n]/g)) room += more[found] ?? 1;
  return room;
}

const more: Readonly<Record<string, number>> = { '&': 4, '<': 3, '>': 3 };

/**
 * Returns a text from outside as it fits into that room: shortened, with an ellipsis, where it is longer. Our own words are never
 * shortened.
 */
export function truncate(text: string, room: number): string {
  if (text.length * 5 <= room || renderedLength(text) <= room) return text;
  let left = room - ellipsis.length;
  let end = 0;
  for (const character of text) {
    left -= renderedLength(character);
    if (left < 0) break;
    end += character.length;
  }
  return `${text.slice(0, end).trimEnd()}${ellipsis}`;
}

/** Returns a text from outside in pieces of 1,400 characters: every platform takes those, whatever the characters are. */
export function inPieces(text: string): string[] {
  return text.match(/[\s\S]{1,1400}/gu) ?? [];
}

/**
 * Returns the beginning of a text from outside as one line of at most that many characters, up to the end of a word; with an ellipsis
 * when there is more.
 */
export function excerpt(text: string, maxLength: number): string {
  const line = cleanedLine(text);
  const letters = [...line.slice(0, 2 * maxLength + 2)];
  if (letters.length <= maxLength) return line;
  const kept = letters.slice(0, maxLength - 2).join('');
  const space = kept.lastIndexOf(' ');
  return `${kept.slice(0, space > kept.length / 2 ? space : kept.length).trimEnd()}\u00a0…`;
}

const ellipsis = ' …';
