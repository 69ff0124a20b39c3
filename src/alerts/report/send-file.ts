import { fold } from '../../domain/text/words.ts';
import { ChatError } from '../../ports/chat.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';

interface File {
  name: string;
  type: string;
  content: string;
}

/**
 * Sends a file into the asker's private chat. Resolves with a sentence about it; `otherwise` is that sentence where this chat
 * knows no files, and says how else to get it.
 */
export async function sendFile(
  { actor, platform, words: { report } }: Request,
  file: File,
  { comment, otherwise }: { comment: string; otherwise: string },
  world: World,
): Promise<string> {
  try {
    const how = (await world.chats[platform]?.upload(actor.id, file, comment)) ?? 'impossible';
    return { sent: report.sent(file.name), offered: report.offered(file.name), impossible: otherwise }[how];
  } catch (error) {
    if (error instanceof ChatError) return report.notSent(error.reason);
    throw error;
  }
}

/** Returns a name as a part of a file's name: small letters, digits and hyphens. It is empty when the name has none of them. */
export function inFileName(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}
