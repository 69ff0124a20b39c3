import { z } from 'zod';
import { calendarLabel } from '../../domain/tenant/calendar-address.ts';
import {
  type ContactKey,
  type contactFields,
  contactKeys,
  fieldType,
  phoneOf,
} from '../../domain/tenant/contact-fields.ts';
import {
  type Channel,
  channelOf,
  type Identity,
  identityOf,
  isGroup,
  platformOf,
  platforms,
} from '../../domain/tenant/identity.ts';
import type { Contact } from '../../domain/tenant/partner-tenant.ts';
import { type CalendarKey, calendarKeys } from '../../domain/tenant/rota.ts';
import { isTicked, line, list, pasted, readList } from '../../request/form-input.ts';
import type { Request, Values } from '../../request/interaction.ts';
import { type Marks, type MergedInput, marksOf, mergeInput } from '../check-form.ts';

/** The fields of people on call. */
export type PeopleKey = Extract<(typeof contactFields)[number], { type: 'people' }>['key'];
/** The fields that are lists. */
export type ListKey = PeopleKey | 'channels';
/** The fields that are texts in the form. */
export type TextKey = Exclude<ContactKey, ListKey>;

/** The values in the fields of the contact's form, valid or not. In place of the address of a calendar stands its label. */
export interface ContactInput extends Readonly<Record<TextKey, string>> {
  /** Lists those of the asker's platform, as `onCall` does, which has people alone. */
  channels: readonly Channel[];
  onCall: readonly Identity[];
  onCall2: readonly Identity[];
  /** Names the groups of the asker's platform in these lists; empty when it has none. */
  onCallGroups: string;
  onCall2Groups: string;
  /** Lists the keys of the other platform's channels that are ticked for removal, as `removeOnCall` and `removeOnCall2` list its people. */
  removeChannels: readonly string[];
  removeOnCall: readonly string[];
  removeOnCall2: readonly string[];
  allowPublic: boolean;
  /** The problems of entries that cannot be read, by field; null or absent for none. */
  unreadable: Readonly<Record<string, string | null>>;
}

/** The texts that the form shows for what is recorded otherwise. */
export type ShownTexts = Pick<ContactInput, 'calendarNames' | 'onCallGroups' | 'onCall2Groups'>;

const textKeys = contactKeys.filter((key) => key !== 'channels' && key !== 'onCall' && key !== 'onCall2');
const Texts = z.record(z.enum(textKeys), z.string());

/** Returns the texts of all fields that are texts. */
export function textsOf(textOf: (key: TextKey) => string): z.infer<typeof Texts> {
  return Texts.parse(Object.fromEntries(textKeys.map((key) => [key, textOf(key)])));
}

type PartialTexts = Partial<Record<TextKey, string>>;

/**
 * Returns a recorded contact as the form shows it to `asker`, with its `texts`; where none is recorded, an empty group with the
 * `defaults`.
 */
export function inputFrom(contact: Contact | null, asker: Identity, texts: ShownTexts, defaults?: PartialTexts) {
  const platform = platformOf(asker);
  const { hasGroups } = platforms[platform];
  const isPersonHere = (id: Identity) => platformOf(id) === platform && !isGroup(id);
  const labels = {
    onCallCalendar: labelIn(contact, 'onCallCalendar'),
    onCall2Calendar: labelIn(contact, 'onCall2Calendar'),
  };
  const recorded: PartialTexts = contact
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
  } satisfies ContactInput;
}

/** Returns the label of the recorded address of a calendar, which stands in the form in its place; empty for none. */
export function labelIn(contact: Contact | null, key: CalendarKey): string {
  const address = contact?.[key];
  return address ? calendarLabel(address) : '';
}

/** The recorded contact over which a form was sent, with its `texts`, and the fields of the form. */
interface RecordedInput {
  base: Contact | null;
  texts: ShownTexts;
  fields: readonly ContactKey[];
}

/** Reads the entries of a sent form. A field of another form stays as it is recorded, and so does an optional one that was not shown. */
export function inputIn(values: Values, { base, texts, fields }: RecordedInput, request: Request): ContactInput {
  const { actor, platform, messages } = request;
  const own = inputFrom(base, actor.id, texts);
  const optional: readonly string[] = ['middleName', 'lastName', ...calendarKeys, 'calendarNames'];
  const textIn = (key: TextKey) => {
    if (!fields.includes(key) || (optional.includes(key) && values[key] === undefined)) return own[key];
    return key === 'calendarNames' ? pasted(values[key]) : line(values[key]);
  };
  const { channelUnreadable, personUnreadable } = messages.contactForm.problems;
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

/** Returns the marks of the fields that other admins may change meanwhile. A telephone number has the same mark in every notation. */
export function contactMarks(input: ContactInput): Marks {
  const { channels, onCall, onCall2, onCallGroups, onCall2Groups } = input;
  const lists = { channels, onCall, onCall2, onCallGroups, onCall2Groups };
  return marksOf({ ...textsOf((key) => normalizedText(key, input[key])), ...lists });
}

/**
 * Merges what was entered into a form, opened with the marks `opened`, with what is recorded now. Where nothing is recorded, everything
 * was entered.
 */
export function inputOver(input: ContactInput, now: ContactInput | null, opened: Marks): MergedInput<ContactInput> {
  if (!now) return { input, marks: opened, clashes: [] };
  const merged = mergeInput(input, now, opened, contactMarks);
  // People and groups are one field of the contact.
  return { ...merged, clashes: [...new Set(merged.clashes.map((field) => field.replace(/Groups$/, '')))] };
}

/** Returns a text as it is recorded: a telephone number in E.164. A text that is no number stays as it was typed. */
export function normalizedText(key: TextKey, value: string): string {
  return fieldType(key) === 'phone' ? (phoneOf(value) ?? value) : value;
}
