/** A source for each preset and each way to prove who sends, with the entry of the preset's page; and who may send as each. */
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { presetNames } from '../../adapters/webhook/sources/source.ts';
import { entraAudience, entraClient, entraTenant, fakeEntra } from './entra.ts';
import { secret as standard } from './sender.ts';
import { entryOf } from './sender-page.ts';
import { sourceDoor } from './source-door.ts';
import { now } from './time.ts';

export const proofs = ['bearer', 'basic', 'hmac', 'entra', 'urlToken', 'standardWebhooks'] as const;
export type ProofName = (typeof proofs)[number];

/** What a sender adds to a request. */
export interface Signed {
  query: string;
  headers: [string, string][];
}

export const secrets = {
  KEY: 'the-key-of-the-bearer',
  PASSWORD: 'the-password-of-the-user',
  HMAC: 'the-secret-of-the-hmac',
  TOKEN: 'the-token-in-the-address-of-32-characters',
  STANDARD: standard,
};

/** The name of the source with this preset and this proof. */
export const nameOf = (preset: string, proof: string) => `${preset}-${proof.toLowerCase()}`;

/** The bot with all of these sources, and an issuer of tokens. */
export async function everySource() {
  const entra = await fakeEntra();
  const token = await entra.token();
  const audience = { tenantId: entraTenant, audience: entraAudience, clientIds: [entraClient] };
  const auth: Record<ProofName, object> = {
    bearer: { bearer: ['env:KEY'] },
    basic: { basic: { user: 'sender', password: ['env:PASSWORD'] } },
    hmac: { hmac: { secret: ['env:HMAC'], signature: 'X-Mine', timestamp: 'X-Time' } },
    entra: { entra: { ...audience, issuer: entra.issuer, keys: entra.keys } },
    urlToken: { urlToken: ['env:TOKEN'] },
    standardWebhooks: { standardWebhooks: ['env:STANDARD'] },
  };
  const sources = presetNames.flatMap((preset) =>
    proofs.map((proof) => {
      const { tenant: _tenant, ...entry } = entryOf(preset);
      return { ...entry, name: nameOf(preset, proof), auth: auth[proof] };
    }),
  );
  const door = await sourceDoor({ sources, env: secrets });

  /** How the one who has the secret sends a body. `ahead` is by how many seconds their clock is ahead. */
  function signed(proof: ProofName, body: string, ahead = 0): Signed {
    const seconds = Math.floor(now() / 1_000) + ahead;
    switch (proof) {
      case 'bearer':
        return { query: '', headers: [['Authorization', `Bearer ${secrets.KEY}`]] };
      case 'basic':
        return { query: '', headers: [['Authorization', `Basic ${btoa(`sender:${secrets.PASSWORD}`)}`]] };
      case 'entra':
        return { query: '', headers: [['Authorization', `Bearer ${token}`]] };
      case 'urlToken':
        return { query: `?token=${secrets.TOKEN}`, headers: [] };
      case 'hmac':
        return {
          query: '',
          headers: [
            ['X-Time', String(seconds)],
            ['X-Mine', createHmac('sha256', secrets.HMAC).update(`${seconds}:${body}`).digest('hex')],
          ],
        };
      case 'standardWebhooks':
        return {
          query: '',
          headers: [
            ['webhook-id', 'a'],
            ['webhook-timestamp', String(seconds)],
            ['webhook-signature', new Webhook(standard).sign('a', new Date(seconds * 1_000), body)],
          ],
        };
    }
  }

  /** Sends a body as the one who has the secret. */
  function send(preset: string, proof: ProofName, body: unknown) {
    const text = JSON.stringify(body);
    const { query, headers } = signed(proof, text);
    return door.ask(`/webhooks/alerts/${nameOf(preset, proof)}${query}`, { headers, body: text });
  }

  return {
    door,
    entra,
    signed,
    send,
    async close(): Promise<void> {
      await door.close();
      await entra.stop();
    },
  };
}
