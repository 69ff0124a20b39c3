import { z } from 'zod';
import { contactKeys } from '../../domain/tenant/contact-fields.ts';
import type { Contact } from '../../domain/tenant/partner-tenant.ts';
import { isRetired } from '../../domain/tenant/retired.ts';
import type { World } from '../../ports/world.ts';
import { outdated } from '../../request/authorize.ts';
import { goneTenant, tenantById, tenantHandlers } from '../../request/choose-tenant.ts';
import { stateIn } from '../../request/form-input.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import type { Request, SubmitHandler } from '../../request/request.ts';
import { Marks } from '../form-marks.ts';
import { conflictNotice, namesInChanges } from '../history/change-facts.ts';
import { linesOfNames } from '../on-call/calendar-names.ts';
import { lineOfGroups } from '../on-call/groups.ts';
import { checkContact } from './check-contact.ts';
import { contactForm, type FilledContactForm } from './contact-form.ts';
import { type ContactInput, contactMarks, inputFrom, inputIn, inputOver, type ShownTexts } from './contact-input.ts';
import { type ContactSaveResult, recordContact } from './record-contact.ts';
import { savedCard } from './saved-card.ts';
import { peopleIn } from './show.ts';

const State = z.object({ tenant: z.string(), revision: z.number(), marks: Marks });

/** Opens the form that changes a tenant's contact. */
export const updateContact = tenantHandlers(
  { kind: 'form', id: 'contact.update' },
  async (request, tenant, world): Promise<Reply> => {
    const { locale, timezone } = request.actor;
    const texts = await shownTexts(tenant.contact, world);
    const input = inputFrom(tenant.contact, request.actor.id, texts, { locale, timezone });
    const opened = { revision: tenant.revision.number, marks: contactMarks(input) };
    return formReply(request, { tenant, input, problems: {}, opened }, world);
  },
);

/** Saves the contact's form. Checks every field at once, and saves nothing unless all are right. */
export const saveContact: SubmitHandler = async (request, form, world) => {
  const state = stateIn(State, form.state);
  if (!state) return outdated(request.words, request.words.contactForm.stale);
  const tenant = await tenantById(state.tenant, world);
  if (!tenant || isRetired(tenant)) return goneTenant(request, state.tenant, world);
  const { contact } = tenant;
  const asker = request.actor.id;
  const texts = await shownTexts(contact, world);
  const given = inputIn(form.values, contact, texts, request);
  const { input, marks, clashes } = inputOver(given, contact, state.marks, asker, texts);
  const { problems, declared, checked, mail } = await checkContact(request, input, contact, world);
  const opened = { revision: state.revision, marks };
  if (!declared) return formReply(request, { tenant, input, problems, opened }, world);
  const { number: revision } = tenant.revision;
  const what = { tenant: tenant.id, revision, opened: state.revision, clashes, declared, checked };
  const recorded = await recordContact(request, what, world);
  if (recorded.kind === 'overtaken') return saveContact(request, form, world);
  if (recorded.kind === 'gone') return goneTenant(request, tenant.id, world);
  if (recorded.kind === 'conflict') return conflictReply(request, recorded, { input, clashes }, world);
  const names = await world.store.read((reader) => namesInChanges(reader, recorded.changes));
  const older = Object.keys(marks).some((field) => marks[field] !== state.marks[field]);
  const card = savedCard(request, { recorded, names, mail, older });
  // People do the steps in Partner Center in another window, after this one is closed.
  return { kind: 'card', instead: true, card, ...(card.rows.length > 0 ? { lasting: true } : {}) };
};

async function shownTexts(contact: Contact | null, world: World): Promise<ShownTexts> {
  const [calendarNames, onCallGroups, onCall2Groups] = await Promise.all([
    linesOfNames(contact, world),
    lineOfGroups(contact?.onCall, world),
    lineOfGroups(contact?.onCall2, world),
  ]);
  return { calendarNames, onCallGroups, onCall2Groups };
}

/** Answers with what was entered and a notice, over what is recorded now: whoever saves the form again has seen that. */
async function conflictReply(
  request: Request,
  { tenant, last }: Extract<ContactSaveResult, { kind: 'conflict' }>,
  { input, clashes }: { input: ContactInput; clashes: readonly string[] },
  world: World,
): Promise<Reply> {
  const { conflict, labels } = request.words.contactForm;
  const fields = contactKeys.filter((key) => clashes.includes(key));
  const notice = conflictNotice(request, conflict, { last, fields, labels });
  const now = inputFrom(tenant.contact, request.actor.id, await shownTexts(tenant.contact, world));
  const opened = { revision: tenant.revision.number, marks: contactMarks(now) };
  return formReply(request, { tenant, input, problems: {}, opened, notice }, world);
}

/** Answers with the contact's form and the names of all people and channels in it. */
async function formReply(request: Request, filled: Omit<FilledContactForm, 'names'>, world: World): Promise<Reply> {
  const { tenant, input } = filled;
  const people = [...peopleIn(tenant), ...input.onCall, ...input.onCall2];
  const channels = [...(tenant.contact?.channels ?? []), ...input.channels];
  const names = await world.store.read((reader) => namesOf(reader, people, channels));
  return { kind: 'form', form: contactForm(request, { ...filled, names }) };
}
