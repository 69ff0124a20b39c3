import type { Channel } from '../domain/tenant/identity.ts';
import type { Reader } from '../ports/store.ts';

/** Returns the channel to which questions to the experts go; null while nobody has set it. */
export async function expertsChannel(reader: Reader): Promise<Channel | null> {
  return (await reader.get('organisation', 'organisation'))?.expertsChannel ?? null;
}
