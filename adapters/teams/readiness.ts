import type { Authentication } from './authentication.ts';
import { cloudOf } from './cloud.ts';
import type { TeamsOptions } from './options.ts';

const retryMs = 30_000;
const askMs = 5_000;

export interface Readiness {
  /** `connected` runs once tokens can be had and checked. */
  start(connected: () => void): void;
  /** Null when tokens can be had and checked, otherwise what cannot. */
  notReady(): string | null;
  stop(): void;
}

/** Whether Microsoft gives us a token with these credentials, and its keys to check the tokens of others. */
export function createReadiness({ app, log }: TeamsOptions, { authorization }: Authentication): Readiness {
  let why: string | null = app === null ? null : 'not connected yet';
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let onConnected = () => {};

  async function look(keysUrl: string): Promise<void> {
    const [token, keys] = await Promise.allSettled([authorization(), read(keysUrl)]);
    why = null;
    if (keys.status === 'rejected') why = 'the keys of Teams cannot be read';
    if (token.status === 'rejected') why = 'Microsoft Entra gives no token: check the app id, tenant and password';
    if (why === null) {
      log.info({}, 'Teams is ready');
      return onConnected();
    }
    log.warn({ why }, 'Teams is not ready');
    if (!stopped) timer = setTimeout(() => look(keysUrl), retryMs).unref();
  }

  return {
    start(connected) {
      onConnected = connected;
      if (!app) return connected();
      if (app) void look(cloudOf(app).ToBotFromChannelOpenIdMetadataUrl);
    },
    notReady: () => why,
    stop() {
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
