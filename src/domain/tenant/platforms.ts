import type { Platform } from './identity.ts';

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
  /** True when groups of people, which a message mentions as one, may be on call. */
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
    hasGroups: true,
  },
  teams: {
    commandPrefix: '',
    channelMark: '',
    namesById: false,
    fieldShowsIds: true,
    welcomesAdmins: false,
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
  /** Characters of a name: a channel's in Slack. Teams allows some 300, of which ten would fill a card. https://docs.slack.dev/reference/methods/conversations.create */
  name: 80,
  /** Characters of a page of text: half of what a Slack message takes, since markup comes on top. */
  page: 6_000,
  /** Characters of a field of several lines: Slack's. https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  longInput: 3_000,
  /** Characters of a row: a section of Slack's takes 3,000, and markup comes on top. https://docs.slack.dev/reference/block-kit/blocks/section-block */
  row: 2_400,
  /** Channels or people that are ticked in one list: Slack's checkboxes. https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
  ticks: 10,
} as const;

/** Hours after which no platform repeats what it sent to the bot. Slack's delayed events come for a day. https://docs.slack.dev/apis/events-api */
export const repeatHours = 25;
