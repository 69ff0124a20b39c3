/** The HTTP server around the adapter, as `http.ts` calls it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatPlatform, HttpRequest, HttpResponse } from '../../adapters/platform.ts';
import type { Bot } from '../../src/request/interaction.ts';

export interface TeamsHost {
  url: string;
  /** Every request, in order, as it came. */
  got: unknown[];
  close(): Promise<void>;
}

export async function hostTeams(platform: ChatPlatform, bot: Bot): Promise<TeamsHost> {
  const got: unknown[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    got.push(jsonOf(body));
    const { method = '', headers } = request;
    const incoming: HttpRequest = { method, path: '/api/messages', headers, body, requestId: 'r1' };
    const outgoing = await platform.receive(bot, incoming);
    send(response, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/messages`,
    got,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: import('node:http').ServerResponse, { status, headers, body }: HttpResponse): void {
  const json = typeof body === 'object';
  response.writeHead(status, { ...(json ? { 'content-type': 'application/json' } : {}), ...headers });
  response.end(json ? JSON.stringify(body) : body);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
