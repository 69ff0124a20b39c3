/** The shapes of what Slack sends, as far as the bot reads it. Everything else is dropped here. */
import { z } from 'zod';
import { linkValue, pressedFeedback } from '../render/card.ts';

const Id = z.string().regex(/^[A-Z0-9]{1,40}$/);
/** Reads null as absent: Bolt reads into every value that it finds, and throws on null. */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);
const Trigger = z.string().max(300).default('');

/** A slash command. https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export const Command = z.object({
  command: z.string().min(1).max(100),
  text: z.string().default(''),
  team_id: Id,
  user_id: Id,
  channel_id: Id,
  trigger_id: Trigger,
  /** It is checked when it is used: most commands need none. */
  response_url: z.string().max(1_000).nullish().catch(null),
});
/** A slash command, as far as the bot reads it. */
export type Command = z.infer<typeof Command>;

const Sender = { user: z.object({ id: Id, team_id: Id.nullish() }), team: z.object({ id: Id }).nullish() };
const Who = { ...Sender, trigger_id: Trigger };

const Chosen = z.object({ value: z.string() });
const InputState = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: Chosen.nullish(),
  selected_options: z.array(Chosen).nullish(),
  selected_conversation: z.string().nullish(),
  selected_conversations: z.array(z.string()).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
});
/**
 * The state of one input of a form: what somebody entered.
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export type InputState = z.infer<typeof InputState>;

/** What was entered and chosen, by the id of its block and its own. */
const Entered = z.object({ values: z.record(z.string(), z.record(z.string(), InputState)) });

const Window = z.object({
  id: Id,
  type: z.enum(['modal', 'home']).default('modal'),
  hash: z.string().default(''),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  clear_on_close: z.boolean().default(false),
  previous_view_id: Id.nullish(),
  root_view_id: Id.nullish(),
  state: Entered.nullish().catch(null),
});

const PressedButton = z
  .object({
    type: z.string().default('button'),
    action_id: z.string().max(255),
    block_id: z.string().max(255).default(''),
    value: z.string().max(2_000).default(''),
  })
  .transform(({ type, ...action }) => {
    if (type === 'feedback_buttons') return { ...action, ...pressedFeedback(action.value) };
    // What is chosen in a menu counts once its button is pressed.
    return type.endsWith('_select') ? { ...action, value: linkValue } : action;
  });

/** A pressed button. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const Press = z.object({
  ...Who,
  type: z.literal('block_actions'),
  channel: maybe(z.object({ id: Id })),
  container: z.object({ is_ephemeral: z.boolean().default(false) }).nullish(),
  message: z.object({ ts: z.string().max(50).nullish(), thread_ts: z.string().nullish() }).nullish(),
  view: Window.nullish(),
  response_url: z.url().nullish(),
  /** What is chosen in the message; a window has its own. */
  state: Entered.nullish().catch(null),
  actions: z.array(PressedButton).min(1),
});
/** A pressed button, as far as the bot reads it. */
export type Press = z.infer<typeof Press>;

/** A time-stamp of Slack's, which names a message in its channel. */
const Stamp = z.string().regex(/^\d{1,12}\.\d{1,9}$/);
const name = z.string().nullish().catch(null);

/**
 * A shortcut that somebody chose in the menu of a message, or among all shortcuts.
 * https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
 */
export const Shortcut = z.discriminatedUnion('type', [
  z.object({
    ...Who,
    type: z.literal('message_action'),
    callback_id: z.literal('raise.message'),
    channel: z.object({ id: Id }),
    response_url: z.url().nullish(),
    message: z.object({
      ts: Stamp,
      thread_ts: Stamp.nullish(),
      text: z.string().nullish(),
      /** Absent for a message of an app. */
      user: Id.nullish().catch(null),
      /** The author's own workspace. */
      team: Id.nullish().catch(null),
      username: name,
      /** Both are there for a message of an app, or one of them. */
      bot_id: name,
      bot_profile: z.object({ name }).nullish().catch(null),
      blocks: z.array(z.unknown()).nullish().catch(null),
      attachments: z.array(z.unknown()).nullish().catch(null),
    }),
  }),
  z.object({ ...Who, type: z.literal('shortcut'), callback_id: z.literal('raise.global') }),
]);
/** A shortcut, as far as the bot reads it. */
export type Shortcut = z.infer<typeof Shortcut>;
/** A shortcut in the menu of a message, as far as the bot reads it. */
export type MessageShortcut = Extract<Shortcut, { type: 'message_action' }>;

/**
 * The text that somebody has typed so far into a searched menu.
 * https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
 */
export const Suggestion = z.object({
  ...Sender,
  type: z.literal('block_suggestion'),
  action_id: z.string().max(255),
  value: z.string().default(''),
});
/** The text typed into a searched menu, as far as the bot reads it. */
export type Suggestion = z.infer<typeof Suggestion>;

/**
 * A form that was sent. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission
 */
export const Submission = z.object({
  ...Who,
  type: z.literal('view_submission'),
  view: Window.extend({ state: Entered }),
});
/** A form that was sent, as far as the bot reads it. */
export type Submission = z.infer<typeof Submission>;

const Tokens = z.object({ bot: z.array(z.unknown()).nullish() });

/**
 * An event of Slack's. One that the bot did not subscribe to has only a type.
 * https://docs.slack.dev/apis/events-api#receiving_events
 */
export const Event = z.object({
  type: z.literal('event_callback'),
  event_id: z.string().min(1).max(100),
  team_id: Id,
  /** Absent outside of an Enterprise Grid organisation. */
  enterprise_id: maybe(Id).catch(undefined),
  event: z.object({
    type: z.string(),
    /** It is an id, but in `user_change` a whole person. */
    user: maybe(z.union([Id, z.object({ id: Id })])),
    user_team: maybe(Id),
    team: maybe(Id),
    text: z.string().nullish(),
    /** It is an object in some events that the bot does not read. */
    channel: Id.optional().catch(undefined),
    channel_type: z.string().nullish(),
    tab: z.string().nullish(),
    subtype: z.string().nullish(),
    bot_id: z.string().nullish(),
    thread_ts: z.string().nullish(),
    files: z.array(z.unknown()).nullish().catch(null),
    /** The users and the bot users whose tokens were taken away: https://docs.slack.dev/reference/events/tokens_revoked */
    tokens: Tokens.nullish().catch(null),
  }),
});
/** An event, as far as the bot reads it. */
export type Event = z.infer<typeof Event>;

/** Slack's check that an address is ours. https://docs.slack.dev/reference/events/url_verification */
export const Challenge = z.object({ type: z.literal('url_verification'), challenge: z.string().max(1_000) });
/** Slack's check of an address, as far as the bot reads it. */
export type Challenge = z.infer<typeof Challenge>;
