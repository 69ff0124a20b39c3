import type { Conversation } from '../../src/collections.ts';
import { type Activity, addressOf } from './activity.ts';
import type { TeamsWorld } from './world.ts';

/** Where this happened: a channel or group, and all channels of the team. */
export async function placesOf({ conversations }: TeamsWorld, activity: Activity): Promise<Conversation[]> {
  return (await conversations.all()).filter(isPlaceOf(activity));
}

export function isPlaceOf(activity: Activity): (row: Conversation) => boolean {
  const team = activity.channelData?.team?.id;
  return ({ address, reference }) => address === addressOf(activity) || (!!team && reference.team === team);
}
