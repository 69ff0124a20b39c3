/** The ids of resources in Azure: `/subscriptions/{id}/resourceGroups/{name}/providers/{namespace}/{type}/{name}`. */

/** Returns the subscription in the id of a resource; null where it has none. */
export function subscriptionOf(resourceId: string): string | null {
  return /^\/subscriptions\/([^/]+)/i.exec(resourceId)?.[1] ?? null;
}

/** Returns the type in the id of a resource, such as `microsoft.compute/virtualmachines`; empty where it has none. */
export function resourceTypeOf(resourceId: string): string {
  const parts = resourceId.split('/');
  const provider = parts.findLastIndex((part) => part.toLowerCase() === 'providers');
  if (provider < 0) return '';
  const [namespace, ...typesAndNames] = parts.slice(provider + 1);
  return [namespace, ...typesAndNames.filter((_, index) => index % 2 === 0)].join('/');
}
