/**
 * Block Kit as Slack checks it before it takes a message or a view, written from Slack's reference and not from our
 * renderer: https://docs.slack.dev/reference/block-kit. Unknown keys are refused, as Slack does.
 */
import { z } from 'zod';

const size = (max: number) => z.string().min(1).max(max);
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: size(max), emoji: z.boolean().optional() });
const Mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    // Nothing of ours ever calls everybody.
    text: size(max).regex(/^(?![\s\S]*<!(channel|here|everyone)[|>])/, 'a broadcast'),
    verbatim: z.boolean().optional(),
  });
const text = (max: number) => z.discriminatedUnion('type', [plain(max), Mrkdwn(max)]);
const Id = size(255);

const Confirm = z.strictObject({
  title: plain(100),
  text: text(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});

export const Button = z.strictObject({
  type: z.literal('button'),
  action_id: Id,
  text: plain(75),
  value: size(2_000).optional(),
  url: z.url().max(3_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: size(75).optional(),
  confirm: Confirm.optional(),
});
export type Button = z.infer<typeof Button>;

const Option = z.strictObject({ text: plain(75), value: size(150), description: plain(75).optional() });
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A list of options of which those chosen at first must be exact members. */
function choosing<Type extends string>(type: Type, max: number, many: boolean) {
  return z
    .strictObject({
      type: z.literal(type),
      action_id: Id,
      placeholder: plain(150).optional(),
      options: z.array(Option).min(1).max(max),
      initial_option: many ? z.undefined().optional() : Option.optional(),
      initial_options: many ? z.array(Option).min(1).optional() : z.undefined().optional(),
      confirm: Confirm.optional(),
    })
    .refine(({ options }) => new Set(options.map(({ value }) => value)).size === options.length, 'a value twice')
    .refine(
      ({ options, initial_option, initial_options }) =>
        [initial_option ?? [], initial_options ?? []].flat().every((one) => options.some((other) => same(one, other))),
      'an initial option that is none of the options',
    );
}

const Filter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const ids = z
  .array(z.string().regex(/^[A-Z0-9]+$/))
  .min(1)
  .optional();
const most = z.int().min(1).optional();

const StaticSelect = choosing('static_select', 100, false);
const ExternalSelect = z.strictObject({
  type: z.literal('external_select'),
  action_id: Id,
  placeholder: plain(150).optional(),
  min_query_length: z.int().min(0).optional(),
  initial_option: Option.optional(),
});

const InputElement = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('plain_text_input'),
      action_id: Id,
      multiline: z.boolean().optional(),
      max_length: z.int().min(1).max(3_000).optional(),
      initial_value: z.string().optional(),
    })
    .refine(
      ({ initial_value, max_length }) => (initial_value?.length ?? 0) <= (max_length ?? 3_000),
      'too long at first',
    ),
  z.strictObject({ type: z.literal('email_text_input'), action_id: Id, initial_value: z.string().optional() }),
  choosing('radio_buttons', 10, false),
  StaticSelect,
  ExternalSelect,
  choosing('checkboxes', 10, true),
  choosing('multi_static_select', 100, true),
  z.strictObject({
    type: z.literal('conversations_select'),
    action_id: Id,
    filter: Filter.optional(),
    initial_conversation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    action_id: Id,
    filter: Filter.optional(),
    max_selected_items: most,
    initial_conversations: ids,
    confirm: Confirm.optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), action_id: Id, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    action_id: Id,
    max_selected_items: most,
    initial_users: ids,
  }),
]);

const block_id = Id.optional();
const Section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: text(3_000).optional(),
    fields: z.array(text(2_000)).min(1).max(10).optional(),
    accessory: Button.optional(),
  })
  .refine(({ text: one, fields }) => one || fields, 'neither text nor fields');

