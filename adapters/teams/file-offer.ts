import { randomUUID } from 'node:crypto';
import type { Identity } from '../../src/domain/identity.ts';
import { ChatError } from '../../src/ports.ts';
import { createCache } from './cache.ts';
import { literal } from './literal.ts';
import type { Message } from './message.ts';

export interface UploadFile {
  name: string;
  type: string;
  content: string;
}

const mostOffers = 100;
/** OneDrive takes up to 60 MB in one piece; a report of this size is none. */
const mostBytes = 20 << 20;

/** Files that wait for consent, in memory: after a restart people ask again. */
export interface FileOffers {
  /** The message that asks for consent. Throws ChatError for a file that is too large. */
  make(to: Identity, botId: string, file: UploadFile, comment: string): Message;
  /** The file of an offer to that person, once. */
  take(offer: string, by: Identity): UploadFile | null;
}

/** Teams asks the person first, then says where to put the file. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
export function createFileOffers(): FileOffers {
  const offers = createCache<{ to: Identity; file: UploadFile } | null>(mostOffers);
  return {
    make(to, botId, file, comment) {
      const sizeInBytes = Buffer.byteLength(file.content);
      if (sizeInBytes > mostBytes) throw new ChatError('refused', 'file_too_large');
      const offer = randomUUID();
      offers.set(offer, { to, file });
      const content = {
        description: literal(comment),
        sizeInBytes,
        acceptContext: { offer },
        declineContext: { offer },
      };
      const consent = { contentType: 'application/vnd.microsoft.teams.card.file.consent', name: file.name, content };
      return { type: 'message', from: { id: botId }, attachments: [consent] };
    },
    take(offer, by) {
      const known = offers.get(offer);
      if (known?.to !== by) return null;
      offers.set(offer, null);
      return known.file;
    },
  };
}
