import { z } from 'zod';
import { longestAddress } from '../../domain/tenant/calendar-address.ts';
import { type ContactKey, contactFields, contactKeys } from '../../domain/tenant/contact-fields.ts';
import { channelKey, platformOf, platforms } from '../../domain/tenant/identity.ts';
import { languageChoices } from '../../domain/tenant/locales.ts';
import { type Contact, isRetired, limits, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { commonZones } from '../../domain/time/zones.ts';
import { moment } from '../../messages/dates.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { outdated } from '../../request/authorize.ts';
import { goneTenant, tenantById, tenantHandlers, tenantsByName } from '../../request/choose-tenant.ts';
import { type Problems, stateIn } from '../../request/form-input.ts';
import type { Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { type Names, namesOf } from '../../request/viewer-locale.ts';
import { choice, choices, form, line, ticks, yesField } from '../../view/build-fields.ts';
import { type Choice, type Field, type Form, quoted, type Text } from '../../view/view.ts';
import { Marks } from '../check-form.ts';
import { conflictNotice, namesInChanges } from '../history/change-facts.ts';
import { linesOfNames, longestNames } from '../on-call/calendar-names.ts';
import { lineOfGroups, longestGroups } from '../on-call/groups.ts';
import { checkContact } from './check-contact.ts';
import { type ContactInput, contactMarks, inputFrom, inputIn, inputOver, type ShownTexts } from './contact-input.ts';
import { type ContactSaveResult, recordContact } from './record-contact.ts';
import { portalButton, savedCard } from './saved-card.ts';
import { peopleIn } from './show.ts';

const State = z.object({ tenant: z.string(), revision: z.number(), marks: Marks });

/** The forms that change the contact by the ids of their buttons, each with its fields: all of them, or a few. */
const forms = {
  'contact.update': contactKeys,
  'contact.phone': ['phone'],
  'contact.email': ['email'],
  'contact.channels': ['channels'],
  'contact.onCallPeople': ['onCall', 'onCallCalendar', 'onCall2', 'onCall2Calendar', 'calendarNames'],
} as const satisfies Record<string, readonly ContactKey[]>;
type FormId = keyof typeof forms;

/** Returns the handlers of a form that changes the contact: of its verb, its button and its save. */
export function contactForm(id: FormId) {
  return {
    ...tenantHandlers({ kind: 'form', id }, (request, tenant, world) => openForm(id, request, tenant, world)),
    submit: (request: Request, form: Sent, world: World) => saveContact(id, request, form, world),
  };
}

/** Returns the handlers of a form that no verb opens. */
export function smallContactForm(id: Exclude<FormId, 'contact.update'>) {
  const { press, submit } = contactForm(id);
  return { press, submit };
}

/** Opens a form. Where no contact is recorded yet, it is the whole form. */
async function openForm(id: FormId, request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const { locale, timezone } = request.actor;
  const texts = await shownTexts(tenant.contact, world);
  const input = inputFrom(tenant.contact, request.actor.id, texts, { locale, timezone });
  const opened = { revision: tenant.revision.number, marks: contactMarks(input) };
  return formReply(request, { id: tenant.contact ? id : 'contact.update', tenant, input, problems: {}, opened }, world);
}

type Sent = Parameters<SubmitHandler>[1];

/** Saves a form. Checks each of its fields at once, and saves nothing unless all are right. */
async function saveContact(id: FormId, request: Request, form: Sent, world: World): Promise<Reply> {
  const state = stateIn(State, form.state);
  if (!state) return outdated(request.messages, request.messages.contactForm.stale);
  const tenant = await tenantById(state.tenant, world);
  if (!tenant || isRetired(tenant)) return goneTenant(request, state.tenant, world);
  const { contact } = tenant;
  const fields: readonly ContactKey[] = forms[id];
  // Somebody removed the contact meanwhile.
  if (!contact && id !== 'contact.update') return openForm(id, request, tenant, world);
  const texts = await shownTexts(contact, world);
  const given = inputIn(form.values, { base: contact, texts, fields }, request);
  const { input, marks, clashes } = inputOver(
    given,
    contact && inputFrom(contact, request.actor.id, texts),
    state.marks,
  );
  const { problems, declared, checked, mail } = await checkContact(request, { input, base: contact, fields }, world);
  const opened = { revision: state.revision, marks };
  if (!declared) return formReply(request, { id, tenant, input, problems, opened }, world);
  const { number: revision } = tenant.revision;
  const what = { tenant: tenant.id, revision, opened: state.revision, clashes, declared, checked };
  const recorded = await recordContact(request, what, world);
  if (recorded.kind === 'overtaken') return saveContact(id, request, form, world);
  if (recorded.kind === 'gone') return goneTenant(request, tenant.id, world);
  if (recorded.kind === 'conflict') return conflictReply(request, recorded, { id, input, clashes }, world);
  const names = await world.store.read((reader) => namesInChanges(reader, recorded.changes));
  const older = Object.keys(marks).some((field) => marks[field] !== state.marks[field]);
  const card = savedCard(request, { recorded, names, mail, older, base: contact, fields });
  // People go to Partner Center in another window, after this one is closed.
  const isLasting = card.buttons.some(({ id }) => id === portalButton);
  return { kind: 'card', instead: true, card, ...(isLasting ? { lasting: true } : {}) };
}

async function shownTexts(contact: Contact | null, world: World): Promise<ShownTexts> {
  const [calendarNames, onCallGroups, onCall2Groups] = await Promise.all([
    linesOfNames(contact, world),
    lineOfGroups(contact?.onCall, world),
    lineOfGroups(contact?.onCall2, world),
  ]);
  return { calendarNames, onCallGroups, onCall2Groups };
}

/** Returns the form with what was entered, and a notice of the recorded values: who saves it again has seen them. */
async function conflictReply(
  request: Request,
  { tenant, last }: Extract<ContactSaveResult, { kind: 'conflict' }>,
  { id, input, clashes }: { id: FormId; input: ContactInput; clashes: readonly string[] },
  world: World,
): Promise<Reply> {
  const { conflict, labels } = request.messages.contactForm;
  const fields = contactKeys.filter((key) => clashes.includes(key));
  const notice = conflictNotice(request, conflict, { last, fields, labels });
  const now = inputFrom(tenant.contact, request.actor.id, await shownTexts(tenant.contact, world));
  const opened = { revision: tenant.revision.number, marks: contactMarks(now) };
  return formReply(request, { id, tenant, input, problems: {}, opened, notice }, world);
}

/** Answers with the contact's form and the names of all people and channels in it. */
async function formReply(request: Request, filled: Filled, world: World): Promise<Reply> {
  const { tenant, input } = filled;
  const people = [...peopleIn(tenant), ...input.onCall, ...input.onCall2];
  const channels = [...(tenant.contact?.channels ?? []), ...input.channels];
  const [names, all] = await Promise.all([
    world.store.read((reader) => namesOf(reader, people, channels)),
    tenantsByName(world),
  ]);
  return { kind: 'form', form: filledForm(request, { ...filled, names, isOnlyTenant: all.length === 1 }) };
}

/** Everything that the contact's form shows. `names` has the people and channels that the form mentions. */
interface FilledContactForm {
  id: FormId;
  tenant: StoredTenant;
  isOnlyTenant: boolean;
  input: ContactInput;
  names: Names;
  problems: Problems;
  /** Travels with the form as its state: the revision and the marks of the values with which the form was opened. */
  opened: { revision: number; marks: Marks };
  notice?: Text;
}
type Filled = Omit<FilledContactForm, 'names' | 'isOnlyTenant'>;

/** The most characters of a form's title. */
const maxTitle = 24;

/** Returns the form that changes a contact, filled with what is recorded or with what was entered. */
function filledForm(request: Request, filled: FilledContactForm): Form {
  const { contactForm: say } = request.messages;
  const { id, tenant, problems, opened, notice = null } = filled;
  const { alone, of } = say.titles[id];
  const title = filled.isOnlyTenant ? alone : quoted(say.titleOf(of, tenant.name), maxTitle);
  const keys: readonly ContactKey[] = forms[id];
  return form(id, { ...say, title }, say.toCorrect, {
    intro: [say.intro(tenant.name), ...(id === 'contact.update' ? [verified(request, filled)] : [])],
    fields: contactFields.flatMap((field) => {
      const section = id === 'contact.update' ? sections.get(field.key) : undefined;
      const fields = keys.includes(field.key) ? fieldsOf(field, request, filled) : [];
      return section
        ? fields.map((one, index) => (index === 0 ? { ...one, section: say.sections[section] } : one))
        : fields;
    }),
    problems,
    notice,
    state: JSON.stringify({ tenant: tenant.id, ...opened }),
  });
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
      return [
        line(key, label, input[field.key], { required, hint, format: field.type, maxLength: limits[field.type] }),
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
      return [
        { kind: 'people', name: key, label, hint, required, value, max: limits.onCall },
        ...groupsField(field.key === 'onCall' ? 'onCallGroups' : 'onCall2Groups', request, input),
        ...ticks(remove, fields[remove], input[remove], otherPeople(field.key, request, filled)),
      ];
    }
  }
}

/** Returns the field of a name. A group has one alone: the bot makes the others of it, as Microsoft's page asks. */
function nameField({ key, required }: NameField, { messages }: Request, input: ContactInput): Field[] {
  const { fields, hints } = messages.contactForm;
  const more = { required, maxLength: limits.name };
  if (input.kind === 'person') return [line(key, fields[key], input[key], more)];
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
