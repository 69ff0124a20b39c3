import { z } from 'zod';
import { CalendarAddress } from '../../domain/tenant/calendar-address.ts';
import { type ContactKey, contactFields, contactKeys, domainOf, phoneOf } from '../../domain/tenant/contact-fields.ts';
import { type Identity, platformOf } from '../../domain/tenant/identity.ts';
import { type Contact, DeclaredContact, isName, limits } from '../../domain/tenant/partner-tenant.ts';
import { countryOfPhone, countryOfZone, nationalPhone, phoneLengthOf } from '../../domain/tenant/phone-country.ts';
import { type CalendarKey, calendarKeys } from '../../domain/tenant/rota.ts';
import { isTimezone } from '../../domain/time/zones.ts';
import { channelsAfter } from '../../findings/check-channels.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { joinChecks, joinProblems, listProblem, textProblem } from '../../request/form-input.ts';
import type { Request } from '../../request/interaction.ts';
import { checkForm } from '../check-form.ts';
import { readNames } from '../on-call/calendar-names.ts';
import { readGroups } from '../on-call/groups.ts';
import { type ContactInput, type ListKey, labelIn, normalizedText, type PeopleKey, textsOf } from './contact-input.ts';

/** What the checks of a sent contact found. */
export type CheckedContact = Awaited<ReturnType<typeof checkContact>>;

/** A sent form: its entries, the contact as it is recorded, and the fields of the form. */
interface SentContact {
  input: ContactInput;
  base: Contact | null;
  fields: readonly ContactKey[];
}

/**
 * Checks a sent contact as a whole: `declared` is the contact as it would be saved, null while there is a problem; `checked` is what the
 * platforms said of the channels that were added; `mail` says whether the domain of the address takes mail. It checks, over what is
 * recorded: its entries, its people, groups and channels with the platforms, and the
 * address with the name servers. Joins the channels that were added once nothing is wrong.
 */
export async function checkContact(request: Request, what: SentContact, world: World) {
  const { input, base, fields } = what;
  const [names, first, second] = await Promise.all([
    readNames(input.calendarNames, base, request, world),
    readGroups(input.onCallGroups, request, world, base?.onCall),
    readGroups(input.onCall2Groups, request, world, base?.onCall2),
  ]);
  const lists = listsAfter(input, { onCall: first.groups, onCall2: second.groups }, base, request.actor.id);
  const unreadable = {
    ...input.unreadable,
    ...(fields.includes('onCall') ? { onCallGroups: first.problem } : {}),
    ...(fields.includes('onCall2') ? { onCall2Groups: second.problem } : {}),
    ...(fields.includes('calendarNames') ? { calendarNames: names.problem } : {}),
  };
  const { posts } = request.messages.contactForm;
  const sent = {
    channels: { channels: { chosen: lists.channels, known: base?.channels ?? [], posts } },
    allowPublic: input.allowPublic,
    people: (['onCall', 'onCall2'] as const).map((field) => ({
      field,
      added: input[field].filter((id) => !base?.[field]?.includes(id)).slice(0, limits.onCall),
    })),
    found: checkEntries({ ...what, input: { ...input, unreadable }, lists }, names.names, request.messages),
  };
  const [found, mail] = await Promise.all([
    checkForm(request, sent, world),
    fields.includes('email') ? takesMail(input.email, world) : 'unknown',
  ]);
  return { ...found, mail };
}

/** Asks the name servers whether the domain of an address takes mail. It does not ask about a text that is no address. */
async function takesMail(email: string, { mail }: World) {
  return z.email().safeParse(email).success ? mail.takesMail(domainOf(email)) : 'unknown';
}

type ContactLists = Required<Pick<DeclaredContact, ListKey>>;

type Groups = Readonly<Record<PeopleKey, readonly Identity[]>>;

/** Returns the contact's lists after the save: what was chosen here, and what is on the other platform and was not removed. */
function listsAfter(input: ContactInput, groups: Groups, base: Contact | null, asker: Identity): ContactLists {
  const platform = platformOf(asker);
  const people = (chosen: readonly Identity[], recorded: readonly Identity[], removed: readonly string[]) => {
    const others = recorded.filter((id) => platformOf(id) !== platform && !removed.includes(id));
    const all = [...new Set([...chosen, ...others])];
    // People and groups are two fields of the form: a save in which nothing changed keeps their order.
    return all.length === recorded.length && recorded.every((id) => all.includes(id)) ? [...recorded] : all;
  };
  return {
    channels: channelsAfter(input.channels, base?.channels ?? [], platform, input.removeChannels),
    onCall: people([...input.onCall, ...groups.onCall], base?.onCall ?? [], input.removeOnCall),
    onCall2: people([...input.onCall2, ...groups.onCall2], base?.onCall2 ?? [], input.removeOnCall2),
  };
}

