import { fold } from '../../domain/text/words.ts';
import { ChatError } from '../../ports/chat.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';

export interface File {
  name: string;
  type: string;
  content: string;
}

/** Sends a file into the asker's private chat; resolves with a sentence about it. `otherwise`: how to get it where this chat knows no files. */
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

/** A name as part of a file's: small letters, digits and hyphens; empty when nothing of it can be one. */
export function inFileName(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}
