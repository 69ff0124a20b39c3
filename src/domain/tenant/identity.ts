import { z } from 'zod';

/** A chat platform that the bot speaks with. */
export const Platform = z.enum(['slack', 'teams']);
/** A chat platform that the bot speaks with. */
export type Platform = z.infer<typeof Platform>;

/** A person on a platform: `slack:<team>/<user>` or `teams:<tenant>/<aadObjectId>`; `former:<number>` where a person was erased. */
export const Identity = z
  .string()
  .max(120)
  .regex(/^(slack:[A-Z0-9]+\/[A-Z0-9]+|teams:[0-9a-f-]{36}\/[0-9a-f-]{36}|former:\d{1,9})$/);
/** A person on a platform, as `slack:<team>/<user>` or `teams:<tenant>/<aadObjectId>`; `former:<number>` where a person was erased. */
export type Identity = z.infer<typeof Identity>;

/**
 * Returns true for a Slack user group (`slack:<team>/S…`): messages mention it as one, and it does nothing itself. Nobody's user id begins
 * with an S.
 */
export function isGroup(id: Identity): boolean {
  return /^slack:[A-Z0-9]+\/S/.test(id);
}

/** The ends of the sentences that refuse a channel or a person in a file or form, with examples. */
export const expected = {
  address: 'must be a Slack channel like C0123 or a Teams channel like 19:...@thread.tacv2',
  channel: 'must be a channel like {"platform":"slack","address":"C0123"}',
  person: 'must be a person like slack:T0123/U0456 or teams:<tenant id>/<user id>',
} as const;

/** Returns true for what stands in place of the identity of a person who was erased. Nobody can write to it. */
export function isFormer(id: Identity): boolean {
  return id.startsWith('former:');
}

/** The identity of a person who can be reached, and of no group. */
export const PersonId = Identity.refine((id) => !isGroup(id) && !isFormer(id), { error: expected.person });

/**
 * Matches the address of a channel: `C0123` on Slack, `19:...@thread.tacv2` in Teams. Nothing else is accepted, since an address becomes
 * part of a mention.
 */
export const Channel = z
  .strictObject({
    platform: Platform,
    address: z.string().regex(/^([CG][A-Z0-9]{1,40}|19:[\w.:+=-]{1,150}@[\w.]{1,40})$/),
  })
  .refine(({ platform, address }) => address.startsWith('19:') === (platform === 'teams'), {
    path: ['address'],
    error: expected.address,
  });
/** A channel of a platform. */
export type Channel = z.infer<typeof Channel>;

/** Returns the platform of a person, or of a queue: the key of a channel begins like an identity. */
export function platformOf(id: Identity): Platform {
  return id.startsWith('slack:') ? 'slack' : 'teams';
}

/** Returns the part before the slash: the Slack team or Entra tenant of the person. */
export function homeOf(id: Identity): string {
  return id.slice(id.indexOf(':') + 1, id.indexOf('/'));
}

/** Returns the platform's own user id: Slack's `U…`, or the Entra object id. */
export function userOf(id: Identity): string {
  return id.slice(id.indexOf('/') + 1);
}

/** Returns one text for a channel, for example `slack:C0123`. */
export function channelKey(channel: Channel): string {
  return `${channel.platform}:${channel.address}`;
}

/** Reads a text that `channelKey` wrote; null for any other. */
export function channelOfKey(text: string): Channel | null {
  const [, platform, address] = /^(slack|teams):(.+)$/.exec(text) ?? [];
  return Channel.safeParse({ platform, address }).data ?? null;
}

/** Reads a channel's key, or a bare address of `platform`; null for anything else. */
export function channelOf(text: string, platform: Platform): Channel | null {
  return channelOfKey(text) ?? Channel.safeParse({ platform, address: text }).data ?? null;
}

/**
 * Reads an identity, or a bare user id: one of those in `known`, or else one of the organisation of `asker`. Null for
 * anything else.
 */
export function identityOf(text: string, asker: Identity, known: readonly Identity[] = []): Identity | null {
  const same = known.find((id) => platformOf(id) === platformOf(asker) && userOf(id) === text);
  if (same) return same;
  const parsed = Identity.safeParse(text.includes('/') ? text : `${platformOf(asker)}:${homeOf(asker)}/${text}`);
  return parsed.success ? parsed.data : null;
}

