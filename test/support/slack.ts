/** Slack's Web API on the loopback interface: stateful, strict, and able to misbehave as Slack does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Message } from './block-kit-validator.ts';
import { bodyOf, createFaults, listening } from './loopback.ts';
import { putFile } from './slack-files.ts';
import { answering, createMethods } from './slack-methods.ts';
import { grantedScopes, missingScope } from './slack-scopes.ts';
import { createWorkspace, type FakeMessage } from './slack-workspace.ts';
import { now as testNow } from './time.ts';

export type Fault =
  /** `Retry-After` as it is sent; null sends none. */
  | { kind: 'rate limited'; seconds: number | string | null }
  | { kind: 'status'; status: number }
  | { kind: 'refused'; error: string }
  /** Never answers. */
  | { kind: 'hang' }
  /** Does what it was asked, and never answers. */
  | { kind: 'lost answer' }
  /** Does what it was asked, and breaks the connection. */
  | { kind: 'cut answer' }
  /** Says this, and does nothing. */
  | { kind: 'answer'; body: object }
  /** Does what it was asked, and says no more than `ok`. */
  | { kind: 'bare answer' }
  /** Never answers, and does what it was asked after so many milliseconds; with null when `arrive` is called. */
  | { kind: 'late'; ms: number | null }
  | { kind: 'reset' }
  | { kind: 'page' }
  | { kind: 'slow'; ms: number };

export interface Call {
  method: string;
  args: Readonly<Record<string, string>>;
}

export type FakeSlack = Awaited<ReturnType<typeof fakeSlack>>;

interface Settings {
  token?: string;
  team?: string;
  /** A free one where it is left out. */
  port?: number;
  /** Ids are counted from there on, so that another run has others. */
  idsFrom?: number;
  /** Epoch milliseconds. */
  now?: () => number;
}

