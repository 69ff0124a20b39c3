/** The names of customers as lines of the set-up form: «fabrikam.com = Fabrikam». */
import { type Customers, customerKey, sortedCustomers } from '../../domain/tenant/customers.ts';
import { isName, limits, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shownLimits } from '../../domain/tenant/platforms.ts';
import { shortName } from '../../domain/text/words.ts';
import type { Words } from '../../messages/words.ts';
import { joinProblems } from '../../request/form-problems.ts';
import { linesIn, type NameLine } from '../lines-of-names.ts';

/** The most characters of the field: as many as every platform takes. */
export const longestLines = shownLimits.longInput;

/** The most characters of recorded customers that the field shows. With more the field is empty, and what is entered is added. */
const mostShown = 2_000;

/** Returns a line for each customer; null where these are too long for the field. */
export function customerLines(tenant: Pick<StoredTenant, 'customers'> | null): string | null {
  const text = Object.entries(tenant?.customers ?? {})
    .map(([key, name]) => `${key} = ${name}`)
    .join('\n');
  return text.length > mostShown ? null : text;
}

/**
 * Reads the lines: they are all customers from now on. Where the recorded ones are too long for the field, the lines add to them, and
 * `fabrikam.com =` removes one. `problem` says all that is wrong; null for nothing.
 */
export function readCustomers(
  text: string,
  before: Pick<StoredTenant, 'customers'> | null,
  { setup: { problems: say }, ...words }: Words,
): { customers: Customers; problem: string | null } {
  const adds = customerLines(before) === null;
  const lines = linesIn(text).map((one) => ({ ...one, key: one.left.toLowerCase() }));
  const firstOf = new Map<string, string>();
  for (const { key, right } of lines) if (!firstOf.has(key)) firstOf.set(key, right);
  const wrong = (isWrong: (one: NameLine & { key: string }) => boolean, problem: (these: string) => string) => {
    const those = lines.filter(isWrong).map(({ line }) => shortName(line, 60));
    const more = those.length > maxNamed ? [`+${those.length - maxNamed}`] : [];
    return those.length === 0 ? null : problem([...those.slice(0, maxNamed), ...more].join(' · '));
  };
  const isKey = ({ key }: { key: string }) => customerKey.test(key);
  const given = lines.filter(isKey).map(({ key, right }): [string, string] => [key, right]);
  const all = Object.entries({ ...(adds ? before?.customers : {}), ...Object.fromEntries(given) });
  const customers = all.filter(([, name]) => name !== '');
  const problem = joinProblems(
    text.length > longestLines ? words.contactForm.problems.tooLong(longestLines) : null,
    wrong((one) => !isKey(one), say.customerId),
    wrong((one) => isKey(one) && one.right === '' && !adds, say.customerNameless),
    wrong(({ right }) => !isName(right), say.customerName),
    wrong(
      ({ right }) => right.length > limits.customerName,
      (these) => say.customerLong(these, limits.customerName),
    ),
    wrong(({ key, right }) => firstOf.get(key) !== right, say.customerTwice),
    customers.length > limits.customers ? say.tooManyCustomers(limits.customers) : null,
  );
  return { customers: sortedCustomers(Object.fromEntries(customers)), problem };
}

/** The most lines that a sentence names. */
const maxNamed = 3;
