/** Slack's Web API methods over the made-up workspace, with Slack's own error codes. */
import { z } from 'zod';
import { Message, Posted, View } from './block-kit-validator.ts';
import { fileMethods } from './slack-files.ts';
import { historyOf, repliesOf } from './slack-history.ts';
import type { FakeChannel, FakeUser, OpenView, Workspace } from './slack-workspace.ts';

type Args = Readonly<Record<string, string>>;
type Result = Record<string, unknown>;
export type Methods = Readonly<Record<string, (args: Args) => Result>>;

/** Slack's answer to a call that it refuses. */
class Refusal extends Error {
  readonly details: readonly string[];
  constructor(code: string, details: readonly string[]) {
    super(code);
    this.details = details;
  }
}

function refuse(code: string, details: readonly string[] = []): never {
  throw new Refusal(code, details);
}

export function answering(methods: Methods, method: string, args: Args): Result {
  try {
    return { ok: true, ...(methods[method] ?? (() => refuse('unknown_method')))(args) };
  } catch (error) {
    if (error instanceof Refusal)
      return { ok: false, error: error.message, response_metadata: { messages: error.details } };
    throw error;
  }
}

/** `origin` is where this Slack listens. */
export function createMethods(slack: Workspace, origin: () => string): Methods {
  return {
    ...peopleMethods(slack),
    ...channelMethods(slack),
    ...chatMethods(slack),
    ...viewMethods(slack),
    ...fileMethods(slack, refuse, origin),
  };
}

function peopleMethods(slack: Workspace): Methods {
  return {
    'auth.test': () => ({
      team: 'Contoso',
      user: 'security_contact',
      team_id: slack.team,
      enterprise_id: slack.grid.enterprise,
      bot_id: slack.bot.id,
      user_id: slack.bot.user,
      url: 'https://x.slack.com/',
    }),
    'bots.info': ({ bot = '' }) => {
      if (bot !== slack.bot.id) refuse('bot_not_found');
      return {
        bot: { id: bot, deleted: false, name: 'security_contact', app_id: slack.bot.app, user_id: slack.bot.user },
      };
    },
    'users.info': ({ user = '', include_locale }) => {
      const found = slack.users.get(user) ?? refuse('user_not_found');
      return { user: include_locale === 'true' ? found : { ...found, locale: undefined } };
    },
    'usergroups.list': ({ include_disabled, include_count }) => {
      const all = [...slack.groups.values()].filter(({ date_delete }) => include_disabled === 'true' || !date_delete);
      const counted = include_count === 'true';
      return { usergroups: all.map(({ user_count, ...one }) => (counted ? { ...one, user_count } : one)) };
    },
    // Who was deactivated has no address any more. https://docs.slack.dev/reference/methods/users.lookupByEmail
    'users.lookupByEmail': ({ email = '' }) => {
      const isOwn = ({ profile, deleted }: FakeUser) =>
        !deleted && profile.email?.toLowerCase() === email.toLowerCase();
      const found = [...slack.users.values()].find(isOwn) ?? refuse('users_not_found');
      return { user: { ...found, locale: undefined } };
    },
  };
}

function channelMethods(slack: Workspace): Methods {
  const here = (channel: FakeChannel) => channel.members.includes(slack.bot.user);
  /** Slack hides a private channel from who is not in it. */
  const visible = (id = '') => {
    const channel = slack.channels.get(id);
    return channel && (here(channel) || !channel.is_private) ? channel : refuse('channel_not_found');
  };
  const readable = (id = '') => (here(visible(id)) ? id : refuse('not_in_channel'));
  return {
    'conversations.info': ({ channel }) => {
      const found = visible(channel);
      return { channel: { ...found, members: undefined, is_member: here(found) } };
    },
    'conversations.join': ({ channel }) => {
      const found = visible(channel);
      if (found.is_private) refuse('method_not_supported_for_channel_type');
      if (found.is_archived) refuse('is_archived');
      if (!here(found)) found.members.push(slack.bot.user);
      return { channel: { id: found.id } };
    },
    // Of private channels only those that the bot is in. https://docs.slack.dev/reference/methods/users.conversations
    'users.conversations': ({ user = '', cursor, limit = '100' }) => {
      const own = [...slack.channels.values()].filter(
        (one) => one.members.includes(user) && !one.is_im && !one.is_archived && (here(one) || !one.is_private),
      );
      const [from, to] = [Number(cursor ?? 0), Number(cursor ?? 0) + Math.min(Number(limit), pageSize)];
      return {
        channels: own.slice(from, to).map(({ id }) => ({ id })),
        response_metadata: { next_cursor: to < own.length ? String(to) : '' },
      };
    },
    'conversations.members': ({ channel, cursor, limit = '100' }) => {
      const { members } = visible(channel);
      const [from, to] = [Number(cursor ?? 0), Number(cursor ?? 0) + Math.min(Number(limit), pageSize)];
      return {
        members: members.slice(from, to),
        response_metadata: { next_cursor: to < members.length ? String(to) : '' },
      };
    },
    'conversations.open': ({ users = '' }) => {
      if (!slack.users.has(users)) refuse('user_not_found');
      const id = `D${users}`;
      if (!slack.channels.has(id)) slack.addChannel(id, { is_im: true, members: [users, slack.bot.user] });
      return { channel: { id } };
    },
    'conversations.history': (args) =>
      historyOf(slack, { ...args, channel: readable(args.channel) }) ?? refuse('invalid_cursor'),
    'conversations.replies': (args) => {
      const found = repliesOf(slack, { ...args, channel: readable(args.channel) }) ?? refuse('invalid_cursor');
      return found === 'thread_not_found' ? refuse(found) : found;
    },
  };
}

