/** Signs as Microsoft does: OpenID metadata, keys with endorsements, tokens for the bot. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const appId = 'aaaaaaaa-0000-4000-8000-000000000001';
export const issuer = 'https://api.botframework.com';

export interface TokenOptions {
  key?: 'good' | 'unendorsed' | 'stranger';
  kid?: string;
  audience?: string;
  issuer?: string;
  /** Seconds from now. */
  expiresIn?: number;
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
    stranger: await generateKeyPair('RS256', { extractable: true }),
  };
  const jwk = async (which: 'good' | 'unendorsed', endorsements: string[]) => ({
    ...(await exportJWK(pairs[which].publicKey)),
    kid: which,
    use: 'sig',
    endorsements,
  });
  return {
    keys: { keys: [await jwk('good', ['msteams']), await jwk('unendorsed', ['webchat'])] },
    token(serviceUrl, options = {}) {
      const { key = 'good', kid = key === 'unendorsed' ? key : 'good', claims = {} } = options;
      const { serviceurl = serviceUrl, ...rest } = claims;
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ ...rest, ...(serviceurl === null ? {} : { serviceurl }) })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuer(options.issuer ?? issuer)
        .setAudience(options.audience ?? appId)
        .setIssuedAt(now - 3600)
        .setExpirationTime(now + (options.expiresIn ?? 600))
        .sign(pairs[key].privateKey);
    },
  };
}
