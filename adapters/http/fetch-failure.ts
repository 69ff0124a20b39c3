/**
 * Returns whether `fetch`, or the reading of its response, failed on the network. Both throw a TypeError as a bug does, but with its cause:
 * https://fetch.spec.whatwg.org/#fetch-method
 */
export function isFetchFailure(error: unknown): boolean {
  return error instanceof TypeError && error.cause !== undefined;
}
