import { z } from 'zod';
import { acceptAlerts } from '../../src/alerts/change/accept.ts';
import { adminPlaces } from '../../src/delivery/admin-destinations.ts';
import { AlertIn, alertLimits } from '../../src/domain/alert/alert.ts';
import { StoreFull, StoreUnwritable } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../platform.ts';
import { explainIssue } from './explain-issue.ts';
import { isSigned, type SignatureCheck, verifier } from './signature.ts';

/** With so many requests under way the next sender is asked to wait: the disk does not keep up. */
const backlog = 1_000;

/** Takes the alerts of one request: at least one, and at most as many as `alertLimits.batch`. */
export const Batch = z.array(AlertIn).min(1).max(alertLimits.batch);

/**
 * Answers `POST /webhooks/alerts`, with 202 only when every alert of the request is durable. `secrets` are one or two
 * `whsec_…`.
 */
export function createWebhook(secrets: readonly string[], world: World) {
  const verify = verifier(secrets);
  let underWay = 0;

  async function receive(request: HttpRequest): Promise<HttpResponse> {
    if (underWay >= backlog)
      return again(429, 'Too many requests at once', 'The disk does not keep up. Please send the same again.', 1);
    underWay++;
    try {
      return await answer(verify(request), world);
    } catch (error) {
      if (error instanceof StoreFull) return full();
      if (error instanceof StoreUnwritable)
        return again(503, 'Nothing was accepted', 'The store cannot write. Please send the same again.', 5);
      throw error;
    } finally {
      underWay--;
    }
  }

  return { judge, receive };
}

/** Returns a refusal by the head alone, where no signed alert can follow; null otherwise. */
function judge({ headers }: RequestHead): HttpResponse | null {
  if (!/^application\/json\s*(;|$)/i.test(String(headers['content-type'] ?? '')))
    return problem(415, 'Not JSON', 'Please send application/json.');
  return isSigned(headers) ? null : unsigned('The headers of Standard Webhooks are missing or malformed.');
}

function unsigned(why: string): HttpResponse {
  return problem(401, 'Not signed by a known sender', why);
}

async function answer(check: SignatureCheck, world: World): Promise<HttpResponse> {
  if (check.kind === 'refused') return unsigned(check.why);
  if (check.kind === 'malformed') return problem(400, 'Malformed JSON', 'The body is signed, but it is no JSON.');
  const { body, sentAt } = check;
  const many = Array.isArray(body);
  const list = many ? body : [body];
  const parsed = Batch.safeParse(list);
  if (!parsed.success)
    return invalid(
      parsed.error.issues.map((issue) => ({ path: issue.path, detail: explainIssue(issue, list) })),
      many,
    );
  const homeless = await withoutTenant(parsed.data, world);
  if (homeless.length > 0) return invalid(homeless, many);
  return accept(parsed.data, sentAt, world);
}

async function accept(alerts: readonly AlertIn[], sentAt: string, world: World): Promise<HttpResponse> {
  const whole = alerts.map((content) => ({ content, origin: { ...originOf(content), sentAt } }));
  const { accepted, duplicate } = await acceptAlerts(whole, await adminPlaces(world), world);
  world.meter.count('alerts_total', ['accepted'], accepted.length);
  world.meter.count('alerts_total', ['duplicate'], duplicate.length);
  return { status: 202, body: { accepted, duplicate } };
}

function originOf({ source }: AlertIn) {
  return { kind: 'sent', source: `webhook:${source}`, by: null, byName: source } as const;
}

interface Wrong {
  path: readonly PropertyKey[];
  detail: string;
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

/**
 * Returns a refusal with a JSON pointer for each bad field. https://www.rfc-editor.org/rfc/rfc9457,
 * https://www.rfc-editor.org/rfc/rfc6901
 */
function invalid(wrong: readonly Wrong[], many: boolean): HttpResponse {
  const errors = wrong.map(({ path, detail }) => ({ pointer: pointer(many ? path : path.slice(1)), detail }));
  return problem(422, 'Not accepted', 'Nothing of this request was accepted.', {}, { errors });
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Returns a refusal of a request that may be sent again after so many seconds. */
function again(status: number, title: string, detail: string, seconds: number): HttpResponse {
  return problem(status, title, detail, { 'retry-after': String(seconds) });
}

/**
 * Returns status 507. It names no time to wait, since there is room once people resolve alerts.
 * https://www.rfc-editor.org/rfc/rfc4918#section-11.5
 */
function full(): HttpResponse {
  return problem(
    507,
    'The storage is full',
    'Nothing of this request was accepted: the bot stores as much as its setting STATE_LIMIT allows. Its administrators are told. Please send the same again later.',
  );
}
