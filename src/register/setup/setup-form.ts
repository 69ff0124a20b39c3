import { type Channel, channelKey, platformOf } from '../../domain/tenant/identity.ts';
import { limits, type Organisation, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { TenantKey } from '../../domain/tenant/tenant-fields.ts';
import type { Problems } from '../../request/form-input.ts';
import type { Request } from '../../request/interaction.ts';
import type { Names } from '../../request/viewer-locale.ts';
import { choice, choices, form, line, ticks, yesField } from '../../view/build-fields.ts';
import type { Choice, Field, Form, Text } from '../../view/view.ts';
import type { Marks } from '../check-form.ts';
import { openChannels } from '../contact/contact-form.ts';
import { customerLines, longestLines, type organisationKeys, type TenantInput } from './tenant-input.ts';

/** Everything that the set-up form shows. */
export interface FilledSetupForm {
  /** Null for a new one. */
  tenant: StoredTenant | null;
  organisation: Organisation;
  input: TenantInput;
  names: Names;
  problems: Problems;
  /** Travels with the form as its state: the marks of the values with which it was opened, and the newest entry of the history then. */
  opened: { since: number; marks: Marks };
  notice?: Text;
}

/** Returns the form that adds or changes a partner tenant, and sets the organisation's channels. */
export function setupForm(request: Request, filled: FilledSetupForm): Form {
  const { setup: say, contactForm } = request.messages;
  const { tenant, input, opened, problems, notice = null } = filled;
  const { allowUnnamed: allowed } = input;
  const { allowUnnamed: yes } = say;
  const entered: Readonly<Record<TenantKey | (typeof organisationKeys)[number], readonly Field[]>> = {
    ...tenantLines(request, filled),
    ...listFields(request, filled),
    customers: [customersField(request, filled)],
  };
  return form('contact.setup', say, contactForm.toCorrect, {
    intro: [say.intro],
    fields: [
      ...Object.values(entered).flat(),
      ...openChannels(request.messages, input.allowPublic, problems),
      // People let alerts that name no tenant go to the admins where a second tenant is being added.
      ...(problems.allowUnnamed || allowed
        ? [yesField('allowUnnamed', say.fields.allowUnnamed, { yes, allowed })]
        : []),
    ],
    problems,
    notice,
    state: JSON.stringify({ tenant: tenant?.id ?? null, ...opened }),
  });
}

function tenantLines({ messages }: Request, { input }: FilledSetupForm) {
  const { fields: label, hints, partnerTypes, months, unknownMonth } = messages.setup;
  const monthChoices = [
    { value: '0', label: unknownMonth },
    ...months.map((name, index) => ({ value: String(index + 1), label: name })),
  ];
  const { id, name, partnerType, anniversaryMonth: month } = input;
  return {
    id: [line('id', label.id, id, { required: true, hint: hints.id })],
    name: [line('name', label.name, name, { required: true, maxLength: limits.tenantName })],
    partnerType: [choice('partnerType', label.partnerType, partnerType || null, choices(partnerTypes), null)],
    anniversaryMonth: [choice('anniversaryMonth', label.anniversaryMonth, month, monthChoices, hints.anniversaryMonth)],
  };
}

/** Returns the field for the names of customers. Where they are too long for it, it is empty, and adds to them. */
function customersField({ messages }: Request, { tenant, input }: FilledSetupForm): Field {
  const { fields: label, hints } = messages.setup;
  const count = Object.keys(tenant?.customers ?? {}).length;
  const hint = customerLines(tenant) === null ? hints.manyCustomers(count) : hints.customers;
  return line('customers', label.customers, input.customers, { hint, maxLength: longestLines, multiline: true });
}

function listFields(request: Request, filled: FilledSetupForm) {
  const { tenant, input, names } = filled;
  const { setup, contactForm } = request.messages;
  const { fields: label, hints } = setup;
  const elsewhere = elsewhereIn(request, filled);
  const hintOf = (field: Single) => (elsewhere[field] === null ? hints[field] : hints.elsewhere(elsewhere[field]));
  const asked = tenant?.fraudChannels.length ? { confirm: contactForm.channelsQuestion } : {};
  const others = tenant?.fraudChannels.filter(({ platform }) => platform !== request.platform) ?? [];
  const options = others.map((channel): Choice => ({ value: channelKey(channel), label: names.channel(channel).name }));
  const channels = (name: 'fraudChannels' | 'adminChannel' | 'expertsChannel', hint: string, max: number) =>
    ({ kind: 'channels', name, label: label[name], value: input[name], hint, required: false, max }) as const;
  const chosen = input.manager.map((id) => ({ id, name: names.person(id).name }));
  const manager = { label: label.manager, hint: hintOf('manager'), value: chosen };
  const removable = singles
    .filter((field) => elsewhere[field] !== null)
    .map((field): Choice => ({ value: field, label: label[field] }));
  return {
    manager: [{ kind: 'people', name: 'manager', ...manager, required: false, max: 1 }],
    fraudChannels: [
      { ...channels('fraudChannels', hints.fraudChannels, limits.channels), ...asked },
      ...ticks('removeFraudChannels', label.removeFraudChannels, input.removeFraudChannels, options, asked),
    ],
    adminChannel: [channels('adminChannel', hintOf('adminChannel'), 1)],
    expertsChannel: [
      channels('expertsChannel', hintOf('expertsChannel'), 1),
      ...ticks('removeElsewhere', label.removeElsewhere, input.removeElsewhere, removable),
    ],
  } as const;
}

/** These fields hold one person or channel. One of the other platform has no field here that could be emptied: a tick removes it. */
const singles = ['manager', 'adminChannel', 'expertsChannel'] as const;
type Single = (typeof singles)[number];

/** Names the people or channels of the other platform; null for a field that has none. */
function elsewhereIn({ platform }: Request, { tenant, organisation, names }: FilledSetupForm) {
  const manager = tenant?.manager ?? null;
  const called = (channel: Channel | null) =>
    channel && channel.platform !== platform ? names.channel(channel).name : null;
  return {
    manager: manager && platformOf(manager) !== platform ? names.person(manager).name : null,
    adminChannel: called(organisation.adminChannel),
    expertsChannel: called(organisation.expertsChannel),
  };
}
