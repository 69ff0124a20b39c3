import type { Channel } from './domain/identity.ts';
import { shortName } from './domain/short-name.ts';
import type { Words } from './messages/words.ts';
import { type ChannelFacts, ChatError, type World } from './ports.ts';

/** What a platform said of a channel that somebody wants to add. */
export interface Checked {
  channel: Channel;
  facts: ChannelFacts | { kind: 'unsure' };
}

/** Asks the platforms, all at once. The bot joins where it may. */
export function checkChannels(channels: readonly Channel[], world: World): Promise<Checked[]> {
  return Promise.all(channels.map(async (channel) => ({ channel, facts: await factsOf(channel, world) })));
}

async function factsOf(channel: Channel, world: World): Promise<Checked['facts']> {
  try {
    return (await world.chats[channel.platform]?.channel(channel.address)) ?? { kind: 'not found' };
  } catch (error) {
    if (error instanceof ChatError) return { kind: 'unsure' };
    throw error;
  }
}

/** Why the bot cannot post there, in words that say what to do; null when it can. */
export function channelProblem({ channel, facts }: Checked, words: Words): string | null {
  const say = words.contactForm.problems;
  switch (facts.kind) {
    case 'joined':
      return null;
    case 'not joined':
      return say.channelNotJoined(called(channel, facts.name));
    case 'archived':
      return say.channelArchived(called(channel, facts.name));
    case 'unsure':
      return say.channelUnsure(channel.address);
    case 'not found':
      return channel.platform === 'teams'
        ? say.channelNotConnected(channel.address)
        : say.channelUnknown(channel.address);
  }
}

/** Those that more people can read than the bot's own organisation chose: everybody, or other organisations. */
function openOnes(checked: readonly Checked[]): { open: string[]; external: string[] } {
  const joined = checked.flatMap(({ channel, facts }) =>
    facts.kind === 'joined' ? [{ ...facts, name: called(channel, facts.name) }] : [],
  );
  return {
    open: joined.filter(({ open, external }) => open && !external).map(({ name }) => name),
    external: joined.filter(({ external }) => external).map(({ name }) => name),
  };
}

/** As people of the platform write it: `#soc` in Slack, `SOC › Alerts` in Teams. */
export function called({ platform }: Channel, name: string): string {
  return platform === 'slack' ? `#${name}` : shortName(name);
}

/** That more people can read them than the organisation's chosen ones, which takes an explicit yes; null when none can. */
export function readableProblem(checked: readonly Checked[], words: Words): string | null {
  const say = words.contactForm.problems;
  const { open, external } = openOnes(checked);
  if (external.length > 0) return say.externalChannel(external.join(', '));
  return open.length > 0 ? say.openChannel(open.join(', ')) : null;
}
