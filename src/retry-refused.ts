import type { Identity } from './domain/identity.ts';
import { StoreUnwritable, type Tx, type World } from './ports.ts';

const together = 100;

/**
 * What a person's chat refused, because the bot had none with them, is sent again once they speak to it: an admin must
 * not miss what reached nobody else. What is over by now is not.
 */
export async function retryRefused(id: Identity, { store, clock, wake }: World): Promise<void> {
  if ((await store.read((reader) => reader.count('deliveries.refused', id))) === 0) return;
  try {
    await store.change((tx) => again(tx, id, clock.now()));
    wake([id]);
  } catch (error) {
    // A full disk must not keep people from reading.
    if (!(error instanceof StoreUnwritable)) throw error;
  }
}

async function again(tx: Tx, id: Identity, at: string): Promise<void> {
  for (const delivery of await tx.scan('deliveries.refused', { key: id, after: null, limit: together })) {
    const { about } = delivery;
    const alert = 'alertId' in about ? await tx.get('alerts', about.alertId) : null;
    const state = alert?.status === 'resolved' ? 'dropped' : 'waiting';
    await tx.put('deliveries', { ...delivery, state, shown: 0, since: at, doneAt: state === 'dropped' ? at : null });
  }
}
