import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { memoize } from '../text/memoize.ts';
import { fold } from '../text/words.ts';

/** The type of a field decides how it is entered, checked, shown, and masked where many people read. */
export type FieldType =
  | 'choice'
  | 'name'
  | 'email'
  | 'phone'
  | 'timezone'
  | 'channels'
  | 'people'
  /** The address of a calendar, which is a secret. */
  | 'calendar'
  /** People by the names that a calendar has for them. */
  | 'names';

interface ContactField {
  /** The field's name in the schema `DeclaredContact`, in forms, in the history and in the register's file. */
  key: string;
  type: FieldType;
  /** Forms refuse to leave a required field empty. */
  required: boolean;
  /** Partner Center's form has this field too: after a change, somebody has to attest again that both say the same. */
  portal: boolean;
  /** It says where alerts go or how people are reached: the contact's card shows it, and notices of a change name it first. */
  reach: boolean;
}

/**
 * The fields of the security contact that people enter: one row each, in the order in which forms, histories and the
 * steps in Partner Center show them. Forms, checks, cards, notices, the history, import and export go by this table.
 */
export const contactFields = [
  { key: 'kind', type: 'choice', required: true, portal: false, reach: false },
  { key: 'firstName', type: 'name', required: true, portal: true, reach: false },
  { key: 'middleName', type: 'name', required: false, portal: true, reach: false },
  // A person needs one, a group does not.
  { key: 'lastName', type: 'name', required: false, portal: true, reach: false },
  { key: 'email', type: 'email', required: true, portal: true, reach: true },
  { key: 'phone', type: 'phone', required: true, portal: true, reach: true },
  { key: 'channels', type: 'channels', required: false, portal: false, reach: true },
  { key: 'onCall', type: 'people', required: false, portal: false, reach: true },
  { key: 'onCallCalendar', type: 'calendar', required: false, portal: false, reach: true },
  { key: 'onCall2', type: 'people', required: false, portal: false, reach: true },
  { key: 'onCall2Calendar', type: 'calendar', required: false, portal: false, reach: true },
  { key: 'calendarNames', type: 'names', required: false, portal: false, reach: false },
  { key: 'locale', type: 'choice', required: true, portal: false, reach: false },
  { key: 'timezone', type: 'timezone', required: true, portal: false, reach: false },
] as const satisfies readonly ContactField[];

/** The names of the fields, in their order. */
export const contactKeys = contactFields.map(({ key }) => key);
/** The name of a field. */
export type ContactKey = (typeof contactKeys)[number];

const types: ReadonlyMap<string, FieldType> = new Map(contactFields.map(({ key, type }) => [key, type]));

/**
 * Returns the value of the contact's field of that name; undefined for a name that is no field, since histories and files hold others too.
 */
export function fieldType(name: string): FieldType | undefined {
  return types.get(name);
}

/** A part of the contact in Partner Center, as people call it. */
export type PortalPart = 'name' | 'email' | 'phone';

/** Returns the parts of the contact in Partner Center that these fields are. */
export function portalPartsOf(fields: readonly ContactKey[]): PortalPart[] {
  return [...new Set(fields.map((key) => (key === 'email' || key === 'phone' ? key : 'name')))];
}

/** Returns true for the lists of people on call: when nothing else changes, people read a quiet line about it, and no alarm. */
export function isOnCallList(field: string): boolean {
  return fieldType(field) === 'people';
}

/** Returns the attestations to take away when these fields have new values: people gave them for the old values. */
export function lostAttestations(changed: readonly string[]) {
  const concernsPortal = contactFields.some(({ key, portal }) => portal && changed.includes(key));
  return {
    ...(changed.includes('phone') ? { phone24x7At: null, phone24x7By: null } : {}),
    ...(concernsPortal ? { attestedAt: null, attestedBy: null } : {}),
  };
}

/* Telephone numbers and e-mail addresses, as a contact has them. */

/** Returns a number in E.164; null when it is no international number that can exist. `00` counts as `+`. */
export function phoneOf(text: string): string | null {
  const number = parsePhoneNumberFromString(text.trim().replace(/^00/, '+'));
  return number?.isValid() && !number.ext ? number.number : null;
}

/** Returns a number of E.164 as people write it: `+33 1 99 00 12 34`. */
export const spokenPhone = memoize(
  2_000,
  (phone: string) => parsePhoneNumberFromString(phone)?.formatInternational() ?? phone,
);

const freeMail =
  /@(gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|gmx|aol|orange|free|wanadoo|laposte|sfr|proton|protonmail)\.(com?\.)?[a-z]{2,}$/;
/** The words in an address that say that several people read its mail. */
const shared =
  /(^|[._+-])(abuse|admins?|alertes?|alerts?|astreinte|ciso|cert|csirt|csp|cyber|desk|dsi|equipe|exploitation|group|groupe|helpdesk|incidents?|infosec|it|list|noc|on[._-]?call|operations?|ops|partners?|partenaires?|responders?|rssi|sec|secops|security|securite|services?|siem|soc|support|team)([._+-]|$|\d)/;

/**
 * Returns true when an address looks like one person's rather than a distribution list. Microsoft prefers a distribution list,
 * since one person sleeps, travels and leaves; this is a reason to warn, never to refuse.
 */
export function looksPersonal(email: string, person: { firstName: string; lastName: string }): boolean {
  const address = fold(email);
  const local = address.slice(0, address.lastIndexOf('@'));
  if (shared.test(local)) return false;
  if (freeMail.test(address)) return true;
  const [first, last] = [person.firstName, person.lastName].map((name) => fold(name).replace(/[^a-z]/g, ''));
  const letters = local.replace(/[^a-z]/g, '');
  const initial = first?.slice(0, 1);
  const named = [first, last, `${first}${last}`, `${last}${first}`, `${initial}${last}`, `${last}${initial}`];
  return /^[a-z]+([._-][a-z]+)+\d*$/.test(local) || (last !== '' && letters !== '' && named.includes(letters));
}

/** Returns the domain of an e-mail address in lower case. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}
