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
/** Limits of what a replica forwards to the one that acts. Times are in milliseconds, sizes in bytes. */
export const forwardLimits = {
  /** Timeout of a new connection until its other side has proven itself. */
  proofMs: 1_000,
  /** While no answer comes, the replica that acts has to prove itself again each time that this has passed. */
  proveAgainMs: 1_000,
  /** Timeout of an answer. A commit that looks for its lost answer takes up to 10 s, which is the slowest of all. */
  answerMs: 15_000,
  /** An idle connection ends after this time, before the other side would end it. It has to be longer than `answerMs`. */
  idleMs: 30_000,
  /** The most connections at a time, those that are being made included. */
  connections: 128,
  /** The most bytes of the bodies of all requests that wait or are under way. */
  allBodiesBytes: 64 << 20,
  /** The most bytes of an answer. */
  answerBytes: 4 << 20,
};
/** Limits of what a replica forwards. */
export type ForwardLimits = typeof forwardLimits;
