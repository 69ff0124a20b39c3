/** What plays a platform on the loopback interface: its server, what goes wrong with it, and how fast it takes messages. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Returns a server that listens on this port, with 0 on a free one. Rejects where it is taken. What `serve` rejects with breaks the connection. */
export async function listening(
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>,
  port = 0,
) {
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Returns the body of a request as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Returns what goes wrong with requests: `next` takes what was asked, and with which arguments. `now` is epoch milliseconds. */
export function createFaults<Fault>(now: () => number) {
  const faults: { when: (what: string) => boolean; fault: Fault; times: number }[] = [];
  /** When each channel last took a message, and how long it then takes none; 0 for as many as come. */
  const taken = new Map<string, number>();
  const pace = { ms: 0, refused: 0 };
  const mischief: { next: ((what: string, sent: object) => Fault | null) | null } = { next: null };
  return {
    pace,
    /** Asked at each request for what goes wrong with it, while it is set. */
    mischief,
    /** Goes wrong for the next `times` requests that fit. */
    fail: (when: (what: string) => boolean, fault: Fault, times = 1) => void faults.push({ when, fault, times }),
    heal: () => void faults.splice(0),
    next(what: string, sent: object = {}): Fault | null {
      const found = faults.find(({ when, times }) => times > 0 && when(what));
      if (found) found.times -= 1;
      return found?.fault ?? mischief.next?.(what, sent) ?? null;
    },
    /** True for a message that comes sooner after the last one to its channel than the platform takes it. */
    tooFast(channel: string): boolean {
      const fast = pace.ms > 0 && now() - (taken.get(channel) ?? Number.NEGATIVE_INFINITY) < pace.ms;
      if (fast) pace.refused += 1;
      else taken.set(channel, now());
      return fast;
    },
  };
}
