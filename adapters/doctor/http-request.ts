/** Asks other programs by HTTP, for doctor: with time-outs, without following redirects, and without quoting what went wrong. */
import { readUpTo } from '../http/read-up-to.ts';

/** How long (ms) a request or connection waits for an answer. */
export const requestMs = 8_000;
/** Bytes of an answer that are read. */
const maxBytes = 256 << 10;

/** The outcome of a request. */
export type HttpAnswer =
  | { kind: 'answered'; status: number; headers: Headers; text: string; sentAt: number; answeredAt: number }
  /** `why` is the end of a sentence that begins with the host. */
  | { kind: 'silent'; why: string; isTimeout: boolean };

/** Sends a request, and resolves with the answer; of its body with the first 256 kB. Never rejects. `now` is epoch milliseconds. */
export async function httpRequest(url: string, init: RequestInit = {}, now = Date.now): Promise<HttpAnswer> {
  try {
    const sentAt = now();
    const signal = AbortSignal.timeout(requestMs);
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const answeredAt = now();
    const { status, headers, body } = response;
    const text = (await readUpTo(body, maxBytes)).bytes.toString('utf8', 0, maxBytes);
    return { kind: 'answered', status, headers, text, sentAt, answeredAt };
  } catch (error) {
    return { kind: 'silent', why: whyOf(error), isTimeout: isTimeout(error) };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has no address: the name server does not know it',
  EAI_AGAIN: 'has no address: the name server gives no answer',
  ECONNREFUSED: 'refuses the connection: nothing listens there',
  ECONNRESET: 'breaks the connection',
  UND_ERR_SOCKET: 'breaks the connection',
  BAD_PORT: 'is at a port that browsers and Node.js refuse to call',
};

/**
 * Returns true for an error of a certificate that Node.js does not accept.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export function isOfCertificate(error: unknown): boolean {
  return /CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED/.test(codeOf(error));
}

const isTimeout = (error: unknown) =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');

/** Returns why a request had no answer: the end of a sentence that begins with the host. It quotes codes alone. */
export function whyOf(error: unknown): string {
  if (isTimeout(error)) return `gives no answer within ${requestMs / 1_000} seconds`;
  const code = codeOf(error);
  if (isOfCertificate(error)) return `shows a certificate that this machine does not accept (${code})`;
  return reasons[code] ?? `cannot be reached (${code})`;
}

/** Returns the code of an error of a request or connection; `no code` where it has none. */
export function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  // One of several addresses, each with its own error.
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  // What fetch says of the ports that it blocks has no code. https://fetch.spec.whatwg.org/#port-blocking
  if (first instanceof Error && first.message === 'bad port') return 'BAD_PORT';
  return first instanceof Error && 'code' in first ? String(first.code) : 'no code';
}
