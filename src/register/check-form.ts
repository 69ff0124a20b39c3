import { z } from 'zod';
import { type Identity, platformOf, platforms } from '../domain/tenant/identity.ts';
import { shortId } from '../domain/text/short-id.ts';
import { checkAdded } from '../findings/check-channels.ts';
import type { Person } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import { groupProblems, joinChecks, type Problems, type Sentence } from '../request/form-input.ts';
import type { Request } from '../request/interaction.ts';
import { askAbout } from '../request/people.ts';
import { namesOf } from '../request/viewer-locale.ts';

/** What to check of a sent form. The platforms are asked about `channels`, and about the `added` of `people`. */
interface SentForm<T> {
  channels: Parameters<typeof checkAdded>[0];
  allowPublic: boolean;
  people: readonly { field: string; added: readonly Identity[] }[];
  /** The problems to show in the form, by field, and what the form declares: null while there is a problem. */
  found: { problems: Problems; declared: T | null };
}

/**
 * Checks the channels and people that a form adds with the platforms. Joins the channels once nothing else is wrong. Returns all
 * problems by field, what the form declares (null while there is a problem), and what the platforms said of the added channels.
 */
export async function checkForm<T>(request: Request, sent: SentForm<T>, world: World) {
  const { channels, allowPublic, people, found } = sent;
  const [added, ...unknown] = await Promise.all([
    checkAdded(channels, allowPublic, request.messages, world),
    ...people.map(async (one) => ({ [one.field]: await peopleProblem(request, one.added, world) })),
  ]);
  const problems = joinChecks(found.problems, added.problems, ...unknown);
  const { checked } = added;
  if (Object.keys(problems).length > 0) return { problems, declared: null, checked };
  const unjoined = await added.join();
  return { problems: unjoined, declared: Object.keys(unjoined).length > 0 ? null : found.declared, checked };
}

/**
 * Returns a sentence about those of the people who are no members of the organisation or cannot be found; null for none. Remembers
 * the names of members, since a platform's picker offers people whom the bot never met.
 */
async function peopleProblem(request: Request, ids: readonly Identity[], world: World): Promise<string | null> {
  // A platform knows none of the other one's people.
  const find = (id: Identity): Promise<Person | null> | Person =>
    platformOf(id) === request.platform ? askAbout(id, world) : { kind: 'stranger', id, why: 'not found' };
  const people = await Promise.all(ids.map(async (id) => ({ id, found: await find(id) })));
  const names = await world.store.read((reader) => namesOf(reader, ids, []));
  const { problems: say } = request.messages.contactForm;
  const nameOf = (id: Identity) =>
    names.called.has(id) || platforms[platformOf(id)].fieldShowsIds ? names.person(id).name : say.unnamedPerson;
  return groupProblems(people.map(({ id, found }) => ({ name: nameOf(id), say: problemOf(found, request) })));
}

function problemOf(found: Person | null, { platform, messages }: Request): Sentence | null {
  const { problems: say } = messages.contactForm;
  if (found === null) return say.personUnsure;
  if (found.kind === 'member') return null;
  return found.why === 'not found' ? say.personUnknown[platform] : say.personLeft;
}

/*
 * Remembers the values with which a form was opened. Only the fields that its person changed since are compared with what others
 * changed, and saved: all other fields stay as they are now.
 */

/** A short mark of each field's value, by field: a form's state is too small for the values. */
export const Marks = z.record(z.string(), z.string());
/** The marks by field. */
export type Marks = Readonly<Record<string, string>>;

/** Returns the marks of values. The order of a list does not count, since pickers give lists back in an order of their own. */
export function marksOf(values: Readonly<Record<string, unknown>>): Marks {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, shortId(JSON.stringify(sorted(value ?? null)))]),
  );
}

/** The values of a sent form, merged with what was recorded since it was opened. */
export interface MergedInput<T> {
  /** What was entered, with what others changed meanwhile in the fields that this person left alone. */
  input: T;
  /** The marks for a form that is shown again: of the current values of fields left alone, and of the first values of others. */
  marks: Marks;
  /** Lists the fields that this person and somebody else set to different values. */
  clashes: readonly string[];
}

/** Merges a sent form, opened with the marks `opened`, with `now`: the values that it would show if it were opened now. */
export function mergeInput<T extends object>(given: T, now: T, opened: Marks, marks: (of: T) => Marks): MergedInput<T> {
  const [mine, theirs] = [marks(given), marks(now)];
  const alone = (field: string) => mine[field] === opened[field];
  const clash = (field: string) => !alone(field) && theirs[field] !== opened[field] && mine[field] !== theirs[field];
  const ofThose = (values: object) =>
    Object.fromEntries(Object.entries(values).filter(([field]) => field in theirs && alone(field)));
  return {
    input: { ...given, ...ofThose(now) },
    marks: { ...opened, ...ofThose(theirs) },
    clashes: Object.keys(theirs).filter(clash),
  };
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).toSorted() : value;
}
