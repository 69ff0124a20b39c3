/** Writes each entry of the audit trail as a line of the log, in the shape of OCSF and without values of the contact (AUDIT_LOG). */
import { type OcsfContext, ocsfEvent } from '../../src/outgoing/audit/ocsf.ts';
import type { World } from '../../src/ports/world.ts';
import { entriesAfter } from '../../src/store/history.ts';
import type { Log } from './log.ts';

/** The entries that are read at once. */
const batchSize = 200;

/** What an audit log needs. */
interface AuditLogParts extends Pick<World, 'store' | 'trail' | 'version'> {
  log: Log;
  installation(): Promise<string>;
}

/** `flush` logs what is not logged yet. */
export interface AuditLog {
  flush(): Promise<void>;
}

/**
 * Returns an audit log that begins with the entries after this moment. `flush` logs those that are not logged yet, each once and in
 * order, and resolves when it has; it rejects with what reading throws, and then the next `flush` begins where this one ended.
 */
export function createAuditLog({ store, trail, version, log, installation }: AuditLogParts): AuditLog {
  let logged: number | null = null;
  let flushing: Promise<void> = Promise.resolve();

  async function logNew(): Promise<void> {
    logged ??= (await newest(store)) ?? 0;
    const context: OcsfContext = { installation: await installation(), version, values: false };
    for (;;) {
      const { entries, lost } = await entriesAfter(logged, batchSize, { store, trail });
      if (entries.length === 0) return;
      for (const entry of entries) log.info({ event: 'audit', ocsf: ocsfEvent(entry, context) }, 'audit entry');
      logged = entries.at(-1)?.number ?? lost?.to ?? logged;
    }
  }

  return {
    flush(): Promise<void> {
      flushing = flushing.catch(() => {}).then(logNew);
      return flushing;
    },
  };
}

async function newest(store: World['store']): Promise<number | null> {
  const [entry] = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 1 }));
  return entry?.number ?? null;
}
