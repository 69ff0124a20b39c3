import type { IncomingMessage } from 'node:http';
import { type HttpResponse, problem } from './message.ts';

/**
 * The body of a request, or why there is none. `broken`: the sender closed the connection. `flood`: far above the size limit, so that the
 * server does not read the rest. `cut`: the server stopped reading, to free memory for others or because it shuts down.
 */
export type Body = { kind: 'whole'; bytes: Buffer } | { kind: 'too large' | 'flood' | 'broken' | 'cut' };

/** Reads the bodies of requests, and holds back senders that would fill the memory. */
export type Bodies = ReturnType<typeof createBodies>;

interface Arriving {
  /** The bytes that have come so far; empty once they are too many. */
  bytes: Buffer;
  size: number;
  end(how: Body): void;
}

const nothing = Buffer.alloc(0);
const none: Body = { kind: 'whole', bytes: nothing };

/**
 * How many times the limit is read and dropped, so that the sender of a body that is a little too long gets the
 * answer and no reset of the connection.
 */
const patience = 8;

/**
 * Returns a reader of bodies, of at most `limit` bytes each and `budget` bytes together: above that it cuts those that
 * are silent longest.
 */
export function createBodies(limit: number, budget: number) {
  /** The bodies that are being received; first the one that got no bytes for longest. */
  const arriving = new Set<Arriving>();
  let buffered = 0;

  function keep(body: Arriving, bytes: Buffer): void {
    buffered += bytes.length - body.bytes.length;
    body.bytes = bytes;
  }

  function take(body: Arriving, chunk: Buffer, declared: number): void {
    arriving.delete(body);
    arriving.add(body);
    const before = body.size;
    body.size += chunk.length;
    if (body.size > limit * patience) body.end({ kind: 'flood' });
    else if (body.size > limit) keep(body, nothing);
    else if (body.size === declared && before === 0) keep(body, chunk);
    else {
      if (body.size > body.bytes.length) keep(body, grown(body, declared, limit));
      chunk.copy(body.bytes, before);
      makeRoom();
    }
  }

  function makeRoom(): void {
    for (const idlest of arriving) {
      if (buffered <= budget) return;
      if (idlest.bytes.length > 0) idlest.end({ kind: 'cut' });
    }
  }

  function arrive(request: IncomingMessage, declared: number): Promise<Body> {
    return new Promise((resolve) => {
      const body: Arriving = {
        bytes: nothing,
        size: 0,
        end(how) {
          arriving.delete(body);
          keep(body, nothing);
          request.off('data', data);
          resolve(how);
        },
      };
      const data = (chunk: Buffer) => take(body, chunk, declared);
      arriving.add(body);
      request.on('data', data);
      request.on('end', () => body.end(wholeOf(body, limit)));
      request.on('error', () => body.end({ kind: 'broken' }));
    });
  }

  return {
    /** Reads the body of one request. Of a body beyond the limit nothing is kept. */
    read(request: IncomingMessage): Promise<Body> | Body {
      const declared = Number(request.headers['content-length'] ?? 0);
      if (declared > limit * patience) return { kind: 'flood' };
      return declared === 0 && request.headers['transfer-encoding'] === undefined ? none : arrive(request, declared);
    },
    /** Returns the bytes that are kept now for bodies that are not whole yet. */
    bodyBytes: () => buffered,
    /** Stops waiting for the body that has been silent for longest. */
    cutIdlest(): void {
      const [idlest] = arriving;
      idlest?.end({ kind: 'cut' });
    },
    /** Stops waiting for all bodies. */
    cutAll(): void {
      for (const body of arriving) body.end({ kind: 'cut' });
    },
  };
}

/**
 * Returns a larger buffer with the bytes that have come: of the right size when the body is whole, otherwise with room
 * to spare, so that a slow sender does not cost a copy for each byte.
 */
function grown({ bytes, size }: Arriving, declared: number, limit: number): Buffer {
  const room = Buffer.allocUnsafeSlow(size === declared ? size : Math.min(limit, Math.max(size, bytes.length * 2)));
  bytes.copy(room);
  return room;
}

function wholeOf({ bytes, size }: Arriving, limit: number): Body {
  return size > limit ? { kind: 'too large' } : { kind: 'whole', bytes: bytes.subarray(0, size) };
}

/**
 * Returns the answer to a body above `limit` bytes. `flood`: the rest is not waited for, so the connection ends with
 * the answer.
 */
export function tooLarge(limit: number, flood: boolean): HttpResponse {
  const headers: HttpResponse['headers'] = flood ? { connection: 'close' } : {};
  return problem(413, 'Content too large', `A request's body may have ${limit} bytes.`, headers);
}

/** Returns the answer to a request whose body was cut. The connection ends with it. */
export function notWaitedFor(): HttpResponse {
  const headers = { 'retry-after': '5', connection: 'close' };
  return problem(503, 'Unavailable', 'The body did not arrive in time. Please send the same again.', headers);
}
