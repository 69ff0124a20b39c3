import { type HttpRequest, type HttpResponse, problem } from '../platform.ts';

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
  if (method !== 'POST' || /^application\/json\b/i.test(String(headers['content-type']))) return null;
  return problem(415, 'Unsupported media type', 'In local mode only application/json is taken.');
}
