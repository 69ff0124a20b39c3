import { z } from 'zod';
import { acceptSigned, noteUnread } from '../../src/alerts/sources/accept-from-source.ts';
import { AlertIn, alertLimits } from '../../src/domain/alert/alert.ts';
import { signedRoute, signedShare } from '../../src/domain/alert/source.ts';
import { lookAlike } from '../../src/domain/text/look-alike.ts';
import type { World } from '../../src/ports/world.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../http/message.ts';
import { explainIssue } from '../settings/explain-issue.ts';
import type { Verdict } from './auth/credential.ts';
import { isSigned, standardWebhooks } from './auth/hmac.ts';
import { type BodyProblem, jsonIn, notAccepted, pointerOf, withinLimits, wrongType } from './route-answers.ts';

/** Takes the alerts of one request: at least one, and at most as many as `alertLimits.batch`. */
export const Batch = z.array(AlertIn).min(1).max(alertLimits.batch);

/**
 * Answers `POST /webhooks/alerts`, with 202 only when every alert of the request is durable. `secrets` are one or two
 * `whsec_…`. `now` returns the epoch milliseconds by which signed times are judged.
 */
export function createWebhook(secrets: readonly string[], world: World, now: () => number) {
  const { check } = standardWebhooks(secrets, now);
  return { judge, receive: withinLimits((request) => answer(request, check(request), world)) };
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
