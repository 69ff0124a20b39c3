import { longestAddress } from '../../domain/tenant/calendar-address.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import { channelKey, platformOf } from '../../domain/tenant/identity.ts';
import { languageChoices } from '../../domain/tenant/locales.ts';
import { limits, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { platforms } from '../../domain/tenant/platforms.ts';
import { commonZones } from '../../domain/time/zones.ts';
import { moment } from '../../messages/dates.ts';
import type { Words } from '../../messages/words.ts';
import type { Problems } from '../../request/form-problems.ts';
import type { Names } from '../../request/names.ts';
import type { Request } from '../../request/request.ts';
import { choice, choices, form, line, ticks, yesField } from '../../view/build-fields.ts';
import type { Choice, Field, Form, Text } from '../../view/view.ts';
import type { Marks } from '../form-marks.ts';
import { longestNames } from '../on-call/calendar-names.ts';
import { longestGroups } from '../on-call/groups.ts';
import type { ContactInput } from './contact-input.ts';

/** Holds everything that the contact's form shows. `names` has the people and channels that the form mentions. */
export interface FilledContactForm {
  tenant: StoredTenant;
  input: ContactInput;
  names: Names;
  problems: Problems;
  /** Travels with the form as its state: the revision and the marks of the values with which the form was opened. */
  opened: { revision: number; marks: Marks };
  notice?: Text;
}

/** Returns the form that changes a contact, filled with what is recorded or with what was entered. */
export function contactForm(request: Request, filled: FilledContactForm): Form {
  const { contactForm: say } = request.words;
  const { tenant, problems, opened, notice = null } = filled;
  return form('contact.update', say, say.invalid, {
    intro: [say.intro(tenant.name), verified(request, filled)],
    fields: contactFields.flatMap((field) => fieldsOf(field, request, filled)),
    problems,
    notice,
    state: JSON.stringify({ tenant: tenant.id, ...opened }),
  });
}

function verified({ actor, words }: Request, { tenant, names }: FilledContactForm): Text {
  const { contact } = tenant;
  if (!contact?.confirmedAt || !contact.confirmedBy) return words.contactForm.neverVerified;
  const time = moment(contact.confirmedAt, actor.locale, actor.timezone);
  return words.contactForm.lastVerified(words.securityContact.byAt(names.person(contact.confirmedBy), time));
}

/** Returns a field of the contact, followed by the ticks that remove entries of the other platform and by the yes to open channels. */
function fieldsOf(field: (typeof contactFields)[number], request: Request, filled: FilledContactForm): Field[] {
  const { fields, hints, kinds, channelsQuestion } = request.words.contactForm;
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
    case 'email':
    case 'phone': {
      const { required } = field;
      const format = field.type === 'name' ? 'plain' : field.type;
      return [line(key, label, input[field.key], { required, hint, format, maxLength: limits[field.type] })];
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
        ...openChannels(request.words, input.allowPublic, filled.problems),
      ];
    }
    case 'people': {
      const { required } = field;
      const value = input[field.key].map((id) => ({ id, name: names.person(id).name }));
      const remove = field.key === 'onCall' ? 'removeOnCall' : 'removeOnCall2';
      return [
        { kind: 'people', name: key, label, hint, required, value, max: limits.onCall },
        ...groupsField(field.key === 'onCall' ? 'onCallGroups' : 'onCall2Groups', request, input),
        ...ticks(remove, fields[remove], input[remove], otherPeople(field.key, request, filled)),
      ];
    }
  }
}

function groupsField(name: 'onCallGroups' | 'onCall2Groups', { platform, words }: Request, input: ContactInput) {
  const { fields, hints } = words.contactForm;
  if (!platforms[platform].hasGroups) return [];
  return [line(name, fields[name], input[name], { hint: hints[name], maxLength: longestGroups })];
}

function zone(label: string, hint: string | null, value: string): Field {
  const zones = new Set([...(value === '' ? [] : [value]), ...commonZones]);
  const few = [...zones].map((one) => ({ value: one, label: one }));
  return { kind: 'search', name: 'timezone', label, hint, required: true, value: value || null, few };
}

/** Returns the tick by which people allow channels that others can read; no field unless a channel of this very save needs it. */
export function openChannels({ contactForm }: Words, allowed: boolean, problems: Problems): Field[] {
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
