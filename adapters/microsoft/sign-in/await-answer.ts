/** Waits for the answer of Microsoft Entra to a sign-in: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
import { createServer, type ServerResponse } from 'node:http';
import { inTime, type World } from '../../../src/ports/world.ts';

/** What Entra answered through the person's browser. */
export type SignInAnswer = { kind: 'code'; code: string } | { kind: 'refused'; error: string; description: string };

/** How long (ms) the answer is waited for. */
export const answerMs = 10 * 60_000;

/**
 * Listens on loopback for the one answer with this `state`, for ten minutes. A request with another one is refused, and ends nothing.
 * Rejects where nothing can listen.
 */
export async function awaitAnswer(state: string, { timers }: Pick<World, 'timers'>) {
  const { promise, resolve } = Promise.withResolvers<SignInAnswer>();
  const take = (found: SignInAnswer | null) => {
    if (found === null) return false;
    server.close();
    resolve(found);
    return true;
  };
  const server = createServer((request, response) => {
    const isTaken = request.method === 'GET' && take(answerIn(`http://localhost${request.url}`, state));
    say(response, isTaken);
  });
  await new Promise<void>((listening, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return {
    /** Where Entra sends the browser. It ignores the port of what is registered: https://learn.microsoft.com/entra/identity-platform/reply-url */
    redirect: `http://localhost:${address.port}`,
    /** Takes the address that the browser could not open. Returns false unless it has the answer. */
    paste: (pasted: string) => take(answerIn(pasted.trim(), state)),
    /** Resolves with null where none came in time. */
    answer: inTime(promise, answerMs, { timers }),
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerIn(address: string, state: string): SignInAnswer | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const value = (name: string) => url?.searchParams.get(name) ?? '';
  if (url?.pathname !== '/' || value('state') !== state) return null;
  if (value('code') !== '') return { kind: 'code', code: value('code') };
  return value('error') === ''
    ? null
    : { kind: 'refused', error: value('error'), description: value('error_description') };
}

const headers = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  connection: 'close',
};

function say(response: ServerResponse, isTaken: boolean): void {
  response
    .writeHead(isTaken ? 200 : 400, headers)
    .end(
      isTaken
        ? 'You can close this page. The terminal says how the sign-in went.\n'
        : 'This is not the answer to the sign-in that the terminal waits for. Open the address that stands there.\n',
    );
}
