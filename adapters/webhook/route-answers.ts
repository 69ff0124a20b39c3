/** The answers that every route for alerts gives: RFC 9457 problem documents, and limits. */

import { ShareFull } from '../../src/alerts/sources/room.ts';
import { orNull } from '../../src/domain/or-null.ts';
import { StoreFull, StoreUnwritable } from '../../src/ports/store.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../http/message.ts';

/** Number of concurrent requests from which further ones are refused (429): the store does not keep up. */
const maxUnderWay = 1_000;

/** What is wrong with a place in a body, as the sender reads it. `pointer` is a JSON pointer, https://www.rfc-editor.org/rfc/rfc6901 */
export interface BodyProblem {
  pointer: string;
  detail: string;
  /** The pointer for people, without the keys that the sender made up (they may be any text); absent when it equals `pointer`. */
  shown?: string;
}

/**
 * Returns the same function with a limit of requests in progress: status 429 above it, as for a sender that has used up its
 * share of the store. A full store becomes status 507, and one that cannot write status 503.
 */
export function withinLimits(answer: (request: HttpRequest) => Promise<HttpResponse>): typeof answer {
  let underWay = 0;
  return async (request) => {
    if (underWay >= maxUnderWay)
      return again(429, 'Too many requests at once', 'The store does not keep up. Please send the same again.', 1);
    underWay++;
    try {
      return await answer(request);
    } catch (error) {
      if (error instanceof ShareFull)
        return again(429, 'Your share of the storage is used up', shareUsedUp, roomSeconds);
      if (error instanceof StoreFull) return again(507, 'The storage is full', full, roomSeconds);
      if (error instanceof StoreUnwritable)
        return again(503, 'Nothing was accepted', 'The store cannot write. Please send the same again.', 5);
      throw error;
    } finally {
      underWay--;
    }
  };
}

/**
 * Returns a refusal of a body that is not JSON by its type, or that is compressed; null otherwise. `type` matches the media types that are
 * taken.
 */
export function wrongType({ headers }: RequestHead, type: RegExp): HttpResponse | null {
  if (!type.test(String(headers['content-type'] ?? '')))
    return problem(415, 'Not JSON', 'Please send application/json.');
  const coding = headers['content-encoding'];
  if (coding === undefined || /^(identity)?$/i.test(String(coding))) return null;
  return problem(415, 'Compressed', 'Please send the body as it is, without Content-Encoding.');
}

/** Returns the JSON of a request's body; null for a body that is none. */
export function jsonIn({ body }: Pick<HttpRequest, 'body'>): { body: unknown } | null {
  return orNull(() => ({ body: JSON.parse(body.toString('utf8')) }));
}

/** Returns status 422 with a JSON pointer for each bad place. */
export function notAccepted(errors: readonly BodyProblem[]): HttpResponse {
  const shown = errors.map(({ pointer, detail }) => ({ pointer, detail }));
  return problem(422, 'Not accepted', 'Nothing of this request was accepted.', {}, { errors: shown });
}

/** Returns the JSON pointer of a path of keys. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Returns a refusal of a request that may be sent again after `seconds`. */
export function again(status: number, title: string, detail: string, seconds: number): HttpResponse {
  return problem(status, title, detail, { 'retry-after': String(seconds) });
}

/** Seconds after which a sender may try again that found no room: there is some once people resolved alerts. */
const roomSeconds = 60;

/** The detail of status 507. https://www.rfc-editor.org/rfc/rfc4918#section-11.5 */
const full =
  'Nothing of this request was accepted: the bot stores almost as much as its setting STATE_LIMIT allows, or all of it. From 80 % on it takes only bodies with a high alert. Its administrators are told. Please send the same again later.';

/** The detail of status 429 for a source that holds its share of the store. */
const shareUsedUp =
  'Nothing of this request was accepted: the bot stores more than half of what its setting STATE_LIMIT allows, and the alerts of this sender alone take a tenth of it. Its administrators are told. Please send the same again later: there is room once alerts of this sender were resolved.';
