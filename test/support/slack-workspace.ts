/** The state of a made-up Slack workspace. */
import type { Message, View } from './block-kit-validator.ts';
import type { FakeFile } from './slack-files.ts';

export interface FakeUser {
  id: string;
  team_id: string;
  name: string;
  real_name: string;
  locale: string;
  tz: string;
  profile: { display_name: string; email?: string };
  [flag: string]: unknown;
}

/** A user group. https://docs.slack.dev/reference/methods/usergroups.list */
export interface FakeGroup {
  id: string;
  handle: string;
  date_delete: number;
  user_count: number;
}

export interface FakeChannel {
  id: string;
  name: string;
  is_private: boolean;
  is_archived: boolean;
  is_ext_shared: boolean;
  is_pending_ext_shared: boolean;
  is_im: boolean;
  members: string[];
}

export interface FakeMessage extends Message {
  channel: string;
  ts: string;
  thread_ts: string | null;
  /** For whose eyes only; null for everybody in the channel. */
  only: string | null;
  /** Kept with it, and shown to nobody but apps. */
  metadata: object | null;
  /** Everything that was sent along. */
  sent: Readonly<Record<string, unknown>>;
}

export interface OpenView {
  id: string;
  hash: string;
  user: string;
  view: View;
  previous: string | null;
  root: string;
}

interface Trigger {
  user: string;
  /** The window in which it arose. */
  view: string | null;
  expires: number;
  used: boolean;
}

export type Workspace = ReturnType<typeof createWorkspace>;

/** `count`: ids are counted from there on. */
export function createWorkspace(team: string, now: () => number, count = 0) {
  const users = new Map<string, FakeUser>();
  const groups = new Map<string, FakeGroup>();
  const channels = new Map<string, FakeChannel>();
  const messages: FakeMessage[] = [];
  const views = new Map<string, OpenView>();
  const homes = new Map<string, OpenView>();
  const triggers = new Map<string, Trigger>();
  const files = new Map<string, FakeFile>();
  const next = (prefix: string) => `${prefix}${String(++count).padStart(8, '0')}`;
  let last = 0;
  /** A time-stamp of Slack's: seconds, and six digits that make it unique. It never goes back. */
  const stamp = () => {
    last = Math.max(last, Math.floor(now() / 1_000));
    return `${last}.${String(++count % 1_000_000).padStart(6, '0')}`;
  };

  return {
    team,
    /** How often and how much may be read; apps sold outside of Slack's Marketplace get 1 and 15. https://docs.slack.dev/changelog/2025/05/29/tos-updates */
    reading: { perMinute: 50, page: 999 },
    /** Types of blocks that Slack has not brought to this workspace yet. */
    lacks: new Set<string>(),
    bot: { id: 'B0BOT', user: 'U0BOT', app: 'A0' },
    /** The Enterprise Grid that it is part of; null for a workspace on its own. */
    grid: { enterprise: null as string | null },
    users,
    groups,
    channels,
    messages,
    views,
    homes,
    triggers,
    files,
    next,
    stamp,
    now,

    addUser(id: string, more: Partial<FakeUser> = {}): FakeUser {
      const name = id.toLowerCase();
      const profile = { display_name: name, email: `${name}@contoso.example` };
      const user = { id, team_id: team, name, real_name: name, locale: 'en-US', tz: 'Europe/Paris', profile, ...more };
      users.set(id, user);
      return user;
    },

    addGroup(id: string, handle: string, more: Partial<FakeGroup> = {}): FakeGroup {
      const group = { id, handle, date_delete: 0, user_count: 2, ...more };
      groups.set(id, group);
      return group;
    },

    addChannel(id: string, more: Partial<FakeChannel> = {}): FakeChannel {
      const flags = {
        is_private: false,
        is_archived: false,
        is_ext_shared: false,
        is_pending_ext_shared: false,
        is_im: false,
      };
      const channel = { id, name: id.toLowerCase(), ...flags, members: [], ...more };
      channels.set(id, channel);
      return channel;
    },

    trigger(user: string, view: string | null = null): string {
      const id = next('trigger.');
      triggers.set(id, { user, view, expires: now() + 3_000, used: false });
      return id;
    },

    /** As Slack keeps it: every block has an id. */
    named<T extends { blocks: Message['blocks'] }>(thing: T): T {
      return { ...thing, blocks: thing.blocks.map((block) => ({ ...block, block_id: block.block_id ?? next('blk') })) };
    },

    /** The windows of a person, the topmost last. */
    stackOf: (user: string) => [...views.values()].filter((view) => view.user === user),
  };
}
