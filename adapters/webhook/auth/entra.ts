import { errors, type JWTHeaderParameters, jwtVerify } from 'jose';
import { z } from 'zod';
import { jsonOf, type RequestHead } from '../../http/message.ts';
import { authorizationIn, type Credential, type Proof, provenWithoutTime, refusedFor } from './credential.ts';
import { createKeys, type KeySource, type KeyWorld, SigningKeysUnavailable } from './keys.ts';

/** Says which access tokens of Microsoft Entra are a sender's. Ids are in small letters. */
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

/** Returns the claims of the access token of a request, which nobody has verified; null where there is none, or one of them is missing. */
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
      const why = claims ? whyNot(claims, rule) : 'a claim of the access token is missing';
      return why === null ? verified(token, rule, keys) : refusedFor(why);
    },
  };
}

/** Returns what is wrong with the claims of a token, in a few words; null for nothing. */
function whyNot({ iss, aud, tid, exp, iat, appid, azp }: EntraClaims, rule: EntraRule): string | null {
  const clients = [appid, azp].filter((id) => id !== undefined);
  if (!issuersOf(rule).includes(iss)) return 'the access token has another issuer';
  if (!audiencesOf(rule).includes(aud)) return 'the access token is for another audience';
  if (tid !== rule.tenantId) return 'the access token is of another tenant';
  if (clients.length === 0 || !clients.every((id) => rule.clientIds.includes(id)))
    return 'the client of the access token is not on the list';
  if (iat !== undefined && iat > Date.now() / 1_000 + skewSeconds) return 'the access token was issued in the future';
  if (exp > Date.now() / 1_000 + maxSeconds) return 'the access token is valid for more than a day';
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

async function verified(token: string, rule: EntraRule, keys: KeySource): Promise<Proof> {
  const options = {
    ...{ algorithms: ['RS256'], issuer: issuersOf(rule), audience: audiencesOf(rule) },
    ...{ requiredClaims: ['exp'], clockTolerance: skewSeconds, currentDate: new Date() },
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
