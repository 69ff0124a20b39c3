import { once } from 'node:events';
import { connect } from 'node:net';

export interface Connection {
  /** Writes a whole HTTP request; resolves with the answer's status. One at a time. */
  ask(request: Buffer): Promise<number>;
  close(): void;
}

/** A bare keep-alive connection: Node's HTTP client would cost more CPU than what is measured. */
export async function connection(port: number): Promise<Connection> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  let text = '';
  let waiting: { resolve(status: number): void; reject(error: Error): void } | null = null;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (!whole(text)) return;
    const status = Number(text.slice(9, 12));
    text = '';
    waiting?.resolve(status);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the connection was closed')));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      waiting = null;
      socket.destroy();
    },
  };
}

function whole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= end + 4 + length;
}

export interface Pushed {
  ms: number;
  /** CPU that sending took, as a share of the time. */
  driver: number;
}

/** Sends the requests over so many connections at once. Rejects when one is not accepted. */
export async function push(port: number, requests: readonly Buffer[], senders: number): Promise<Pushed> {
  const connections = await Promise.all(Array.from({ length: senders }, () => connection(port)));
  let next = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  await Promise.all(
    connections.map(async ({ ask }) => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        const status = await ask(request);
        if (status !== 200 && status !== 202) throw new Error(`not accepted: ${status}`);
      }
    }),
  );
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  for (const { close } of connections) close();
  return { ms, driver: (user + system) / 1e3 / ms };
}
