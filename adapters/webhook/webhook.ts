import { z } from 'zod';
import { acceptSigned, noteUnread } from '../../src/alerts/sources/accept.ts';
import { ShareFull } from '../../src/alerts/sources/room.ts';
import { AlertIn, alertLimits } from '../../src/domain/alert/alert.ts';
import { signedRoute, signedShare } from '../../src/domain/alert/source.ts';
import { lookAlike } from '../../src/domain/text/look-alike.ts';
import { StoreFull, StoreUnwritable } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../http/message.ts';
import type { Verdict } from './auth/credential.ts';
import { isSigned, standardWebhooks } from './auth/hmac.ts';
import { explainIssue } from './explain-issue.ts';

/** Takes the alerts of one request: at least one, and at most as many as `alertLimits.batch`. */
export const Batch = z.array(AlertIn).min(1).max(alertLimits.batch);

/**
 * Answers `POST /webhooks/alerts`, with 202 only when every alert of the request is durable. `secrets` are one or two
 * `whsec_…`.
 */
export function createWebhook(secrets: readonly string[], world: World) {
  const { check } = standardWebhooks(secrets);
  return { judge, receive: withinBacklog((request) => answer(request, check(request), world)) };
}

/** Returns a refusal by the head alone, where nothing signed can follow; null otherwise. */
function judge(head: RequestHead): HttpResponse | null {
  if (isSigned(head.headers)) return null;
  return wrongTypeOf(head) ?? unsigned('The headers of Standard Webhooks are missing or malformed.');
}

function wrongTypeOf(head: RequestHead): HttpResponse | null {
  return wrongType(head, /^application\/json\s*(;|$)/i);
}

function unsigned(why: string): HttpResponse {
  return problem(401, 'Not signed by a known sender', why);
}

async function answer(request: HttpRequest, proof: Verdict, world: World): Promise<HttpResponse> {
  const wrong = wrongTypeOf(request);
  if (proof.kind === 'refused') return wrong ?? unsigned(`Refused: ${proof.why}.`);
  if (wrong) return refused(wrong, whole('The content type is not application/json, or it is compressed.'), world);
  const json = jsonIn(request);
  const malformed = problem(400, 'Malformed JSON', 'The body is signed, but it is no JSON.');
  if (!json) return refused(malformed, whole('The body is not JSON.'), world);
  const read = alertsIn(json.body, world);
  if ('problems' in read) return refused(notAccepted(read.problems), read.problems, world);
  const signedAt = proof.sentAt === null ? {} : { sentAt: proof.sentAt };
  const alerts = read.alerts.map((content) => ({ content, origin: { ...originOf(content), ...signedAt } }));
  return { status: 202, body: await acceptSigned(alerts, world) };
}

/**
 * Answers a signed request of which nothing is taken, once it is noted for the admins: a sender that repeats nothing loses these alerts.
 */
async function refused(answer: HttpResponse, problems: readonly BodyProblem[], world: World): Promise<HttpResponse> {
  await noteUnread(signedRoute, problems, world);
  return answer;
}

function whole(detail: string): BodyProblem[] {
  return [{ pointer: '', detail }];
}

/** Returns the alerts of a body, or what is wrong with it. The pointers are those of the body, which may be one alert or a list. */
function alertsIn(body: unknown, world: World): { alerts: readonly AlertIn[] } | { problems: BodyProblem[] } {
  const many = Array.isArray(body);
  const list = many ? body : [body];
  const parsed = Batch.safeParse(list);
  const wrong = parsed.success
    ? ofSources(parsed.data, world)
    : parsed.error.issues.map((issue) => ({ path: issue.path, detail: explainIssue(issue, list) }));
  if (parsed.success && wrong.length === 0) return { alerts: parsed.data };
  return {
    problems: wrong.map(({ path, detail }) => ({ pointer: pointerOf(many ? path : path.slice(1)), detail })),
  };
}

function originOf({ source }: AlertIn) {
  return { kind: 'sent', source: `webhook:${source}`, share: signedShare, by: null, byName: source } as const;
}

interface Wrong {
  path: readonly PropertyKey[];
  detail: string;
}

/**
 * Returns a problem for each alert that would speak for a source of the sources' file, or whose source looks like one: people do not tell
 * them apart.
 */
function ofSources(alerts: readonly AlertIn[], { settings }: World): Wrong[] {
  if (settings.sources.length === 0) return [];
  const names = new Set(settings.sources.map(({ name }) => lookAlike(name)));
  const detail = 'This source has credentials and a route of its own: its alerts come there alone.';
  return alerts.flatMap(({ source }, index) =>
    names.has(lookAlike(source)) ? [{ path: [index, 'source'], detail }] : [],
  );
}

/* The answers that every route for alerts gives: RFC 9457 problem documents, and limits. */

/** Number of concurrent requests from which further ones are refused (429): the disk does not keep up. */
const backlog = 1_000;

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
export function withinBacklog(answer: (request: HttpRequest) => Promise<HttpResponse>): typeof answer {
  let underWay = 0;
  return async (request) => {
    if (underWay >= backlog)
      return again(429, 'Too many requests at once', 'The disk does not keep up. Please send the same again.', 1);
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
  try {
    return { body: JSON.parse(body.toString('utf8')) };
  } catch {
    return null;
  }
}

/** Returns status 422 with a JSON pointer for each bad place. */
export function notAccepted(errors: readonly BodyProblem[]): HttpResponse {
  const told = errors.map(({ pointer, detail }) => ({ pointer, detail }));
  return problem(422, 'Not accepted', 'Nothing of this request was accepted.', {}, { errors: told });
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
