/** How much the HTTP server of a bot that people use takes of its senders. Sizes are in bytes, times in milliseconds. */
export const standardLimits = {
  bodyBytes: 1 << 20,
  /** The most bytes of the bodies of all requests in progress. */
  allBodiesBytes: 64 << 20,
  /** A whole request has to arrive within this time. */
  requestMs: 15_000,
  connections: 2_000,
};
/** Limits of an HTTP server: timeouts, sizes, connections. */
export type ServerLimits = typeof standardLimits;
/** The headers have to arrive within this time: a sender has them ready. */
export const headersMs = 5_000;
/**
 * How long (ms) the rest of a refused body is read and dropped, so that its sender gets the answer and no
 * reset of the connection.
 */
export const lingerMs = 2_000;