export async function fakeSlack(settings: Settings = {}) {
  const { token = 'xoxb-fake', team = 'T0HOME', port, idsFrom, now = testNow } = settings;
  const workspace = createWorkspace(team, now, idsFrom);
  const methods = createMethods(workspace, () => origin);
  const faults = createFaults<Fault>(now);
  const calls: Call[] = [];
  /** When each method was called that is counted. */
  const reads = new Map<string, number[]>();
  const limits = { refused: 0 };
  const held: (() => void)[] = [];
  /** Requests that came and get no answer. */
  const hanging = new Set<ServerResponse>();
  /** Everything that came, whatever became of it. */
  const asked: Call[] = [];
  /** What came to a response_url, by the person who got the url; without a url what came as the answer itself. */
  const responses: (FakeMessage & { user: string; replaces: boolean; url?: string })[] = [];
  let refusal: string | null = null;
  const scopes = grantedScopes();
  /** Answers `apps.connections.open`, whose token is another one; null without Socket Mode. */
  const sockets: { open: ((authorization: string) => object) | null } = { open: null };
  const isKnown = ({ headers }: IncomingMessage) => refusal === null && headers.authorization === `Bearer ${token}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    const body = await bodyOf(request);
    const method = methodOf(path);
    const args = method === 'response_url' ? {} : Object.fromEntries(new URLSearchParams(body));
    asked.push({ method, args });
    const fault = faults.next(`${method} ${args.channel ?? ''}`, args);
    response.setHeader('date', new Date(now()).toUTCString());
    // With each answer of the Web API. https://docs.slack.dev/apis/web-api/using-the-slack-web-api#responses
    if (path.startsWith('/api/') && isKnown(request)) response.setHeader('x-oauth-scopes', [...scopes].join(','));
    if (method === 'apps.connections.open') response.setHeader('x-oauth-scopes', 'connections:write');
    if (fault?.kind === 'hang') hanging.add(response);
    if (fault?.kind === 'late') return later(fault, () => call(method, args, request));
    if (fault && (await misbehaves(fault, response))) return;
    const limit = limited(method);
    if (limit !== null) {
      limits.refused += 1;
      return void (await misbehaves({ kind: 'rate limited', seconds: limit }, response));
    }
    if (method === 'upload') return void response.writeHead((await upload(path, body, request)) ? 200 : 400).end();
    // One message a second in a channel, edits included. https://docs.slack.dev/apis/web-api/rate-limits
    if (/^chat\.(postMessage|update)$/.test(method) && faults.tooFast(args.channel ?? ''))
      return void (await misbehaves({ kind: 'rate limited', seconds: 1 }, response));
    const answer = method === 'response_url' ? respond(path, body) : call(method, args, request);
    if (fault?.kind === 'lost answer') return;
    if (fault?.kind === 'cut answer') return void response.destroy();
    if (fault?.kind === 'bare answer') return send(response, { ok: true });
    // A response_url says no by its status, the Web API in its body.
    if (method === 'response_url' && 'error' in answer) response.writeHead(400).end();
    else send(response, answer);
  }

  function later({ ms }: Extract<Fault, { kind: 'late' }>, work: () => void): void {
    if (ms === null) held.push(work);
    else setTimeout(work, ms).unref();
  }

  /** Some methods are counted, over all channels. Seconds to wait, or null. https://docs.slack.dev/apis/web-api/rate-limits */
  function limited(method: string): number | null {
    const isRead = method === 'conversations.history' || method === 'conversations.replies';
    const perMinute = method === 'apps.connections.open' ? 50 : isRead ? workspace.reading.perMinute : null;
    if (perMinute === null) return null;
    const recent = (reads.get(method) ?? []).filter((at) => now() - at < 60_000);
    reads.set(method, recent);
    const [first] = recent;
    if (recent.length < perMinute || first === undefined) {
      recent.push(now());
      return null;
    }
    return Math.ceil((first + 60_000 - now()) / 1_000);
  }

  function call(method: string, args: Call['args'], request: IncomingMessage): object {
    calls.push({ method, args });
    if (method === 'apps.connections.open' && sockets.open) return sockets.open(request.headers.authorization ?? '');
    if (!isKnown(request)) return { ok: false, error: refusal ?? 'invalid_auth' };
    return missingScope(method, scopes) ?? answering(methods, method, args);
  }

  /** Slack takes the bytes as they are, or as a form; its SDK sends a form. */
  async function upload(path: string, body: string, { headers }: IncomingMessage): Promise<boolean> {
    const type = headers['content-type'] ?? '';
    const form = type.startsWith('multipart/')
      ? await new Response(body, { headers: { 'content-type': type } }).formData()
      : null;
    const part = form?.get('body') ?? body;
    return putFile(
      workspace,
      path.slice('/upload/'.length),
      typeof part === 'string' ? part : Buffer.from(await part.arrayBuffer()).toString(),
    );
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
      ts: workspace.stamp(),
      thread_ts: null,
      only: user,
      metadata: null,
      sent,
    };
    responses.push({ ...kept, user, replaces: sent.replace_original === true, url: `${origin}${path}` });
    return { ok: true };
  }

  const { origin, stop } = await listening(serve, port);

  return {
    ...workspace,
    token,
    apiUrl: `${origin}/api/`,
    calls,
    hanging,
    /** How many reads came too fast. */
    limits,
    mischief: faults.mischief,
    responses,
    responseUrl: (user: string, channel: string) => `${origin}/response/${user}/${channel}/${workspace.next('r')}`,
    pace: faults.pace,
    /** What the app was granted. */
    scopes,
    sockets,
    /**
     * The next call of `method` goes wrong, in that channel where one is named; `always` every one, else `times`.
     * `response_url` and `upload` stand for all addresses of theirs.
     */
    fail(method: string, fault: Fault, how: { always?: boolean; times?: number; channel?: string } = {}): void {
      const times = how.always ? Number.POSITIVE_INFINITY : (how.times ?? 1);
      const [start, end] = [`${method} `, how.channel ?? ''];
      faults.fail((what) => what.startsWith(start) && what.endsWith(end), fault, times);
    },
    /** What was held back arrives now. */
    arrive: () => {
      for (const work of held.splice(0)) work();
    },
    heal: faults.heal,
    /** Nothing is allowed any more: `token_revoked` and `account_inactive` after an uninstallation. */
    revoke: (error = 'invalid_auth') => {
      refusal = error;
    },
    grant: () => {
      refusal = null;
    },
    /** Whether such a call came, whatever became of it. */
    asked: (method: string, args: Call['args'] = {}) =>
      asked.some(
        (one) => one.method === method && Object.entries(args).every(([name, value]) => one.args[name] === value),
      ),
    called: (method: string) => calls.filter((one) => one.method === method),
    stop,
  };
}

function methodOf(path: string): string {
  if (path.startsWith('/response/')) return 'response_url';
  return path.startsWith('/upload/') ? 'upload' : path.slice('/api/'.length);
}

/** True when the call ends here. */
async function misbehaves(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'rate limited':
      if (fault.seconds !== null) response.setHeader('retry-after', String(fault.seconds));
      response.writeHead(429).end('{"ok":false,"error":"ratelimited"}');
      return true;
    case 'status':
      response.writeHead(fault.status).end('Something went wrong.');
      return true;
    case 'answer':
      send(response, fault.body);
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
    case 'hang':
    case 'late':
      return true;
    default:
      return false;
  }
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
