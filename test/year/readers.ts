import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';

/** Somebody, or a channel, that may be told. */
export interface Reader {
  queue: string;
  timezone: string;
  /** Told of everything, as an admin or as the admin channel in their place. */
  isAdmin: boolean;
  /** An admin of the other platform than the admin channel's, who is told of what is critical beside it. */
  isFar: boolean;
  managerOf: readonly string[];
  channelOf: readonly string[];
}

export function readersOf(
  tenants: readonly StoredTenant[],
  admins: readonly string[],
  adminChannel: string,
  zoneOf: (id: string) => string,
  inPlace: readonly string[] | null,
): Reader[] {
  const channels = tenants
    .flatMap(({ contact }) => contact?.channels ?? [])
    .map((one) => `${one.platform}:${one.address}`);
  const managers = tenants.flatMap(({ manager }) => manager ?? []);
  const queues = new Set([adminChannel, ...admins, ...managers, ...channels]);
  return [...queues].map((queue) => {
    const channelOf = tenants.filter(({ contact }) =>
      contact?.channels.some((one) => `${one.platform}:${one.address}` === queue),
    );
    const isAdmin = inPlace ? queue === adminChannel || inPlace.includes(queue) : admins.includes(queue);
    const timezone =
      queue === adminChannel || admins.includes(queue) || channelOf.length === 0
        ? zoneOf(queue)
        : (channelOf[0]?.contact?.timezone ?? 'UTC');
    return {
      queue,
      timezone,
      isAdmin,
      isFar: !isAdmin && inPlace !== null && admins.includes(queue) && isElsewhere(queue, adminChannel),
      managerOf: tenants.filter(({ manager }) => manager === queue).map(({ id }) => id),
      channelOf: channelOf.map(({ id }) => id),
    };
  });
}

function isElsewhere(queue: string, other: string): boolean {
  return queue.split(':')[0] !== other.split(':')[0];
}
