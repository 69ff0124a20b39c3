import { fold } from '../../domain/fold.ts';
import type { StoredTenant } from '../../domain/partner-tenant.ts';

/** The tenants whose whole names stand in a question. Of «Contoso» and «Contoso Nord» the longer one, where that is what stands there. */
export function tenantsMeant(tenants: readonly StoredTenant[], question: string): readonly StoredTenant[] {
  const named = tenants.filter(({ name }) => wordsOf(question).includes(wordsOf(name)));
  return named.filter((one) => !named.some((other) => other !== one && isPart(one, other)));
}

/** The question without those names: to the FAQ they are ours, and no customer's. */
export function asOurs(tenants: readonly StoredTenant[], question: string): string {
  return tenantsMeant(tenants, question).reduce(
    (left, { name }) => left.replace(patternOf(name), (found) => (/['’]s$/.test(found) ? 'our' : '')),
    question,
  );
}

function patternOf(name: string): RegExp {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const before = "(?:(?<!\\p{L})(?:of|for|at|de|du|chez|pour)\\s+|(?<!\\p{L})d[’']\\s*)?";
  return new RegExp(`${before}(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])(?:[’']s)?`, 'giu');
}

function isPart({ name }: StoredTenant, { name: longer }: StoredTenant): boolean {
  const [part, whole] = [wordsOf(name), wordsOf(longer)];
  return whole.includes(part) && whole.length > part.length;
}

/** Between blanks, so that only whole words are found. */
function wordsOf(text: string): string {
  return ` ${(fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}
