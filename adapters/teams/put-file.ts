import { ChatError } from '../../src/ports.ts';
import type { UploadFile } from './file-offer.ts';
import { isLoopback, type MaySendTo } from './service-url.ts';

const putMs = 30_000;

/** Whether a file may be put there: OneDrive, and this machine where Teams itself may be this machine. */
export function mayUploadTo(uploadUrl: string, maySendTo: MaySendTo): boolean {
  const url = URL.parse(uploadUrl);
  if (!url || url.username || url.password) return false;
  if (url.protocol === 'https:' && url.port === '') return url.hostname.endsWith('.sharepoint.com');
  return isLoopback(url.origin) && maySendTo(url.origin);
}

/** Puts a file where Teams said, in one piece and once. Rejects with ChatError. https://learn.microsoft.com/graph/api/driveitem-createuploadsession */
export async function putFile(uploadUrl: string, { content, type }: UploadFile): Promise<void> {
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
