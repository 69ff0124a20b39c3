import { fold } from './fold.ts';

interface Named {
  id: string;
  name: string;
}

/** Those that `text` may mean: by id, by whole name, else by the start, else by any part of the name. Empty text means all. */
export function findTenants<T extends Named>(tenants: readonly T[], text: string): readonly T[] {
  const wanted = fold(text);
  if (wanted === '') return tenants;
  const ways: ((tenant: T) => boolean)[] = [
    (tenant) => tenant.id === wanted,
    (tenant) => fold(tenant.name) === wanted,
    (tenant) => fold(tenant.name).startsWith(wanted),
    (tenant) => fold(tenant.name).includes(wanted),
  ];
  for (const fits of ways) {
    const found = tenants.filter(fits);
    if (found.length > 0) return found;
  }
  return [];
}
