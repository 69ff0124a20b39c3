import { type CryptoKey, createLocalJWKSet, errors, type JWTHeaderParameters, jwtVerify, type LocalJWKSet } from 'jose';
import { z } from 'zod';
import { inTime, type World } from '../../../src/ports/world.ts';
import { jsonOf, type RequestHead } from '../../http/message.ts';
import { readUpTo } from '../../http/read-up-to.ts';
import type { Log } from '../../process/log.ts';
import { authorizationIn, type Credential, type Proof, provenWithoutTime, refusedFor } from './credential.ts';

/** Which Microsoft Entra access tokens a sender's requests may have. Ids are in small letters. */
export interface EntraRule {
  tenantId: string;
  /** The application of ours for which the token was made: its id, or its URI. */
  audience: string;
  /** The applications that may send. */
  clientIds: readonly string[];
  /** The issuer; null for the two of Microsoft. */
  issuer: string | null;
  /** The address of the keys; null for Microsoft's. */
  keys: string | null;
}

/** The claims that are judged before a key is asked for. Times are in seconds. */
const Claims = z.object({
  iss: z.string(),
  aud: z.string(),
  tid: z.string().toLowerCase(),
  exp: z.number(),
  iat: z.number().optional(),
  appid: z.string().toLowerCase().optional(),
  azp: z.string().toLowerCase().optional(),
});
type EntraClaims = z.infer<typeof Claims>;

/** How far (s) the clocks may differ. */
const skewSeconds = 5 * 60;
/** The longest validity (s) of a token from now on. Those of managed identities are valid for a day. */
const maxSeconds = 24 * 3_600 + skewSeconds;

/** Matches a header with a token of three parts, whose signature may be empty. */
const jwt = /^bearer +([\w-]+\.([\w-]+)\.[\w-]*)$/i;

/** Returns the claims of the access token of a request, which nobody has verified; null when there is none, or one of them is missing. */
export function claimsIn(headers: RequestHead['headers']): EntraClaims | null {
  const [, , payload = ''] = jwt.exec(authorizationIn(headers)) ?? [];
  if (payload === '') return null;
  return Claims.safeParse(jsonOf(Buffer.from(payload, 'base64url').toString())).data ?? null;
}

/** Returns whether a request has a bearer token that looks as if it were signed. */
export function hasJwt(headers: RequestHead['headers']): boolean {
  return jwt.test(authorizationIn(headers));
}

/**
 * Returns a check of access tokens of Microsoft Entra: signature (RS256), issuer, audience, tenant, client and times. Tokens of
 * version 1 and 2 are taken: https://learn.microsoft.com/entra/identity-platform/access-tokens
 *
 * Keys are asked for only by a token that names the right issuer, audience, tenant and client: who does not know these learns nothing from
 * the time that an answer takes, and causes no request to the key server.
 */
export function entra(rule: EntraRule, world: KeyWorld): Credential {
  const { tenantId } = rule;
  const keys = createKeys(rule.keys ?? `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`, world);
  return {
    needs: 'keys',
    async check({ headers }) {
      const [, token = ''] = jwt.exec(authorizationIn(headers)) ?? [];
      if (token === '') return refusedFor('there is no access token');
      const claims = claimsIn(headers);
      const why = claims ? whyNot(claims, rule, world.now()) : 'a claim of the access token is missing';
      return why === null ? verified(token, rule, keys, world.now()) : refusedFor(why);
    },
  };
}

/** Returns what is wrong with the claims of a token, in a few words; null for nothing. */
function whyNot(claims: EntraClaims, rule: EntraRule, now: number): string | null {
  const { iss, aud, tid, exp, iat, appid, azp } = claims;
  const clients = [appid, azp].filter((id) => id !== undefined);
  if (!issuersOf(rule).includes(iss)) return 'the access token has another issuer';
  if (!audiencesOf(rule).includes(aud)) return 'the access token is for another audience';
  if (tid !== rule.tenantId) return 'the access token is of another tenant';
  if (clients.length === 0 || !clients.every((id) => rule.clientIds.includes(id)))
    return 'the client of the access token is not on the list';
  if (iat !== undefined && iat > now / 1_000 + skewSeconds) return 'the access token was issued in the future';
  if (exp > now / 1_000 + maxSeconds) return 'the access token is valid for more than a day';
  return null;
}

function issuersOf({ issuer, tenantId }: EntraRule): string[] {
  if (issuer !== null) return [issuer];
  return [`https://sts.windows.net/${tenantId}/`, `https://login.microsoftonline.com/${tenantId}/v2.0`];
}

/** Returns the audiences that mean our application. Tokens of version 2 name it by its id, even where it was asked for by `api://<id>`. */
function audiencesOf({ audience }: EntraRule): string[] {
  const [, id] = /^api:\/\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(audience) ?? [];
  return id === undefined ? [audience] : [audience, id];
}

async function verified(token: string, rule: EntraRule, keys: KeySource, now: number): Promise<Proof> {
  const options = {
    ...{ algorithms: ['RS256'], issuer: issuersOf(rule), audience: audiencesOf(rule) },
    ...{ requiredClaims: ['exp'], clockTolerance: skewSeconds, currentDate: new Date(now) },
  };
  try {
    await jwtVerify(token, (header: JWTHeaderParameters) => keys.keyOf(header), options);
    return provenWithoutTime;
  } catch (error) {
    if (error instanceof SigningKeysUnavailable) return { kind: 'unavailable', retrySeconds: error.retrySeconds };
    if (error instanceof errors.JWTExpired) return refusedFor('the access token has expired');
    // A key of a wrong kind or length is no error of jose's own.
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException)
      return refusedFor('the access token does not verify');
    throw error;
  }
}

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

/** What fetching keys and judging tokens needs of the world: `uptimeMs` is a clock that nobody sets, `now` returns epoch milliseconds. */
export interface KeyWorld extends Pick<World, 'timers' | 'uptimeMs'> {
  log: Log;
  now(): number;
}

/** Finds the public keys that sign tokens. */
type KeySource = ReturnType<typeof createKeys>;

/** The keys cannot be read now. */
class SigningKeysUnavailable extends Error {
  override name = 'SigningKeysUnavailable';
  readonly retrySeconds = pauseMs / 1_000;
}

/**
 * Returns the keys at an address (JSON Web Key Set, https://www.rfc-editor.org/rfc/rfc7517), read when they are first needed and then kept
 * for a day at most.
 */
function createKeys(url: string, world: KeyWorld) {
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
          const unread = 'Entra signing keys not fetched: check that this URL is reachable';
          world.log.warn({ event: 'keys.unreachable', url, err: error }, unread);
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
    /**
     * Resolves with the key that a token's header names. Rejects with SigningKeysUnavailable, or with an error of jose when there is no
     * such key.
     */
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

/** Resolves with the text at an address. Rejects for a redirect, for any status but success, and for a body that is too large. */
async function textAt(url: string, signal: AbortSignal): Promise<string> {
  const { ok, status, body } = await fetch(url, { redirect: 'error', signal });
  if (!ok) throw new Error(`status ${status}`);
  const { bytes, isWhole } = await readUpTo(body, maxBytes);
  if (!isWhole) throw new Error('the answer is too long');
  return bytes.toString('utf8');
}
