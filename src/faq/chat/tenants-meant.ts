import { fold } from '../../domain/fold.ts';
import type { StoredTenant } from '../../domain/partner-tenant.ts';

/** The tenants whose whole names stand in a question. Of «Contoso» and «Contoso Nord» the longer one, where that is what stands there. */
export function tenantsMeant(tenants: readonly StoredTenant[], question: string): readonly StoredTenant[] {
  const said = wordsOf(question);
  const named = tenants
    .map((tenant) => ({ tenant, words: wordsOf(tenant.name) }))
    .filter(({ words }) => said.includes(words));
  const isPart = (part: string) => named.some(({ words }) => words.length > part.length && words.includes(part));
  return named.filter(({ words }) => !isPart(words)).map(({ tenant }) => tenant);
}

/** The question without those names: to the FAQ they are ours, and no customer's. */
export function asOurs(tenants: readonly StoredTenant[], question: string): string {
  return tenantsMeant(tenants, question).reduce(
    (left, { name }) => left.replace(patternOf(name), (found) => (/['’]s$/.test(found) ? 'our' : '')),
    question,
  );
}

/** The name as whole words, with what stands before it. Made of letters and digits alone, so that a name is no expression. */
export function patternOf(name: string): RegExp {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const before = "(?:(?<!\\p{L})(?:of|for|at|de|du|chez|pour)\\s+|(?<!\\p{L})d[’']\\s*)?";
  return new RegExp(`${before}(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])(?:[’']s)?`, 'giu');
}

/** Between blanks, so that only whole words are found. */
function wordsOf(text: string): string {
  return ` ${(fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}
