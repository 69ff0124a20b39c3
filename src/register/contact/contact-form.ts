/** Draws the forms that change the contact. */
import { longestAddress } from '../../domain/tenant/calendar-address.ts';
import { type ContactKey, contactFields, contactKeys, spokenPhone } from '../../domain/tenant/contact-fields.ts';
import { channelKey, platformOf, platforms } from '../../domain/tenant/identity.ts';
import { languageChoices } from '../../domain/tenant/locales.ts';
import { limits, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { commonZones } from '../../domain/time/zones.ts';
import { moment } from '../../messages/dates.ts';
import type { Messages } from '../../messages/messages.ts';
import type { Problems } from '../../request/form-input.ts';
import type { Request } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import type { Names } from '../../request/viewer-locale.ts';
import { choice, choices, form, line, ticks, yesField } from '../../view/build-fields.ts';
import { type Choice, type Field, type Form, quoted, type Text } from '../../view/view.ts';
import type { Marks } from '../check-form.ts';
import { longestNames } from '../on-call/calendar-names.ts';
import { longestGroups } from '../on-call/groups.ts';
import { inOneLine } from './check-contact.ts';
import { type ContactInput, normalizedText } from './contact-input.ts';

/** The forms that change the contact by the ids of their buttons, each with its fields: all of them, or a few. */
export const forms = {
  'contact.update': contactKeys,
  'contact.phone': ['phone'],
  'contact.email': ['email'],
  'contact.channels': ['channels'],
  'contact.onCallPeople': ['onCall', 'onCallCalendar', 'onCall2', 'onCall2Calendar', 'calendarNames'],
} as const satisfies Record<string, readonly ContactKey[]>;
/** What the whole form takes, but does not show: people find it in the form of who is on call. */
const notShown: readonly ContactKey[] = forms['contact.onCallPeople'].filter((key) => key !== 'onCall');
/** The id of a form that changes the contact. */
export type FormId = keyof typeof forms;

/** Everything that the contact's form shows. `names` has the people and channels that the form mentions. */
export interface FilledContactForm {
  id: FormId;
  tenant: StoredTenant;
  isOnlyTenant: boolean;
  input: ContactInput;
  names: Names;
  problems: Problems;
  /** Travels with the form as its state: the revision and the marks of the values with which the form was opened. */
  opened: { revision: number; marks: Marks; asked?: string };
  notice?: Text;
}

/** The most characters of a form's title. */
const maxTitle = 24;

/** Returns a form that changes a contact, filled with what is recorded or with what was entered. */
export function filledForm(request: Request, filled: FilledContactForm): Form {
  const { contactForm: say } = request.messages;
  const { id, tenant, problems, opened, notice = null } = filled;
  const { alone, of } = say.titles[id];
  const title = filled.isOnlyTenant ? alone : quoted(say.titleOf(of, tenant.name), maxTitle);
  const isWhole = id === 'contact.update';
  const keys = forms[id].filter((key) => !isWhole || !notShown.includes(key) || problems[key] !== undefined);
  return form(id, { ...say, title }, say.toCorrect, {
    intro: [say.intro(tenant.name), verified(request, filled)],
    fields: contactFields
      .filter(({ key }) => keys.includes(key))
      .flatMap((field) => {
        const section = isWhole ? sections.get(field.key) : undefined;
        return headed(fieldsOf(field, request, filled), section && say.sections[section]);
      }),
    problems,
    notice,
    state: JSON.stringify({ tenant: tenant.id, ...opened }),
  });
}

/** Returns the fields with the heading of the section that begins with them. */
function headed(fields: Field[], section: string | undefined): Field[] {
  const [first, ...others] = fields;
  return first && section !== undefined ? [{ ...first, section }, ...others] : fields;
}

/** The fields of the whole form above which a section begins. */
const sections: ReadonlyMap<ContactKey, 'microsoft' | 'here'> = new Map([
  ['firstName', 'microsoft'],
  ['channels', 'here'],
]);

function verified({ actor, messages }: Request, { tenant, names }: FilledContactForm): Text {
  const { contact } = tenant;
  if (!contact?.confirmedAt || !contact.confirmedBy) return messages.contactForm.neverVerified;
  const time = moment(contact.confirmedAt, actor.locale, actor.timezone);
  return messages.contactForm.lastVerified(messages.securityContact.byAt(names.person(contact.confirmedBy), time));
}

/** Returns a field of the contact, followed by the ticks that remove entries of the other platform and by the yes to open channels. */
function fieldsOf(field: (typeof contactFields)[number], request: Request, filled: FilledContactForm): Field[] {
  const { fields, hints, kinds, channelsQuestion } = request.messages.contactForm;
  const { input, tenant, names } = filled;
  const { key } = field;
  const label = fields[key];
  const hint = new Map(Object.entries(hints)).get(key) ?? null;
  switch (field.type) {
    case 'choice': {
      const options = { kind: kinds, locale: languageChoices(request.actor.locale) }[field.key];
      return [choice(key, label, input[field.key] || null, choices(options), hint)];
    }
    case 'name':
      return nameField(field, request, input);
    case 'email':
    case 'phone': {
      const { required } = field;
      const shown = withRecorded(field, hint, request, filled);
      return [
        line(key, label, input[field.key], {
          required,
          hint: shown,
          format: field.type,
          maxLength: limits[field.type],
        }),
      ];
    }
    case 'calendar':
      return [line(key, label, input[field.key], { hint, maxLength: longestAddress })];
    case 'names':
      // More than fit came by an import, and only an import changes them.
      if (input[field.key].length > longestNames && !filled.problems[key]) return [];
      return [line(key, label, input[field.key], { hint, maxLength: longestNames, multiline: true })];
    case 'timezone':
      return [zone(label, hint, input.timezone)];
    case 'channels': {
      const { required } = field;
      const asked = tenant.contact?.channels.length ? { confirm: channelsQuestion } : {};
      return [
        { kind: 'channels', name: key, label, hint, required, value: input.channels, max: limits.channels, ...asked },
        ...ticks('removeChannels', fields.removeChannels, input.removeChannels, otherChannels(request, filled), asked),
        ...openChannels(request.messages, input.allowPublic, filled.problems),
      ];
    }
    case 'people': {
      const { required } = field;
      const value = input[field.key].map((id) => ({ id, name: names.person(id).name }));
      const remove = field.key === 'onCall' ? 'removeOnCall' : 'removeOnCall2';
      const isWhole = filled.id === 'contact.update';
      const shown = isWhole
        ? request.messages.contactForm.onCallMore(commandOf('oncall', request.actor.locale, request.platform))
        : hint;
      return [
        { kind: 'people', name: key, label, hint: shown, required, value, max: limits.onCall },
        ...(isWhole ? [] : groupsField(field.key === 'onCall' ? 'onCallGroups' : 'onCall2Groups', request, input)),
        ...ticks(remove, fields[remove], input[remove], otherPeople(field.key, request, filled)),
      ];
    }
  }
}

/** Returns the hint of a field, or where its form is opened with another value, the value that is recorded. */
function withRecorded(
  field: ReachField,
  hint: string | null,
  request: Request,
  { id, tenant, input }: FilledContactForm,
) {
  const recorded = tenant.contact?.[field.key] ?? '';
  if (id === 'contact.update' || recorded === '' || normalizedText(field.key, input[field.key]) === recorded)
    return hint;
  return request.messages.contactForm.recorded(field.type === 'phone' ? inOneLine(spokenPhone(recorded)) : recorded);
}
type ReachField = Extract<(typeof contactFields)[number], { type: 'email' | 'phone' }>;

/** Returns the field of a name. A group has one alone: the bot makes the others of it, as Microsoft's page asks. */
function nameField({ key, required }: NameField, { messages }: Request, input: ContactInput): Field[] {
  const { fields, hints } = messages.contactForm;
  const isPerson = input.kind === 'person';
  const more = { required: required || (isPerson && key === 'lastName'), maxLength: limits.name };
  if (isPerson) return [line(key, fields[key], input[key], more)];
  return key === 'firstName' ? [line(key, fields.groupName, input[key], { ...more, hint: hints.groupName })] : [];
}
type NameField = Extract<(typeof contactFields)[number], { type: 'name' }>;

function groupsField(name: 'onCallGroups' | 'onCall2Groups', { platform, messages }: Request, input: ContactInput) {
  const { fields, hints } = messages.contactForm;
  if (!platforms[platform].hasGroups) return [];
  return [line(name, fields[name], input[name], { hint: hints[name], maxLength: longestGroups })];
}

function zone(label: string, hint: string | null, value: string): Field {
  const zones = new Set([...(value === '' ? [] : [value]), ...commonZones]);
  const few = [...zones].map((one) => ({ value: one, label: one }));
  return { kind: 'search', name: 'timezone', label, hint, required: true, value: value || null, few };
}

/** Returns the tick by which people allow channels that others can read; no field unless a channel of this very save needs it. */
export function openChannels({ contactForm }: Messages, allowed: boolean, problems: Problems): Field[] {
  const { fields: label, allowPublic: yes } = contactForm;
  return problems.allowPublic || allowed ? [yesField('allowPublic', label.allowPublic, { yes, allowed })] : [];
}

function otherChannels({ platform }: Request, { tenant, names }: FilledContactForm): Choice[] {
  const others = tenant.contact?.channels.filter((channel) => channel.platform !== platform) ?? [];
  return others.map((channel) => ({ value: channelKey(channel), label: names.channel(channel).name }));
}

function otherPeople(key: 'onCall' | 'onCall2', { platform }: Request, { tenant, names }: FilledContactForm): Choice[] {
  const others = tenant.contact?.[key]?.filter((id) => platformOf(id) !== platform) ?? [];
  return others.map((id) => ({ value: id, label: names.person(id).name }));
}
