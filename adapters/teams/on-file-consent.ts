import { z } from 'zod';
import { words } from '../../src/messages/words.ts';
import { ChatError } from '../../src/ports.ts';
import type { Bot } from '../../src/request/interaction.ts';
import { languageOf } from '../answer.ts';
import type { UploadFile } from './file-offer.ts';
import { say, sendHere } from './give.ts';
import { fileInfo } from './message.ts';
import { putFile } from './put-file.ts';
import type { Turn } from './turn.ts';
import type { TeamsWorld } from './world.ts';

/** Teams' name for the invoke. */
export const fileConsent = 'fileConsent/invoke';

const Upload = z.object({
  uploadUrl: z.url().max(4_000),
  contentUrl: z.url().max(4_000),
  name: z.string().max(300),
  uniqueId: z.string().max(300),
  fileType: z.string().max(50),
});
const Consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: z.object({ offer: z.string().max(100) }),
  uploadInfo: Upload.nullish(),
});
type Consent = z.infer<typeof Consent>;

/** The person took the offered file, or did not. The answer follows in the chat: putting it there takes its time. */
export function onFileConsent(world: TeamsWorld, bot: Bot, turn: Turn): object {
  world.background.run('a file', answerTo(world, bot, turn, Consent.safeParse(turn.activity.value).data ?? null));
  return {};
}

async function answerTo(world: TeamsWorld, bot: Bot, turn: Turn, consent: Consent | null): Promise<void> {
  const { files } = words(languageOf(bot, turn, world.options)).teams;
  const tell = (text: string) => say(world, bot, turn, text);
  const file = consent && world.offers.take(consent.context.offer, turn.from);
  if (!consent || !file) return tell(files.expired);
  if (consent.action === 'decline') return tell(files.declined);
  try {
    await put(world, turn, file, consent.uploadInfo ?? null);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    await tell(files.failed(error.reason));
  }
}

async function put(world: TeamsWorld, turn: Turn, file: UploadFile, to: z.infer<typeof Upload> | null): Promise<void> {
  if (!to || !world.mayUploadTo(to.uploadUrl)) throw new ChatError('refused', 'foreign_upload_url');
  await putFile(to.uploadUrl, file);
  await world.tries((ms) => sendHere(world, turn, fileInfo(turn.activity.recipient.id, to), ms));
}
