import type { ChannelTrouble } from '../domain/delivery/refusal-reason.ts';
import type { Check } from '../domain/finding/finding.ts';
import { type Readers, reachOf, readersNow } from '../domain/tenant/channel-reach.ts';
import { type Channel, channelKey } from '../domain/tenant/identity.ts';
import { markedName } from '../domain/tenant/platforms.ts';
import { shortName } from '../domain/text/words.ts';
import { type ChannelFacts, ChatError } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import { joinChannels } from './check-channels.ts';

/**
 * Asks the platforms whether the bot can post in these channels, and who can read them: one call for each channel. `names` are those that
 * platforms returned. `complete` is false when a platform did not answer: what was known before about its channel still counts.
 */
export async function probeChannels(channels: readonly Channel[], before: Check | null, world: World) {
  const found = await Promise.all(
    channels.map(async (channel) => [channel, await seen(channel, before, world)] as const),
  );
  const closed: Channel[] = [];
  const why: Record<string, ChannelTrouble> = {};
  const readers: Record<string, Readers> = {};
  const names: { channel: Channel; name: string }[] = [];
  for (const [channel, { facts, trouble }] of found) {
    const key = channelKey(channel);
    const known = before?.readers?.[key] ?? null;
    if (trouble !== null) {
      closed.push(channel);
      why[key] = trouble;
    }
    if (facts?.kind === 'joined') readers[key] = readersNow(reachOf(facts), known);
    else if (known) readers[key] = known;
    if (facts && 'name' in facts && facts.name !== null)
      names.push({ channel, name: markedName(channel.platform, shortName(facts.name)) });
  }
  return { seen: { closed, why, readers }, names, complete: found.every(([, { facts }]) => facts !== null) };
}

/** Asks the platform about one channel. `facts` are null where it did not answer; `trouble` is null where the bot can post. */
async function seen(
  channel: Channel,
  before: Check | null,
  world: World,
): Promise<{ facts: ChannelFacts | null; trouble: ChannelTrouble | null }> {
  const chat = world.chats[channel.platform];
  if (!chat) return { facts: { kind: 'not found' }, trouble: 'notConfigured' };
  const key = channelKey(channel);
  const wasClosed = before?.closed.some((one) => channelKey(one) === key) ?? false;
  try {
    const facts = await chat.channel(channel.address);
    if (facts.kind !== 'joinable' || facts.external || wasClosed || (await wasMet(key, world)))
      return { facts, trouble: troubles[facts.kind] };
    // An import named the channel, and nobody removed the bot from it.
    const [joined] = await joinChannels([{ channel, facts, name: facts.name }], world);
    return joined?.facts.kind === 'joined'
      ? { facts: joined.facts, trouble: null }
      : { facts, trouble: troubles[facts.kind] };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { facts: null, trouble: wasClosed ? (before?.why?.[key] ?? 'other') : null };
  }
}

/** Returns true for a channel that somebody chose in a form, or that was probed before: its name is stored. */
async function wasMet(key: string, { store }: World): Promise<boolean> {
  return (await store.read((reader) => reader.get('conversations', key))) !== null;
}

const troubles: Record<ChannelFacts['kind'], ChannelTrouble | null> = {
  joined: null,
  joinable: 'notMember',
  'not joined': 'notMember',
  archived: 'archived',
  'not found': 'missing',
};
