/** HTTP requests and responses, as every route sees them. */
import { orNull } from '../../src/domain/or-null.ts';

/** The part of an HTTP request that is known before its body is read. Header names are lower case. */
export interface RequestHead {
  method: string;
  /** Path without the query. */
  path: string;
  /** What follows `?`, as it was sent; empty when there is none. It may hold a secret. */
  query: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** It is in every log line about the request. */
  requestId: string;
}

/** An HTTP request, its body read whole and within the size limit. */
export interface HttpRequest extends RequestHead {
  body: Buffer;
}

/** The response. A string or bytes are sent as they are, an object as JSON; an absent body is empty. */
export interface HttpResponse {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer | object;
  /** Who was refused and why: for the log, never for the sender. */
  refused?: { who: string; why: string };
}

/** Returns the value of JSON that another program sent; null for text that is none. */
export function jsonOf(text: string): unknown {
  return orNull(() => JSON.parse(text));
}

/** Returns what stands at a place in JSON, by own properties alone; undefined for nothing. */
export function valueAt(keys: readonly string[], json: unknown): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
    json,
  );
}

/**
 * Returns a refusal as a problem document, https://www.rfc-editor.org/rfc/rfc9457: `title` and `detail` are for people,
 * `more` are further members of it.
 */
export function problem(
  status: number,
  title: string,
  detail: string,
  headers: HttpResponse['headers'] = {},
  more: object = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, ...more }),
  };
}
