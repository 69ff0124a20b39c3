import type { types } from '@slack/bolt';
import { type Button, type Confirmation, type Feedback, type Text, truncate } from '../../../src/view/view.ts';
import { checkLength, checkSize, limits } from './limits.ts';
import { plain, words } from './text.ts';

/**
 * A link's button has this value: its press reaches the bot too, and means nothing.
 * https://github.com/slackapi/slack-github-action/issues/513
 */
export const linkValue = '(link)';

/** Returns a button. `about` is added for screen readers where several buttons have the same label. Throws TooLong. */
export function buttonElement(button: Button, about: Text | null = null): types.Button {
  const element: types.Button = {
    type: 'button',
    action_id: checkLength('an action id', button.id, limits.id),
    text: plain(button.label, limits.button.text),
  };
  if (button.kind === 'link') element.url = checkLength('a link', button.value, limits.button.url);
  const value = button.kind === 'link' ? linkValue : checkLength('a value', button.value, limits.button.value);
  if (value) element.value = value;
  if (button.style !== 'plain') element.style = button.style;
  if (about !== null) element.accessibility_label = truncate(`${button.label}: ${words(about)}`, limits.button.spoken);
  if (button.confirm) element.confirm = dialog(button.confirm, button.style);
  return element;
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
 * Returns actions blocks in order. An id stands once in a block, so a second one begins a new block.
 * https://docs.slack.dev/reference/block-kit/block-elements/button-element
 */
export function buttonBlocks(buttons: readonly Button[], number: () => number): types.ActionsBlock[] {
  const groups: Button[][] = [];
  for (const button of buttons) {
    const last = groups.at(-1);
    if (!last || last.some(({ id }) => id === button.id)) groups.push([button]);
    else last.push(button);
  }
  return groups.map((group) => {
    checkSize('buttons in a row', group.length, limits.button.perBlock);
    const elements = group.map((button) => buttonElement(button));
    return { type: 'actions', block_id: blockId(number(), group), elements };
  });
}

/**
 * Returns the id of a block, unique in its message. It names the buttons that open a form, so that a press can open a
 * window at once.
 */
export function blockId(number: number, buttons: readonly Button[]): string {
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
export function feedbackBlock({ question, yes, no }: Feedback, number: number): types.ContextActionsBlock {
  const half = ({ id, value, label }: Button) => ({
    text: plain(label, limits.button.text),
    value: checkLength('a value', `${id} ${value}`, limits.button.value),
    accessibility_label: truncate(`${question} ${label}`, limits.button.spoken),
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
