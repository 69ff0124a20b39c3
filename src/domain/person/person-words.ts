/** Finds out by which names, addresses and numbers a person is stored. */
import { Identity } from '../tenant/identity.ts';
import { fullName } from '../tenant/partner-tenant.ts';
import { fold } from '../text/words.ts';
import type { PersonWords } from './former-member.ts';

/** The fields of a contact that name a person. */
const contactKeys = ['kind', 'firstName', 'middleName', 'lastName', 'email', 'phone'] as const;
type ContactPart = Partial<Record<(typeof contactKeys)[number], string>>;

/** A value of a contact that the history has of the person: the tenant, the field and the value. */
export type RecordedPart = readonly [tenantId: string | null, field: string, value: string];

/** What was found out. */
export interface FoundWords extends PersonWords {
  /** What the history says of the time in which they were the contact. */
  parts: readonly RecordedPart[];
  /** Other identities that may be the same person: of the same name, or the same account. */
  maybeSame: readonly Identity[];
}

/**
 * Reads rows, of the archives too, and then returns by what the person is stored. `also` are further names and addresses of theirs. Where an
 * erasure of theirs was not finished, what it had found counts too.
 */
export function wordsOf(identity: Identity, also: readonly string[] = []) {
  const named = new Map<string, Set<string>>([[identity, new Set()]]);
  const recorded: { number: number; tenantId: string | null; parts: ContactPart }[] = [];
  const contacts: ContactPart[] = [];
  const begun: Begun[] = [];

  function note(id: string, name: unknown): void {
    if (typeof name !== 'string' || name.trim().length < 2) return;
    const names = named.get(id) ?? new Set();
    named.set(id, names.add(name.trim()));
  }

  function walk(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const object: Readonly<Record<string, unknown>> = { ...value };
    for (const [key, inner] of Object.entries(object)) {
      if (typeof inner === 'string' && isPerson(inner)) note(inner, object[key === 'id' ? 'name' : `${key}Name`]);
      if (key === 'calendarNames') calendarNames(inner);
      walk(inner);
    }
    if (object.field === 'calendarNames') for (const names of [object.before, object.after]) calendarNames(names);
  }

  function calendarNames(names: unknown): void {
    if (typeof names !== 'object' || names === null) return;
    for (const [name, id] of Object.entries(names)) if (typeof id === 'string') note(id, name);
  }

  /** Follows each contact through the history: what was recorded while it had a name of theirs is theirs. */
  function partsUnder(names: ReadonlySet<string>): RecordedPart[] {
    const now = new Map<string | null, ContactPart>();
    return recorded
      .toSorted((a, b) => a.number - b.number)
      .flatMap(({ tenantId, parts }) => {
        const contact = { ...now.get(tenantId), ...parts };
        now.set(tenantId, contact);
        if (!isCalled(contact, names)) return [];
        return contactKeys.flatMap((key): RecordedPart[] => {
          const value = contact[key] ?? '';
          return key === 'kind' || value === '' || isOfOthers(key, value, names) ? [] : [[tenantId, key, value]];
        });
      });
  }

  /** A contact of another name has it: it is not theirs alone, such as the address of a team. */
  function isOfOthers(key: (typeof contactKeys)[number], value: string, names: ReadonlySet<string>): boolean {
    return contacts.some((contact) => contact[key] === value && !isCalled(contact, names));
  }

  return {
    take(collection: string, row: object): void {
      if (collection === 'erasing') return void begun.push(...begunOf(row, identity));
      walk(row);
      const { contact, number, tenantId, changes }: RowParts = row;
      if (collection === 'tenants' && contact) contacts.push(contact);
      if (collection !== 'history' || !changes || number === undefined) return;
      const parts = Object.fromEntries(changes.map(({ field, after }) => [field, String(after ?? '')]));
      if (contactKeys.some((key) => key in parts)) recorded.push({ number, tenantId: tenantId ?? null, parts });
    },
    found(): FoundWords {
      const own = [
        ...(named.get(identity) ?? []),
        ...also.filter((text) => !isAddress(text)),
        ...begun.flatMap(({ names }) => names),
      ];
      const folded = new Set(own.map(fold));
      const parts = [...partsUnder(folded), ...begun.flatMap((one) => one.parts)];
      const maybeSame = [...named].flatMap(([id, names]) =>
        id !== identity && (idOf(id) === idOf(identity) || [...names].some((name) => folded.has(fold(name))))
          ? [id]
          : [],
      );
      const addresses = parts.flatMap(([, field, value]) => (field === 'email' || field === 'phone' ? value : []));
      return {
        ...{ identity, names: [...new Set(own)], parts: distinctParts(parts), maybeSame: maybeSame.toSorted() },
        addresses: [...new Set([...addresses, ...also.filter(isAddress), ...begun.flatMap((one) => one.addresses)])],
      };
    },
  };
}

/** What an erasure had found that was not finished. */
type Begun = Pick<FoundWords, 'names' | 'addresses' | 'parts'>;

/** Returns what a row of `erasing` has of this person. */
function begunOf(row: object, identity: Identity): Begun[] {
  const { id, names = [], addresses = [], parts = [] }: Partial<Begun & { id: string }> = row;
  return id === identity ? [{ names, addresses, parts }] : [];
}

/** The fields of a row that are read by name. */
interface RowParts {
  contact?: ContactPart | null;
  number?: number;
  tenantId?: string | null;
  changes?: readonly { field: string; after: unknown }[];
}

function isPerson(text: string): boolean {
  return Identity.safeParse(text).success && !text.startsWith('former:');
}

function isAddress(text: string): boolean {
  return /@|^\+?[\d ().-]+$/.test(text);
}

function idOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

/** Returns whether a contact is a person of one of these folded names, with the middle name or without it. */
export function isCalled(
  { kind, firstName = '', middleName = '', lastName = '' }: ContactPart,
  names: ReadonlySet<string>,
) {
  if (kind === 'group') return false;
  const name = { kind: 'person', firstName, lastName } as const;
  return [middleName, ''].some((middle) => names.has(fold(fullName({ ...name, middleName: middle }))));
}

function distinctParts(parts: readonly RecordedPart[]): RecordedPart[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}
