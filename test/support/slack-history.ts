/** Reading a channel back, as Slack's `conversations.history` and `.replies` do. */
import type { FakeMessage, Workspace } from './slack-workspace.ts';

type Args = Readonly<Record<string, string>>;
/** Null for a cursor that Slack did not give. */
type Page = Record<string, unknown> | null;

/** Top-level messages, the newest first. https://docs.slack.dev/reference/methods/conversations.history */
export function historyOf(slack: Workspace, args: Args): Page {
  const all = messagesIn(slack, args).filter((one) => isTopLevel(one) && isWithin(one, args));
  return page(all.toReversed(), (ts, next) => ts <= next, args, slack);
}

/** The parent and what hangs on it, the oldest first. https://docs.slack.dev/reference/methods/conversations.replies */
export function repliesOf(slack: Workspace, args: Args): Page | 'thread_not_found' {
  const all = messagesIn(slack, args);
  if (!all.some(({ ts }) => ts === args.ts)) return 'thread_not_found';
  const thread = all.filter((one) => one.ts === args.ts || (one.thread_ts === args.ts && isWithin(one, args)));
  return page(thread, (ts, next) => ts >= next, args, slack);
}

/** Never what only one person was shown. */
function messagesIn(slack: Workspace, { channel }: Args): FakeMessage[] {
  return slack.messages.filter((one) => one.channel === channel && one.only === null);
}

function isTopLevel({ thread_ts, ts }: FakeMessage): boolean {
  return thread_ts === null || thread_ts === ts;
}

/** The ends themselves do not count, unless `inclusive` is asked for. */
function isWithin({ ts }: FakeMessage, { oldest = '0', latest }: Args): boolean {
  return Number(ts) > Number(oldest) && (latest === undefined || Number(ts) < Number(latest));
}

const sign = 'next_ts:';

/** A cursor names the first message of its page, so that what arrives meanwhile shifts nothing. */
function page(
  all: readonly FakeMessage[],
  follows: (ts: string, next: string) => boolean,
  { cursor, limit = '100', include_all_metadata }: Args,
  { reading }: Workspace,
): Page {
  const next = cursor ? Buffer.from(cursor, 'base64').toString() : null;
  if (next !== null && !next.startsWith(sign)) return null;
  const left = next === null ? all : all.filter(({ ts }) => follows(ts, next.slice(sign.length)));
  const most = Math.min(Number(limit), reading.page);
  const after = left[most];
  return {
    messages: left.slice(0, most).map((message) => shown(message, include_all_metadata === 'true')),
    has_more: after !== undefined,
    response_metadata: { next_cursor: after ? Buffer.from(`${sign}${after.ts}`).toString('base64') : '' },
  };
}

function shown({ ts, text, blocks, thread_ts, metadata }: FakeMessage, whole: boolean) {
  const thread = thread_ts === null ? {} : { thread_ts };
  return { type: 'message', ts, text, blocks, ...thread, ...(whole && metadata ? { metadata } : {}) };
}
