import { rereadEveryMs, secretRereader } from '../../settings/reread-secrets.ts';
import { basic, bearer, type Credential, urlToken } from '../auth/credential.ts';
import { entra, type KeyWorld } from '../auth/entra.ts';
import { hmac, standardWebhooks } from '../auth/hmac.ts';
import type { Source } from './source.ts';
import type { ConfiguredSource, SourceAuth } from './sources-schema.ts';

/** A source with the check of its requests, which is another one after its secrets changed. */
export interface CheckedSource {
  source: Source;
  credential: Credential;
}

/** The sources by name, with their checks. */
export type CheckedSources = ReturnType<typeof checkedSources>;

/** Shortest time (ms) between two readings of the files, however many credentials do not fit. */
const leastMs = 1_000;

/** What the checks need of the world. `hide` keeps a secret out of the log. */
interface CredentialWorld extends KeyWorld {
  hide(secret: string): void;
}

/** Returns the sources with their checks. */
export function checkedSources(configured: readonly ConfiguredSource[], world: CredentialWorld) {
  const { log, hide, timers, uptimeMs } = world;
  const sources = new Map<string, CheckedSource>();
  const schemes = configured.flatMap(({ auth }) => (auth.kind === 'hmac' ? [auth.scheme.signature] : []));
  for (const { source, auth } of configured) {
    for (const { value } of auth.secrets) hide(value);
    sources.set(source.name, { source, credential: credentialOf(auth, world) });
  }
  const reread = secretRereader(world);
  let readAt = Number.NEGATIVE_INFINITY;

  /** Returns whether any secret is another one now. */
  function rereadAll(): boolean {
    readAt = uptimeMs();
    const changed = configured.filter(({ source: { name }, auth }) =>
      auth.secrets.map((secret) => reread({ source: name }, [secret])).includes(true),
    );
    for (const { source, auth } of changed) {
      sources.set(source.name, { source, credential: credentialOf(auth, world) });
      log.info({ source: source.name }, 'source secret reloaded');
    }
    return changed.length > 0;
  }

  return {
    get: (name: string) => sources.get(name) ?? null,
    /** Returns whether a header has a source's signature. The name is in small letters. */
    isSignature: (header: string) => schemes.includes(header),
    /** Reloads the secrets in files each minute, until the timers stop. */
    async watch(): Promise<void> {
      while (await timers.wait(rereadEveryMs)) rereadAll();
    },
    /**
     * Reads the secrets again after a credential that does not fit, at most once a second over all senders. Returns whether any has
     * changed. It reads those of all sources: the time of an answer must not tell which source is there.
     */
    refresh: () => uptimeMs() - readAt >= leastMs && rereadAll(),
  };
}

function credentialOf(auth: SourceAuth, world: KeyWorld): Credential {
  const secrets = auth.secrets.map(({ value }) => value);
  switch (auth.kind) {
    case 'standardWebhooks':
      return standardWebhooks(secrets, world.now);
    case 'bearer':
      return bearer(secrets);
    case 'basic':
      return basic(auth.user, secrets);
    case 'hmac':
      return hmac(secrets, auth.scheme, world.now);
    case 'entra':
      return entra(auth.rule, world);
    case 'urlToken':
      return urlToken(secrets);
  }
}
