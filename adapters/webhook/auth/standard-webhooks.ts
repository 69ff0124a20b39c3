import { isSigned, isTimely, verifier } from '../signature.ts';
import { hashRest } from './constant-time.ts';
import { type Credential, refusedFor } from './credential.ts';

/** Returns a check by Standard Webhooks (https://www.standardwebhooks.com): HMAC over id, time and body. `secrets` are `whsec_…`. */
export function standardWebhooks(secrets: readonly string[]): Credential {
  const verify = verifier(secrets);
  return {
    needs: 'body',
    check({ headers, body }) {
      const isWhole = isSigned(headers);
      const check = isWhole ? verify({ headers, body }) : null;
      if (check?.kind === 'good') return { kind: 'proven', sentAt: check.sentAt };
      // The library hashes no body for a time that is off.
      hashRest(body, isWhole && isTimely(headers) ? secrets.length : 0);
      return refusedFor('the signature or its time is missing or not right');
    },
  };
}
