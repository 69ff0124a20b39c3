/** The headers by which the bot proves to a receiver that it is the bot. */
import type { Timers, World } from '../../src/ports/world.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { AccessTokens } from '../microsoft/api/token.ts';
import type { Log } from '../process/log.ts';
import { sign } from '../webhook/auth/hmac.ts';
import type { ConfiguredReceiver, EntraApp, ReceiverAuth } from './receiver.ts';

/** What proving needs of the world: the time, and what asks Entra for tokens. */
export interface ProofWorld extends Pick<World, 'clock' | 'uptimeMs'>, Partial<Pick<Outgoing, 'fetch'>> {
  timers: Timers;
  log: Log;
}

/** Keeps what one receiver needs to be proven to. */
export interface ReceiverProof {
  /** Resolves with the headers for a body with this id. Rejects with GraphError where Entra gives no token. */
  headers(id: string, body: string): Promise<Record<string, string>>;
  /** Forgets a token that was refused. Returns false where there is none to renew. */
  renew(): boolean;
}

/** Returns what proves a request. It reads the secrets at each request: they change while the bot runs. */
export function proofFor({ receiver: { name }, auth, headers }: ConfiguredReceiver, world: ProofWorld): ReceiverProof {
  const own = () => Object.fromEntries([...headers].map(([header, values]) => [header, values[0]?.value ?? '']));
  const tokens = auth?.kind === 'entra' ? entraTokens(name, auth.app, auth.secrets, world) : null;
  return {
    headers: async (id, body) => {
      const token: Record<string, string> = tokens ? { authorization: `Bearer ${await tokens.token()}` } : {};
      return { ...own(), ...(auth ? ofAuth(auth, id, body, world.clock.now()) : {}), ...token };
    },
    renew: () => tokens?.renew() ?? false,
  };
}

function ofAuth(auth: ReceiverAuth, id: string, body: string, now: string): Record<string, string> {
  const values = auth.secrets.map(({ value }) => value);
  const [first = ''] = values;
  switch (auth.kind) {
    case 'standardWebhooks': {
      const at = new Date(now);
      return {
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': values.map((secret) => sign(secret, id, at, body)).join(' '),
      };
    }
    case 'bearer':
      return { authorization: `Bearer ${first}` };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.user}:${first}`).toString('base64')}` };
    case 'entra':
      return {};
  }
}

/** Asks Entra by what asks Microsoft, which is loaded only here: few receivers need it. */
function entraTokens(name: string, app: EntraApp, secrets: ReceiverAuth['secrets'], world: ProofWorld) {
  let tokens: AccessTokens | null = null;
  let current: string | null = null;
  const opened = async () => {
    const { createGrants, keepTokens } = await import('../microsoft/api/token.ts');
    const asked = { id: app.tenantId, name, clientId: app.clientId, credential: { kind: 'secret' as const, secrets } };
    const grant = createGrants(asked, app.login, world);
    return keepTokens(() => grant({ grant_type: 'client_credentials', scope: app.scope }), world);
  };
  return {
    token: async () => {
      tokens ??= await opened();
      current = await tokens.token();
      return current;
    },
    renew: () => {
      const refused = current;
      current = null;
      if (refused === null) return false;
      tokens?.drop(refused);
      return true;
    },
  };
}
