import { type Channel, channelKey, channelOf, type Identity, identityOf, platformOf } from '../domain/identity.ts';
import type { Contact } from '../domain/partner-tenant.ts';
import { phoneOf } from '../domain/phone.ts';
import { isTicked, line, list, readable } from '../entered.ts';
import { type Marks, type Merged, marksOf, mergeTyped } from '../form-marks.ts';
import type { Values } from '../request/request.ts';

/** What stands in the form's fields, right or wrong. */
export interface TypedContact {
  kind: string | null;
  firstName: string;
  middleName: string;
  lastName: string;
  email: string;
  phone: string;
  locale: string | null;
  timezone: string;
  /** Those of the asker's platform. */
  channels: readonly Channel[];
  onCall: readonly Identity[];
  /** Keys of the other platform's channels, and identities of its people, that are ticked for removal. */
  removeChannels: readonly string[];
  removeOnCall: readonly string[];
  allowPublic: boolean;
  /** Entries of `channels` and `onCall` that cannot be read at all. */
  unreadable: { channels: readonly string[]; onCall: readonly string[] };
}

/** A contact as the form shows it to somebody on `platform`. */
export function typedFrom(
  contact: Contact | null,
  asker: Identity,
  defaults: { locale: string; timezone: string },
): TypedContact {
  const platform = platformOf(asker);
  return {
    kind: contact?.kind ?? 'group',
    firstName: contact?.firstName ?? '',
    // A group's is derived from its name at the save; shown, it would stay behind with a person.
    middleName: contact?.kind === 'person' ? contact.middleName : '',
    lastName: contact?.lastName ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    locale: contact?.locale ?? defaults.locale,
    timezone: contact?.timezone ?? defaults.timezone,
    channels: contact?.channels.filter((channel) => channel.platform === platform) ?? [],
    onCall: contact?.onCall.filter((id) => platformOf(id) === platform) ?? [],
    removeChannels: [],
    removeOnCall: [],
    allowPublic: false,
    unreadable: { channels: [], onCall: [] },
  };
}

/** What came back in a submit. A list that was not shown stays as it is in `base`. */
export function typedIn(values: Values, base: Contact | null, asker: Identity): TypedContact {
  const own = typedFrom(base, asker, { locale: '', timezone: '' });
  const platform = platformOf(asker);
  const channels = readable(list(values.channels), own.channels, (text) => channelOf(text, platform));
  const onCall = readable(list(values.onCall), own.onCall, (text) => identityOf(text, asker, own.onCall));
  return {
    kind: line(values.kind) || null,
    firstName: line(values.firstName),
    middleName: line(values.middleName),
    lastName: line(values.lastName),
    email: line(values.email),
    phone: line(values.phone),
    locale: line(values.locale) || null,
    timezone: line(values.timezone),
    channels: channels.read,
    onCall: onCall.read,
    removeChannels: list(values.removeChannels) ?? [],
    removeOnCall: list(values.removeOnCall) ?? [],
    allowPublic: isTicked(values.allowPublic),
    unreadable: { channels: channels.unreadable, onCall: onCall.unreadable },
  };
}

/** Of what other admins may change meanwhile. */
export function contactMarks(typed: TypedContact): Marks {
  const { kind, firstName, middleName, lastName, email, phone, locale, timezone, channels, onCall } = typed;
  const number = phoneOf(phone) ?? phone;
  return marksOf({ kind, firstName, middleName, lastName, email, phone: number, locale, timezone, channels, onCall });
}

/** What was typed into a form that was opened with `opened`, over what is recorded now. A contact that is not there yet is all typed. */
export function typedOver(
  base: Contact | null,
  typed: TypedContact,
  opened: Marks,
  asker: Identity,
): Merged<TypedContact> {
  if (!base) return { typed, marks: opened, clashes: [] };
  return mergeTyped(typed, typedFrom(base, asker, { locale: '', timezone: '' }), opened, contactMarks);
}

/** The contact's channels after the save: those chosen here, and the other platform's that were not removed. */
export function channelsAfter(typed: TypedContact, base: Contact | null, asker: Identity): Channel[] {
  const others = base?.channels.filter((channel) => channel.platform !== platformOf(asker)) ?? [];
  const all = [...typed.channels, ...others.filter((channel) => !typed.removeChannels.includes(channelKey(channel)))];
  return all.filter((channel, index) => all.findIndex((other) => channelKey(other) === channelKey(channel)) === index);
}

export function onCallAfter(typed: TypedContact, base: Contact | null, asker: Identity): Identity[] {
  const others = base?.onCall.filter((id) => platformOf(id) !== platformOf(asker)) ?? [];
  return [...new Set([...typed.onCall, ...others.filter((id) => !typed.removeOnCall.includes(id))])];
}
