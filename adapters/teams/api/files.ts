import { randomUUID } from 'node:crypto';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import type { Outgoing } from '../../http/outgoing.ts';
import { escapeRun } from '../render/escape.ts';
import type { TeamsMessage } from '../render/message.ts';
import { isLoopback, type MaySendTo } from './cloud.ts';

/** A file for a person: its name, its media type, and its content as text. */
export interface UploadFile {
  name: string;
  type: string;
  content: string;
}

const maxOffers = 100;
/**
 * A file of more bytes is not offered: OneDrive takes up to 60 MB in one piece, and no report has 20.
 * https://learn.microsoft.com/graph/api/driveitem-createuploadsession
 */
const maxBytes = 20 << 20;

/** The files that wait for consent, in memory: after a restart people ask again. */
export type FileOffers = ReturnType<typeof createFileOffers>;

/**
 * Returns the offers of files: Teams asks the person first, then says where to put the file.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
 */
export function createFileOffers() {
  const offers = createTtlCache<{ to: Identity; file: UploadFile }>(maxOffers);
  return {
    /** Returns the message that asks for consent. Throws ChatError for a file that is too large. */
    make(to: Identity, botId: string, file: UploadFile, comment: string): TeamsMessage {
      const sizeInBytes = Buffer.byteLength(file.content);
      if (sizeInBytes > maxBytes) throw new ChatError('refused', 'file_too_large');
      const offer = randomUUID();
      offers.set(offer, { to, file });
      const contexts = { acceptContext: { offer }, declineContext: { offer } };
      const content = { description: escapeRun(comment), sizeInBytes, ...contexts };
      const consent = { contentType: 'application/vnd.microsoft.teams.card.file.consent', name: file.name, content };
      return { type: 'message', from: { id: botId }, attachments: [consent] };
    },
    /** Returns the file of an offer to that person; null when it was taken before, or there is no such offer. */
    take(offer: string, by: Identity): UploadFile | null {
      const known = offers.get(offer);
      if (known?.to !== by) return null;
      offers.delete(offer);
      return known.file;
    },
  };
}

/** Timeout (ms) of an upload. */
const putMs = 30_000;

/**
 * Returns whether a file may be uploaded to this address: to OneDrive, and to this machine where Teams itself may be
 * this machine.
 */
export function mayUploadTo(uploadUrl: string, maySendTo: MaySendTo): boolean {
  const url = URL.parse(uploadUrl);
  if (!url || url.username || url.password) return false;
  if (url.protocol === 'https:' && url.port === '') return url.hostname.endsWith('.sharepoint.com');
  return isLoopback(url.origin) && maySendTo(url.origin);
}

/**
 * Uploads a file to the address that Teams named, in one piece and once. Rejects with ChatError.
 * https://learn.microsoft.com/graph/api/driveitem-createuploadsession
 */
export async function putFile(
  uploadUrl: string,
  { content, type }: UploadFile,
  fetch: Outgoing['fetch'],
): Promise<void> {
  const bytes = Buffer.from(content);
  const response = await fetch(uploadUrl, {
    method: 'PUT',
    body: bytes,
    headers: { 'content-type': type, 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` },
    redirect: 'error',
    signal: AbortSignal.timeout(putMs),
  }).catch(() => null);
  await response?.body?.cancel();
  if (!response) throw new ChatError('unreachable', 'no_answer', null, true);
  if (!response.ok) throw new ChatError('refused', `status_${response.status}`);
}
