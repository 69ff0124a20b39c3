import { type CryptoKey, createLocalJWKSet, errors, type JWTHeaderParameters, type LocalJWKSet } from 'jose';
import { z } from 'zod';
import { inTime, type World } from '../../../src/ports/world.ts';
import { jsonOf } from '../../http/message.ts';
import type { Log } from '../../process/log.ts';

/** The age (ms) at which keys are read again; until that succeeds the old ones serve for a day. */
const freshMs = 3_600_000;
const maxAgeMs = 24 * 3_600_000;
/** How often (ms) keys are read again for a token that names an unknown key, as after a rotation. */
const unknownKeyMs = 60_000;
/** The pause (ms) after the key server failed. */
const pauseMs = 10_000;
/** Timeout (ms) and largest answer (bytes) of the key server. */
const patienceMs = 5_000;
const maxBytes = 512 << 10;

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(200) });

/** What fetching keys needs of the world: `uptimeMs` is a clock that nobody sets. */
export interface KeyWorld extends Pick<World, 'timers' | 'uptimeMs'> {
  log: Log;
}

/** Finds the public keys that sign tokens. */
export type KeySource = ReturnType<typeof createKeys>;

/** The keys cannot be read now. */
export class SigningKeysUnavailable extends Error {
  override name = 'SigningKeysUnavailable';
  readonly retrySeconds = pauseMs / 1_000;
}

/**
 * Returns the keys at an address (JSON Web Key Set, https://www.rfc-editor.org/rfc/rfc7517), read when they are first needed and then kept for
 * a day at most.
 */
export function createKeys(url: string, world: KeyWorld) {
  const { uptimeMs } = world;
  let known: { set: LocalJWKSet; readAt: number } | null = null;
  let reading: Promise<void> | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  let soughtAt = Number.NEGATIVE_INFINITY;

  /** Reads the keys, one request at a time. Rejects with SigningKeysUnavailable. */
  function read(): Promise<void> {
    if (uptimeMs() - failedAt < pauseMs) return Promise.reject(new SigningKeysUnavailable());
    reading ??= fetchKeys(url, world)
      .then(
        (set) => {
          known = { set, readAt: uptimeMs() };
        },
        (error: unknown) => {
          failedAt = uptimeMs();
          world.log.warn(
            { url, err: error },
            'the keys that sign access tokens cannot be read: is this address reachable?',
          );
          throw new SigningKeysUnavailable('the keys cannot be read', { cause: error });
        },
      )
      .finally(() => {
        reading = null;
      });
    return reading;
  }

  async function current(): Promise<LocalJWKSet> {
    const age = known ? uptimeMs() - known.readAt : Number.POSITIVE_INFINITY;
    if (age > freshMs) {
      const again = read();
      // Old keys serve meanwhile, and for as long as the key server is down.
      if (age <= maxAgeMs) again.catch(() => {});
      else await again;
    }
    if (!known) throw new SigningKeysUnavailable();
    return known.set;
  }

  return {
    /** Resolves with the key that a token's header names. Rejects with SigningKeysUnavailable, or with an error of jose where there is no such key. */
    async keyOf(header: JWTHeaderParameters): Promise<CryptoKey> {
      const set = await current();
      try {
        return await set(header);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || uptimeMs() - soughtAt < unknownKeyMs) throw error;
        await read();
        soughtAt = uptimeMs();
        return (await current())(header);
      }
    },
  };
}

async function fetchKeys(url: string, { timers }: KeyWorld): Promise<LocalJWKSet> {
  const control = new AbortController();
  try {
    const text = await inTime(textAt(url, control.signal), patienceMs, { timers });
    const parsed = KeySet.safeParse(text === null ? null : jsonOf(text));
    if (!parsed.success) throw new Error(text === null ? 'no answer in time' : 'the answer has no keys');
    return createLocalJWKSet(parsed.data);
  } finally {
    control.abort();
  }
}

/** Resolves with the text at an address. Rejects for a redirect, for any status but success, and for too much. */
async function textAt(url: string, signal: AbortSignal): Promise<string> {
  const { ok, status, body } = await fetch(url, { redirect: 'error', signal });
  if (!ok) throw new Error(`status ${status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > maxBytes) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
