import { type Channel, channelKey, markedName, type Platform, sameChannel } from '../domain/tenant/identity.ts';
import { shortName } from '../domain/text/words.ts';
import type { Messages } from '../messages/messages.ts';
import { type ChannelFacts, ifChatError } from '../ports/chat.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { groupProblems, joinProblems, onlyProblems, type Sentence } from '../request/form-input.ts';

/** A platform's answer about a channel that somebody wants to add. */
export interface Checked {
  channel: Channel;
  /** `unsure`: the platform did not answer. `locked`: it answers nothing until the operator of the bot fixes it. */
  facts: ChannelFacts | { kind: 'unsure'; locked: boolean };
  /** The name that the platform says, else the one that the bot knew before; null when there is neither. */
  name: string | null;
}

/** The most added channels of one field that a platform is asked about; a form with more is refused anyway. */
const maxAsked = 10;

/** A field of channels in a form. `posts` says, in a few words, what the bot posts there. */
interface ChannelsField {
  chosen: readonly Channel[];
  known: readonly (Channel | null)[];
  posts: string;
}

type ChannelsFields = Readonly<Record<string, ChannelsField>>;

/**
 * Asks the platforms about the chosen channels of each field that are not `known`, all at once: those are what a save of the form adds.
 * The bot joins nothing yet.
 */
export async function checkAdded(fields: ChannelsFields, allowed: boolean, messages: Messages, world: World) {
  const asked = await Promise.all(
    Object.entries(fields).map(async ([field, { chosen, known, posts }]) => {
      const added = chosen.filter((channel) => !known.some((old) => old && sameChannel(old, channel)));
      return { field, posts, checked: await checkChannels(added.slice(0, maxAsked), world) };
    }),
  );
  const checked = asked.flatMap((one) => one.checked);
  const needsYes = !allowed && asked.some((one) => readableProblem(one, messages) !== null);
  const problemsOf = (fields: typeof asked, allowed: boolean) =>
    Object.fromEntries(fields.map((one) => [one.field, channelsProblem(one, allowed, messages)]));
  const allowPublic = needsYes ? messages.contactForm.problems.allowPublic : null;
  return {
    checked,
    /** The problems by field. `allowPublic` asks for the explicit yes to channels that others can read. */
    problems: onlyProblems({ ...problemsOf(asked, allowed), allowPublic }),
    /**
     * Joins the channels that may be joined, once all else is right and somebody said that alerts go there. Resolves with the
     * problems of the channels where that failed.
     */
    async join() {
      const joined = asked.map(async (one) => ({ ...one, checked: await joinChannels(one.checked, world) }));
      return onlyProblems(problemsOf(await Promise.all(joined), true));
    },
  };
}

function checkChannels(channels: readonly Channel[], world: World): Promise<Checked[]> {
  return Promise.all(
    channels.map(async (channel) => {
      const { platform, address } = channel;
      const asked = await orUnsure(async () => world.chats[platform]?.channel(address));
      const facts: Checked['facts'] = asked ?? { kind: 'not found' };
      const told = 'name' in facts ? facts.name : null;
      const name = told === null ? await knownName(channel, world) : markedName(platform, shortName(told));
      return { channel, facts, name };
    }),
  );
}

/**
 * Joins the channels that may be joined. Resolves with all of them as they are now. Call it only once somebody said that alerts go there.
 */
export function joinChannels(checked: readonly Checked[], world: World): Promise<Checked[]> {
  return Promise.all(
    checked.map(async (one): Promise<Checked> => {
      const { channel, facts } = one;
      if (facts.kind !== 'joinable') return one;
      const asked = await orUnsure(async () => world.chats[channel.platform]?.join(channel.address));
      if (asked === true) return { ...one, facts: { ...facts, kind: 'joined' } };
      return { ...one, facts: typeof asked === 'object' ? asked : { kind: 'not joined', name: facts.name } };
    }),
  );
}

async function orUnsure<T>(ask: () => Promise<T>): Promise<T | { kind: 'unsure'; locked: boolean }> {
  return ask().catch(ifChatError(({ kind }) => ({ kind: 'unsure', locked: kind === 'lockedOut' })));
}

async function knownName(channel: Channel, { store }: World): Promise<string | null> {
  const known = await store.read((reader) => reader.get('conversations', channelKey(channel)));
  return known ? shortName(known.name) : null;
}

type CheckedField = Pick<ChannelsField, 'posts'> & { checked: readonly Checked[] };

/**
 * Returns sentences that name the channels where the bot cannot post, and those that others can read unless that is `allowed`,
 * and say what to do; null when there is none.
 */
function channelsProblem(field: CheckedField, allowed: boolean, messages: Messages): string | null {
  const { unnamedChannel } = messages.contactForm.problems;
  const unusable = field.checked.map((one) => ({
    name: one.name ?? (one.facts.kind === 'not found' ? one.channel.address : unnamedChannel[one.channel.platform]),
    say: unusableOf(one, messages),
  }));
  return joinProblems(groupProblems(unusable), allowed ? null : readableProblem(field, messages));
}

function unusableOf({ channel: { platform }, facts }: Checked, messages: Messages): Sentence | null {
  const { problems: say } = messages.contactForm;
  switch (facts.kind) {
    case 'joined':
    case 'joinable':
      return null;
    case 'not joined':
      return say.channelNotJoined[platform];
    case 'archived':
      return say.channelArchived;
    case 'unsure':
      return facts.locked ? () => say.channelLocked(messages.platforms.names[platform]) : say.channelUnsure;
    case 'not found':
      return say.channelNotFound[platform];
  }
}

/**
 * Returns sentences that name the channels which everybody of the organisation, or other organisations, can read; null when there is none.
 */
function readableProblem({ checked, posts }: CheckedField, messages: Messages): string | null {
  const { externalChannel, openChannel } = messages.contactForm.problems;
  const readable = checked.flatMap(({ facts, name, channel }) =>
    facts.kind === 'joined' || facts.kind === 'joinable' ? [{ ...facts, name: name ?? channel.address }] : [],
  );
  const sentence = (some: typeof readable, say: (names: string, posts: string) => string) =>
    some.length === 0 ? null : say(some.map(({ name }) => name).join(', '), posts);
  const external = readable.filter((one) => one.external);
  const open = readable.filter((one) => one.open && !one.external);
  return joinProblems(sentence(external, externalChannel), sentence(open, openChannel));
}

/**
 * Stores the names of channels, for the other platform, which cannot ask, and for people who read of a lost channel. Does not
 * touch the row of a channel that a platform's adapter keeps.
 */
export async function nameChannels(tx: Tx, all: readonly { channel: Channel; name: string | null }[]): Promise<void> {
  for (const { channel, name } of all) {
    if (name === null) continue;
    const id = channelKey(channel);
    const known = await tx.get('conversations', id);
    const { platform, address } = channel;
    if (known && (known.name === name || Object.keys(known.reference).length > 0)) continue;
    await tx.put('conversations', { id, platform, address, name, kind: 'channel', reference: {} });
  }
}

type Channels = readonly Channel[];

/**
 * Returns the channels of a field after a save: those chosen on `platform`, and those of the other platform whose keys are not among the
 * `removed`.
 */
export function channelsAfter(chosen: Channels, before: Channels, platform: Platform, removed: readonly string[]) {
  const others = before.filter((channel) => channel.platform !== platform && !removed.includes(channelKey(channel)));
  return [...new Map([...chosen, ...others].map((channel) => [channelKey(channel), channel])).values()];
}
