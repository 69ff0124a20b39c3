/** A TCP relay in front of a server on this machine, which a test cuts. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { freePort } from './postgres.ts';

export type Relay = Awaited<ReturnType<typeof relay>>;

/**
 * Listens on a port of its own until the test ends, and passes on to the server on `port`, which `to` may name later.
 *
 * @example const { url } = await relay(8080); // http://127.0.0.1:…
 */
export async function relay(port = 0) {
  const own = await freePort();
  const sockets = new Set<Socket>();
  const state = { port, received: 0 };
  const server = createServer((client) => {
    const there = connect(state.port, '127.0.0.1');
    client.on('data', (chunk) => {
      state.received += chunk.length;
    });
    client.pipe(there).pipe(client);
    for (const [socket, other] of [[client, there] as const, [there, client] as const]) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
    }
  });
  const listen = async () => void (await once(server.listen(own, '127.0.0.1'), 'listening'));
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  await listen();
  onTestFinished(cut);
  return {
    url: `http://127.0.0.1:${own}`,
    /** Where new connections go. */
    to: (next: number) => {
      state.port = next;
    },
    /** The bytes that clients have sent. */
    received: () => state.received,
    /** Ends all connections and refuses new ones. */
    cut,
    /** Takes connections again after `cut`. */
    heal: listen,
  };
}
