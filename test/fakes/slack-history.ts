/** Reading a channel back, as Slack's `conversations.history` and `.replies` do. */
import type { FakeMessage, Workspace } from './slack-workspace.ts';

type Args = Readonly<Record<string, string>>;

const mostAPage = 200;

/** Top-level messages, the newest first. https://docs.slack.dev/reference/methods/conversations.history */
export function historyOf(slack: Workspace, args: Args): Record<string, unknown> {
  const all = messagesIn(slack, args).filter(({ thread_ts, ts }) => thread_ts === null || thread_ts === ts);
  return page(all.toReversed(), args);
}

/** The parent and what hangs on it, the oldest first; null when there is no such parent. */
export function repliesOf(slack: Workspace, args: Args): Record<string, unknown> | null {
  const all = messagesIn(slack, { ...args, oldest: '0' });
  if (!all.some(({ ts }) => ts === args.ts)) return null;
  const thread = all.filter(({ ts, thread_ts }) => ts === args.ts || thread_ts === args.ts);
  return page(
    thread.filter(({ ts }) => ts === args.ts || ts > (args.oldest ?? '0')),
    args,
  );
}

/** Never what only one person was shown. */
function messagesIn(slack: Workspace, { channel, oldest = '0' }: Args): FakeMessage[] {
  return slack.messages.filter((one) => one.channel === channel && one.only === null && one.ts > oldest);
}

function page(all: readonly FakeMessage[], { cursor = '0', limit = '100', include_all_metadata }: Args) {
  const [from, to] = [Number(cursor), Number(cursor) + Math.min(Number(limit), mostAPage)];
  return {
    messages: all.slice(from, to).map((message) => shown(message, include_all_metadata === 'true')),
    has_more: to < all.length,
    response_metadata: { next_cursor: to < all.length ? String(to) : '' },
  };
}

function shown({ ts, text, blocks, thread_ts, metadata }: FakeMessage, whole: boolean) {
  const thread = thread_ts === null ? {} : { thread_ts };
  return { type: 'message', ts, text, blocks, ...thread, ...(whole && metadata ? { metadata } : {}) };
}
