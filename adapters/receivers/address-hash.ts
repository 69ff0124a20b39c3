import { createHash } from 'node:crypto';
import { addressOf, type ConfiguredReceiver } from './receiver.ts';

/** Returns a hash of a receiver's format and address, by which the core knows that it is another one now. It tells nobody the address. */
export function addressHash(receiver: Pick<ConfiguredReceiver, 'format' | 'url'>): string {
  return createHash('sha256')
    .update(`${receiver.format} ${addressOf(receiver)}`)
    .digest('hex')
    .slice(0, 16);
}
