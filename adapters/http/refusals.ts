import type { Log } from '../process/log.ts';
import { type HttpRequest, type HttpResponse, jsonOf, problem } from './message.ts';

const everyMs = 60_000;

/**
 * Returns a function that logs requests that were not let in, by route and by who was refused: the first at once, then one line a minute
 * with the number of those that came meanwhile, so that a flood of requests does not flood the log. The logged reason is a sentence of
 * ours: nothing that was sent, and no signature.
 */
export function refusals(log: Log, now: () => number = () => performance.now()) {
  const noted = new Map<string, { at: number; more: number }>();
  return (route: string, requestId: string, { status, body, refused }: HttpResponse): void => {
    if (status !== 401 && status !== 403) return;
    const key = refused ? `${route} ${refused.who}` : route;
    const last = noted.get(key);
    if (last && now() - last.at < everyMs) {
      last.more += 1;
      return;
    }
    noted.set(key, { at: now(), more: 0 });
    const { detail = '' } = Object(typeof body === 'string' ? jsonOf(body) : body);
    const reason = refused ? { source: refused.who, why: refused.why } : { why: detail };
    const fields = { route, requestId, status, ...reason, more: last?.more ?? 0 };
    log.warn({ event: 'request.refused', ...fields }, 'request refused: wrong signature or sender');
  };
}

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** Returns whether a host, with or without its port, is this machine. */
export function isThisMachine(host: string): boolean {
  return loopback.test(host);
}

/**
 * Returns a refusal unless the request names this machine. Local mode checks no signature, so a web page that a browser
 * on this machine has open must not reach it through a name that resolves to 127.0.0.1 (DNS rebinding).
 */
export function misdirected({ host }: HttpRequest['headers']): HttpResponse | null {
  if (isThisMachine(String(host))) return null;
  return problem(421, 'Misdirected request', 'In local mode the bot answers to 127.0.0.1 and localhost only.');
}

/** Returns a refusal of a body that is not JSON, which is all that a form of a web page can send. */
export function notJson(method: string, headers: HttpRequest['headers']): HttpResponse | null {
  if (method !== 'POST' || /^application\/([\w.-]+\+)?json\b/i.test(String(headers['content-type']))) return null;
  return problem(415, 'Unsupported media type', 'In local mode only application/json is taken.');
}
