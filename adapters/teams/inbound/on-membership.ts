import type { Conversation } from '../../../src/ports/collections.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { type Activity, addressOf, kindOf } from '../api/activity.ts';
import { memberOrNull } from '../api/people.ts';
import { identityIn } from '../api/turn.ts';
import type { TeamsWorld } from './context.ts';
import { welcome } from './welcome.ts';

/** The app was added to or removed from a conversation. */
export async function onInstallation(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  if (activity.action?.startsWith('remove')) return leave(world, bot, activity);
  await world.learner.learn(activity);
  arrive(world, bot, activity);
  if (activity.action === 'add') await welcome(world, bot, activity);
}

/** Members and channels that come, go, or are called differently. */
export async function onConversationUpdate(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const { channelData, membersAdded, membersRemoved, recipient } = activity;
  switch (channelData?.eventType) {
    case 'channelDeleted':
      return leaveThose(world, bot, ({ address }) => address === channelData.channel?.id);
    case 'teamArchived':
      return archive(world, bot, activity);
    case 'teamDeleted':
    case 'teamHardDeleted':
      return leave(world, bot, activity);
    default:
      if (membersRemoved?.some(({ id }) => id === recipient.id)) return leave(world, bot, activity);
      await world.learner.learn(activity);
      world.background.run('somebody left', whoLeft(world, bot, activity));
      world.background.run('somebody joined', whoJoined(world, bot, activity));
      if (channelData?.eventType === 'teamUnarchived') await markTeam(world, activity, false);
      if (isBack(channelData?.eventType) || membersAdded?.some(({ id }) => id === recipient.id))
        return arrive(world, bot, activity);
      if (channelData?.eventType?.match(/^(channel|team)(Created|Renamed|Restored)$/)) nameChannels(world, activity);
  }
}

function isBack(event: string | null | undefined): boolean {
  return /^((channel|team)Restored|teamUnarchived)$/.test(event ?? '');
}

/**
 * Tells the bot that it may post in this conversation, and in all channels of the team, so that it sends what waits.
 */
export function arrive(world: TeamsWorld, bot: Bot, activity: Activity): void {
  const learning = kindOf(activity) === 'channel' ? world.learner.learnTeam(activity) : Promise.resolve();
  const arriving = async () => {
    for (const { address } of await placesOf(world, activity)) await bot.arrived({ platform: 'teams', address });
  };
  world.background.run('learning a team', learning);
  world.background.run('arriving', learning.catch(() => {}).then(arriving));
}

function leave(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  return leaveThose(world, bot, isPlaceOf(activity));
}

/**
 * Notes that a team is archived until somebody writes there again. Nobody can post there meanwhile, and no answer of
 * Teams says so.
 */
async function archive(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const rows = await markTeam(world, activity, true);
  const leaving = async () => {
    for (const { address } of rows) await bot.left({ platform: 'teams', address });
  };
  world.background.run('an archived team', leaving());
}

/** Resolves with the channels of the team that the bot knows. */
async function markTeam(
  { conversations }: TeamsWorld,
  { channelData }: Activity,
  isArchived: boolean,
): Promise<Conversation[]> {
  const team = channelData?.team?.id;
  const rows = (await conversations.all()).filter(({ reference }) => team && reference.team === team);
  for (const row of rows) {
    const { archived: _before, ...reference } = row.reference;
    await conversations.learn({ ...row, reference: isArchived ? { ...reference, archived: 'yes' } : reference });
  }
  return rows;
}

/** Forgets conversations, and tells the bot in the background, since Teams does not wait for that. */
async function leaveThose(world: TeamsWorld, bot: Bot, which: (row: Conversation) => boolean): Promise<void> {
  const gone = await world.conversations.forget(which);
  const leaving = async () => {
    for (const { kind, address } of gone) if (kind !== 'personal') await bot.left({ platform: 'teams', address });
  };
  world.background.run('leaving', leaving());
}

function nameChannels(world: TeamsWorld, activity: Activity): void {
  if (kindOf(activity) === 'channel') world.background.run('learning a team', world.learner.learnTeam(activity));
}

/** Tells the bot who left a team. They may have left the organisation too: the bot asks Teams about them. */
async function whoLeft({ rosters }: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  for (const { aadObjectId } of activity.membersRemoved ?? []) {
    const id = identityIn(activity, aadObjectId);
    rosters.forget();
    if (id) await bot.changed(id);
  }
}

/**
 * Has the channels checked again where somebody joined who is no member of the organisation, since they can read what
 * is posted there.
 */
async function whoJoined(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const { membersAdded, recipient } = activity;
  const joined = (membersAdded ?? []).filter(({ id }) => id !== recipient.id);
  if (joined.length === 0) return;
  world.rosters.forget();
  const ids = joined.map(({ aadObjectId }) => identityIn(activity, aadObjectId));
  const members = await Promise.all(ids.slice(0, mostAsked).map((id) => id && memberOrNull(world.people, id)));
  if (ids.length === members.length && members.every((one) => one !== null)) return;
  for (const { kind, address } of await placesOf(world, activity))
    if (kind !== 'personal') await bot.left({ platform: 'teams', address });
}

/** At most so many people who joined at once are looked up one by one. */
const mostAsked = 5;

/** The conversations that an activity concerns: its own, and all channels of its team. */
async function placesOf({ conversations }: TeamsWorld, activity: Activity): Promise<Conversation[]> {
  return (await conversations.all()).filter(isPlaceOf(activity));
}

function isPlaceOf(activity: Activity): (row: Conversation) => boolean {
  const team = activity.channelData?.team?.id;
  return ({ address, reference }) => address === addressOf(activity) || (!!team && reference.team === team);
}
