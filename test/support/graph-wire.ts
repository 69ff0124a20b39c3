/** What the parts of the made-up Graph share: who asks, what they ask, and how it is refused. */

/** Who asks, by a token that was checked. */
export interface GraphCaller {
  tenantId: string;
  clientId: string;
  /** The permissions of the token: those of the app, or of the person. */
  permissions: readonly string[];
  /** Null for the app itself. */
  person: { objectId: string; upn: string; withMfa: boolean } | null;
}

export interface GraphRequest {
  method: string;
  /** Below the version, decoded. */
  segments: readonly string[];
  query: URLSearchParams;
  /** Values of `Prefer`, in small letters. */
  prefer: readonly string[];
  body: unknown;
  caller: GraphCaller;
  /** `http://127.0.0.1:…/v1.0` */
  base: string;
}

/** The answer: a status, and JSON. Text is sent as it is. */
export interface GraphAnswer {
  status: number;
  body: unknown;
}

/** Graph refuses, with its own code. */
export class GraphRefused extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, code: string, message: string, body: unknown = { error: { code, message } }) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

export const badRequest = (message: string) => new GraphRefused(400, 'BadRequest', message);

/** As Graph says it of a path that it does not know. */
export const unknownPath = (segment: string) => badRequest(`Resource not found for the segment '${segment}'.`);

/** Refuses a caller who has none of these permissions. */
export function demand({ permissions }: GraphCaller, code: string, ...anyOf: readonly string[]): void {
  if (!anyOf.some((one) => permissions.includes(one)))
    throw new GraphRefused(403, code, 'Insufficient privileges to complete the operation.');
}

/** Refuses query options that the method does not have, as strictly as the documentation reads. */
export function allowOnly(query: URLSearchParams, ...names: readonly string[]): void {
  const other = [...query.keys()].find((name) => !names.includes(name));
  if (other !== undefined) throw badRequest(`The query parameter '${other}' is not supported.`);
}

/** Returns the properties that `$select` names; all where it is missing. `always` are given in any case. */
export function selected(row: object, query: URLSearchParams, ...always: readonly string[]): object {
  const names = query.get('$select')?.split(',');
  if (!names) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name) || always.includes(name)));
}

/** Links of pages carry the state of a query. */
export const toState = (state: object) => Buffer.from(JSON.stringify(state)).toString('base64url');
export function stateIn(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw badRequest('The token of the page is not valid.');
  }
}
