import { expect, it } from 'vitest';
import { blockKitProblems } from '../../support/block-kit-validator.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const input = {
  type: 'input',
  block_id: 'a',
  label: plain('a'),
  element: { type: 'plain_text_input', action_id: 'a' },
};
const pressable = { type: 'button', action_id: 'a', text: plain('a') };

it.each([
  ['nothing', []],
  ['a made-up block', [{ type: 'nonsense' }]],
  ['a section of nothing', [{ type: 'section' }]],
  ['51 blocks', Array(51).fill({ type: 'divider' })],
  ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }]],
  ['a key that Slack does not know', [{ type: 'divider', colour: 'red' }]],
  ['the same block id twice', Array(2).fill({ type: 'divider', block_id: 'a' })],
  ['the same action twice in a block', [{ type: 'actions', elements: [pressable, pressable] }]],
  ['an input', [input]],
  ['a call to everybody', [{ type: 'section', text: { type: 'mrkdwn', text: 'hi <!channel>' } }]],
  ['11 fields', [{ type: 'section', fields: Array(11).fill(plain('a')) }]],
  ['too much in all', Array(5).fill({ type: 'section', text: plain('x'.repeat(2_900)) })],
])('a message of %s is refused', (_what, blocks) => {
  expect(blockKitProblems({ kind: 'message', value: { text: 'a', blocks } })).not.toEqual([]);
});

it.each([
  ['without a title', { title: undefined }],
  ['with a long title', { title: plain('x'.repeat(25)) }],
  ['with inputs and no submit', { submit: undefined }],
  ['with 101 blocks', { blocks: Array(101).fill({ type: 'divider' }) }],
  ['with too much metadata', { private_metadata: 'x'.repeat(3_001) }],
  [
    'with a choice of nothing',
    { blocks: [{ ...input, element: { type: 'static_select', action_id: 'a', options: [] } }] },
  ],
  [
    'with a choice that is none',
    {
      blocks: [
        {
          ...input,
          element: {
            type: 'radio_buttons',
            action_id: 'a',
            options: [{ text: plain('a'), value: 'a' }],
            initial_option: { text: plain('b'), value: 'b' },
          },
        },
      ],
    },
  ],
])('a window %s is refused', (_what, more) => {
  const view = { type: 'modal', title: plain('a'), submit: plain('a'), blocks: [input] };
  expect(blockKitProblems({ kind: 'view', value: view })).toEqual([]);
  expect(blockKitProblems({ kind: 'view', value: { ...view, ...more } })).not.toEqual([]);
});
