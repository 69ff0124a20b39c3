import { z } from 'zod';
import { CalendarAddress, calendarLabel } from '../../domain/tenant/calendar-address.ts';
import { type ContactKey, contactFields, contactKeys, fieldType } from '../../domain/tenant/contact-fields.ts';
import {
  type Channel,
  channelOf,
  type Identity,
  identityOf,
  isGroup,
  platformOf,
} from '../../domain/tenant/identity.ts';
import { type Contact, DeclaredContact, isName, limits } from '../../domain/tenant/partner-tenant.ts';
import { phoneOf } from '../../domain/tenant/phone.ts';
import { platforms } from '../../domain/tenant/platforms.ts';
import { type CalendarKey, calendarKeys } from '../../domain/tenant/rota.ts';
import { isTimezone } from '../../domain/time/zones.ts';
import { channelsAfter } from '../../findings/check-channels.ts';
import type { Words } from '../../messages/words.ts';
import { isTicked, line, list, pasted, readList } from '../../request/form-input.ts';
import { joinChecks, joinProblems, listProblem, type Problems, textProblem } from '../../request/form-problems.ts';
import type { Values } from '../../request/interaction.ts';
import type { Request } from '../../request/request.ts';
import { type Marks, type MergedInput, marksOf, mergeInput } from '../form-marks.ts';

type PeopleKey = Extract<(typeof contactFields)[number], { type: 'people' }>['key'];
type ListKey = PeopleKey | 'channels';
type TextKey = Exclude<ContactKey, ListKey>;
type CalendarFields = Pick<DeclaredContact, CalendarKey | 'calendarNames'>;

/** Holds the values in the fields of the contact's form, valid or not. In place of the address of a calendar stands its label. */
export interface ContactInput extends Readonly<Record<TextKey, string>> {
  /** Lists those of the asker's platform, as `onCall` does, which has people alone. */
  channels: readonly Channel[];
  onCall: readonly Identity[];
  onCall2: readonly Identity[];
  /** Names the groups of the asker's platform in these lists; empty where it has none. */
  onCallGroups: string;
  onCall2Groups: string;
  /** Lists the keys of the other platform's channels that are ticked for removal, as `removeOnCall` and `removeOnCall2` list its people. */
  removeChannels: readonly string[];
  removeOnCall: readonly string[];
  removeOnCall2: readonly string[];
  allowPublic: boolean;
  /** Holds the problems of entries that cannot be read, by field; null or absent for none. */
  unreadable: Readonly<Record<string, string | null>>;
}

/** The texts that the form shows for what is recorded otherwise. */
export type ShownTexts = Pick<ContactInput, 'calendarNames' | 'onCallGroups' | 'onCall2Groups'>;

const textKeys = contactKeys.filter((key) => key !== 'channels' && key !== 'onCall' && key !== 'onCall2');
const Texts = z.record(z.enum(textKeys), z.string());

function textsOf(textOf: (key: TextKey) => string): z.infer<typeof Texts> {
  return Texts.parse(Object.fromEntries(textKeys.map((key) => [key, textOf(key)])));
}

/** Returns a recorded contact as the form shows it to `asker`, with its `texts`; where none is recorded, an empty group with the `defaults`. */
export function inputFrom(
  contact: Contact | null,
  asker: Identity,
  texts: ShownTexts,
  defaults: Partial<Record<TextKey, string>> = {},
): ContactInput {
  const platform = platformOf(asker);
  const { hasGroups } = platforms[platform];
  const isPersonHere = (id: Identity) => platformOf(id) === platform && !isGroup(id);
  const labels = {
    onCallCalendar: labelIn(contact, 'onCallCalendar'),
    onCall2Calendar: labelIn(contact, 'onCall2Calendar'),
  };
  const recorded: Partial<Record<TextKey, string>> = contact
    ? { ...contact, ...labels, calendarNames: texts.calendarNames }
    : { kind: 'group', ...defaults };
  // A save derives the middle name of a group from its name. A form that showed it would keep it for a person too.
  const shown = recorded.kind === 'group' ? { ...recorded, middleName: '' } : recorded;
  return {
    ...textsOf((key) => shown[key] ?? ''),
    channels: contact?.channels.filter((channel) => channel.platform === platform) ?? [],
    onCall: contact?.onCall.filter(isPersonHere) ?? [],
    onCall2: contact?.onCall2?.filter(isPersonHere) ?? [],
    onCallGroups: hasGroups ? texts.onCallGroups : '',
    onCall2Groups: hasGroups ? texts.onCall2Groups : '',
    removeChannels: [],
    removeOnCall: [],
    removeOnCall2: [],
    allowPublic: false,
    unreadable: {},
  };
}

function labelIn(contact: Contact | null, key: CalendarKey): string {
  const address = contact?.[key];
  return address ? calendarLabel(address) : '';
}

