import { type Checked, called } from '../channel-check.ts';
import { channelKey } from '../domain/identity.ts';
import type { Tx } from '../ports.ts';

/** So that the other platform, which cannot ask, can show what a channel is called. */
export async function nameChannels(tx: Tx, checked: readonly Checked[]): Promise<void> {
  for (const { channel, facts } of checked) {
    const id = channelKey(channel);
    if (facts.kind !== 'joined' || (await tx.get('conversations', id))) continue;
    const { platform, address } = channel;
    const name = called(channel, facts.name);
    await tx.put('conversations', { id, platform, address, name, kind: 'channel', reference: {} });
  }
}
