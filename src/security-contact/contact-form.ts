import { channelKey, platformOf } from '../domain/identity.ts';
import { limits, type StoredTenant } from '../domain/partner-tenant.ts';
import { commonZones } from '../domain/timezone.ts';
import { choice, choices, line, ticks } from '../fields.ts';
import type { Marks } from '../form-marks.ts';
import { moment } from '../messages/moment.ts';
import type { Names } from '../names.ts';
import type { Problems } from '../problems.ts';
import type { Request } from '../request/request.ts';
import type { Choice, Field, Form, Text } from '../view.ts';
import type { TypedContact } from './typed-contact.ts';

export interface Filled {
  tenant: StoredTenant;
  typed: TypedContact;
  names: Names;
  problems: Problems;
  notice: Text | null;
  opened: Opened;
}

/** What the form was opened with: it travels with it. */
export interface Opened {
  revision: number;
  marks: Marks;
}

/** The form that changes a contact, filled with what is recorded or with what was typed. */
export function contactForm(request: Request, filled: Filled): Form {
  const { contactForm: say } = request.words;
  const { tenant, problems, notice } = filled;
  return {
    id: 'contact.update',
    title: say.title,
    intro: [say.intro(tenant.name), verified(request, filled)],
    fields: [...nameFields(request, filled), ...reachFields(request, filled), ...teamFields(request, filled)],
    problems,
    notice: notice ?? (Object.keys(problems).length > 0 ? say.invalid : null),
    submit: say.submit,
    cancel: say.cancel,
    state: JSON.stringify({ tenant: tenant.id, ...filled.opened }),
  };
}

function verified({ actor, words }: Request, { tenant, names }: Filled): Text {
  const { contact } = tenant;
  if (!contact?.confirmedAt || !contact.confirmedBy) return words.contactForm.neverVerified;
  const time = moment(contact.confirmedAt, actor.locale, actor.timezone);
  return words.contactForm.lastVerified(words.securityContact.byAt(names.person(contact.confirmedBy), time));
}

function nameFields({ words }: Request, { typed }: Filled): Field[] {
  const { fields: label, hints, kinds } = words.contactForm;
  return [
    choice('kind', label.kind, typed.kind, choices(kinds), hints.kind),
    line('firstName', label.firstName, typed.firstName, { required: true }),
    line('middleName', label.middleName, typed.middleName, { hint: hints.middleName }),
    line('lastName', label.lastName, typed.lastName, { hint: hints.lastName }),
  ];
}

function reachFields(request: Request, filled: Filled): Field[] {
  const { fields: label, hints, channelsQuestion } = request.words.contactForm;
  const { typed, tenant } = filled;
  const asked = tenant.contact?.channels.length ? { confirm: channelsQuestion } : {};
  return [
    line('email', label.email, typed.email, {
      required: true,
      hint: hints.email,
      format: 'email',
      maxLength: limits.email,
    }),
    line('phone', label.phone, typed.phone, {
      required: true,
      hint: hints.phone,
      format: 'phone',
      maxLength: limits.phone,
    }),
    {
      kind: 'channels',
      name: 'channels',
      label: label.channels,
      hint: hints.channels,
      required: false,
      value: typed.channels,
      max: limits.channels,
      ...asked,
    },
    ...ticks('removeChannels', label.removeChannels, typed.removeChannels, otherChannels(request, filled), asked),
    ...openChannels(request, filled),
  ];
}

function teamFields(request: Request, filled: Filled): Field[] {
  const { fields: label, hints, languages } = request.words.contactForm;
  const { typed, names } = filled;
  const onCall = typed.onCall.map((id) => ({ id, name: names.person(id).name }));
  return [
    {
      kind: 'people',
      name: 'onCall',
      label: label.onCall,
      hint: hints.onCall,
      required: false,
      value: onCall,
      max: limits.onCall,
    },
    ...ticks('removeOnCall', label.removeOnCall, typed.removeOnCall, otherPeople(request, filled)),
    choice('locale', label.locale, typed.locale, choices(languages), null),
    zone(label.timezone, hints.timezone, typed.timezone),
  ];
}

function zone(label: string, hint: string, value: string): Field {
  const few = [...new Set([...(value === '' ? [] : [value]), ...commonZones])].map((one) => ({
    value: one,
    label: one,
  }));
  return { kind: 'search', name: 'timezone', label, hint, required: true, value: value || null, few };
}

/** Asked only when a channel of this very save needs it. */
function openChannels({ words }: Request, { typed, problems }: Filled): Field[] {
  const { fields: label, allowPublic } = words.contactForm;
  if (!problems.allowPublic && !typed.allowPublic) return [];
  return ticks('allowPublic', label.allowPublic, typed.allowPublic ? ['yes'] : [], [
    { value: 'yes', label: allowPublic },
  ]);
}

function otherChannels({ platform }: Request, { tenant, names }: Filled): Choice[] {
  const others = tenant.contact?.channels.filter((channel) => channel.platform !== platform) ?? [];
  return others.map((channel) => ({ value: channelKey(channel), label: names.channel(channel).name }));
}

function otherPeople({ platform }: Request, { tenant, names }: Filled): Choice[] {
  const others = tenant.contact?.onCall.filter((id) => platformOf(id) !== platform) ?? [];
  return others.map((id) => ({ value: id, label: names.person(id).name }));
}
