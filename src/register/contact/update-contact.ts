import { z } from 'zod';
import { type ContactKey, contactKeys, spokenPhone } from '../../domain/tenant/contact-fields.ts';
import { listedOnCall } from '../../domain/tenant/on-call.ts';
import { type Contact, isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { portalButton } from '../../findings/remedies.ts';
import type { World } from '../../ports/world.ts';
import { outdated } from '../../request/authorize.ts';
import { goneTenant, tenantById, tenantHandlers, tenantsByName } from '../../request/choose-tenant.ts';
import { joinProblems, onlyProblems, stateIn } from '../../request/form-input.ts';
import { emailIn, phoneIn } from '../../request/intent/slots.ts';
import type { Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { namesOf } from '../../request/viewer-locale.ts';
import type { Text } from '../../view/view.ts';
import { blockedNotice, isRefused, notAskedReply, waitingPlan } from '../approvals/ask.ts';
import { askedReply } from '../approvals/card.ts';
import { Marks } from '../check-form.ts';
import { conflictNotice, namesInChanges } from '../history/change-facts.ts';
import { lastSave } from '../history/concurrent-changes.ts';
import { linesOfNames } from '../on-call/calendar-names.ts';
import { lineOfGroups } from '../on-call/groups.ts';
import { checkContact, inOneLine, suggestion } from './check-contact.ts';
import { type FilledContactForm, type FormId, filledForm, forms } from './contact-form.ts';
import { type ContactInput, contactMarks, inputFrom, inputIn, inputOver, type ShownTexts } from './contact-input.ts';
import { type ContactSaveResult, recordContact } from './record-contact.ts';
import { savedCard } from './saved-card.ts';
import { peopleIn } from './show.ts';

/** `asked` is the telephone number without its country code in place of which the form proposed another. */
const State = z.object({ tenant: z.string(), revision: z.number(), marks: Marks, asked: z.string().optional() });

/** Returns the handlers of a form that changes the contact: of its verb, its button and its save. */
export function contactForm(id: FormId) {
  return {
    ...tenantHandlers({ kind: 'form', id }, (request, tenant, world, typed) =>
      openForm(id, request, { tenant, typed: typed ?? '' }, world),
    ),
    submit: (request: Request, form: Sent, world: World) => saveContact(id, request, form, world),
  };
}

/** Returns the handlers of a form that no verb opens. */
export function smallContactForm(id: Exclude<FormId, 'contact.update'>) {
  const { press, submit } = contactForm(id);
  return { press, submit };
}

/**
 * Opens a form, with the telephone number and the address that somebody typed in place of what is recorded. Where no contact is recorded
 * yet, it is the whole form.
 */
async function openForm(id: FormId, request: Request, what: OpenedWith, world: World): Promise<Reply> {
  const { tenant, typed } = what;
  const { locale, timezone } = request.actor;
  const texts = await shownTexts(tenant.contact, world);
  const recorded = inputFrom(tenant.contact, request.actor.id, texts, { locale, timezone });
  const opened = { revision: tenant.revision.number, marks: contactMarks(recorded) };
  const phone = phoneIn(typed) || recorded.phone;
  const input = { ...recorded, phone, email: emailIn(typed) || recorded.email };
  const suggested = suggestion(phone, recorded);
  const { problems: say, recorded: now } = request.messages.contactForm;
  const problems = onlyProblems({
    phone:
      suggested &&
      joinProblems(
        say.national(phone, inOneLine(suggested)),
        recorded.phone === '' ? null : `${now(inOneLine(spokenPhone(recorded.phone)))}.`,
      ),
  });
  const shown = { ...input, phone: suggested ?? phone };
  return formReply(
    request,
    {
      ...{ id: tenant.contact ? id : 'contact.update', tenant, input: shown, problems, opened },
      ...(await blockedNotice(request, [tenant.id], world)),
    },
    world,
  );
}

/** What a form is opened with: a tenant, and the words that have the new values. */
type OpenedWith = { tenant: StoredTenant; typed: string };

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
  if (!contact && id !== 'contact.update') return openForm(id, request, { tenant, typed: '' }, world);
  const texts = await shownTexts(contact, world);
  const sent = inputIn(form.values, { base: contact, texts, fields }, request);
  // A client may keep what was typed in a form that is drawn anew: to save it again accepts what was proposed.
  const proposed =
    sent.phone === state.asked ? suggestion(sent.phone, inputFrom(contact, request.actor.id, texts, sent)) : null;
  const given = { ...sent, phone: proposed ?? sent.phone };
  const now = contact && inputFrom(contact, request.actor.id, texts);
  const { input, marks, clashes } = inputOver(given, now, state.marks);
  const { problems, declared, checked, mail } = await checkContact(request, { input, base: contact, fields }, world);
  const phone = suggestion(input.phone, inputFrom(contact, request.actor.id, texts, input)) ?? input.phone;
  const opened = { revision: state.revision, marks, ...(phone === input.phone ? {} : { asked: input.phone }) };
  if (!declared) return formReply(request, { id, tenant, input: { ...input, phone }, problems, opened }, world);
  const plan = await waitingPlan(request, world);
  if (isRefused(plan)) return plan;
  const { number: revision } = tenant.revision;
  const what = { tenant: tenant.id, revision, opened: state.revision, clashes, declared, checked, plan };
  const theirs = changedMarks(now ? contactMarks(now) : {}, state.marks);
  const merged = await mergedNotices(request, { tenant, opened: state.revision, theirs }, world);
  const recorded = await recordContact(request, what, world);
  if (recorded.kind === 'overtaken') return saveContact(id, request, form, world);
  if (recorded.kind === 'gone') return goneTenant(request, tenant.id, world);
  if (recorded.kind === 'conflict') return conflictReply(request, recorded, { id, input, clashes }, world);
  if (recorded.kind === 'waits already' || recorded.kind === 'too many asked') return notAskedReply(request, recorded);
  if (recorded.waiting) return askedReply(request, [recorded.waiting], recorded.changes, world);
  const names = await world.store.read((reader) =>
    recorded.kind === 'unchanged'
      ? namesOf(reader, listedOnCall(contact), contact?.channels ?? [])
      : namesInChanges(reader, recorded.changes),
  );
  const older = changedMarks(marks, state.marks).length > 0;
  const card = savedCard(request, { recorded, names, mail, older, merged, base: contact, fields });
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

/** Returns the fields that have another mark than when the form was opened. */
function changedMarks(now: Marks, opened: Marks): string[] {
  return Object.keys(now).filter((field) => now[field] !== opened[field]);
}

/** Returns who else changed which fields after the form was opened. What the history does not know, and what the asker did, is left out. */
async function mergedNotices(
  request: Request,
  { tenant, opened, theirs }: { tenant: StoredTenant; opened: number; theirs: readonly string[] },
  { store }: World,
): Promise<Text[]> {
  const { saved, labels } = request.messages.contactForm;
  const saves = Math.max(1, tenant.revision.number - opened);
  const notices: Text[] = [];
  let left = contactKeys.filter((key) => theirs.some((field) => field.replace(/Groups$/, '') === key));
  while (left.length > 0) {
    const about = { tenant: tenant.id, saves, fields: left };
    const last = await store.read((reader) => lastSave(reader, about));
    if (last === null) break;
    const isOf = (key: string) => last.changes.some(({ field }) => field === key);
    const fields = left.filter(isOf);
    if (last.by !== request.actor.id) notices.push(conflictNotice(request, saved.merged, { last, fields, labels }));
    left = left.filter((key) => !isOf(key));
  }
  return notices;
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

type Filled = Omit<FilledContactForm, 'names' | 'isOnlyTenant'>;
