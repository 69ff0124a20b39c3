/** Proves by a certificate that the bot is the app: https://learn.microsoft.com/entra/identity-platform/certificate-credentials */

import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { orNull } from '../../../src/domain/or-null.ts';
import type { Secret } from '../../settings/secrets.ts';
import { misfitOf } from '../file/certificate-pair.ts';
import { GraphError } from './graph-error.ts';

/** A private key with its certificate, both PEM. */
export interface CertificatePair {
  key: Secret;
  certificate: Secret;
}

/** How long (s) an assertion is valid; Microsoft wants 5 to 10 minutes. */
const validSeconds = 5 * 60;

/**
 * Returns an assertion: PS256, with the certificate's SHA-256 thumbprint. `audience` is the tenant's v2.0 token address, `now` is ISO 8601.
 * Rejects with GraphError where the pair cannot be read or does not fit together.
 */
export async function assertionBy(pair: CertificatePair, clientId: string, audience: string, now: string) {
  const why = misfitOf(pair.key.value, pair.certificate.value);
  if (why !== null) throw unusable(why);
  const at = Math.floor(Date.parse(now) / 1_000);
  const thumbprint = createHash('sha256').update(new X509Certificate(pair.certificate.value).raw).digest('base64url');
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(at)
    .setNotBefore(at)
    .setExpirationTime(at + validSeconds)
    .sign(createPrivateKey(pair.key.value));
}

/**
 * Returns the pairs in the order in which they are tried: those whose certificate is valid now before the others, and newer ones before
 * older ones.
 */
export function inOrder(pairs: readonly CertificatePair[], now: string): CertificatePair[] {
  const dated = pairs.map((pair) => ({ pair, dates: datesOf(pair) }));
  const isValid = (dates: CertificateDates | null) => dates !== null && dates.from <= now && now < dates.until;
  return dated
    .toSorted(
      (a, b) =>
        Number(isValid(b.dates)) - Number(isValid(a.dates)) ||
        Date.parse(b.dates?.from ?? '1970-01-01') - Date.parse(a.dates?.from ?? '1970-01-01'),
    )
    .map(({ pair }) => pair);
}

/** When a certificate begins and ends to be valid, ISO 8601. */
export interface CertificateDates {
  from: string;
  until: string;
}

/** Returns the dates of a pair's certificate; null where it cannot be read. */
export function datesOf(pair: CertificatePair): CertificateDates | null {
  const certificate = orNull(() => new X509Certificate(pair.certificate.value));
  const [from = Number.NaN, until = Number.NaN] = [certificate?.validFrom, certificate?.validTo].map((date) =>
    Date.parse(date ?? ''),
  );
  if (Number.isNaN(from) || Number.isNaN(until)) return null;
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

function unusable(why: string): GraphError {
  const step = `${why} Correct \`credential\` of this tenant in the file that MICROSOFT names.`;
  return new GraphError({ kind: 'signIn', code: 'credentialUnusable', step });
}
