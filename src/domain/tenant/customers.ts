/** The names of a partner tenant's customers, by their tenant id or domain. */

/** The values of a field before and after a change. */
type BothValues = Record<'before' | 'after', unknown>;

/** Names of customers by tenant id (a GUID) or domain, both in small letters. */
export type Customers = Readonly<Record<string, string>>;

/** Matches a tenant id or a domain, in small letters. */
export const customerKey =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9]))$/;

/** Returns true for a domain in small letters. */
export const isCustomerDomain = (text: string): boolean => customerKey.test(text) && text.includes('.');

/** Returns the customers in the one order in which they are stored: by name, then by key. */
export function sortedCustomers(customers: Customers): Customers {
  const [less, more] = [-1, 1];
  const before = ([keyA, a]: [string, string], [keyB, b]: [string, string]) => (a === b ? keyA < keyB : a < b);
  return Object.fromEntries(Object.entries(customers).toSorted((a, b) => (before(a, b) ? less : more)));
}

/** Returns the change with the customers that differ alone, since the history has no room for all of them at each change. */
export function customersThatDiffer<T extends BothValues>(change: T): T {
  const [before, after] = [change.before, change.after].map(customersIn);
  const others = (those: Customers = {}, than: Customers = {}) =>
    Object.fromEntries(Object.entries(those).filter(([key, name]) => than[key] !== name));
  const isFirst = change.before === null;
  return { ...change, before: isFirst ? null : others(before, after), after: others(after, before) };
}

/** Returns the customers after a change that `customersThatDiffer` made. */
export function customersAfter(customers: Customers, { before, after }: BothValues): Customers {
  const removed = customersIn(before);
  const left = Object.entries(customers).filter(([key]) => !(key in removed));
  return sortedCustomers({ ...Object.fromEntries(left), ...customersIn(after) });
}

/** Returns the customers that the history has in a change; none for a value that holds none. */
export function customersIn(value: unknown): Customers {
  const entries = Object.entries(Object(value)).filter(([key]) => customerKey.test(key));
  return Object.fromEntries(entries.map(([key, name]) => [key, String(name)]));
}
