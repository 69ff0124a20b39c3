/** The boundary between the ways to prove who sends, and the route that asks for proof. */
import type { HttpRequest, RequestHead } from '../../http/message.ts';

/** The result of a check of who sent a request, by secrets that the bot has. */
export type Verdict =
  /** `sentAt` is the time that the sender signed, ISO 8601 in UTC; null where the sender signs no time. */
  | { kind: 'proven'; sentAt: string | null }
  /** `why` is a few words for the log, and repeats nothing that was sent. */
  | { kind: 'refused'; why: string };

/** The result of any check of who sent a request. `unavailable`: the keys cannot be read now. */
export type Proof = Verdict | { kind: 'unavailable'; retrySeconds: number };

/** Checks whether a request is of the one who holds the credential. */
export type Credential =
  /** The head of the request is enough. */
  | { needs: 'head'; check(head: Pick<RequestHead, 'headers' | 'query'>): Verdict }
  /** The whole request is signed, so its body is hashed for each check, a refused one too. */
  | { needs: 'body'; check(request: Pick<HttpRequest, 'headers' | 'body'>): Verdict }
  /** A token in the head, whose keys are fetched. */
  | { needs: 'keys'; check(request: Pick<HttpRequest, 'headers'>): Promise<Proof> };

/** The proof of a sender who signs no time. */
export const provenWithoutTime: Verdict = { kind: 'proven', sentAt: null };

/** Returns a refusal, with a few words for the log. */
export function refusedFor(why: string): Verdict {
  return { kind: 'refused', why };
}

/** Returns what stands in the header Authorization; empty where it is not there. */
export function authorizationIn({ authorization }: RequestHead['headers']): string {
  return String(authorization ?? '');
}
