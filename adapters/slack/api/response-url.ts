import { isThisMachine } from '../../http/loopback.ts';
import type { Message } from '../render/view.ts';

const patienceMs = 3_000;

/** Answers to a response_url, which Slack sends along with a press: 5 uses in 30 minutes. Rejects when Slack does not take it. */
export type Responder = (url: string, message: Partial<Message>, replace: boolean) => Promise<void>;

/** `apiUrl` is where Slack is, null for the real one. */
export function createResponder(apiUrl: string | null): Responder {
  const home = apiUrl === null ? null : new URL(apiUrl).hostname;
  const isHome = (host: string) => host === home || (home !== null && isThisMachine(home) && isThisMachine(host));

  return async (url, message, replace) => {
    const { hostname, protocol } = new URL(url);
    const slack = protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname);
    if (!slack && !isHome(hostname)) throw new Error('a response_url that is not Slack’s');
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: replace, ...message }),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`response_url answered ${response.status}`);
  };
}
