import type { About } from './domain/delivery.ts';
import type { Tx } from './ports.ts';

/**
 * Call it in the change in which a card was refused or dropped, or is owed or tried again: who has the alert, or the card
 * for many, has to be looked at anew.
 */
export async function lookForStranded(tx: Tx, about: About): Promise<void> {
  if (about.kind === 'digest') {
    const digest = await tx.get('digests', about.digestId);
    if (digest?.stranded === undefined) return;
    const { stranded: _known, ...rest } = digest;
    await tx.put('digests', rest);
  } else if (about.kind === 'alert' || about.kind === 'unrouted') {
    const alert = await tx.get('alerts', about.alertId);
    if (alert?.stranded === undefined) return;
    const { stranded: _known, ...rest } = alert;
    await tx.put('alerts', rest);
  }
}