/**
 * Reads a group as somebody enters it: its identity, its bare id, or a mention that was copied from Slack. Null for anything else, such as
 * its name.
 */
export function groupOf(text: string, asker: Identity): Identity | null {
  const [, mentioned] = /^<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>$/.exec(text) ?? [];
  const bare = mentioned ?? (/^S[A-Z0-9]{5,}$/.test(text) || text.includes('/') ? text : '');
  const id = bare === '' ? null : identityOf(bare, asker);
  return id !== null && isGroup(id) ? id : null;
}

/** Returns true when both are the same channel. */
export function sameChannel(a: Channel, b: Channel): boolean {
  return a.platform === b.platform && a.address === b.address;
}

/**
 * Returns the queue in which a person is mentioned: the first channel of their own platform, before others one that takes messages
 * (`open`).
 */
export function queueToCall(id: Identity, { channels, open }: Record<'channels' | 'open', readonly string[]>) {
  const isTheirs = (queue: string) => platformOf(queue) === platformOf(id);
  return open.find(isTheirs) ?? channels.find(isTheirs) ?? open[0] ?? channels[0];
}

/** The differences between the chat platforms that the core has to know. */
interface PlatformFacts {
  /** The text that a person types before a verb, with its blank. */
  commandPrefix: string;
  /** The sign before the name of a channel when people write it. */
  channelMark: string;
  /** True when the platform itself shows a person's name in place of their id, even if the bot never met them. */
  namesById: boolean;
  /** True when a field for people shows at least the beginning of an id of somebody whose name the bot does not know. */
  fieldShowsIds: boolean;
  /** True when the bot has to write to admins first; otherwise it greets them when it is installed. */
  welcomesAdmins: boolean;
  /** True when people have a home page, which has more room than a message. */
  hasHome: boolean;
  /** True when an identity is an account in Microsoft Entra: its tenant and object id. */
  isEntraAccount: boolean;
  /** True when user groups, which a message can mention, may be on call. */
  hasGroups: boolean;
}

/** One row for each chat platform. */
export const platforms: Readonly<Record<Platform, PlatformFacts>> = {
  slack: {
    commandPrefix: '/security-contact ',
    channelMark: '#',
    namesById: true,
    fieldShowsIds: false,
    welcomesAdmins: true,
    hasHome: true,
    isEntraAccount: false,
    hasGroups: true,
  },
  teams: {
    commandPrefix: '',
    channelMark: '',
    namesById: false,
    fieldShowsIds: true,
    welcomesAdmins: false,
    hasHome: false,
    isEntraAccount: true,
    hasGroups: false,
  },
};

/** Returns a record with what `of` returns for each platform. */
export function byPlatform<T>(of: (platform: Platform) => T): Record<Platform, T> {
  return { slack: of('slack'), teams: of('teams') };
}

/** Returns the name of a channel as people of its platform write it: `#soc` in Slack, `SOC › Alerts` in Teams. */
export function markedName(platform: Platform, name: string): string {
  const mark = platforms[platform].channelMark;
  return name.startsWith(mark) ? name : `${mark}${name}`;
}

/** The limits that every platform keeps: each is that of the platform that allows less. */
export const shownLimits = {
  /** Choices that a search offers. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
  searchChoices: 15,
  /**
   * Characters of a name: a channel's in Slack. Teams allows about 300, of which ten would fill a card.
   * https://docs.slack.dev/reference/methods/conversations.create
   */
  name: 80,
  /** Characters of a page of text: half of what a Slack message takes, since markup comes on top. */
  page: 6_000,
  /** Characters of a field of several lines: Slack's. https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  longInput: 3_000,
  /**
   * Characters of a row: a section of Slack's takes 3,000, and markup comes on top.
   * https://docs.slack.dev/reference/block-kit/blocks/section-block
   */
  row: 2_400,
  /**
   * Channels or people that are ticked in one list: Slack's checkboxes.
   * https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
   */
  ticks: 10,
} as const;

/**
 * Hours after which no platform repeats what it sent to the bot. Slack's delayed events come for a day.
 * https://docs.slack.dev/apis/events-api
 */
export const repeatHours = 25;