/** Reads the entries of a sent form. A list, or a field of calendars, that was not shown stays as it is in `base`; `texts` are its own. */
export function inputIn(
  values: Values,
  base: Contact | null,
  texts: ShownTexts,
  { actor, platform, words }: Request,
): ContactInput {
  const own = inputFrom(base, actor.id, texts);
  const late: readonly string[] = [...calendarKeys, 'calendarNames'];
  const textIn = (key: TextKey) => {
    if (late.includes(key) && values[key] === undefined) return own[key];
    return key === 'calendarNames' ? pasted(values[key]) : line(values[key]);
  };
  const { channelUnreadable, personUnreadable } = words.contactForm.problems;
  const readChannel = (entry: string) => channelOf(entry, platform);
  const people = (key: PeopleKey) =>
    readList(values[key], own[key], (entry) => identityOf(entry, actor.id, own[key]), personUnreadable);
  const groups = (key: 'onCallGroups' | 'onCall2Groups') => (values[key] === undefined ? own[key] : line(values[key]));
  const channels = readList(values.channels, own.channels, readChannel, channelUnreadable);
  const [onCall, onCall2] = [people('onCall'), people('onCall2')];
  return {
    ...textsOf(textIn),
    channels: channels.items,
    onCall: onCall.items,
    onCall2: onCall2.items,
    onCallGroups: groups('onCallGroups'),
    onCall2Groups: groups('onCall2Groups'),
    removeChannels: list(values.removeChannels) ?? [],
    removeOnCall: list(values.removeOnCall) ?? [],
    removeOnCall2: list(values.removeOnCall2) ?? [],
    allowPublic: isTicked(values.allowPublic),
    unreadable: { channels: channels.problem, onCall: onCall.problem, onCall2: onCall2.problem },
  };
}

/** Returns the marks of the fields that other admins may change meanwhile. One number written in two ways has one mark. */
export function contactMarks(input: ContactInput): Marks {
  const { channels, onCall, onCall2, onCallGroups, onCall2Groups } = input;
  const lists = { channels, onCall, onCall2, onCallGroups, onCall2Groups };
  return marksOf({ ...textsOf((key) => recordable(key, input[key])), ...lists });
}

/** Merges what was entered into a form, opened with the marks `opened`, with what is recorded now. Where nothing is recorded, everything was entered. */
export function inputOver(
  input: ContactInput,
  base: Contact | null,
  opened: Marks,
  asker: Identity,
  texts: ShownTexts,
): MergedInput<ContactInput> {
  if (!base) return { input, marks: opened, clashes: [] };
  const merged = mergeInput(input, inputFrom(base, asker, texts), opened, contactMarks);
  // People and groups are one field of the contact.
  return { ...merged, clashes: [...new Set(merged.clashes.map((field) => field.replace(/Groups$/, '')))] };
}

/** Returns a text as it is recorded: a telephone number in E.164. A text that is no number stays as it was typed. */
function recordable(key: TextKey, value: string): string {
  return fieldType(key) === 'phone' ? (phoneOf(value) ?? value) : value;
}

type ContactLists = Required<Pick<DeclaredContact, ListKey>>;

/** Returns the contact's lists after the save: what was chosen here, and what is on the other platform and was not removed. */
export function listsAfter(
  input: ContactInput,
  groups: Readonly<Record<PeopleKey, readonly Identity[]>>,
  base: Contact | null,
  asker: Identity,
): ContactLists {
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

/** Returns the addresses of the calendars after the save: an entry that is the label of the recorded address stands for that one. */
function addressesAfter(input: ContactInput, base: Contact | null): Pick<DeclaredContact, CalendarKey> {
  const after = calendarKeys.map((key) => {
    if (input[key] === labelIn(base, key)) return [key, base?.[key]];
    return [key, CalendarAddress.safeParse(input[key]).data];
  });
  return Object.fromEntries(after);
}

/** Checks the whole form: returns all problems by field, and `declared`, which is null while there is a problem. `lists` and `names` are those after the save. */
export function checkContact(
  input: ContactInput,
  { lists, names, base }: { lists: ContactLists; names: CalendarFields['calendarNames']; base: Contact | null },
  words: Words,
): { problems: Problems; declared: DeclaredContact | null } {
  const group = input.kind === 'group';
  const special = group
    ? { middleName: null }
    : input.lastName === '' && { lastName: words.contactForm.problems.lastName };
  const byField = contactFields.map((field) => [field.key, problemOf(field, { input, lists, base }, words)]);
  const problems = joinChecks({ ...Object.fromEntries(byField), ...special }, input.unreadable);
  if (Object.keys(problems).length > 0) return { problems, declared: null };
  const texts = textsOf((key) => recordable(key, input[key]));
  // Microsoft asks for the name of a group as its middle name too.
  const middleName = group ? texts.firstName : texts.middleName;
  // The lists are not parsed: entries of the other platform that an earlier version recorded stay as they are.
  const calendars = { ...addressesAfter(input, base), calendarNames: names };
  return { problems, declared: { ...DeclaredContact.parse({ ...texts, middleName, ...calendars }), ...lists } };
}

function problemOf(
  field: (typeof contactFields)[number],
  { input, lists, base }: { input: ContactInput; lists: ContactLists; base: Contact | null },
  words: Words,
): string | null {
  const say = words.contactForm.problems;
  if (field.type === 'channels' || field.type === 'people')
    return listProblem(lists[field.key], limits[field.type === 'people' ? 'onCall' : field.key], words);
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
  if (type === 'phone') return phoneOf(value) === null ? say.phone : null;
  const tooLong = textProblem(value, limits[type], required, words);
  if (type === 'name') return joinProblems(tooLong, isName(value) ? null : say.name);
  return tooLong ?? (z.email().safeParse(value).success ? null : say.email);
}
