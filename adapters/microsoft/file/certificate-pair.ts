import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { orNull } from '../../../src/domain/or-null.ts';

/** Returns why a key and a certificate (PEM) are no pair with which Entra lets an app sign in; null when they are. Repeats neither. */
export function misfitOf(key: string, certificate: string): string | null {
  const privateKey = orNull(() => createPrivateKey(key));
  const read = orNull(() => new X509Certificate(certificate));
  if (privateKey === null) return 'The key cannot be read: it must be a private key in PEM, and not encrypted.';
  if (read === null) return 'The certificate of this key cannot be read: it must be X.509 in PEM.';
  // Entra takes assertions of RSA keys: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
  if (!isLongRsa(privateKey)) return 'The key must be RSA with at least 2048 bits: Entra takes no other.';
  return read.checkPrivateKey(privateKey) ? null : 'The key does not fit its certificate.';
}

function isLongRsa({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}
