/** Says how much the HTTP server takes of its senders. Sizes are in bytes, times in milliseconds. */
export interface ServerLimits {
  bodyBytes: number;
  /** The most bytes of the bodies of all requests under way. */
  allBodiesBytes: number;
  /** A whole request has to arrive within this time. */
  requestMs: number;
  connections: number;
}

/** The limits of a bot that people use. */
export const standardLimits: ServerLimits = {
  bodyBytes: 1 << 20,
  allBodiesBytes: 64 << 20,
  requestMs: 15_000,
  connections: 2_000,
};
/** The headers have to arrive within this time: a sender has them ready. */
export const headersMs = 5_000;
/**
 * How long (ms) the rest of a refused body is read and dropped, so that its sender gets the answer and no
 * reset of the connection.
 */
export const lingerMs = 2_000;
