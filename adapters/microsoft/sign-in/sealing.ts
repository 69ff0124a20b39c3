/** Encrypts a person's sign-in with what the app has of a tenant: its client secret, or the private key of its certificate. */

import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto';
import { orNull } from '../../../src/domain/or-null.ts';
import { inOrder } from '../api/assertion.ts';
import type { MicrosoftTenant, TenantCredential } from '../file/tenant.ts';

/** The lengths (bytes) of what stands before the encrypted text: of HKDF's salt, the nonce and the tag of GCM. */
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const purpose = 'security-contact sign-in 1';

/** What the encryption goes by. */
type SealingTenant = Pick<MicrosoftTenant, 'id' | 'credential'>;

/** Returns the text encrypted for this tenant with the newest of its credentials. Throws where the tenant has none to encrypt with. */
export function sealed(text: string, { id, credential }: SealingTenant, now: string): string {
  const [secret] = secretsOf(credential, now);
  if (!secret) throw new Error('the credential of the tenant has no secret to encrypt with');
  const [salt, nonce] = [randomBytes(saltBytes), randomBytes(nonceBytes)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), nonce).setAAD(Buffer.from(id));
  const body = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), ...body]).toString('base64');
}

/** Returns what was encrypted for this tenant with any of its credentials, and whether that was the newest; null where none opens it. */
export function unsealed(
  text: string,
  { id, credential }: SealingTenant,
  now: string,
): { text: string; byNewest: boolean } | null {
  const bytes = Buffer.from(text, 'base64');
  for (const [index, secret] of secretsOf(credential, now).entries()) {
    const opened = openedWith(secret, bytes, id);
    if (opened !== null) return { text: opened, byNewest: index === 0 };
  }
  return null;
}

function openedWith(secret: Buffer, bytes: Buffer, id: string): string | null {
  const nonceAt = saltBytes + nonceBytes;
  const bodyAt = nonceAt + tagBytes;
  if (bytes.length < bodyAt) return null;
  const key = keyOf(secret, bytes.subarray(0, saltBytes));
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(saltBytes, nonceAt), { authTagLength: tagBytes })
    .setAAD(Buffer.from(id))
    .setAuthTag(bytes.subarray(nonceAt, bodyAt));
  return orNull(() => decipher.update(bytes.subarray(bodyAt), undefined, 'utf8') + decipher.final('utf8'));
}

function keyOf(secret: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, purpose, 32));
}

/** Returns what keys are made of, the newest first: a client secret has no date, and the newer one stands last in the file. */
function secretsOf(credential: TenantCredential, now: string): Buffer[] {
  if (credential.kind === 'secret') return credential.secrets.map(({ value }) => Buffer.from(value)).toReversed();
  if (credential.kind !== 'certificate') return [];
  return inOrder(credential.pairs, now).flatMap(({ key }) => bytesOf(key.value) ?? []);
}

/** Returns a private key the same way however its PEM is written; null where it is none. */
function bytesOf(pem: string): Buffer | null {
  return orNull(() => createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }));
}
