import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import type { Log } from '../../platform.ts';
import { type Activity, addressOf, kindOf, tenantOf } from '../api/activity.ts';
import type { Connector } from '../api/connector.ts';
import type { Conversations } from '../api/conversations.ts';

/** Keeps the conversations in the store up to date. */
export interface Learner {
  /**
   * Remembers where an installation, a change of members or a message to the bot came from; resolves with whether the bot
   * had never been there. `mayTeach` is asked only when there is something new to remember.
   */
  learn(activity: Activity, mayTeach?: () => Promise<boolean>): Promise<boolean>;
  /** Asks Teams what a team's channels are called: messages do not say. */
  learnTeam(activity: Activity): Promise<void>;
}

/** Learns conversations from what Teams sends. */
export function createLearner(world: { conversations: Conversations; connector: Connector; log: Log }): Learner {
  const { conversations, connector, log } = world;

  /** A full disk must not keep people from reading: the next activity tries again. */
  const unkept = ifUnwritable((error) => {
    log.warn({ err: error }, 'a Teams conversation could not be stored');
    return false;
  });

  function keep(row: Conversation): Promise<boolean> {
    return conversations.learn({ ...row, name: cleanedLine(row.name) || (row.name && row.address) }).catch(unkept);
  }

  return {
    async learn(activity, mayTeach = async () => true) {
      const row = rowOf(activity, await conversations.get(addressOf(activity)));
      return (await conversations.isNews(row)) && (await mayTeach()) && keep(row);
    },
    async learnTeam(activity) {
      const { serviceUrl } = activity;
      const team = activity.channelData?.team?.id;
      if (!team) return;
      const [{ name, aadGroupId }, { conversations: channels }] = await Promise.all([
        connector.team(serviceUrl, team),
        connector.channels(serviceUrl, team),
      ]);
      for (const channel of channels) {
        // Teams gives the first channel no name: its clients call it General in their own language.
        const called = `${name ?? activity.channelData?.team?.name ?? team} › ${channel.name ?? 'General'}`;
        const group = groupOf({ aadGroupId: aadGroupId ?? activity.channelData?.team?.aadGroupId });
        const reference = {
          ...referenceOf(activity),
          team,
          ...group,
          ...(channel.type ? { membership: channel.type } : {}),
        };
        await keep({ ...bare(channel.id), name: called, kind: 'channel', reference });
      }
    },
  };
}

/** The conversation as it is known after this activity. What the activity does not say stays as it was. */
function rowOf(activity: Activity, known: Conversation | null): Conversation {
  const kind = activity.conversation.conversationType ? kindOf(activity) : (known?.kind ?? 'group');
  const { from, channelData } = activity;
  const address = addressOf(activity);
  if (kind === 'personal')
    return {
      ...bare(address),
      kind,
      name: from?.name ?? known?.name ?? '',
      reference: {
        ...known?.reference,
        ...referenceOf(activity),
        ...(from?.aadObjectId ? { user: from.aadObjectId.toLowerCase(), userId: from.id } : {}),
      },
    };
  const team = channelData?.team?.id;
  const membership = channelData?.channel?.membershipType;
  const { archived, ...reference } = known?.reference ?? {};
  // Nobody can write in an archived team.
  const isArchived = archived !== undefined && activity.type !== 'message';
  return {
    ...bare(address),
    kind,
    name:
      (kind === 'group' ? activity.conversation.name : null) ?? known?.name ?? channelData?.channel?.name ?? address,
    reference: {
      ...reference,
      ...(isArchived ? { archived } : {}),
      ...referenceOf(activity),
      ...(team ? { team } : {}),
      ...groupOf(channelData?.team),
      ...(membership ? { membership } : {}),
    },
  };
}

/** The team's Microsoft 365 group, which addresses of its messages name. */
function groupOf(team: { aadGroupId?: string | null | undefined } | null | undefined): Record<string, string> {
  return team?.aadGroupId ? { group: team.aadGroupId } : {};
}

function bare(address: string) {
  return { id: `teams:${address}`, platform: 'teams', address } as const;
}

function referenceOf(activity: Activity) {
  return { serviceUrl: activity.serviceUrl, botId: activity.recipient.id, tenant: tenantOf(activity) ?? '' };
}
