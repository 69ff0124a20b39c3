import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Incoming } from '../platform.ts';

export type Verdict = { kind: 'good'; body: unknown } | { kind: 'malformed' } | { kind: 'refused'; why: string };

/** Standard Webhooks (https://www.standardwebhooks.com), time-stamps at most 5 minutes off. Any of the secrets will do: that is how they are rotated. */
export function verifier(secrets: readonly string[]): (request: Pick<Incoming, 'headers' | 'body'>) => Verdict {
  const webhooks = secrets.map((secret) => new Webhook(secret));
  return ({ headers, body }) => {
    const text = body.toString('utf8');
    const said = headersOf(headers);
    let why = 'There is no signature.';
    for (const webhook of webhooks) {
      try {
        webhook.verify(text, said, { jsonParse: false });
        return parsed(text);
      } catch (error) {
        if (!(error instanceof WebhookVerificationError)) throw error;
        why = error.message;
      }
    }
    return { kind: 'refused', why };
  };
}

function parsed(text: string): Verdict {
  try {
    return { kind: 'good', body: JSON.parse(text) };
  } catch {
    return { kind: 'malformed' };
  }
}

function headersOf(headers: Incoming['headers']): Record<string, string> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '')]));
}
