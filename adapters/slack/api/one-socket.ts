import { SocketModeClient, type SocketModeOptions } from '@slack/socket-mode';
import { ChatError } from '../../../src/ports/chat.ts';
import { jsonOf } from '../../http/message.ts';
import type { Outgoing } from '../../http/outgoing.ts';
import { isThisMachine } from '../../http/refusals.ts';
import type { Log } from '../../process/log.ts';
import { withTimeout } from '../../process/timers.ts';
import { chatErrorOf, fetchOrLimited, isSlackHost, quietLogger } from './client.ts';

/** Timeouts and intervals of a Socket Mode connection, in milliseconds. */
export const standardSocketLimits = {
  /** From asking for the address to Slack's hello. */
  hello: 10_000,
  /** Slack has to answer each ping within this time: more than its client's 5 s, https://github.com/slackapi/bolt-js/issues/2496 */
  pong: 10_000,
  /** Interval between two checks of the connection. */
  look: 1_000,
  /** After the bot's close frame: when Slack has not closed its side by then, the connection is terminated. */
  goodbye: 1_000,
  /** While Slack counts connections of another program, the bot asks for the count again after this time. */
  recount: 120_000,
};
/** Timeouts and intervals of a Socket Mode connection, in milliseconds. */
export type SocketLimits = typeof standardSocketLimits;

/** The most characters of a frame, as of bytes of a body by HTTP. */
const maxFrame = 1_048_576;

interface SocketSettings {
  /** The app-level token. */
  token: string;
  /** The address of Slack's Web API, ending in `/api/`; null for Slack's own. */
  apiUrl: string | null;
  log: Log;
  outgoing: Outgoing;
  /** Returns epoch milliseconds. */
  now(): number;
  limits: SocketLimits;
}

/** Hears what happens to one connection, each in its order; nothing after `ended`. */
interface SocketListener {
  /** A frame of Slack's, read as JSON; null when it was none, or too long. */
  frame(frame: unknown): void;
  /** The connection is over, and why. Called once, unless it was cut by the bot itself. */
  ended(error: ChatError): void;
}

/** One connection to Slack. It is never used again: another one is a new client. */
export type OneSocket = ReturnType<typeof openSocket>;

/**
 * Slack's client for one connection, without its own reconnecting: of that it waits for no promise, and a reconnect that
 * fails ends the process (https://github.com/slackapi/node-slack-sdk/issues/2656). Its own reading of frames is replaced
 * for two reasons: a frame such as `null` rejects a promise that nobody handles; and at a `disconnect` it closes at once,
 * although envelopes are still to be acknowledged.
 */
class SocketClient extends SocketModeClient {
  readonly #frame: (frame: unknown) => void;

  constructor(options: SocketModeOptions, frame: (frame: unknown) => void) {
    super(options);
    this.#frame = frame;
  }

  protected override async onWebSocketMessage(data: string | ArrayBuffer): Promise<void> {
    this.#frame(typeof data === 'string' && data.length <= maxFrame ? jsonOf(data) : null);
  }
}

/**
 * Opens a connection: it asks for an address by `apps.connections.open`, and connects there. Never throws.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export function openSocket(settings: SocketSettings, on: SocketListener) {
  const { token, apiUrl, log, outgoing, limits } = settings;
  const abandoned = new AbortController();
  let over = false;
  let isOpen = false;

  const client = new SocketClient(
    {
      appToken: token,
      autoReconnectEnabled: false,
      clientPingTimeout: limits.pong,
      logger: quietLogger(log),
      clientOptions: {
        slackApiUrl: apiUrl ?? undefined,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: (url, init) => fetchOrLimited({ ...settings, ...outgoing }, url, { ...init, signal: abandoned.signal }),
      },
    },
    (frame) => {
      if (over) return;
      if (isHello(frame)) {
        isOpen = true;
        clearTimeout(helloTimer);
      }
      on.frame(frame);
    },
  );

  /** A second call cuts what the first did not close. */
  const cut = () => {
    client.websocket?.disconnect();
    client.websocket?.disconnect();
  };
  const end = (error: ChatError = new ChatError('unreachable', isOpen ? 'closed' : 'network')) => {
    if (over) return;
    leave();
    cut();
    on.ended(error);
  };
  function leave(): void {
    over = true;
    clearTimeout(helloTimer);
    clearInterval(looks);
    abandoned.abort();
  }

  const helloTimer = setTimeout(() => end(new ChatError('unreachable', 'timeout')), limits.hello);
  // Slack keeps the TCP connection open after the goodbye, and until a ping goes unanswered the client tells nobody.
  // https://github.com/slackapi/node-slack-sdk/issues/2752
  const looks = setInterval(() => {
    const state = client.websocket?.readyState;
    if (state !== undefined && state > WebSocket.OPEN) end();
  }, limits.look);
  client.on('disconnected', () => end());
  // What is thrown here rejects the start, before anything connects.
  client.on('authenticated', ({ url }: { url: string }) => {
    if (!isSlackAddress(url, apiUrl)) throw new ChatError('refused', 'foreign_address');
  });
  // A connection that was given up while its address was on the way would open all the same.
  client.on('connecting', () => over && setImmediate(cut));
  /** Resolves when the connection is over. */
  const failed = (error: unknown) =>
    end(error === undefined ? undefined : (chatErrorOf(error) ?? new ChatError('unreachable', 'bad_answer')));
  const ended = client.start().then(() => {}, failed);

  return {
    /** Sends a text. Returns whether the connection took it. Throws where this process may not call out any more. */
    send: (text: string) => {
      if (over || !client.websocket?.isActive()) return false;
      outgoing.mayCall();
      let isSent = false;
      client.websocket.send(text, (error) => {
        isSent = error === undefined;
      });
      return isSent;
    },
    /** Closes the connection, and cuts it where Slack does not close its side. Resolves when it is gone. */
    close: async () => {
      if (over) return;
      leave();
      client.websocket?.disconnect();
      await withTimeout(limits.goodbye, ended, () => {});
      cut();
    },
  };
}

/**
 * Returns whether a WebSocket address is `wss:` on a host of Slack. When `apiUrl` (the Web API) is on this machine, as in a rehearsal, so
 * may the WebSocket be, without TLS.
 */
function isSlackAddress(address: string, apiUrl: string | null): boolean {
  const { protocol, hostname } = URL.parse(address) ?? { protocol: '', hostname: '' };
  if (protocol === 'wss:' && isSlackHost(hostname)) return true;
  const isHere = apiUrl !== null && isThisMachine(new URL(apiUrl).hostname) && isThisMachine(hostname);
  return isHere && protocol === 'ws:';
}

function isHello(frame: unknown): boolean {
  return typeof frame === 'object' && frame !== null && 'type' in frame && frame.type === 'hello';
}
