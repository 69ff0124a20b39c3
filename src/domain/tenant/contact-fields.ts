/**
 * The fields of the security contact that people enter: one row each, in the order in which forms, histories and the
 * steps in Partner Center show them. Forms, checks, cards, notices, the history, import and export go by this table.
 */

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
  /** Partner Center's form has this field too: after a change, somebody has to attest anew that both say the same. */
  portal: boolean;
  /** It says where alerts go or how people are reached: the contact's card shows it, and notices of a change name it first. */
  reach: boolean;
}

/** One row for each field. */
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

/** Returns the value of the contact's field of that name; undefined for a name that is no field, since histories and files hold others too. */
export function fieldType(name: string): FieldType | undefined {
  return types.get(name);
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
