/** Finds the tenants that a text means or mentions, by their names. */
import { fold } from '../text/words.ts';
import { activeAmong, type StoredTenant } from './partner-tenant.ts';

/** Anything with an id that people call by a name. */
export interface Named {
  id: string;
  name: string;
}

/**
 * The words that people write around a name, or when they mean their only tenant: «our security contact», «le contact de Contoso». They
 * are folded.
 */
const around: ReadonlySet<string> = new Set(
  'a an at card carte chez contact contacts csp current d de des du fiche for from here l la le les ma me mes mon my nos notre nous now of on our ours partenaire partner please pour security securite svp tenant the to us'.split(
    ' ',
  ),
);

/** The quotation marks around a name. An apostrophe within a word is none. */
const quotes = /["“”„«»]|(?<!\S)['‘’]|['‘’](?!\S)/g;

/** The signs that end a sentence or a word in it. The look-behind makes a long run of signs be read once. */
const ending = /(?<![!?.,:;…])[!?.,:;…]+$/;

/**
 * Returns the tenants that `text` may mean: by id, by the whole name, else by its start, else by any part of it. An empty text means all.
 */
export function findTenants<T extends Named>(tenants: readonly T[], text: string): readonly T[] {
  const whole = found(tenants, fold(text));
  return whole.length > 0 ? whole : found(tenants, nameIn(text));
}

/** Returns the tenants that a text means, as `findTenants` does. A retired one is meant only where no other one is. */
export function tenantsMeant<T extends StoredTenant>(tenants: readonly T[], text: string): readonly T[] {
  const found = findTenants(tenants, text);
  const active = activeAmong(found);
  return active.length > 0 ? active : found;
}

/** Returns the name in a text, without the words around it, folded; empty when nothing is named. */
export function nameIn(text: string): string {
  const words = fold(text.replace(quotes, ' ')).split(/[\s'’]+/);
  const isName = (word: string) => !around.has(word.replace(ending, '')) && word.replace(ending, '') !== '';
  const first = words.findIndex(isName);
  if (first < 0) return '';
  const name = words.slice(first, words.findLastIndex(isName) + 1).join(' ');
  return name.replace(ending, '');
}

function found<T extends Named>(tenants: readonly T[], wanted: string): readonly T[] {
  if (wanted === '') return tenants;
  const ways: ((tenant: T) => boolean)[] = [
    (tenant) => tenant.id === wanted,
    (tenant) => fold(tenant.name) === wanted,
    (tenant) => fold(tenant.name).startsWith(wanted),
    (tenant) => fold(tenant.name).includes(wanted),
  ];
  const fits = ways.find((way) => tenants.some(way));
  return fits ? tenants.filter(fits) : [];
}

/**
 * Returns the tenants whose whole names stand in a question. A longer name that stands there hides the shorter one within it: «Contoso
 * Nord» hides «Contoso».
 */
export function tenantsMentioned<T extends Named>(tenants: readonly T[], question: string): readonly T[] {
  const said = wholeWords(question);
  const named = tenants
    .map((tenant) => ({ tenant, words: wholeWords(tenant.name) }))
    .filter(({ words }) => said.includes(words));
  const isPart = (part: string) => named.some(({ words }) => words.length > part.length && words.includes(part));
  return named.filter(({ words }) => !isPart(words)).map(({ tenant }) => tenant);
}

/** Returns the question without the names of the tenants: for the FAQ they are our own organisation, not customers. */
export function asOurs(tenants: readonly Named[], question: string): string {
  return tenantsMentioned(tenants, question).reduce(
    (left, { name }) => left.replace(patternOf(name), (found) => (/['’]s$/.test(found) ? 'our' : '')),
    question,
  );
}

/**
 * Returns the expression that finds a name as whole words, with the preposition before it, but not in an e-mail address. It is made of the
 * name's letters and digits alone, so that a name cannot be an expression.
 */
export function patternOf(name: string): RegExp {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const before = "(?:(?<!\\p{L})(?:of|for|at|de|du|chez|pour)\\s+|(?<!\\p{L})d[’']\\s*)?";
  return new RegExp(
    `${before}(?<![\\p{L}\\p{N}@])${words.join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])(?:[’']s)?`,
    'giu',
  );
}

/** Returns the words of a text between blanks, so that only whole words are found in it. */
function wholeWords(text: string): string {
  return ` ${(fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}
