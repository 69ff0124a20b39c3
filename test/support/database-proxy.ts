/** A TCP proxy between the bot and PostgreSQL, which breaks connections at the place in a statement that a test names. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Dice } from '../year/dice.ts';
import { type SentStatement, statementsOf } from './database-statements.ts';
import { freePort } from './postgres.ts';

/** What goes wrong with one statement. */
export type StatementFault =
  /**
   * Both connections end: before a byte of the statement reaches the server, in its middle, as soon as it is on its way
   * (the server then carries it out), or once the server has answered, which the client does not hear.
   */
  | { kind: 'cut'; when: 'before' | 'middle' | 'sent' | 'answered' }
  /** Half open: from here on no byte goes either way, and no end of the connection. The server gets the statement where it is held once sent. */
  | { kind: 'hold'; when: 'before' | 'sent' }
  /** The statement reaches the server this many milliseconds late. */
  | { kind: 'delay'; ms: number };

/** Asked at each statement for what goes wrong with it. `text` is its SQL, and `bytes` have its parameters too. */
export type NextFault = (text: string, bytes: Buffer) => StatementFault | null;

interface ProxyState {
  /** Where new connections go: another server's port after a fail-over. */
  port: number;
  /** No byte goes either way, on no connection, and none ends. */
  frozen: boolean;
  /** Of the packets of both directions this many (0 to 1) are late by `ms`, with all that come after them. */
  late: { rate: number; ms: number; dice: Dice } | null;
  next: NextFault | null;
}

export type DatabaseProxy = Awaited<ReturnType<typeof databaseProxy>>;

/**
 * Listens on a port of its own until the test ends, and passes on to the server on `port`. TLS goes through unread.
 *
 * @example
 * const proxy = await databaseProxy(cluster.port);
 * const url = proxy.urlOf(database.url);
 * proxy.once(/commit_batch/, { kind: 'cut', when: 'answered' });
 */
export async function databaseProxy(port: number) {
  const state: ProxyState = { port, frozen: false, late: null, next: null };
  const own = await freePort();
  const pairs = new Set<Pair>();
  const server = createServer((client) => {
    const pair = new Pair(client, state, () => pairs.delete(pair));
    pairs.add(pair);
  });
  const listen = async () => void (await once(server.listen(own, '127.0.0.1'), 'listening'));
  const cutAll = () => {
    for (const pair of pairs) pair.end();
  };
  await listen();
  onTestFinished(() => {
    server.close();
    cutAll();
  });
  return {
    port: own,
    /** The same address, through this proxy. */
    urlOf: (url: string) => url.replace(/:\d+(?=\/[^/]*$)/, `:${own}`),
    /** New connections go to the server on this port from now on. */
    to: (next: number) => {
      state.port = next;
    },
    /** `next` is asked at each statement from now on; null for nobody. */
    each: (next: NextFault | null) => {
      state.next = next;
    },
    /** Goes wrong for the first statement from now on whose SQL fits, once. */
    once: (fits: RegExp, fault: StatementFault) => {
      state.next = (text) => {
        if (!fits.test(text)) return null;
        state.next = null;
        return fault;
      };
    },
    /** Packets are late from now on; null for none. */
    late: (late: ProxyState['late']) => {
      state.late = late;
    },
    /** Passes nothing on from now on, as where a firewall drops all packets; new connections are taken, and hear nothing. */
    freeze: () => {
      state.frozen = true;
    },
    /** Passes on again what came meanwhile, and what comes. */
    thaw: () => {
      state.frozen = false;
      for (const pair of pairs) pair.thaw();
    },
    /** Half open, as behind a firewall that forgot them: every connection that there is now. New ones pass. */
    holdAll: () => {
      for (const pair of pairs) pair.hold();
    },
    /** Ends all connections. */
    cutAll,
    /** Ends all connections and refuses new ones, as where no server listens. */
    refuse: async () => {
      server.close();
      cutAll();
      if (server.listening) await once(server, 'close');
    },
    /** Takes connections again after `refuse`. */
    accept: listen,
    /** How many connections there are. */
    connections: () => pairs.size,
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** ReadyForQuery, the last message of an answer, but for its last byte, which says whether a transaction is open. */
const answerEnd = Buffer.from([0x5a, 0, 0, 0, 5]);

/** One connection of a client, and the one to the server for it. */
class Pair {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #state: ProxyState;
  readonly #onEnd: () => void;
  readonly #statements = statementsOf();
  /** What is passed on, one after the other, in each direction. */
  #toServer: Promise<void> = Promise.resolve();
  #toClient: Promise<void> = Promise.resolve();
  #held = false;
  /** The client hears nothing more, and the connection ends with the answer. */
  #muted = false;
  #thawed = Promise.withResolvers<void>();

  constructor(client: Socket, state: ProxyState, onEnd: () => void) {
    this.#client = client;
    this.#state = state;
    this.#onEnd = onEnd;
    this.#server = connect(state.port, '127.0.0.1');
    this.#client.on('data', (chunk) => {
      this.#toServer = this.#toServer.then(() => this.#fromClient(chunk));
    });
    this.#server.on('data', (chunk) => {
      this.#toClient = this.#toClient.then(() => this.#fromServer(chunk));
    });
    for (const socket of [this.#client, this.#server])
      socket
        .setNoDelay()
        .on('error', () => {})
        .on('close', () => void this.#closed());
  }

  /** Ends both connections, at once. */
  end(): void {
    this.#onEnd();
    this.#client.destroy();
    this.#server.destroy();
  }

  hold(): void {
    this.#held = true;
  }

  thaw(): void {
    this.#thawed.resolve();
    this.#thawed = Promise.withResolvers();
  }

  /** One end has left: the other one hears of it after all that was sent before, or never while the connection is half open. */
  async #closed(): Promise<void> {
    await Promise.all([this.#toServer, this.#toClient]);
    await this.#passable();
    if (!this.#held) this.end();
  }

  async #passable(): Promise<void> {
    while (this.#state.frozen) await this.#thawed.promise;
    const { late } = this.#state;
    if (late?.dice.chance(late.rate)) await pause(late.ms);
  }

  async #fromClient(chunk: Buffer): Promise<void> {
    await this.#passable();
    for (const statement of this.#statements(chunk)) await this.#pass(statement);
  }

  async #fromServer(chunk: Buffer): Promise<void> {
    await this.#passable();
    if (this.#held) return;
    if (!this.#muted) this.#client.write(chunk);
    else if (chunk.subarray(-6, -1).equals(answerEnd)) this.end();
  }

  async #pass({ bytes, text }: SentStatement): Promise<void> {
    if (this.#held || this.#muted) return;
    const fault = text === null ? null : (this.#state.next?.(text, bytes) ?? null);
    if (fault?.kind === 'delay') await pause(fault.ms);
    if (fault?.kind === 'hold') this.#held = true;
    if (fault?.kind === 'cut' && fault.when === 'answered') this.#muted = true;
    const when = fault && fault.kind !== 'delay' ? fault.when : 'sent';
    const part = when === 'before' ? 0 : when === 'middle' ? bytes.length >> 1 : bytes.length;
    await new Promise((resolve) => this.#server.write(bytes.subarray(0, part), resolve));
    if (fault?.kind === 'cut' && when !== 'answered') this.end();
  }
}