const Label = size(20);
const DataSeries = z.strictObject({
  name: Label,
  data: z
    .array(z.strictObject({ label: Label, value: z.number() }))
    .min(1)
    .max(20),
});
/** Line and bar charts: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const DataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id,
  title: size(50),
  chart: z
    .strictObject({
      type: z.enum(['line', 'bar', 'area']),
      series: z.array(DataSeries).min(1).max(12),
      axis_config: z.strictObject({
        categories: z.array(Label).min(1).max(20),
        x_label: size(50).optional(),
        y_label: size(50).optional(),
      }),
    })
    .refine(({ series }) => unique(series.map(({ name }) => name)), 'a series twice')
    .refine(({ axis_config: { categories } }) => unique(categories), 'a category twice')
    .refine(
      ({ series, axis_config: { categories } }) =>
        series.every(({ data }) => same(data.map(({ label }) => label).toSorted(), categories.toSorted())),
      'a series that has not one point for each category',
    ),
});

const FeedbackButton = z.strictObject({
  text: plain(75),
  value: size(2_000),
  accessibility_label: size(75).optional(),
});
/** https://docs.slack.dev/reference/block-kit/blocks/context-actions-block */
const ContextActions = z.strictObject({
  type: z.literal('context_actions'),
  block_id,
  elements: z
    .array(
      z.strictObject({
        type: z.literal('feedback_buttons'),
        action_id: Id.optional(),
        positive_button: FeedbackButton,
        negative_button: FeedbackButton,
      }),
    )
    .min(1)
    .max(5),
});
/** Blocks that Slack takes in posted messages alone, and not in every workspace. */
export const postedOnly = ['data_visualization', 'context_actions'] as const;

const Block = z.discriminatedUnion('type', [
  DataVisualization,
  ContextActions,
  z.strictObject({ type: z.literal('header'), block_id, text: plain(150) }),
  Section,
  z.strictObject({ type: z.literal('context'), block_id, elements: z.array(text(3_000)).min(1).max(10) }),
  z
    .strictObject({
      type: z.literal('actions'),
      block_id,
      elements: z
        .array(z.discriminatedUnion('type', [Button, StaticSelect, ExternalSelect]))
        .min(1)
        .max(25),
    })
    .refine(({ elements }) => unique(elements.map(({ action_id }) => action_id)), 'an action id twice in a block'),
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({
    type: z.literal('input'),
    block_id,
    label: plain(2_000),
    hint: plain(2_000).optional(),
    optional: z.boolean().optional(),
    element: InputElement,
  }),
]);
export type Block = z.infer<typeof Block>;

function unique(all: readonly string[]): boolean {
  return new Set(all).size === all.length;
}
const blocks = (max: number) =>
  z
    .array(Block)
    .min(1)
    .max(max)
    .refine((all) => unique(all.flatMap((block) => block.block_id ?? [])), 'a block id twice');
const noneOf = (all: readonly Block[], types: readonly string[]) => all.every(({ type }) => !types.includes(type));
const noInputs = (all: readonly Block[]) => noneOf(all, ['input']);

/** A message that is posted where everybody of the chat sees it. */
export const Posted = z.object({
  text: size(40_000).regex(/^(?![\s\S]*<!(channel|here|everyone)[|>])/, 'a broadcast'),
  blocks: blocks(50)
    .refine(noInputs, 'an input in a message')
    .refine((all) => all.filter(({ type }) => type === 'data_visualization').length <= 2, 'more than two charts')
    .refine((all) => JSON.stringify(all).length <= 13_200, 'msg_blocks_too_long'),
});
/** A message for one person's eyes: the answer to a command, at a response_url, or ephemeral. */
export const Message = Posted.refine(({ blocks }) => noneOf(blocks, postedOnly), 'a block for posted messages alone');
export type Message = z.infer<typeof Message>;

const viewBlocks = blocks(100).refine((all) => noneOf(all, postedOnly), 'a block for posted messages alone');
const Modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    callback_id: z.string().max(255).optional(),
    private_metadata: z.string().max(3_000).optional(),
    clear_on_close: z.boolean().optional(),
    blocks: viewBlocks,
  })
  .refine((view) => view.submit || noInputs(view.blocks), 'inputs without submit');
const Home = z.strictObject({
  type: z.literal('home'),
  blocks: viewBlocks.refine(noInputs, 'an input on the Home tab'),
});

export const View = z
  .discriminatedUnion('type', [Modal, Home])
  .refine((view) => JSON.stringify(view).length <= 250_000, 'view_too_large');
export type View = z.infer<typeof View>;

/** What Slack would complain about; empty when it would take it. */
export function blockKitProblems(thing: { kind: 'message' | 'posted' | 'view'; value: unknown }): string[] {
  const { error } = { message: Message, posted: Posted, view: View }[thing.kind].safeParse(thing.value);
  return error ? z.prettifyError(error).split('\n') : [];
}
