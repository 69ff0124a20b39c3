import type { Messages } from '../../../src/messages/messages.ts';
import type { Choice, Field, FieldOf } from '../../../src/view/view.ts';
import { inert } from './escape.ts';
import { type Element, paragraph } from './text.ts';

/** The most choices that are listed below each other; more are a menu. */
const maxOpen = 5;
/** The choices from which a menu can be searched by typing. */
const searchable = 15;
/**
 * «None» has this value, since a menu cannot be cleared and a choice without a value is refused. It is read as an empty
 * list.
 */
export const noneValue = 'none';

/** The choices that fields for channels and people offer. */
export interface Picks {
  channels: readonly Choice[];
  people: readonly Choice[];
}

/** What the renderer of a field needs in addition to the field. */
export interface FieldWorld {
  picks: Picks;
  /** True when the client searches lists while somebody types, in Entra's people and in ours. */
  search: boolean;
  words: Messages['teams'];
}

/**
 * Returns the input of a field; a paragraph instead when there is nothing to choose.
 * https://adaptivecards.io/explorer/Input.ChoiceSet.html
 */
export function input(field: Field, world: FieldWorld): Element {
  switch (field.kind) {
    case 'text':
      return textInput(field, world);
    case 'choice':
      return { ...choiceInput(field, world, field.choices), value: field.value ?? undefined };
    case 'search':
      return searchInput(field, world);
    case 'ticks':
      return ticksInput(field, world, field.choices, field.value);
    case 'channels':
      return channelsInput(field, world);
    case 'people':
      return peopleInput(field, world);
  }
}

/** Returns whether the answer to the field is a list. */
export function isList({ kind }: Field): boolean {
  return kind !== 'text' && kind !== 'choice' && kind !== 'search';
}

/**
 * Returns the part that all inputs have. Where the bot's answer replaces the form, the client does not check what is
 * required: it would show only its own complaint, and drop the choice «none».
 */
function common({ name, label, required }: Field, { words, search }: FieldWorld): Element {
  const checked = required && search ? { isRequired: true, errorMessage: words.required(inert(label)) } : {};
  return { id: name, label: inert(label), ...checked };
}

const styles = { plain: 'Text', email: 'Email', phone: 'Tel' } as const;

function textInput(field: FieldOf<'text'>, world: FieldWorld): Element {
  const { value, maxLength, multiline, format } = field;
  const kind = multiline ? { isMultiline: true } : { style: styles[format] };
  return { type: 'Input.Text', ...common(field, world), value, maxLength, ...kind };
}

function choiceInput(field: Field, world: FieldWorld, choices: readonly Choice[]): Element {
  return {
    type: 'Input.ChoiceSet',
    ...common(field, world),
    style: choices.length <= maxOpen ? 'expanded' : choices.length < searchable ? 'compact' : 'filtered',
    wrap: true,
    choices: choices.map(({ value, label }) => ({ title: inert(label), value })),
  };
}

/**
 * Returns a searched menu. Teams asks for its choices while somebody types; a client that cannot ask gets a plain menu.
 */
function searchInput(field: FieldOf<'search'>, world: FieldWorld): Element {
  const { name, few } = field;
  const value = field.value ?? undefined;
  if (!world.search) return { ...choiceInput(field, world, few), style: 'compact', value };
  const chosen = few.filter((one) => one.value === field.value);
  return { ...choiceInput(field, world, chosen), style: 'filtered', ...searchedIn(name), value };
}

/**
 * Has Teams search a list while somebody types.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
 */
function searchedIn(dataset: string): Element {
  return { 'choices.data': { type: 'Data.Query', dataset } };
}

/** Returns a multi-select input: checkboxes, or a menu when there are many choices. The menu has no search. */
function ticksInput(field: Field, world: FieldWorld, choices: readonly Choice[], values: readonly string[]): Element {
  const style = choices.length <= maxOpen ? 'expanded' : 'compact';
  return { ...choiceInput(field, world, choices), style, isMultiSelect: true, value: values.join(',') };
}

/** More channels would not fit into a card: a form has up to three of these fields. */
const maxChannels = 12;

function channelsInput(field: FieldOf<'channels'>, world: FieldWorld): Element {
  const { choices, left } = channelsOf(field, world);
  const chosen = field.value.map(({ address }) => address);
  const { noChannels, noChannelsLocal } = world.words;
  const found = picker(field, world, choices, chosen, world.search ? noChannels : noChannelsLocal);
  return left > 0 && world.search ? { ...found, style: 'compact', ...searchedIn('channels') } : found;
}

/**
 * Offers the chosen channels, lost ones first, then the others as far as there is room; `left` is how many more there
 * are.
 */
function channelsOf({ value }: FieldOf<'channels'>, { picks, words }: FieldWorld): { choices: Choice[]; left: number } {
  const known = new Map(picks.channels.map((one) => [one.value, one]));
  const chosen = value.map(({ address }) => address);
  const lost = chosen.filter((address) => !known.has(address));
  const picked = picks.channels.filter((one) => chosen.includes(one.value));
  const others = picks.channels.filter((one) => !chosen.includes(one.value));
  const room = Math.max(0, maxChannels - lost.length - picked.length);
  const gone = lost.map((address) => ({ value: address, label: words.notConnected(address) }));
  return { choices: [...gone, ...picked, ...others.slice(0, room)], left: others.length - room };
}

/** Returns the text below a field; null when there is none. */
export function hintOf(field: Field, world: FieldWorld): string | null {
  const left = field.kind === 'channels' ? channelsOf(field, world).left : 0;
  if (left <= 0) return field.hint;
  const more = world.search ? world.words.searchChannels(left) : world.words.moreChannels(left);
  return field.hint === null ? more : `${field.hint} ${more}`;
}

/**
 * Returns the input for people. Where the client searches Entra, only the chosen people are listed: 25 more would
 * fill a tenth of the card.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/people-picker
 */
function peopleInput(field: FieldOf<'people'>, world: FieldWorld): Element {
  const chosen = field.value.map(({ id, name }) => ({ value: id, label: name }));
  const values = chosen.map(({ value }) => value);
  if (world.search) {
    const picked = picker(field, world, chosen, values, null);
    return { ...picked, style: 'compact', ...searchedIn('graph.microsoft.com/users') };
  }
  const others = world.picks.people.filter(({ value }) => !values.includes(value));
  return picker(field, world, [...chosen, ...others], values, world.words.noPeople);
}

/** Returns a menu. `none` is what to say when there is nothing to pick; null offers the empty menu. */
function picker(
  field: FieldOf<'channels' | 'people'>,
  world: FieldWorld,
  choices: readonly Choice[],
  chosen: readonly string[],
  none: string | null,
): Element {
  if (choices.length === 0 && none !== null) return paragraph([{ kind: 'strong', text: field.label }, ` · ${none}`]);
  if (field.max > 1) return ticksInput(field, world, choices, chosen);
  if (field.required) return { ...choiceInput(field, world, choices), style: 'compact', value: chosen[0] };
  const empty = { value: noneValue, label: world.words.none };
  return { ...choiceInput(field, world, [empty, ...choices]), style: 'compact', value: chosen[0] ?? noneValue };
}
