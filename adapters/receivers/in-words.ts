import { refusesCredential } from '../../src/domain/outgoing/outgoing.ts';

/** Why a call failed, by its code: the same words wherever an operator reads them. */
const meanings = new Map([
  [
    'addressNotAllowed',
    'the address is a private or loopback one, which needs "private":true, or one that is never called',
  ],
  ['ECONNREFUSED', 'nobody listens there'],
  ['ECONNRESET', 'the connection was ended'],
  ['ENOTFOUND', 'no name server knows the name'],
  ['EAI_AGAIN', 'the name server did not answer'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet, or a clock is wrong'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
]);
const unsigned = 'its certificate is signed by nobody known: NODE_EXTRA_CA_CERTS';
for (const code of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])
  meanings.set(code, unsigned);

/** Returns what a code means, with the code: `nobody listens there (ECONNREFUSED)`. `seconds` is how long was waited. */
export function meaningOf(code: string, seconds: number): string {
  const meaning = code === 'timeout' ? `it took longer than ${seconds} seconds` : meanings.get(code);
  return meaning === undefined ? code : `${meaning} (${code})`;
}

/** Returns what a status means that refuses the credential; null for another one. */
export function meaningOfStatus(status: number | null): string | null {
  return status !== null && refusesCredential(status) ? 'it does not accept the secret in auth, key or headers' : null;
}
