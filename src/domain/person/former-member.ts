/** Replaces what names a person in stored values: the identity, names, e-mail addresses and telephone numbers. */
import { Identity, userOf } from '../tenant/identity.ts';

/** What a person is found by. */
export interface PersonWords {
  identity: Identity;
  names: readonly string[];
  /** E-mail addresses and telephone numbers. */
  addresses: readonly string[];
}

/** What stands in the place of an erased person. */
export interface FormerMember {
  identity: Identity;
  name: string;
}

/** Returns what stands in the place of the person who was erased as the `number`th. */
export function formerMember(number: number): FormerMember {
  return { identity: `former:${number}`, name: `former member ${number}` };
}

/** The values of these fields are never a person's name, also where they read the same, such as the time zone Europe/Paris. */
const unnamed = new Set([
  ...['timezone', 'locale', 'region', 'language', 'kind', 'field', 'deed', 'status', 'state', 'severity', 'platform'],
  ...['source', 'share', 'preset', 'what', 'reason', 'partnerType', 'hash', 'previous', 'of', 'code', 'origin'],
]);

/** Finds a person in texts, and replaces what is found. */
export interface PersonFinder {
  /** Returns whether the text, which stands in a field of this name, names the person. */
  isIn(text: string, field: string): boolean;
  /** Returns a value as JSON has it without the person; the same object where it does not name them. */
  without<T>(value: T, former: FormerMember): T;
}

/**
 * Returns what finds a person: the identity, and the platform's user id, wherever they stand; addresses as whole words in any case; a name of
 * several words in any case, and one of a single word as it is written. A name beside the identity of somebody else is theirs.
 */
export function personFinder({ identity, names, addresses }: PersonWords): PersonFinder {
  const [several, single] = [names.filter((name) => /\s/.test(name)), names.filter((name) => !/\s/.test(name))];
  const ids = anyOf([`${escaped(identity)}(?![\\w-])`, bareId(userOf(identity))], 'gu');
  const patterns = {
    addresses: anyOf(
      addresses.map((one) => `(?<![\\w+-])${escaped(one)}(?![\\w-])`),
      'giu',
    ),
    several: anyOf(several.map(patternOfName), 'giu'),
    single: anyOf(single.map(patternOfName), 'gu'),
  };

  function replaced(text: string, field: string, former: FormerMember): string {
    const withoutIds = text.replace(ids, former.identity);
    if (unnamed.has(field)) return withoutIds;
    return Object.values(patterns).reduce((rest, pattern) => rest.replace(pattern, former.name), withoutIds);
  }

  /** Returns the keys of an object whose values are the name of somebody else, as `byName` beside `by`. */
  function othersNames(object: Readonly<Record<string, unknown>>): string[] {
    return Object.entries(object).flatMap(([key, id]) => {
      if (typeof id !== 'string' || id === identity || !Identity.safeParse(id).success) return [];
      return key === 'id' ? ['name'] : [`${key}Name`];
    });
  }

  function without<T>(value: T, field: string, former: FormerMember): T;
  /** Takes a value inside a row, whose type is not known. */
  function without(value: unknown, field: string, former: FormerMember): unknown {
    if (typeof value === 'string') return replaced(value, field, former);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const list: unknown[] = value.map((item: unknown) => without(item, field, former));
      return list.some((item, at) => item !== value[at]) ? list : value;
    }
    const object: Readonly<Record<string, unknown>> = { ...value };
    const others = othersNames(object);
    let changes = false;
    const entries = Object.entries(object).map(([key, inner]): [string, unknown] => {
      const name = inner === identity && names.includes(key) ? former.name : key.replace(ids, former.identity);
      const changed = others.includes(key) ? inner : without(inner, key, former);
      changes ||= name !== key || changed !== inner;
      return [name, changed];
    });
    return changes ? Object.fromEntries(entries) : value;
  }

  const nobody: FormerMember = { identity: '', name: '' };
  return {
    isIn: (text, field) => replaced(text, field, nobody) !== text,
    without: (value, former) => without(value, '', former),
  };
}

/** Matches none where there are none. */
function anyOf(patterns: readonly string[], flags: string): RegExp {
  return new RegExp(patterns.length === 0 ? '(?!)' : patterns.map((one) => `(?:${one})`).join('|'), flags);
}

/** Matches a user id that stands alone, and is not that of somebody in another organisation. */
function bareId(id: string): string {
  return id.includes('-') ? `(?<![/0-9a-f-])${id}(?![0-9a-f-])` : `(?<![\\w/-])${escaped(id)}(?![\\w-])`;
}

/** Returns the expression of a name of one or several words: as whole words, with any white space in between. */
export function patternOfName(name: string): string {
  const words = name.trim().split(/\s+/u).map(escaped).join('\\s+');
  return `(?<![\\p{L}\\p{N}_])${words}(?![\\p{L}\\p{N}_])`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
