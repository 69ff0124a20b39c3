/**
 * A made-up issuer of access tokens on the loopback interface, as Microsoft Entra is one: it publishes keys, makes any token for a test,
 * and gives tokens to those who prove who they are (`entra-tokens.ts`).
 */
import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { entraTokens } from './entra-tokens.ts';
import { listening } from './loopback.ts';
import { now } from './time.ts';

export const entraTenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
export const entraAudience = 'api://aaaaaaaa-0000-4000-8000-00000000000a';
export const entraClient = 'bbbbbbbb-0000-4000-8000-00000000000b';

export type KeyFault = 'down' | 'status' | 'huge' | 'redirect' | 'garbage' | 'silent';

export interface EntraTokenOptions {
  /** The name of the key that signs, and the one that the token names; null names none. */
  key?: string;
  kid?: string | null;
  claims?: JWTPayload;
  /** Claims that are left out. */
  without?: readonly string[];
  /** Seconds from now; `exp` null leaves it out. */
  exp?: number | null;
  nbf?: number;
}

const pairs = new Map<string, ReturnType<typeof generateKeyPair>>();
/** The same keys for a whole test file: making them takes a while. */
function pair(name: string) {
  const made = pairs.get(name) ?? generateKeyPair('RS256', { extractable: true });
  pairs.set(name, made);
  return made;
}

export async function fakeEntra() {
  const state = { published: ['one'], fault: null as KeyFault | null, asked: 0 };
  const tokens = entraTokens(
    async (claims, lifeSeconds) => token({ claims, exp: lifeSeconds, nbf: -300, without: ['azp'] }),
    () => server.origin,
  );
  const server = await listening(async (request, response) => {
    if (await tokens.serve(request, response)) return;
    state.asked += 1;
    if (state.fault === 'down') throw new Error('gone');
    if (state.fault === 'silent') return;
    if (state.fault === 'redirect' && request.url === '/keys')
      return response.writeHead(302, { location: '/moved' }).end();
    if (state.fault === 'status') return response.writeHead(500).end('{"keys":[]}');
    const keys = await Promise.all(
      state.published.map(async (kid) => ({ ...(await exportJWK((await pair(kid)).publicKey)), kid, use: 'sig' })),
    );
    const more = state.fault === 'huge' ? { more: 'x'.repeat(2 << 20) } : {};
    return response.end(state.fault === 'garbage' ? '<html>' : JSON.stringify({ keys, ...more }));
  });
  const issuer = `${server.origin}/${entraTenant}/v2.0`;

  function claimsOf({ claims, without = [], exp = 3_600, nbf = -300 }: EntraTokenOptions): JWTPayload {
    const at = Math.floor(now() / 1_000);
    const all: JWTPayload = {
      ...{ iss: issuer, aud: entraAudience, tid: entraTenant, azp: entraClient, iat: at + nbf, nbf: at + nbf },
      ...(exp === null ? {} : { exp: at + exp }),
      ...claims,
    };
    return Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
  }

  async function token(options: EntraTokenOptions = {}): Promise<string> {
    const { key = 'one', kid = key } = options;
    const header = { alg: 'RS256', typ: 'JWT', ...(kid === null ? {} : { kid }) };
    return new SignJWT(claimsOf(options)).setProtectedHeader(header).sign((await pair(key)).privateKey);
  }

  return {
    issuer,
    keys: `${server.origin}/keys`,
    /** The origin that the file names as `login`. */
    login: server.origin,
    /** Its apps and people, and what goes wrong with its token address. */
    tokens,
    /** Resolves with the key that signs, so that a made-up Graph can check tokens. */
    signingKey: async () => (await pair('one')).publicKey,
    state,
    stop: server.stop,
    token,
    /** A token without a signature, or signed by HMAC with what everybody knows: the public key. */
    async forged(alg: 'none' | 'HS256', options: EntraTokenOptions = {}): Promise<string> {
      const coded = [{ alg, kid: 'one', typ: 'JWT' }, claimsOf(options)].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const signed = coded.join('.');
      if (alg === 'none') return `${signed}.`;
      const publicKey = await exportSPKI((await pair('one')).publicKey);
      return `${signed}.${createHmac('sha256', publicKey).update(signed).digest('base64url')}`;
    },
  };
}
