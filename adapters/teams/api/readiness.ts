import type { TeamsOptions } from '../options.ts';
import type { TeamsAuthentication } from './authentication.ts';
import { cloudOf } from './cloud.ts';
import { entraRefused, tokenProblem } from './credentials.ts';

/** A secret may expire at any time, so it is probed once a minute. This is cheap while a token is still valid. */
const standardProbeMs = 60_000;
const retryMs = 30_000;
const askMs = 5_000;

/**
 * Returns what asks Microsoft over and over for a token with the app's credentials, and for the keys that check the
 * tokens of Teams.
 */
export function createReadiness(
  { app, log, probeMs }: Pick<TeamsOptions, 'app' | 'log' | 'probeMs'>,
  { authorization }: Pick<TeamsAuthentication, 'authorization'>,
) {
  let why: string | null = app === null ? null : 'not connected yet';
  let fault: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let onConnected = () => {};

  async function probe(keysUrl: string): Promise<void> {
    const [token, keys] = await Promise.allSettled([authorization(), read(keysUrl)]);
    const before = why;
    why = keys.status === 'rejected' ? 'the keys of Teams cannot be read' : null;
    fault = null;
    if (token.status === 'rejected') {
      why = tokenProblem(token.reason);
      fault = entraRefused(token.reason) ? why : null;
    }
    if (!stopped)
      timer = setTimeout(() => probe(keysUrl), probeMs ?? (why === null ? standardProbeMs : retryMs)).unref();
    if (why !== null) return log.warn({ event: 'teams.notReady', why }, 'Teams is not ready');
    if (before === null) return;
    log.info({}, 'Teams is ready');
    onConnected();
  }

  return {
    /** Begins to probe. `connected` runs each time that tokens can be had and checked, after they could not. */
    start(connected: () => void): void {
      onConnected = connected;
      if (app) void probe(cloudOf(app).ToBotFromChannelOpenIdMetadataUrl);
      else connected();
    },
    /** Returns why tokens cannot be had or checked; null when they can. */
    notReady: () => why,
    /** Returns the refusal of Microsoft that only the operator can fix; null when there is none. */
    refused: () => fault,
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function read(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(askMs) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`status ${response.status}`);
}
