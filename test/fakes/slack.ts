/** Slack's Web API on the loopback interface: stateful, strict, and able to misbehave as Slack does. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Message } from './block-kit-validator.ts';
import { answering, createMethods } from './slack-methods.ts';
import { createWorkspace, type FakeMessage } from './slack-workspace.ts';

export type Fault =
  | { kind: 'rate limited'; seconds: number }
  | { kind: 'status'; status: number }
  | { kind: 'refused'; error: string }
  /** Never answers. */
  | { kind: 'hang' }
  /** Does what it was asked, and never answers. */
  | { kind: 'lost answer' }
  | { kind: 'reset' }
  | { kind: 'page' }
  | { kind: 'slow'; ms: number };

export interface Call {
  method: string;
  args: Readonly<Record<string, string>>;
}

export type FakeSlack = Awaited<ReturnType<typeof fakeSlack>>;

/** `now` is epoch milliseconds. */
export async function fakeSlack(settings: { token?: string; team?: string; now?: () => number } = {}) {
  const { token = 'xoxb-fake', team = 'T0HOME', now = Date.now } = settings;
  const workspace = createWorkspace(team, now);
  const methods = createMethods(workspace);
  const faults = new Map<string, Fault[]>();
  const calls: Call[] = [];
  /** What came to a response_url, by the person who got the url. */
  const responses: (FakeMessage & { user: string; replaces: boolean })[] = [];
  let accepted = token;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    const body = await bodyOf(request);
    const method = path.startsWith('/response/') ? 'response_url' : path.slice('/api/'.length);
    const fault = faults.get(method)?.shift() ?? faults.get(`${method}!`)?.[0];
    if (fault && (await misbehaves(fault, response)) && fault.kind !== 'lost answer') return;
    const answer = method === 'response_url' ? respond(path, body) : call(method, body, request);
    if (fault?.kind === 'lost answer') return;
    // A response_url says no by its status, the Web API in its body.
    if (method === 'response_url' && 'error' in answer) response.writeHead(400).end();
    else send(response, answer);
  }

  function call(method: string, body: string, request: IncomingMessage): object {
    const args = Object.fromEntries(new URLSearchParams(body));
    calls.push({ method, args });
    if (request.headers.authorization !== `Bearer ${accepted}`) return { ok: false, error: 'invalid_auth' };
    return answering(methods, method, args);
  }

  function respond(path: string, body: string): object {
    const [, , user = '', channel = ''] = path.split('/');
    const sent: Record<string, unknown> = JSON.parse(body);
    const blocks = sent.blocks === undefined ? [{ type: 'divider' }] : sent.blocks;
    const message = Message.safeParse({ text: sent.text, blocks });
    if (!message.data) return { ok: false, error: 'invalid_blocks' };
    const kept = {
      ...workspace.named(message.data),
      channel,
      ts: workspace.next('17000000.'),
      thread_ts: null,
      only: user,
      sent,
    };
    responses.push({ ...kept, user, replaces: sent.replace_original === true });
    return { ok: true };
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  return {
    ...workspace,
    token,
    apiUrl: `${origin}/api/`,
    calls,
    responses,
    responseUrl: (user: string, channel: string) => `${origin}/response/${user}/${channel}/${workspace.next('r')}`,
    /** The next call of `method` goes wrong; `always` every one. `response_url` stands for all of those. */
    fail(method: string, fault: Fault, how: { always?: boolean } = {}): void {
      if (how.always) faults.set(`${method}!`, [fault]);
      else faults.set(method, [...(faults.get(method) ?? []), fault]);
    },
    heal: () => faults.clear(),
    revoke: () => {
      accepted = '';
    },
    grant: () => {
      accepted = token;
    },
    called: (method: string) => calls.filter((one) => one.method === method),
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** True when the call ends here. */
async function misbehaves(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'rate limited':
      response.writeHead(429, { 'retry-after': String(fault.seconds) }).end('{"ok":false,"error":"ratelimited"}');
      return true;
    case 'status':
      response.writeHead(fault.status).end('Something went wrong.');
      return true;
    case 'refused':
      send(response, { ok: false, error: fault.error });
      return true;
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in to the network</body></html>');
      return true;
    case 'reset':
      response.destroy();
      return true;
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return false;
    default:
      return true;
  }
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
