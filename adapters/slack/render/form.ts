import type { types } from '@slack/bolt';
import { platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Field, FieldOf, Form, Text } from '../../../src/view/view.ts';
import { dialog, paragraph } from './card.ts';
import { checkLength, checkSize, limits } from './limits.ts';
import { option, options } from './option.ts';
import { plain } from './text.ts';
import { pack, shapeOf } from './view.ts';

/**
 * Returns a form as a modal. A problem stands at its field in place of the hint, below what was typed, as Slack's own
 * do.
 */
export function formView(form: Form, home: boolean, say: Messages['slack']): types.ModalView {
  // Slack keeps the window below its errors: what it says of an earlier problem would stay where that is corrected.
  const saysProblems = Object.keys(form.problems).length > 0;
  const blocks = [
    ...(form.notice === null ? [] : [warning(form.notice)]),
    ...form.intro.map(paragraph),
    ...form.fields.flatMap((field) => fieldBlocks(field, form.problems[field.name] ?? null, say)),
  ];
  checkSize('blocks in a view', blocks.length, limits.view.blocks);
  return {
    type: 'modal',
    callback_id: checkLength('a callback id', form.id, limits.id),
    private_metadata: pack({ home, shape: saysProblems ? null : shapeOf(form), state: form.state }),
    title: plain(form.title, limits.view.title),
    submit: plain(form.submit, limits.view.button),
    close: plain(form.cancel, limits.view.button),
    blocks,
  };
}

/**
 * Returns the refusal as Slack shows it at the fields of the open window, which keeps what was typed; null when the
 * form has changed, or its problems belong to no field. `shape` is what the open window was packed with. A notice
 * beside problems only sums them up, so it is left to the fields.
 */
export function fieldErrors(form: Form, shape: string | null): Record<string, string> | null {
  const names = Object.keys(form.problems);
  const placed = names.every((name) => form.fields.some((field) => field.name === name));
  if (names.length === 0 || !placed || shapeOf(form) !== shape) return null;
  return { ...form.problems };
}

function warning(text: Text): types.SectionBlock {
  return paragraph(typeof text === 'string' ? `⚠️ ${text}` : ['⚠️ ', ...text]);
}

type FieldBlock = types.HeaderBlock | types.InputBlock;

function fieldBlocks(field: Field, problem: string | null, say: Messages['slack']): FieldBlock[] {
  const { section } = field;
  const heading = section === undefined ? [] : [{ type: 'header', text: plain(section, limits.header) } as const];
  return [...heading, inputBlock(field, problem === null ? field.hint : `⚠️ ${say.error(problem)}`)];
}

function inputBlock(field: Field, below: string | null): types.InputBlock {
  return {
    type: 'input',
    block_id: checkLength('a block id', field.name, limits.id),
    label: plain(field.label, limits.label),
    hint: below === null ? undefined : plain(below, limits.label),
    optional: !field.required,
    element: fieldElement(field),
  };
}

/** More choices than this stand in a menu, not one below the other. */
const openChoices = 5;

/**
 * Returns the input of a field of a form. Throws TooLong where Slack's limits do not take it.
 * https://docs.slack.dev/reference/block-kit/block-elements
 */
function fieldElement(field: Field): types.InputBlockElement {
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
