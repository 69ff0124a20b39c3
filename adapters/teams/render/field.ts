import type { Words } from '../../../src/messages/words.ts';
import type { Choice, Field } from '../../../src/view/view.ts';
import type { Picks } from '../inbound/picker-choices.ts';
import { inert } from './escape.ts';
import { type Element, paragraph } from './text.ts';

/** Up to so many choices stand below each other; more are a menu. */
const mostOpen = 5;
/** A menu with at least so many choices can be searched by typing. */
const searchable = 15;
/** The value of «none»: a menu cannot be cleared, and a choice without a value is refused. Comes back as an empty list. */
export const nothing = 'none';

/** What the renderer of a field needs besides the field. */
export interface FieldWorld {
  picks: Picks;
  /** True where the client searches lists while somebody types, in Entra's people and in ours. */
  search: boolean;
  words: Words['teams'];
}

type Of<K extends Field['kind']> = Extract<Field, { kind: K }>;

/** The input of a field; a paragraph instead where there is nothing to choose. */
export function input(field: Field, world: FieldWorld): Element {
  switch (field.kind) {
    case 'text':
      return textInput(field, world);
    case 'choice':
      return { ...choiceInput(field, world, field.choices), ...(field.value === null ? {} : { value: field.value }) };
    case 'search':
      return searchInput(field, world);
    case 'ticks':
      return ticked(field, world, field.choices, field.value);
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
 * What all inputs have. Where the bot's answer replaces the form, the client does not check what is required: it would
 * show only its own complaint, and drop the choice «none».
 */
function common({ name, label, required }: Field, { words, search }: FieldWorld): Element {
  return {
    id: name,
    label: inert(label),
    ...(required && search ? { isRequired: true, errorMessage: words.required(inert(label)) } : {}),
  };
}

const styles = { plain: 'Text', email: 'Email', phone: 'Tel' } as const;

function textInput(field: Of<'text'>, world: FieldWorld): Element {
  return {
    type: 'Input.Text',
    ...common(field, world),
    value: field.value,
    maxLength: field.maxLength,
    ...(field.multiline ? { isMultiline: true } : { style: styles[field.format] }),
  };
}

function choiceInput(field: Field, world: FieldWorld, choices: readonly Choice[]): Element {
  const style = choices.length <= mostOpen ? 'expanded' : choices.length < searchable ? 'compact' : 'filtered';
  return {
    type: 'Input.ChoiceSet',
    ...common(field, world),
    style,
    wrap: true,
    choices: choices.map(({ value, label }) => ({ title: inert(label), value })),
  };
}

/** Teams asks for what to show while somebody types; what cannot ask has a plain menu. */
function searchInput(field: Of<'search'>, world: FieldWorld): Element {
  const { name, value, few } = field;
  const chosen = few.filter((one) => one.value === value);
  const found = world.search ? { style: 'filtered', 'choices.data': query(name) } : { style: 'compact' };
  return { ...choiceInput(field, world, world.search ? chosen : few), ...found, ...(value === null ? {} : { value }) };
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
function query(dataset: string): Element {
  return { type: 'Data.Query', dataset };
}

/** Any of several. A menu of ticks has no search. */
function ticked(field: Field, world: FieldWorld, choices: readonly Choice[], value: readonly string[]): Element {
  return {
    ...choiceInput(field, world, choices),
    style: choices.length <= mostOpen ? 'expanded' : 'compact',
    isMultiSelect: true,
    wrap: true,
    value: value.join(','),
  };
}

/** More would not fit into a card: a form has up to three of these fields. */
const mostChannels = 12;

function channelsInput(field: Of<'channels'>, world: FieldWorld): Element {
  const { choices, left } = channelsOf(field, world);
  const chosen = field.value.map(({ address }) => address);
  const { noChannels, noChannelsLocal } = world.words;
  const found = picker(field, world, choices, chosen, world.search ? noChannels : noChannelsLocal);
  return left > 0 && world.search ? { ...found, style: 'compact', 'choices.data': query('channels') } : found;
}

/** Those that are chosen, lost ones first, then the others as far as there is room; `left` is how many more there are. */
function channelsOf({ value }: Of<'channels'>, { picks, words }: FieldWorld): { choices: Choice[]; left: number } {
  const chosen = value.map(({ address }) => address);
  const known = picks.channels;
  const gone = chosen
    .filter((address) => !known.some((one) => one.value === address))
    .map((address) => ({ value: address, label: words.notConnected(address) }));
  const picked = known.filter((one) => chosen.includes(one.value));
  const others = known.filter((one) => !chosen.includes(one.value));
  const room = Math.max(0, mostChannels - gone.length - picked.length);
  return { choices: [...gone, ...picked, ...others.slice(0, room)], left: others.length - room };
}

/** The text below a field; null where there is none. */
export function hintOf(field: Field, world: FieldWorld): string | null {
  const left = field.kind === 'channels' ? channelsOf(field, world).left : 0;
  if (left <= 0) return field.hint;
  const more = world.search ? world.words.searchChannels(left) : world.words.moreChannels(left);
  return field.hint === null ? more : `${field.hint} ${more}`;
}

function peopleInput(field: Of<'people'>, world: FieldWorld): Element {
  const chosen = field.value.map(({ id, name }) => ({ value: id, label: name }));
  // Where the client searches Entra, only the chosen people have to be listed: fifty more would fill a quarter of the
  // card.
  const known = world.search ? [] : world.picks.people;
  const others = known.filter(({ value }) => !chosen.some((one) => one.value === value));
  const values = chosen.map(({ value }) => value);
  const picked = picker(field, world, [...chosen, ...others], values, world.search ? null : world.words.noPeople);
  if (!world.search) return picked;
  // https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/people-picker
  return { ...picked, style: 'compact', 'choices.data': query('graph.microsoft.com/users') };
}

/** `none`: what to say when there is nothing to pick; null to offer the empty picker. */
function picker(
  field: Of<'channels' | 'people'>,
  world: FieldWorld,
  choices: readonly Choice[],
  chosen: readonly string[],
  none: string | null,
): Element {
  if (choices.length === 0 && none !== null) return paragraph([`${field.label}: `, none]);
  if (field.max > 1) return ticked(field, world, choices, chosen);
  const empty = field.required ? [] : [{ value: nothing, label: world.words.none }];
  return { ...choiceInput(field, world, [...empty, ...choices]), style: 'compact', value: chosen[0] ?? nothing };
}
