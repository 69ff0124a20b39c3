import type { Nag } from '../collections.ts';
import type { Tx } from '../ports.ts';

/** That a reminder was sent, in the history of each tenant that it is about. */
export async function recordNag(tx: Tx, { to, items }: Nag, at: string): Promise<void> {
  const reader = to.kind === 'person' ? to.id : to.channel;
  const found = await Promise.all(items.map((id) => tx.get('findings', id)));
  const told = found.filter((one) => one !== null);
  for (const [tenantId, some] of Map.groupBy(told, (item) => item.tenantId)) {
    const changes = [
      { field: 'told', before: null, after: [reader] },
      { field: 'findings', before: null, after: [...new Set(some.map(({ code }) => code))] },
    ];
    await tx.record({ at, by: null, byName: '', deed: 'reminder.sent', tenantId, changes });
  }
}
