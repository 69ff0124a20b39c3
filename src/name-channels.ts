import { type Channel, channelKey } from './domain/identity.ts';
import type { Tx } from './ports.ts';

/**
 * So that the other platform, which cannot ask, and whoever reads of a channel that is lost, see what it is called. A row
 * that a platform's adapter keeps is its own.
 */
export async function nameChannels(tx: Tx, all: readonly { channel: Channel; name: string | null }[]): Promise<void> {
  for (const { channel, name } of all) {
    if (name === null) continue;
    const id = channelKey(channel);
    const known = await tx.get('conversations', id);
    const { platform, address } = channel;
    if (known && (known.name === name || Object.keys(known.reference).length > 0)) continue;
    await tx.put('conversations', { id, platform, address, name, kind: 'channel', reference: {} });
  }
}
