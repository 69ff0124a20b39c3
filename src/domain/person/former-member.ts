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

/** The field of the name of a tenant, a channel or a sender. */
const thingName = 'tenantName';
/** The values of these fields are ids and words of the program, never a person's name, also where they read the same, such as Europe/Paris. */
const programWords = new Set([
  ...['timezone', 'locale', 'region', 'language', 'kind', 'field', 'deed', 'status', 'state', 'severity', 'platform'],
  ...['source', 'share', 'preset', 'what', 'partnerType', 'hash', 'previous', 'of', 'code', 'origin', 'id', 'subject'],
  ...['queue', 'items', 'due', 'key', 'customers', 'tenant', thingName],
]);
/** The fields in which a word alone is what people wrote or are called. Elsewhere it is an id or a word of the program. */
const wordAlone = /^(text|note|title|description|details|summary|question|answer|by|to|notified)$|names?$/i;

/** Returns whether a text in a field of this name can be a person's name of a single word, or have it. */
function canName(text: string, field: string): boolean {
  if (programWords.has(field) || /Ids?$/.test(field)) return false;
  return /\s/.test(text) || (wordAlone.test(field) && !Identity.safeParse(text).success);
}

/** Finds a person in texts, and replaces what is found. */
export interface PersonFinder {
  /** Returns whether the text, which stands in a field of this name, names the person. */
  isIn(text: string, field: string): boolean;
  /** Returns a value as JSON has it without the person; the same object where it does not name them. */
  without<T>(value: T, former: FormerMember): T;
}

/**
 * Returns what finds a person: the identity, and the platform's user id, wherever they stand; addresses as whole words in any case; a name of
 * several words in any case; and one of a single word as it is written, in names of people and in texts, but not in the name of a tenant or a
 * channel. A name beside the identity of somebody else is theirs.
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
    single: anyOf(
      single.map((name) => `(?<!\\p{L}-)${patternOfName(name)}(?!-\\p{L})`),
      'gu',
    ),
  };

  function replaced(text: string, field: string, former: FormerMember): string {
    const withoutIds = text.replace(ids, former.identity);
    const [addresses, several] = [patterns.addresses, patterns.several];
    const rest = withoutIds.replace(addresses, former.name).replace(several, former.name);
    return canName(rest, field) ? rest.replace(patterns.single, former.name) : rest;
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
      const changed = others.includes(key) ? inner : without(inner, fieldOf(key, object), former);
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

/** Returns the field that a value of an object is of: of a change before and after, the one that it names; of a thing its name. */
function fieldOf(key: string, { id, kind, field }: Readonly<Record<string, unknown>>): string {
  const isOfChange = (key === 'before' || key === 'after') && typeof field === 'string';
  const named = isOfChange ? field : key;
  const isOfThing = isOfChange || (typeof id === 'string' && !Identity.safeParse(id).success && kind !== 'group');
  return named === 'name' && isOfThing ? thingName : named;
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
