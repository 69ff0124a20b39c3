/** Signs as Microsoft does: OpenID metadata, keys with endorsements, tokens for the bot. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { now } from './time.ts';

export const appId = 'aaaaaaaa-0000-4000-8000-000000000001';
export const issuer = 'https://api.botframework.com';

export interface TokenOptions {
  /** `bare` is of Microsoft too, and says nothing of what it is endorsed for. */
  key?: 'good' | 'unendorsed' | 'bare' | 'stranger';
  kid?: string;
  audience?: string;
  issuer?: string;
  /** Seconds from now; null for a token that never expires. */
  expiresIn?: number | null;
  /** Seconds from now when it begins to hold; null leaves out both claims that say so. */
  begins?: number | null;
  /** Names a part of the header that the reader must understand. */
  critical?: string;
  /** `serviceurl` null leaves the claim out. */
  claims?: JWTPayload & { serviceurl?: string | null };
}

export interface Tokens {
  keys: { keys: object[] };
  token(serviceUrl: string, options?: TokenOptions): Promise<string>;
}

let made: Promise<Tokens> | null = null;

/** The same keys for a whole test file: making them takes a while. */
export function tokens(): Promise<Tokens> {
  made ??= make();
  return made;
}

async function make(): Promise<Tokens> {
  const pairs = {
    good: await generateKeyPair('RS256', { extractable: true }),
    unendorsed: await generateKeyPair('RS256', { extractable: true }),
    bare: await generateKeyPair('RS256', { extractable: true }),
    stranger: await generateKeyPair('RS256', { extractable: true }),
  };
  const jwk = async (which: 'good' | 'unendorsed' | 'bare', endorsements: string[]) => ({
    ...(await exportJWK(pairs[which].publicKey)),
    kid: which,
    use: 'sig',
    ...(endorsements.length > 0 ? { endorsements } : {}),
  });
  return {
    keys: { keys: [await jwk('good', ['msteams']), await jwk('unendorsed', ['webchat']), await jwk('bare', [])] },
    token(serviceUrl, options = {}) {
      const { key = 'good', kid = key === 'stranger' ? 'good' : key, claims = {} } = options;
      const { expiresIn = 600, begins = -3_600, critical } = options;
      const { serviceurl = serviceUrl, ...rest } = claims;
      const at = Math.floor(now() / 1000);
      const times = {
        ...(begins === null ? {} : { iat: at + begins, nbf: at + begins }),
        ...(expiresIn === null ? {} : { exp: at + expiresIn }),
      };
      return new SignJWT({ ...times, ...rest, ...(serviceurl === null ? {} : { serviceurl }) })
        .setProtectedHeader({ alg: 'RS256', kid, ...(critical ? { crit: [critical], [critical]: 1 } : {}) })
        .setIssuer(options.issuer ?? issuer)
        .setAudience(options.audience ?? appId)
        .sign(pairs[key].privateKey, critical ? { crit: { [critical]: true } } : {});
    },
  };
}
