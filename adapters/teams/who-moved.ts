import { Identity } from '../../src/domain/identity.ts';
import type { Bot } from '../../src/request/interaction.ts';
import type { Activity } from './activity.ts';
import { memberOrNull } from './people.ts';
import { placesOf } from './places.ts';
import type { TeamsWorld } from './world.ts';

/** Of a team, or of the organisation: who asks afterwards finds out. */
export async function whoLeft({ rosters }: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  for (const { aadObjectId } of activity.membersRemoved ?? []) {
    const id = identityIn(activity, aadObjectId);
    rosters.forget();
    if (id) await bot.changed(id);
  }
}

/** Whom the organisation did not choose may read the channels now: who posts there looks again. */
export async function whoJoined(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
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

/** So many are asked about one by one. */
const mostAsked = 5;

function identityIn({ conversation, channelData }: Activity, user: string | null | undefined): Identity | null {
  const home = conversation.tenantId ?? channelData?.tenant?.id;
  return Identity.safeParse(`teams:${home}/${user}`.toLowerCase()).data ?? null;
}
