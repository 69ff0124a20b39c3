import { z } from 'zod';
import { acceptAlerts } from '../../src/alerts/change/accept.ts';
import { adminPlaces } from '../../src/delivery/admin-destinations.ts';
import { AlertIn, alertLimits } from '../../src/domain/alert/alert.ts';
import { signedShare } from '../../src/domain/alert/source.ts';
import type { World } from '../../src/ports/world.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../platform.ts';
import { jsonIn, notAccepted, pointerOf, withinBacklog, wrongType } from './answers.ts';
import { explainIssue } from './explain-issue.ts';
import { isSigned, type SignatureCheck, verifier } from './signature.ts';

/** Takes the alerts of one request: at least one, and at most as many as `alertLimits.batch`. */
export const Batch = z.array(AlertIn).min(1).max(alertLimits.batch);

/**
 * Answers `POST /webhooks/alerts`, with 202 only when every alert of the request is durable. `secrets` are one or two
 * `whsec_…`.
 */
export function createWebhook(secrets: readonly string[], world: World) {
  const verify = verifier(secrets);
  return { judge, receive: withinBacklog((request) => answer(request, verify(request), world)) };
}

/** Returns a refusal by the head alone, where no signed alert can follow; null otherwise. */
function judge(head: RequestHead): HttpResponse | null {
  const refusal = wrongType(head, /^application\/json\s*(;|$)/i);
  if (refusal || isSigned(head.headers)) return refusal;
  return unsigned('The headers of Standard Webhooks are missing or malformed.');
}

function unsigned(why: string): HttpResponse {
  return problem(401, 'Not signed by a known sender', why);
}

async function answer(request: HttpRequest, check: SignatureCheck, world: World): Promise<HttpResponse> {
  if (check.kind === 'refused') return unsigned(check.why);
  const json = jsonIn(request);
  if (!json) return problem(400, 'Malformed JSON', 'The body is signed, but it is no JSON.');
  const { body } = json;
  const many = Array.isArray(body);
  const list = many ? body : [body];
  const parsed = Batch.safeParse(list);
  if (!parsed.success)
    return invalid(
      parsed.error.issues.map((issue) => ({ path: issue.path, detail: explainIssue(issue, list) })),
      many,
    );
  const wrong = [...ofSources(parsed.data, world), ...(await withoutTenant(parsed.data, world))];
  if (wrong.length > 0) return invalid(wrong, many);
  return accept(parsed.data, check.sentAt, world);
}

async function accept(alerts: readonly AlertIn[], sentAt: string, world: World): Promise<HttpResponse> {
  const whole = alerts.map((content) => ({ content, origin: { ...originOf(content), sentAt } }));
  const { accepted, duplicate } = await acceptAlerts(whole, await adminPlaces(world), world);
  world.meter.count('alerts_total', ['accepted'], accepted.length);
  world.meter.count('alerts_total', ['duplicate'], duplicate.length);
  return { status: 202, body: { accepted, duplicate } };
}

function originOf({ source }: AlertIn) {
  return { kind: 'sent', source: `webhook:${source}`, share: signedShare, by: null, byName: source } as const;
}

interface Wrong {
  path: readonly PropertyKey[];
  detail: string;
}

/** Returns a problem for each alert that would speak for a source of the sources' file, in capital letters too: people do not tell them apart. */
function ofSources(alerts: readonly AlertIn[], { settings }: World): Wrong[] {
  const names = new Set(settings.sources.map(({ name }) => name));
  const detail = 'This source has credentials and a route of its own: its alerts come there alone.';
  return alerts.flatMap(({ source }, index) =>
    names.has(source.toLowerCase()) ? [{ path: [index, 'source'], detail }] : [],
  );
}

/** Resolves with a problem for each alert without a tenant, which may be left out only while there is exactly one. */
async function withoutTenant(alerts: readonly AlertIn[], { store }: World): Promise<Wrong[]> {
  if (alerts.every(({ partnerTenantId }) => partnerTenantId !== null)) return [];
  const { length } = await store.read((reader) => reader.list('tenants'));
  if (length === 1) return [];
  const detail = `Required: this bot knows ${length} partner tenants.`;
  return alerts.flatMap(({ partnerTenantId }, index) =>
    partnerTenantId === null ? [{ path: [index, 'partnerTenantId'], detail }] : [],
  );
}

/** Returns a refusal with a pointer for each bad field. The first part of each path is the place in the list; `many` is false for a body that is no list. */
function invalid(wrong: readonly Wrong[], many: boolean): HttpResponse {
  return notAccepted(wrong.map(({ path, detail }) => ({ pointer: pointerOf(many ? path : path.slice(1)), detail })));
}
