import { lostIn, type Restore } from '../domain/restore.ts';
import type { World } from '../ports/world.ts';
import type { Interaction, Reply, Request } from './interaction.ts';
import { askerLocale, said } from './viewer-locale.ts';

/** Cards are kept on people's screens for about as long as alerts are in the archive (ms). */
const rememberedMs = 400 * 86_400_000;

/**
 * Returns the reply about something that the bot does not know, with the sentence that it is older than the last restore, where it
 * may be: a button or a form of a card, or a number that was given out between the backup and its restore.
 */
export async function withRestore(reply: Reply, request: Request, sent: Interaction, world: World): Promise<Reply> {
  if (reply.kind !== 'card' || !reply.unknown) return reply;
  const restores = await world.store.read(async (reader) => (await reader.get('restores', 'restores'))?.list ?? []);
  const last = restores.at(-1);
  const isRecent = last && Date.parse(world.clock.now()) - Date.parse(last.at) < rememberedMs;
  const restore = sent.kind === 'command' ? lostOf(sent.words, restores) : isRecent ? last : null;
  if (!restore) return reply;
  const viewer = askerLocale(request);
  const why = request.messages.rights.olderThanRestore(said(viewer, restore.madeAt), said(viewer, restore.at));
  return { ...reply, card: { ...reply.card, text: [why, ...reply.card.text] } };
}

function lostOf(words: string, restores: readonly Restore[]): Restore | null {
  const numbers = words.slice(0, 200).match(/\d{1,15}/g) ?? [];
  return numbers.map((number) => lostIn(restores, Number(number))).find((found) => found !== null) ?? null;
}
