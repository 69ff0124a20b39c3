import type { Channel } from '../../../src/domain/tenant/identity.ts';
import { shortName } from '../../../src/domain/text/words.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import type { LocalizedReply } from '../../chat/clean-interaction.ts';
import { type Activity, addressOf, identityIn, kindOf, localeOf, turnOf } from '../api/activity.ts';
import { memberOrNull } from '../api/people.ts';
import type { TeamsWorld } from './context.ts';
import { ask, sendReply } from './reply.ts';
import { sendLine } from './send-answer.ts';

/** The most people who joined at once that are looked up one by one. */
const maxLookUps = 5;

/** Handles the installation event: the app was added to a conversation, or removed from it. */
export async function onInstallation(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  if (activity.action?.startsWith('remove')) return leave(world, bot, activity);
  await world.learner.learn(activity);
  arrive(world, bot, activity);
  if (activity.action === 'add') await welcome(world, bot, activity);
}

/**
 * Acts on members and channels that come, go, or are called differently.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
 */
export async function onConversationUpdate(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const { channelData, membersAdded, membersRemoved, recipient } = activity;
  const event = channelData?.eventType ?? '';
  const isBot = ({ id }: { id: string }) => id === recipient.id;
  switch (event) {
    case 'channelDeleted':
      return forget(world, bot, ({ address }) => address === channelData?.channel?.id);
    case 'teamArchived': {
      const rows = await markTeam(world, activity, { archived: true });
      const telling = tellOf(rows, (channel) => bot.left(channel));
      return world.background.run('an archived team', telling);
    }
    case 'teamDeleted':
    case 'teamHardDeleted':
      return forget(world, bot, isConversationOf(activity));
  }
  if (membersRemoved?.some(isBot)) return leave(world, bot, activity);
  await world.learner.learn(activity);
  world.background.run('somebody left', onLeft(world, bot, activity));
  world.background.run('somebody joined', onJoined(world, bot, activity));
  if (event === 'teamUnarchived') await markTeam(world, activity, { archived: false });
  const isBack = /^((channel|team)Restored|teamUnarchived)$/.test(event);
  if (isBack || membersAdded?.some(isBot)) return arrive(world, bot, activity);
  if (kindOf(activity) === 'channel' && /^(channel|team)(Created|Renamed)$/.test(event))
    world.background.run('learning a team', world.learner.learnTeam(activity));
}

/**
 * Reports to the bot that it may post in this conversation and in all channels of the team, so that it sends what waits.
 */
export function arrive(world: TeamsWorld, bot: Bot, activity: Activity): void {
  const learning = kindOf(activity) === 'channel' ? world.learner.learnTeam(activity) : Promise.resolve();
  const arriving = async () => {
    const rows = await conversationsIn(world, activity);
    // What Teams refused before the bot was a member, it may take now.
    for (const { address } of rows) world.targeted.forgetRefusal(address);
    await tellOf(rows, (channel) => bot.arrived(channel));
  };
  world.background.run('learning a team', learning);
  world.background.run('arriving', learning.catch(() => {}).then(arriving));
}

async function tellOf(rows: readonly Conversation[], tell: (channel: Channel) => Promise<void>): Promise<void> {
  for (const { address } of rows) await tell({ platform: 'teams', address });
}

/**
 * Notes that a team is archived until somebody writes there again, or that it no longer is: nobody can post there
 * meanwhile, and no answer of Teams says so. Resolves with the channels of the team that the bot knows.
 */
async function markTeam({ conversations }: TeamsWorld, { channelData }: Activity, is: { archived: boolean }) {
  const team = channelData?.team?.id;
  const rows = (await conversations.all()).filter(({ reference }) => team && reference.team === team);
  for (const row of rows) {
    const { archived: _before, ...reference } = row.reference;
    await conversations.learn({ ...row, reference: is.archived ? { ...reference, archived: 'yes' } : reference });
  }
  return rows;
}

/**
 * Forgets what the bot was taken out of: the team of the activity, or only its conversation where that is a private or shared
 * channel, each of which has its own apps. The event says so (https://github.com/microsoft/teams.net/issues/100); where there is
 * none, what Teams said of the channel.
 */
async function leave(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const here = addressOf(activity);
  const event = activity.channelData?.eventType;
  const membership = (await world.conversations.get(here))?.reference.membership ?? '';
  const isOne = event ? event === 'channelMemberRemoved' : /^(private|shared)$/.test(membership);
  return forget(world, bot, isOne ? ({ address }) => address === here : isConversationOf(activity));
}

/** Forgets conversations, and tells the bot in the background, since Teams does not wait for that. */
async function forget(world: TeamsWorld, bot: Bot, which: (row: Conversation) => boolean): Promise<void> {
  const gone = await world.conversations.forget(which);
  const leaving = tellOf(gone.filter(isShared), (channel) => bot.left(channel));
  world.background.run('leaving', leaving);
}

/** Reports to the bot who left a team. They may have left the organisation too: the bot asks Teams about them. */
async function onLeft({ rosters }: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  for (const { aadObjectId } of activity.membersRemoved ?? []) {
    const id = identityIn(activity, aadObjectId);
    rosters.forget();
    if (id) await bot.changed(id);
  }
}

/**
 * Has the channels checked again where somebody joined who is no member of the organisation, and can read what is
 * posted there.
 */
async function onJoined(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const joined = (activity.membersAdded ?? []).filter(({ id }) => id !== activity.recipient.id);
  if (joined.length === 0) return;
  world.rosters.forget();
  const ids = joined.slice(0, maxLookUps).map(({ aadObjectId }) => identityIn(activity, aadObjectId));
  const members = await Promise.all(ids.map((id) => id && memberOrNull(world.people, id)));
  if (joined.length === members.length && members.every((one) => one !== null)) return;
  await tellOf((await conversationsIn(world, activity)).filter(isShared), (channel) => bot.left(channel));
}

/** Resolves with the conversations that an activity concerns: its own, and all channels of its team. */
async function conversationsIn({ conversations }: TeamsWorld, activity: Activity): Promise<Conversation[]> {
  return (await conversations.all()).filter(isConversationOf(activity));
}

function isConversationOf(activity: Activity): (row: Conversation) => boolean {
  const team = activity.channelData?.team?.id;
  return ({ address, reference }) => address === addressOf(activity) || (!!team && reference.team === team);
}

function isShared({ kind }: Conversation): boolean {
  return kind !== 'personal';
}

/** Greets a conversation when the app is added to it. A later version of the app greets nobody again. */
async function welcome(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const turn = turnOf(bot, activity);
  if (turn) world.people.saw(turn);
  if (kindOf(activity) !== 'personal') {
    const { teamWelcome } = messages(localeOf(activity) ?? world.options.locale).teams;
    const person = turn && (await memberOrNull(world.people, turn.from));
    await sendLine(world, activity, teamWelcome(person && shortName(person.name)));
  } else if (turn) {
    const reply = await ask(world, turn, { kind: 'home' });
    await sendReply(world, turn, { kind: 'home' }, withReason(reply));
  }
}

/** Adds to the first card the sentence that says why the bot sent it. */
function withReason(reply: LocalizedReply): LocalizedReply {
  if (reply.kind !== 'cards') return reply;
  const [first, ...rest] = reply.cards;
  if (!first || first.footer !== null) return reply;
  return { ...reply, cards: [{ ...first, footer: messages(reply.locale).teams.whyWelcome }, ...rest] };
}
