/** Slack's side of Socket Mode, for one app under measure. */
import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';

/** Takes connections on a server, and sends commands on the newest. */
export function socketMode(server: Server) {
  let newest: WebSocket | null = null;
  let connected = () => {};
  const opened = new Promise<void>((resolve) => {
    connected = resolve;
  });
  let last: object | null = null;
  const waiting = new Map<string, () => void>();
  new WebSocketServer({ server }).on('connection', (socket) => {
    newest = socket;
    socket.on('message', (data: RawData) => {
      const { envelope_id: id, payload } = JSON.parse(String(data));
      if (!payload?.text) throw new Error('an acknowledgement without an answer');
      last = payload;
      waiting.get(id)?.();
      waiting.delete(id);
    });
    socket.send('{"type":"hello","num_connections":1}');
    connected();
  });

  function once(n: number, payload: object): Promise<void> {
    const envelope = { envelope_id: `e${n}`, type: 'slash_commands', payload, accepts_response_payload: true };
    return new Promise((resolve) => {
      waiting.set(envelope.envelope_id, resolve);
      newest?.send(JSON.stringify(envelope));
    });
  }

  let sent = 0;
  return {
    opened,
    /** Returns the last answer as JSON. */
    answer: () => JSON.stringify(last),
    /** Sends so many commands, ten at a time, and waits for each answer. */
    async load(count: number, make: () => object): Promise<void> {
      const end = sent + count;
      const next = async () => {
        while (sent < end) await once(sent++, make());
      };
      await Promise.all(Array.from({ length: 10 }, next));
    },
  };
}
