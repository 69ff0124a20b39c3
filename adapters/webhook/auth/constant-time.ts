import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { maxSecrets } from '../../settings/schema-parts.ts';

/** Makes texts of any length as long as each other, so that they can be compared in constant time. It is new for each process. */
const key = randomBytes(32);

/**
 * Returns a check whether a text is one of the secrets. The time that it takes tells neither how much of it was right, nor how long the
 * secrets are, nor which of them it is, nor, within a microsecond, how many there are.
 */
export function oneOf(secrets: readonly string[]): (given: string) => boolean {
  const right = secrets.map(digestOf);
  return (given) => {
    const digest = digestOf(given);
    return right.map((one) => timingSafeEqual(digest, one)).includes(true);
  };
}

/**
 * Hashes a body as often as it was not hashed yet: every refused request has its body hashed for `maxSecrets` secrets, so that the time
 * does not tell what its source checks.
 */
export function hashRest(body: Buffer, hashed: number): void {
  for (let n = hashed; n < maxSecrets; n++) digestOf(body);
}

/** Returns the HMAC-SHA256 of a text or of bytes under a key of this process, 32 bytes. */
function digestOf(data: string | Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
