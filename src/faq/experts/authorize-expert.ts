import type { Channel } from '../../domain/tenant/identity.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { isInChannel, refusal, unsureReply } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import type { Request } from '../../request/request.ts';

/** Returns null when the asker is in the experts' channel at this moment, otherwise the refusal. A Global Administrator outside that channel is refused too. */
export async function refusalUnlessExpert(request: Request, world: World): Promise<Reply | null> {
  const { experts: say } = request.words.faq;
  const channel = await world.store.read(expertsChannel);
  if (!channel) return refusal(request.words, [say.noChannel]);
  const isMember = await isInChannel(request, channel, world);
  if (isMember === 'yes') return null;
  if (isMember !== 'no') return unsureReply(request.words, request.words.rights.unsureOfRole);
  const names = await world.store.read((reader) => namesOf(reader, [], [channel]));
  return refusal(request.words, [say.needsExpert([names.channel(channel)])], { summary: say.notExpert });
}

/** Returns the channel to which questions to the experts go; null while nobody has set it. */
export async function expertsChannel(reader: Reader): Promise<Channel | null> {
  return (await reader.get('organisation', 'organisation'))?.expertsChannel ?? null;
}