const pageSize = 2;

function chatMethods(slack: Workspace): Methods {
  function contents(args: Args, only: string | null = null) {
    const { data, error } = (only === null ? Posted : Message).safeParse({
      text: args.text,
      blocks: json(args.blocks),
    });
    if (data?.blocks.some(({ type }) => slack.lacks.has(type))) refuse('invalid_blocks');
    return data
      ? slack.named(data)
      : refuse(error.message.includes('msg_blocks_too_long') ? 'msg_blocks_too_long' : 'invalid_blocks');
  }
  function place(id = ''): string {
    const channel = slack.channels.get(id) ?? refuse('channel_not_found');
    if (channel.is_archived) refuse('is_archived');
    return channel.members.includes(slack.bot.user) ? channel.id : refuse('not_in_channel');
  }
  function post(args: Args, only: string | null): Result {
    const channel = place(args.channel);
    const message = {
      ...contents(args, only),
      channel,
      ts: slack.stamp(),
      thread_ts: args.thread_ts ?? null,
      only,
      metadata: args.metadata === undefined ? null : Object(json(args.metadata)),
      sent: args,
    };
    slack.messages.push(message);
    return { channel, ts: message.ts, message_ts: message.ts };
  }
  return {
    'chat.postMessage': (args) => post(args, null),
    'chat.postEphemeral': (args) => {
      const in_ = slack.channels.get(args.channel ?? '')?.members.includes(args.user ?? '');
      return in_ ? post(args, args.user ?? null) : refuse('user_not_in_channel');
    },
    'chat.update': (args) => {
      const message = slack.messages.find(
        ({ channel, ts, only }) => channel === args.channel && ts === args.ts && only === null,
      );
      if (slack.channels.get(args.channel ?? '')?.is_archived) refuse('is_archived');
      Object.assign(message ?? refuse('message_not_found'), contents(args), { sent: args });
      return { channel: args.channel, ts: args.ts };
    },
    'chat.delete': (args) => {
      const at = slack.messages.findIndex(
        ({ channel, ts, only }) => channel === args.channel && ts === args.ts && only === null,
      );
      if (at < 0) refuse('message_not_found');
      slack.messages.splice(at, 1);
      return { channel: args.channel, ts: args.ts };
    },
  };
}

function viewMethods(slack: Workspace): Methods {
  const keep = (view: Omit<OpenView, 'hash'>): Result => {
    const kept = { ...view, hash: slack.next('hash') };
    (view.view.type === 'home' ? slack.homes : slack.views).set(view.view.type === 'home' ? view.user : view.id, kept);
    return { view: { id: kept.id, hash: kept.hash } };
  };
  const open = (args: Args, onTop: boolean): Result => {
    const trigger = spend(slack, args.trigger_id);
    const parent = onTop ? (slack.views.get(trigger.view ?? '') ?? refuse('view_not_found')) : null;
    if (parent && slack.stackOf(parent.user).length >= 3) refuse('push_limit_reached');
    if (!parent) for (const { id } of slack.stackOf(trigger.user)) slack.views.delete(id);
    const id = slack.next('V');
    const view = viewIn(slack, args.view, 'modal');
    return keep({ id, user: trigger.user, view, previous: parent?.id ?? null, root: parent?.root ?? id });
  };
  return {
    'views.open': (args) => open(args, false),
    'views.push': (args) => open(args, true),
    'views.update': ({ view_id = '', hash, view }) => {
      const known = slack.views.get(view_id) ?? refuse('not_found');
      if (hash && hash !== known.hash) refuse('hash_conflict');
      return keep({ ...known, view: viewIn(slack, view, 'modal') });
    },
    'views.publish': ({ user_id = '', view }) => {
      if (!slack.users.has(user_id)) refuse('user_not_found');
      const id = slack.homes.get(user_id)?.id ?? slack.next('V');
      return keep({ id, user: user_id, view: viewIn(slack, view, 'home'), previous: null, root: id });
    },
  };
}

/** A trigger works once and for 3 s. */
function spend(slack: Workspace, id = '') {
  const trigger = slack.triggers.get(id) ?? refuse('invalid_trigger_id');
  if (trigger.used) refuse('exchanged_trigger_id');
  if (trigger.expires < slack.now()) refuse('expired_trigger_id');
  trigger.used = true;
  return trigger;
}

export function viewIn(slack: Workspace, text: string | undefined, type: View['type']): View {
  const { data, error } = View.safeParse(json(text));
  if (error) refuse('invalid_arguments', [`[ERROR] ${z.prettifyError(error)}`]);
  return data.type === type ? slack.named(data) : refuse('invalid_arguments', [`[ERROR] not a ${type}`]);
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
