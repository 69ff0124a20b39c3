import type { types } from '@slack/bolt';
import { platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Choice, Field } from '../../../src/view/view.ts';
import { dialog } from './button.ts';
import { checkSize, limits, within } from './limits.ts';
import { plain } from './text.ts';

type Of<Kind extends Field['kind']> = Extract<Field, { kind: Kind }>;

/** More choices than this stand in a menu, not one below the other. */
const openChoices = 5;

/** The input of a field of a form. Throws TooLong where Slack's limits do not take it. https://docs.slack.dev/reference/block-kit/block-elements */
export function fieldElement(field: Field): types.InputBlockElement {
  switch (field.kind) {
    case 'text':
      return textInput(field);
    case 'choice':
      return choice(field);
    case 'search':
      return searched(field);
    case 'ticks':
      return ticks(field);
    case 'channels':
      return channels(field);
    case 'people':
      return people(field);
  }
}

function textInput(field: Of<'text'>): types.InputBlockElement {
  const action_id = field.name;
  const initial = field.value ? { initial_value: within('a value', field.value, limits.input) } : {};
  if (field.format === 'email') return { type: 'email_text_input', action_id, ...initial };
  // Slack refuses a window whose value is longer than its own maximum, and what was typed is never lost.
  const max_length = Math.min(Math.max(field.maxLength, field.value.length), limits.input);
  return { type: 'plain_text_input', action_id, max_length, multiline: field.multiline, ...initial };
}

/** Radio buttons cannot be cleared, so a choice that may be left out is a menu. */
function choice(field: Of<'choice'>): types.InputBlockElement {
  const chosen = field.choices.find(({ value }) => value === field.value);
  const initial = chosen ? { initial_option: option(chosen) } : {};
  const rest = { action_id: field.name, options: options(field.choices, limits.option.perMenu), ...initial };
  const open = field.required && field.choices.length <= openChoices;
  return open ? { type: 'radio_buttons', ...rest } : { type: 'static_select', ...rest };
}

/** Slack asks for what to show while somebody types, where the manifest has `message_menu_options_url`. */
function searched({ name, value, few }: Of<'search'>): types.InputBlockElement {
  const chosen = few.find((one) => one.value === value) ?? (value === null ? null : { value, label: value });
  const initial = chosen ? { initial_option: option(chosen) } : {};
  return { type: 'external_select', action_id: name, min_query_length: 1, ...initial };
}

/** Any of several choices. Slack shows at most ten checkboxes, so more choices are a menu. */
function ticks(field: Of<'ticks'>): types.InputBlockElement {
  const ticked = field.choices.filter(({ value }) => field.value.includes(value)).map(option);
  const rest = {
    action_id: field.name,
    options: options(field.choices, limits.option.perMenu),
    ...(ticked.length > 0 ? { initial_options: ticked } : {}),
    ...asking(field),
  };
  const open = field.choices.length <= limits.option.checkboxes;
  return open ? { type: 'checkboxes', ...rest } : { type: 'multi_static_select', ...rest };
}

/** Public and private channels, shared ones too: those are asked about when they are saved. */
function channels(field: Of<'channels'>): types.InputBlockElement {
  const mine = field.value.filter(({ platform }) => platform === 'slack').map(({ address }) => address);
  const filter = { include: ['public' as const, 'private' as const] };
  if (field.max === 1) {
    const initial = mine[0] === undefined ? {} : { initial_conversation: mine[0] };
    return { type: 'conversations_select', action_id: field.name, filter, ...initial };
  }
  const initial = mine.length > 0 ? { initial_conversations: mine } : {};
  return {
    type: 'multi_conversations_select',
    action_id: field.name,
    filter,
    max_selected_items: field.max,
    ...initial,
    ...asking(field),
  };
}

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
function asking({ confirm }: Field): Pick<types.MultiConversationsSelect, 'confirm'> {
  return confirm ? { confirm: dialog(confirm, 'plain') } : {};
}

function people(field: Of<'people'>): types.InputBlockElement {
  const mine = field.value.filter(({ id }) => platformOf(id) === 'slack').map(({ id }) => userOf(id));
  if (field.max === 1) {
    const initial = mine[0] === undefined ? {} : { initial_user: mine[0] };
    return { type: 'users_select', action_id: field.name, ...initial };
  }
  const initial = mine.length > 0 ? { initial_users: mine } : {};
  return { type: 'multi_users_select', action_id: field.name, max_selected_items: field.max, ...initial };
}

function options(choices: readonly Choice[], max: number): types.PlainTextOption[] {
  checkSize('choices', choices.length, max);
  return choices.map(option);
}

/** A long name goes on in the line below. */
export function option({ value, label }: Choice): types.PlainTextOption {
  const { text, value: max } = limits.option;
  const space = label.length > text ? label.lastIndexOf(' ', text) : -1;
  const first = space > 0 && label.length - space <= text ? space : text;
  const rest = label.slice(first).trim();
  return {
    text: plain(label.slice(0, first), text),
    value: within('a choice', value, max),
    ...(rest ? { description: plain(rest, text) } : {}),
  };
}
