import type { HttpResponse, Log } from '../platform.ts';

const everyMs = 60_000;

/**
 * Returns a function that logs requests that were not let in, by route: the first at once, then one line a minute with
 * the number of those that came meanwhile, so that a flood of requests does not flood the log. The logged reason is a
 * sentence of ours: nothing that was sent, and no signature.
 */
export function refusals(log: Log, now: () => number = () => performance.now()) {
  const noted = new Map<string, { at: number; more: number }>();
  return (route: string, requestId: string, { status, body }: HttpResponse): void => {
    if (status !== 401 && status !== 403) return;
    const last = noted.get(route);
    if (last && now() - last.at < everyMs) {
      last.more += 1;
      return;
    }
    noted.set(route, { at: now(), more: 0 });
    const fields = { route, requestId, status, why: detailOf(body), more: last?.more ?? 0 };
    log.warn(fields, 'a request was refused: its signature or sender is not right');
  };
}

/** Returns the detail of a problem document; nothing for any other body. */
function detailOf(body: HttpResponse['body']): string {
  try {
    return String(Object(typeof body === 'string' ? JSON.parse(body) : body).detail ?? '');
  } catch {
    return '';
  }
}