/** Returns the addresses of the calendars after the save: an entry that equals the label of the recorded address means that address. */
function addressesAfter(input: ContactInput, base: Contact | null): Pick<DeclaredContact, CalendarKey> {
  const after = calendarKeys.map((key) => {
    if (input[key] === labelIn(base, key)) return [key, base?.[key]];
    return [key, CalendarAddress.safeParse(input[key]).data];
  });
  return Object.fromEntries(after);
}

type Entries = SentContact & { lists: ContactLists };

/** Checks what the form itself shows. `lists` and `names` are those after the save. */
function checkEntries(entries: Entries, names: DeclaredContact['calendarNames'], messages: Messages) {
  const { input, lists, base, fields } = entries;
  const group = input.kind === 'group';
  const special = group
    ? { middleName: null }
    : fields.includes('lastName') && input.lastName === '' && { lastName: messages.contactForm.problems.lastName };
  const shown = contactFields.filter(({ key }) => fields.includes(key));
  const byField = shown.map((field) => [field.key, problemOf(field, entries, messages)]);
  const problems = joinChecks({ ...Object.fromEntries(byField), ...special }, input.unreadable);
  if (Object.keys(problems).length > 0) return { problems, declared: null };
  const texts = textsOf((key) => normalizedText(key, input[key]));
  // Microsoft asks for the name of a group as its middle name too.
  const middleName = group ? texts.firstName : texts.middleName;
  // The lists are not parsed: entries of the other platform that an earlier version recorded stay as they are.
  const calendars = { ...addressesAfter(input, base), calendarNames: names };
  const declared = { ...DeclaredContact.parse({ ...texts, middleName, ...calendars }), ...lists };
  return { problems, declared: { ...declared, ...recordedBeside(fields, base) } };
}

/** Returns what is recorded in the fields that the form does not have. */
function recordedBeside(fields: readonly ContactKey[], base: Contact | null): Partial<DeclaredContact> {
  const others = contactKeys.filter((key) => base && !fields.includes(key) && base[key] !== undefined);
  return Object.fromEntries(others.map((key) => [key, base?.[key]]));
}

/** Returns a number that no line ends in. */
export function inOneLine(phone: string): string {
  return phone.replaceAll(' ', '\u00a0');
}

/** Returns the number with its country code that a number without one most likely is, by what is recorded; null for no such number. */
export function suggestion(phone: string, recorded: Record<'phone' | 'timezone', string>): string | null {
  return nationalPhone(phone, countryOfPhone(recorded.phone) ?? countryOfZone(recorded.timezone));
}

function phoneProblem(value: string, { input, base }: Entries, { contactForm }: Messages): string {
  const { national, phone, phoneLength, phoneWrong } = contactForm.problems;
  const suggested = suggestion(value, base ?? { phone: '', timezone: input.timezone });
  if (suggested !== null) return national(value, inOneLine(suggested));
  const length = phoneLengthOf(value);
  if (length === null) return phone;
  return length === 'right' ? phoneWrong : phoneLength[length];
}

function problemOf(field: (typeof contactFields)[number], entries: Entries, messages: Messages) {
  const { input, lists, base } = entries;
  const say = messages.contactForm.problems;
  if (field.type === 'channels' || field.type === 'people')
    return listProblem(lists[field.key], limits[field.type === 'people' ? 'onCall' : field.key], messages);
  const { key, type, required } = field;
  const value = input[key];
  // The lines are read by then, and what is wrong with them stands among what is unreadable.
  if (type === 'names') return null;
  if (type === 'calendar')
    return value === '' || value === labelIn(base, key) || CalendarAddress.safeParse(value).success
      ? null
      : say.calendar;
  if (type === 'choice') return DeclaredContact.shape[key].safeParse(value).success ? null : say.choose;
  if (type === 'timezone') return isTimezone(value) ? null : say.timezone;
  if (value === '') return required ? say.required : null;
  if (type === 'phone') return phoneOf(value) === null ? phoneProblem(value, entries, messages) : null;
  const tooLong = textProblem(value, limits[type], messages);
  if (type === 'name') return joinProblems(tooLong, isName(value) ? null : say.name);
  return tooLong ?? (z.email().safeParse(value).success ? null : say.email);
}
