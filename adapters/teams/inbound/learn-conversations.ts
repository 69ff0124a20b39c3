import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import type { Log } from '../../process/log.ts';
import { type Activity, addressOf, kindOf, tenantOf } from '../api/activity.ts';
import type { Connector } from '../api/connector.ts';
import type { Conversations } from '../api/conversations.ts';

/** Returns what learns conversations from the activities that Teams sends. */
export function createLearner(world: { conversations: Conversations; connector: Connector; log: Log }) {
  const { conversations, connector, log } = world;

  /** A full disk must not keep people from reading: the next activity tries again. */
  const unkept = ifUnwritable((error) => {
    log.warn({ event: 'teams.conversation', err: error }, 'could not store a Teams conversation');
    return false;
  });

  function keep(row: Conversation): Promise<boolean> {
    return conversations.learn({ ...row, name: cleanedLine(row.name) || (row.name && row.address) }).catch(unkept);
  }

  return {
    /**
     * Remembers where an installation, a change of members or a message to the bot came from; resolves with whether the
     * bot had never been there. `mayTeach` is asked only when there is something new to remember.
     */
    async learn(activity: Activity, mayTeach: () => Promise<boolean> = async () => true): Promise<boolean> {
      const row = conversationAfter(activity, await conversations.get(addressOf(activity)));
      return (await conversations.isNews(row)) && (await mayTeach()) && keep(row);
    },
    /**
     * Asks Teams for the names of a team's channels, which messages do not say, and remembers them. Rejects with
     * ChatError.
     */
    async learnTeam(activity: Activity): Promise<void> {
      const { serviceUrl, channelData } = activity;
      const team = channelData?.team?.id;
      if (!team) return;
      const [{ name, aadGroupId }, { conversations: channels }] = await Promise.all([
        connector.team(serviceUrl, team),
        connector.channels(serviceUrl, team),
      ]);
      const group = aadGroupId ?? channelData.team?.aadGroupId;
      for (const channel of channels) {
        // Teams gives the first channel no name: its clients call it General in their own language.
        const path = `${name ?? channelData.team?.name ?? team} › ${channel.name ?? 'General'}`;
        const reference = { ...ownReference(activity), ...present({ team, group, membership: channel.type }) };
        await keep({ ...teamsChannel(channel.id), name: path, kind: 'channel', reference });
      }
    },
  };
}

/** Returns the conversation as it is known after this activity. What the activity does not say stays as it was. */
function conversationAfter(activity: Activity, known: Conversation | null): Conversation {
  const { from, channelData, conversation, type } = activity;
  const kind = conversation.conversationType ? kindOf(activity) : (known?.kind ?? 'group');
  const address = addressOf(activity);
  const { archived, ...reference } = known?.reference ?? {};
  const before = { ...reference, ...ownReference(activity) };
  const learnt = (more: Parameters<typeof present>[0]) => ({ ...before, ...present(more) });
  if (kind === 'personal') {
    const user = from?.aadObjectId?.toLowerCase();
    const name = from?.name ?? known?.name ?? '';
    return { ...teamsChannel(address), kind, name, reference: learnt({ user, userId: user && from?.id }) };
  }
  const { team, channel } = channelData ?? {};
  return {
    ...teamsChannel(address),
    kind,
    name: (kind === 'group' ? conversation.name : null) ?? known?.name ?? channel?.name ?? address,
    reference: learnt({
      // Nobody can write in an archived team, so a message says that it no longer is one.
      archived: type === 'message' ? null : archived,
      team: team?.id,
      // The team's Microsoft 365 group, which addresses of its messages name.
      group: team?.aadGroupId,
      membership: channel?.type ?? channel?.membershipType,
    }),
  };
}

/** Returns the values that are there. */
function present(values: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

function teamsChannel(address: string) {
  return { id: `teams:${address}`, platform: 'teams', address } as const;
}

/** Returns the part of a reference that every activity gives. */
function ownReference(activity: Activity) {
  return { serviceUrl: activity.serviceUrl, botId: activity.recipient.id, tenant: tenantOf(activity) ?? '' };
}
