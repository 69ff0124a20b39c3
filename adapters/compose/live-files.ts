/** The parts of a bot that depend on files which settings name, and are exchanged when these are reloaded. */
import { isDeepStrictEqual } from 'node:util';
import type { Timers, World } from '../../src/ports/world.ts';
import { firstMet } from '../../src/request/people.ts';
import type { OpenedSources } from '../webhook/sources/open-sources.ts';
import type { RequestCounts } from '../webhook/sources/request-counts.ts';
import { createWebhook } from '../webhook/webhook.ts';
import { forgetUnasked } from './callers.ts';
import type { liveMicrosoft } from './live-microsoft.ts';
import type { liveReceivers } from './live-receivers.ts';
import type { Going } from './outgoing.ts';
import { type BotParts, nowOf } from './parts.ts';
import { replaceableTaker, replaceableWork } from './replaceable.ts';

/** The parts that the files concern. `pauses` end when the outbox stops. */
interface LiveParts {
  world: World;
  microsoft: ReturnType<typeof liveMicrosoft>;
  receivers: ReturnType<typeof liveReceivers>;
  sender: Going;
  requestCounts: RequestCounts;
  pauses: Timers;
}

/** Returns the parts for the files in `parts`. `reload` exchanges them for those of files that were read later, and updates `parts`. */
export function liveFiles(parts: BotParts, { world, microsoft, receivers, sender, requestCounts, pauses }: LiveParts) {
  const { log, hide } = parts;
  const serve = (opened: OpenedSources) => {
    requestCounts.begin(opened.settings.map(({ name }) => name));
    return opened.serve({ ...world, log, hide, now: nowOf(parts) }, requestCounts);
  };
  let served = parts.sources;
  let sources = served && serve(served);
  const sourceTaker = sources && replaceableTaker(sources.webhook);
  const signed = webhookOf(parts, world);
  const signedTaker = signed && replaceableTaker(signed);
  const watching = replaceableWork(pauses, async (own) => {
    await Promise.all([sources?.watch(own), microsoft?.watchSecrets(own), receivers?.watchSecrets(own)]);
  });
  const asking = replaceableWork(pauses, async (own) => {
    await forgetUnasked(parts.microsoft, world).catch((error: unknown) => world.onBug(error, 'microsoft'));
    await microsoft?.ask({ ...world, timers: own }, (id) => firstMet(id, world), own);
  });

  function reloadSources(next: OpenedSources): void {
    if (isDeepStrictEqual(next.configured, served?.configured)) return;
    served = next;
    sources = serve(next);
    sourceTaker?.replace(sources.webhook);
    watching.restart();
  }

  function reloadMicrosoft(next: NonNullable<BotParts['microsoft']>): void {
    if (!microsoft?.replace(next)) return;
    watching.restart();
    asking.restart();
  }

  function reloadReceivers(next: NonNullable<BotParts['receivers']>): void {
    if (!receivers?.replace(next)) return;
    watching.restart();
    sender.reloaded();
  }

  return {
    webhook: signedTaker?.taker ?? null,
    sourceWebhook: sourceTaker?.taker ?? null,
    watchSecrets: watching.run,
    askMicrosoft: asking.run,
    /**
     * Goes by these from now on, all at once. A request that has begun ends as it began. No setting comes or goes here: what is set at the
     * start stays set.
     */
    reload(next: Pick<BotParts, 'config' | 'sources' | 'microsoft' | 'receivers'>): void {
      const { ADMINS, ALERT_WEBHOOK_SECRET } = next.config.settings;
      if (next.sources) reloadSources(next.sources);
      if (next.microsoft) reloadMicrosoft(next.microsoft);
      if (next.receivers) reloadReceivers(next.receivers);
      const isSame = isDeepStrictEqual(ALERT_WEBHOOK_SECRET, parts.config.settings.ALERT_WEBHOOK_SECRET);
      const { config, sources: opened, microsoft: asked, receivers: called } = next;
      Object.assign(parts, { config, sources: opened, microsoft: asked, receivers: called });
      const signedNow = isSame ? null : webhookOf(parts, world);
      if (signedNow) signedTaker?.replace(signedNow);
      world.settings.sources = [...(opened?.settings ?? []), ...(asked?.sources ?? [])];
      if (ADMINS) world.settings.admins = ADMINS;
    },
  };
}

/** Returns what takes signed alerts; null when no secret is set. */
function webhookOf(parts: BotParts, world: World) {
  const { config, local } = parts;
  const secrets = config.settings.ALERT_WEBHOOK_SECRET ?? local?.webhookSecrets ?? [];
  return secrets.length > 0 ? createWebhook(secrets, world, nowOf(parts)) : null;
}
