import type { Alert } from '../../domain/alert/alert.ts';
import { platformOfQueue } from '../../domain/delivery/delivery.ts';
import type { Platform } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { type Names, namesOf } from '../../request/names.ts';
import { type ReaderLocale, readerLocale } from '../../request/reader-locale.ts';
import type { Card, Inline } from '../../view/view.ts';

/** An alert with what its cards need beside it. */
export interface LoadedAlert {
  alert: Alert;
  tenant: StoredTenant | null;
  names: Names;
  voice: ReaderLocale;
  /** Where its card is read. */
  platform: Platform;
  /** The way to its card, for who may not have it before them. */
  link?: Inline | null;
}

export async function loadAlert(alertId: string, queue: string, world: World): Promise<LoadedAlert | null> {
  return world.store.read(async (reader) => {
    const alert = await reader.get('alerts', alertId);
    if (!alert) return null;
    const tenant = alert.tenantId === null ? null : await reader.get('tenants', alert.tenantId);
    const names = await namesOf(reader, tenant?.contact?.onCall ?? [], []);
    return { alert, tenant, names, voice: readerLocale(tenant, world), platform: platformOfQueue(queue) };
  });
}

/** Whom it calls by name. */
export function onCallOf({ tenant, names }: Pick<LoadedAlert, 'tenant' | 'names'>): Card['mentions'] {
  return (tenant?.contact?.onCall ?? []).map((id) => ({ id, name: names.person(id).name }));
}
