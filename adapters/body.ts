import type { IncomingMessage } from 'node:http';
import { type Outgoing, problem } from './platform.ts';

/** `broken`: the sender went away. `flood`: so much too large that the rest is better not waited for. */
export type Body = { kind: 'whole'; bytes: Buffer } | { kind: 'too large' | 'flood' | 'broken' };

const none: Body = { kind: 'whole', bytes: Buffer.alloc(0) };

/** How many times the limit is read and dropped, so that a sender of a little too much gets the answer and no reset. */
const patience = 8;

/** The body, read whole. Beyond `limit` bytes nothing is kept. */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> | Body {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit * patience) return { kind: 'flood' };
  if (declared === 0 && request.headers['transfer-encoding'] === undefined) return none;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > limit * patience) resolve({ kind: 'flood' });
    });
    request.on('end', () =>
      resolve(
        size > limit
          ? { kind: 'too large' }
          : { kind: 'whole', bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) },
      ),
    );
    request.on('error', () => resolve({ kind: 'broken' }));
  });
}

/** `flood`: the rest is not waited for, so the connection ends with the answer. */
export function tooLarge(limit: number, flood: boolean): Outgoing {
  const answer = problem(413, 'Content too large', `A request's body may have ${limit} bytes.`);
  return flood ? { ...answer, headers: { ...answer.headers, connection: 'close' } } : answer;
}
