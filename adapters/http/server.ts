/** Serves every route on one port, and holds back senders that would use it up. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { headersMs, type ServerLimits, standardLimits } from './limits.ts';
import { createBodies } from './read-body.ts';
import { createRequestHandler, type HandlerOptions, hangUp } from './request-handler.ts';

/** The HTTP server of the bot. */
export type Host = ReturnType<typeof createHost>;

interface ServerOptions extends HandlerOptions {
  limits?: Partial<ServerLimits>;
}

/** Makes the HTTP server with its routes. It listens on no port until `listen` is called. */
export function createHost({ limits: given, ...options }: ServerOptions) {
  const limits = { ...standardLimits, ...given };
  const bodies = createBodies(limits.bodyBytes, limits.allBodiesBytes);
  let stopping = false;
  const handle = createRequestHandler(options, { bodies, bodyBytes: limits.bodyBytes, isLast: () => stopping });
  const server = serverWith(limits);
  const cutIdle = watchConnections(server);
  server.on('request', handle);
  server.on('clientError', hangUp);
  // A connection too many was turned away: the next one finds room.
  server.on('drop', () => {
    bodies.cutIdlest();
    server.closeIdleConnections();
  });

  return {
    /** Resolves with the port. `host` null is all interfaces. */
    listen: (port: number, host: string | null) => listenOn(server, port, host ?? undefined),
    /** Accepts nothing new, and waits for no request that is not whole. Resolves when all whole requests are answered. */
    stop: () =>
      new Promise<void>((resolve) => {
        stopping = true;
        server.close(() => resolve());
        // The server first reads what has arrived already.
        setImmediate(() => {
          bodies.cutAll();
          cutIdle();
        });
      }),
    /** Closes all connections that are still open. */
    cut: () => server.closeAllConnections(),
    /** Returns the bytes that are kept for requests that have not arrived whole. */
    bodyBytes: bodies.bodyBytes,
  };
}

/** Makes Node's server with our limits. */
function serverWith(limits: ServerLimits): Server {
  const server = createServer({
    // Node would take the first of two Authorization headers, and a proxy in front perhaps the other one.
    joinDuplicateHeaders: true,
    requestTimeout: limits.requestMs,
    headersTimeout: Math.min(headersMs, limits.requestMs),
    connectionsCheckingInterval: Math.min(1_000, limits.requestMs),
    // Longer than a proxy keeps its own side open, so that it never sends into a connection that is being closed.
    keepAliveTimeout: 75_000,
  });
  server.maxConnections = limits.connections;
  return server;
}

/**
 * Returns what ends the connections on which no request is under way: nothing of theirs was taken, and their senders send it
 * again.
 */
function watchConnections(server: Server): () => void {
  const sockets = new Set<Socket>();
  const underWay = new Set<IncomingMessage>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    underWay.add(request);
    response.once('close', () => underWay.delete(request));
  });
  return () => {
    const busy = new Set([...underWay].map(({ socket }) => socket));
    for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
  };
}

/** Resolves with the port once the server listens; `port` 0 is any. Rejects with Node's error. */
export function listenOn(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
