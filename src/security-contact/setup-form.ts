import { type Channel, channelKey, type Identity, platformOf } from '../domain/identity.ts';
import { limits, type Organisation, type StoredTenant } from '../domain/partner-tenant.ts';
import { choice, choices, line, ticks } from '../fields.ts';
import type { Marks } from '../form-marks.ts';
import type { Names } from '../names.ts';
import type { Problems } from '../problems.ts';
import type { Request } from '../request/request.ts';
import type { Choice, Field, Form, Text } from '../view.ts';
import { openChannels } from './contact-form.ts';
import type { TenantInput } from './tenant-input.ts';

/** The set-up form with what stands in it. */
export interface FilledSetup {
  /** Null for a new one. */
  tenant: StoredTenant | null;
  organisation: Organisation;
  input: TenantInput;
  names: Names;
  problems: Problems;
  opened: OpenedSetup;
  notice?: Text | null;
}

/** What the form was opened with, and the number of the newest entry of the history then. */
export interface OpenedSetup {
  since: number;
  marks: Marks;
}

/** The form that adds or edits a partner tenant, and sets the organisation's channels. */
export function setupForm(request: Request, filled: FilledSetup): Form {
  const { setup: say, contactForm } = request.words;
  const { tenant, opened, problems, notice = null } = filled;
  return {
    id: 'contact.setup',
    title: say.title,
    intro: [say.intro],
    fields: [
      ...tenantFields(request, filled),
      ...peopleFields(request, filled),
      ...organisationFields(request, filled),
      ...removeElsewhere(request, filled),
      ...openChannels(request, { allowed: filled.input.allowPublic, problems }),
    ],
    problems,
    notice: notice ?? (Object.keys(problems).length > 0 ? contactForm.invalid : null),
    submit: say.submit,
    cancel: say.cancel,
    state: JSON.stringify({ tenant: tenant?.id ?? null, ...opened }),
  };
}

function tenantFields({ words }: Request, { input }: FilledSetup): Field[] {
  const { fields: label, hints, partnerTypes, months, unknownMonth } = words.setup;
  const monthChoices = [
    { value: '0', label: unknownMonth },
    ...months.map((name, index) => ({ value: String(index + 1), label: name })),
  ];
  return [
    line('id', label.id, input.id, { required: true, hint: hints.id }),
    line('name', label.name, input.name, { required: true, maxLength: limits.tenantName }),
    choice('partnerType', label.partnerType, input.partnerType || null, choices(partnerTypes), null),
    choice('anniversaryMonth', label.anniversaryMonth, input.anniversaryMonth, monthChoices, hints.anniversaryMonth),
  ];
}

function peopleFields(request: Request, { tenant, input, names }: FilledSetup): Field[] {
  const { fields: label, hints } = request.words.setup;
  const asked = tenant?.fraudChannels.length ? { confirm: request.words.contactForm.channelsQuestion } : {};
  const others = tenant?.fraudChannels.filter(({ platform }) => platform !== request.platform) ?? [];
  const options = others.map((channel): Choice => ({ value: channelKey(channel), label: names.channel(channel).name }));
  return [
    {
      kind: 'people',
      name: 'manager',
      label: label.manager,
      hint: elsewhere(request, tenant?.manager ?? null, names) ?? hints.manager,
      required: false,
      value: input.manager.map((id) => ({ id, name: names.person(id).name })),
      max: 1,
    },
    {
      ...channels('fraudChannels', label.fraudChannels, input.fraudChannels, hints.fraudChannels, limits.channels),
      ...asked,
    },
    ...ticks('removeFraudChannels', label.removeFraudChannels, input.removeFraudChannels, options, asked),
  ];
}

function organisationFields(request: Request, { organisation, input, names }: FilledSetup): Field[] {
  const { fields: label, hints } = request.words.setup;
  const hint = (channel: Channel | null, otherwise: string) =>
    channel && channel.platform !== request.platform
      ? request.words.setup.hints.elsewhere(names.channel(channel).name)
      : otherwise;
  return [
    channels(
      'adminChannel',
      label.adminChannel,
      input.adminChannel,
      hint(organisation.adminChannel, hints.adminChannel),
      1,
    ),
    channels(
      'expertsChannel',
      label.expertsChannel,
      input.expertsChannel,
      hint(organisation.expertsChannel, hints.expertsChannel),
      1,
    ),
  ];
}

/** What the form of one platform can only keep, replace or remove when it is of the other one. */
const elsewhereFields = ['manager', 'adminChannel', 'expertsChannel'] as const;

/** What is of the other platform has no field here that could be emptied. */
function removeElsewhere({ platform, words }: Request, { tenant, organisation, input }: FilledSetup): Field[] {
  const { fields: label } = words.setup;
  const platforms = {
    manager: tenant?.manager ? platformOf(tenant.manager) : platform,
    adminChannel: organisation.adminChannel?.platform ?? platform,
    expertsChannel: organisation.expertsChannel?.platform ?? platform,
  };
  const options = elsewhereFields
    .filter((field) => platforms[field] !== platform)
    .map((field): Choice => ({ value: field, label: label[field] }));
  return ticks('removeElsewhere', label.removeElsewhere, input.removeElsewhere, options);
}

function elsewhere({ platform, words }: Request, id: Identity | null, names: Names): string | null {
  return id && platformOf(id) !== platform ? words.setup.hints.elsewhere(names.person(id).name) : null;
}

function channels(name: string, label: string, value: readonly Channel[], hint: string, max: number): Field {
  return { kind: 'channels', name, label, value, hint, required: false, max };
}
