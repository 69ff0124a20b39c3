import type { Conversation } from '../../src/collections.ts';
import { Identity } from '../../src/domain/identity.ts';
import type { Bot } from '../../src/interaction.ts';
import { words } from '../../src/messages/words.ts';
import { answer } from '../answer.ts';
import { type Activity, addressOf, kindOf } from './activity.ts';
import { deliver } from './deliver.ts';
import { sendLine } from './give.ts';
import { textMessage } from './message.ts';
import { localeOf, turnOf } from './turn.ts';
import type { TeamsWorld } from './world.ts';

/** The app was added to or removed from a conversation. */
export async function onInstallation(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  if (activity.action?.startsWith('remove')) return leave(world, bot, activity);
  await world.learner.learn(activity);
  arrive(world, bot, activity);
  if (activity.action === 'add') await welcome(world, bot, activity);
}

/** Once for each conversation that the app is added to; later versions of the app are not news. */
async function welcome(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  if (kindOf(activity) !== 'personal') {
    const { teamWelcome } = words(localeOf(activity) ?? world.options.locale).teams;
    return void (await sendLine(world, { activity }, textMessage(activity.recipient.id, teamWelcome)));
  }
  const turn = turnOf(activity);
  if (!turn) return;
  world.people.saw(turn);
  const { from, locale, place, key } = turn;
  const reply = await answer(bot, { kind: 'home', from, locale, place, key }, world.options);
  await deliver(world, bot, turn, { kind: 'home' }, reply);
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
      if (channelData?.eventType === 'teamUnarchived') await markTeam(world, activity, false);
      if (isBack(channelData?.eventType) || membersAdded?.some(({ id }) => id === recipient.id))
        return arrive(world, bot, activity);
      if (channelData?.eventType?.match(/^(channel|team)(Created|Renamed|Restored)$/)) nameChannels(world, activity);
  }
}

/** Of a team, or of the organisation: who asks afterwards finds out. */
async function whoLeft({ rosters }: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const { membersRemoved, conversation, channelData } = activity;
  const home = conversation.tenantId ?? channelData?.tenant?.id;
  for (const { aadObjectId } of membersRemoved ?? []) {
    const id = Identity.safeParse(`teams:${home}/${aadObjectId}`.toLowerCase());
    rosters.forget();
    if (id.success) await bot.changed(id.data);
  }
}

function isBack(event: string | null | undefined): boolean {
  return /^((channel|team)Restored|teamUnarchived)$/.test(event ?? '');
}

/** The bot may post here again, and in all channels of the team: what waits for that is sent. */
export function arrive(world: TeamsWorld, bot: Bot, activity: Activity): void {
  const team = activity.channelData?.team?.id;
  const learning = kindOf(activity) === 'channel' ? world.learner.learnTeam(activity) : Promise.resolve();
  const arriving = async () => {
    for (const { address, reference } of await world.conversations.all())
      if (address === addressOf(activity) || (team && reference.team === team))
        await bot.arrived({ platform: 'teams', address });
  };
  world.background.run('learning a team', learning);
  world.background.run('arriving', learning.catch(() => {}).then(arriving));
}

function leave(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const team = activity.channelData?.team?.id;
  return leaveThose(
    world,
    bot,
    (row) =>
      row.address === addressOf(activity) || (team !== undefined && team !== null && row.reference.team === team),
  );
}

/** Nobody can post in an archived team, and no other answer of Teams says so: it stays noted until somebody is heard there again. */
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

/** The bot is told in the background: Teams waits for no look. */
async function leaveThose(world: TeamsWorld, bot: Bot, which: (row: Conversation) => boolean): Promise<void> {
  const gone = await world.conversations.forget(which);
  const leaving = async () => {
    for (const { kind, address } of gone) if (kind !== 'personal') await bot.left({ platform: 'teams', address });
  };
  world.background.run('leaving', leaving());
}

export function nameChannels(world: TeamsWorld, activity: Activity): void {
  if (kindOf(activity) === 'channel') world.background.run('learning a team', world.learner.learnTeam(activity));
}
