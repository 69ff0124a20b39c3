import type { types } from '@slack/bolt';
import { platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Choice, Field, FieldOf } from '../../../src/view/view.ts';
import { dialog } from './button.ts';
import { checkLength, checkSize, limits } from './limits.ts';
import { plain } from './text.ts';

/** More choices than this stand in a menu, not one below the other. */
const openChoices = 5;

/**
 * Returns the input of a field of a form. Throws TooLong where Slack's limits do not take it.
 * https://docs.slack.dev/reference/block-kit/block-elements
 */
export function fieldElement(field: Field): types.InputBlockElement {
  switch (field.kind) {
    case 'text':
      return textInput(field);
    case 'choice':
      return choice(field);
    case 'search':
      return searchMenu(field);
    case 'ticks':
      return ticks(field);
    case 'channels':
      return channels(field);
    case 'people':
      return people(field);
  }
}

function textInput({ name, value, format, maxLength, multiline }: FieldOf<'text'>): types.InputBlockElement {
  const initial_value = value ? checkLength('a value', value, limits.input) : undefined;
  if (format === 'email') return { type: 'email_text_input', action_id: name, initial_value };
  // Slack refuses a window whose value is longer than its own maximum, and what was typed is never lost.
  const max_length = Math.min(Math.max(maxLength, value.length), limits.input);
  return { type: 'plain_text_input', action_id: name, max_length, multiline, initial_value };
}

/** Returns the input of one choice: radio buttons for a few, and a menu for more. */
function choice(field: FieldOf<'choice'>): types.InputBlockElement {
  const chosen = field.choices.find(({ value }) => value === field.value);
  const type = field.choices.length <= openChoices ? 'radio_buttons' : 'static_select';
  return { type, action_id: field.name, options: options(field.choices), initial_option: chosen && option(chosen) };
}

/**
 * Returns a searched menu. Slack asks for what to show while somebody types, where the manifest has
 * `message_menu_options_url`.
 */
function searchMenu({ name, value, few }: FieldOf<'search'>): types.InputBlockElement {
  const chosen = few.find((one) => one.value === value) ?? (value === null ? undefined : { value, label: value });
  return { type: 'external_select', action_id: name, min_query_length: 1, initial_option: chosen && option(chosen) };
}

/** Returns the input of several choices. Slack shows at most ten checkboxes, so more choices are a menu. */
function ticks(field: FieldOf<'ticks'>): types.InputBlockElement {
  const ticked = field.choices.filter(({ value }) => field.value.includes(value)).map(option);
  return {
    type: field.choices.length <= limits.option.checkboxes ? 'checkboxes' : 'multi_static_select',
    action_id: field.name,
    options: options(field.choices),
    initial_options: someOf(ticked),
    confirm: question(field),
  };
}

/**
 * Returns the input of channels: public and private ones, and shared ones, which are asked about when they are saved.
 */
function channels(field: FieldOf<'channels'>): types.InputBlockElement {
  const mine = field.value.filter(({ platform }) => platform === 'slack').map(({ address }) => address);
  const common = { action_id: field.name, filter: { include: ['public' as const, 'private' as const] } };
  if (field.max === 1) return { type: 'conversations_select', ...common, initial_conversation: mine[0] };
  return {
    type: 'multi_conversations_select',
    ...common,
    max_selected_items: field.max,
    initial_conversations: someOf(mine),
    confirm: question(field),
  };
}

function people({ name, value, max }: FieldOf<'people'>): types.InputBlockElement {
  const mine = value.filter(({ id }) => platformOf(id) === 'slack').map(({ id }) => userOf(id));
  if (max === 1) return { type: 'users_select', action_id: name, initial_user: mine[0] };
  return { type: 'multi_users_select', action_id: name, max_selected_items: max, initial_users: someOf(mine) };
}

/** Returns the list, or undefined for an empty one, which Slack refuses as initial values. */
function someOf<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

/**
 * Returns the question that Slack asks before a choice counts.
 * https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
 */
function question({ confirm }: Field): types.ConfirmationDialog | undefined {
  return confirm && dialog(confirm, 'plain');
}

function options(choices: readonly Choice[]): types.PlainTextOption[] {
  checkSize('choices', choices.length, limits.option.perMenu);
  return choices.map(option);
}

/** Returns a choice as an option. A long name goes on in the line below. */
export function option({ value, label }: Choice): types.PlainTextOption {
  const { text, value: max } = limits.option;
  const space = label.length > text ? label.lastIndexOf(' ', text) : -1;
  const first = space > 0 && label.length - space <= text ? space : text;
  const rest = label.slice(first).trim();
  const description = rest ? plain(rest, text) : undefined;
  return { text: plain(label.slice(0, first), text), value: checkLength('a choice', value, max), description };
}
