import { z } from 'zod';
import { limits, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { checkAdded } from '../../findings/check-channels.ts';
import type { World } from '../../ports/world.ts';
import { outdated, refusalUnlessAdmin } from '../../request/authorize.ts';
import { tenantById, withTenant } from '../../request/choose-tenant.ts';
import { stateIn } from '../../request/form-input.ts';
import { allOf, type Problems } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import type { CommandHandler, PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import { Marks } from '../form-marks.ts';
import { namesInChanges } from '../history/names-in-history.ts';
import { peopleProblem } from './check-people.ts';
import { contactForm, type Opened } from './contact-form.ts';
import {
  type ContactInput,
  checkContact,
  contactMarks,
  inputFrom,
  inputIn,
  inputOver,
  listsAfter,
} from './contact-input.ts';
import { type Recorded, recordContact } from './record-contact.ts';
import { mailTaken, savedCard } from './saved-card.ts';
import { goneTenant, namesIn, peopleIn } from './show.ts';

const State = z.object({ tenant: z.string(), revision: z.number(), marks: Marks });

/** `update`: opens the form that changes a tenant's contact. */
export const updateContact: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'form', id: 'contact.update' }, world, (tenant) => open(request, tenant, world));

/** The button's value is a tenant's id; without one (a message extension has none) the person chooses. */
export const pressUpdate: PressHandler = async (request, value, world) => {
  if (value === '') return updateContact(request, '', world);
  const tenant = await tenantById(value, world);
  return tenant ? open(request, tenant, world) : goneTenant(request);
};

async function open(request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const names = await world.store.read((reader) => namesIn(reader, tenant));
  const { locale, timezone } = request.actor;
  const input = inputFrom(tenant.contact, request.actor.id, { locale, timezone });
  const opened = { revision: tenant.revision.number, marks: contactMarks(input) };
  return { kind: 'form', form: contactForm(request, { tenant, input, names, problems: {}, notice: null, opened }) };
}

/** Saves the contact's form: everything is checked at once, and nothing is saved unless all is right. */
export const saveContact: SubmitHandler = async (request, form, world) => {
  const state = stateIn(State, form.state);
  if (!state) return outdated(request.words, request.words.contactForm.stale);
  const tenant = await tenantById(state.tenant, world);
  if (!tenant) return goneTenant(request);
  // First of all: nobody without the right makes the bot join channels or ask name servers.
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const given = inputIn(form.values, tenant.contact, request.actor.id);
  const { input, marks, clashes } = inputOver(given, tenant.contact, state.marks, request.actor.id);
  const opened = { revision: state.revision, marks };
  const lists = listsAfter(input, tenant.contact, request.actor.id);
  const addedPeople = input.onCall.filter((id) => !tenant.contact?.onCall.includes(id)).slice(0, limits.onCall);
  const channels = { chosen: lists.channels, known: tenant.contact?.channels ?? [] };
  const [added, onCall, mail] = await Promise.all([
    checkAdded({ channels }, input.allowPublic, request, world),
    peopleProblem(request, addedPeople, world),
    mailTaken(input.email, world),
  ]);
  const { problems: wrong, declared } = checkContact(input, lists, request.words);
  const problems = allOf(wrong, added.problems, { onCall });
  if (!declared || Object.keys(problems).length > 0) return again(request, { tenant, input, problems, opened }, world);
  const unjoined = await added.join();
  if (Object.keys(unjoined).length > 0) return again(request, { tenant, input, problems: unjoined, opened }, world);
  const { number: revision } = tenant.revision;
  const what = { tenant: tenant.id, revision, opened: state.revision, clashes, declared, checked: added.checked };
  const recorded = await recordContact(request, what, world);
  if (recorded.kind === 'overtaken') return saveContact(request, form, world);
  return answerTo(request, { recorded, input, tenant, mail, opened }, world);
};

interface HttpRequest {
  tenant: StoredTenant;
  input: ContactInput;
  opened: Opened;
}

async function answerTo(
  request: Request,
  attempt: HttpRequest & { recorded: Exclude<Recorded, { kind: 'overtaken' }>; mail: 'yes' | 'no' | 'unknown' },
  world: World,
): Promise<Reply> {
  const { recorded, mail } = attempt;
  if (recorded.kind === 'gone') return goneTenant(request);
  if (recorded.kind === 'conflict') return shownConflict(request, attempt, recorded, world);
  const names = await world.store.read((reader) => namesInChanges(reader, recorded.changes));
  const card = savedCard(request, { recorded, names, mail });
  // The steps in Partner Center are done in another window.
  return { kind: 'card', instead: true, card, ...(card.rows.length > 0 ? { lasting: true } : {}) };
}

/** Shows the form again with the recorded values, so that whoever saves it again has seen them. */
function shownConflict(
  request: Request,
  attempt: HttpRequest,
  conflict: Extract<Recorded, { kind: 'conflict' }>,
  world: World,
): Promise<Reply> {
  const { tenant } = conflict;
  const now = inputFrom(tenant.contact, request.actor.id);
  const opened = { revision: tenant.revision.number, marks: contactMarks(now) };
  return again(request, { ...attempt, tenant, problems: {}, conflict, opened }, world);
}

/** The form once more, with what was typed. */
async function again(
  request: Request,
  attempt: HttpRequest & { problems: Problems; conflict?: Extract<Recorded, { kind: 'conflict' }> },
  world: World,
): Promise<Reply> {
  const { tenant, input, conflict } = attempt;
  const names = await world.store.read((reader) =>
    namesOf(reader, [...peopleIn(tenant), ...input.onCall], [...(tenant.contact?.channels ?? []), ...input.channels]),
  );
  const notice = conflict ? conflictNotice(request, conflict) : null;
  return { kind: 'form', form: contactForm(request, { ...attempt, names, notice }) };
}

function conflictNotice({ words }: Request, { by, fields }: Extract<Recorded, { kind: 'conflict' }>) {
  const labels: Readonly<Record<string, string>> = words.contactForm.labels;
  return words.contactForm.conflict([by], fields.map((field) => labels[field] ?? field).join(', '));
}
