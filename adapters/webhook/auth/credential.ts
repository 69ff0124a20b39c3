/** The boundary between the ways to prove who sends, and the route that asks for proof. */
import type { HttpRequest, RequestHead } from '../../http/message.ts';
import { oneOf } from './constant-time.ts';

/** The result of a check of who sent a request, by secrets that the bot has. */
export type Verdict =
  /** `sentAt` is the time that the sender signed, ISO 8601 in UTC; null when the sender signs no time. */
  | { kind: 'proven'; sentAt: string | null }
  /** `why` is a few words for the log, and repeats nothing that was sent. */
  | { kind: 'refused'; why: string };

/** The result of any check of who sent a request. `unavailable`: the keys cannot be read now. */
export type Proof = Verdict | { kind: 'unavailable'; retrySeconds: number };

/** Checks whether a request is of the one who holds the credential. */
export type Credential =
  /** The head of the request is enough. */
  | { needs: 'head'; check(head: Pick<RequestHead, 'headers' | 'query'>): Verdict }
  /** The whole request is signed, so each check has to hash the body, even if it then refuses the request. */
  | { needs: 'body'; check(request: Pick<HttpRequest, 'headers' | 'body'>): Verdict }
  /** A token in the head, whose keys are fetched. */
  | { needs: 'keys'; check(request: Pick<HttpRequest, 'headers'>): Promise<Proof> };

/** The proof of a sender who signs no time. */
export const provenWithoutTime: Verdict = { kind: 'proven', sentAt: null };

/** Returns a refusal, with a few words for the log. */
export function refusedFor(why: string): Verdict {
  return { kind: 'refused', why };
}

/** Returns what stands in the header Authorization; empty when it is not there. */
export function authorizationIn({ authorization }: RequestHead['headers']): string {
  return String(authorization ?? '');
}

/** Returns a check of `Authorization: Basic <user:password in base64>`, UTF-8: https://www.rfc-editor.org/rfc/rfc7617 */
export function basic(user: string, passwords: readonly string[]): Credential {
  const isRight = oneOf(passwords.map((password) => `${user}:${password}`));
  return {
    needs: 'head',
    check({ headers }) {
      const [, given = ''] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorizationIn(headers)) ?? [];
      if (isRight(Buffer.from(given, 'base64').toString('utf8'))) return provenWithoutTime;
      return refusedFor(given === '' ? 'there is no user and password' : 'the user or the password is not right');
    },
  };
}

/** Returns a check of `Authorization: Bearer <secret>`, https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export function bearer(secrets: readonly string[]): Credential {
  const isRight = oneOf(secrets);
  return {
    needs: 'head',
    check({ headers }) {
      // Node joins doubled headers by a comma and a space, and no secret has a space.
      const [, given = ''] = /^bearer +([!-~]+)$/i.exec(authorizationIn(headers)) ?? [];
      if (isRight(given)) return provenWithoutTime;
      return refusedFor(given === '' ? 'there is no token in the header Authorization' : 'the token is not right');
    },
  };
}

/** Returns a check of `?token=<secret>`, which has to be there exactly once. It is the weakest way: proxies and logs see the address. */
export function urlToken(secrets: readonly string[]): Credential {
  const isRight = oneOf(secrets);
  return {
    needs: 'head',
    check({ query }) {
      const given = new URLSearchParams(`?${query}`).getAll('token');
      const isGood = isRight(given[0] ?? '');
      if (given.length > 1) return refusedFor('there is more than one token in the URL');
      if (isGood) return provenWithoutTime;
      return refusedFor(given.length === 0 ? 'there is no token in the URL' : 'the token in the URL is not right');
    },
  };
}
