import { z } from 'zod';
import { type Checked, checkChannels, joinChannels } from '../channel-check.ts';
import { sameChannel } from '../domain/identity.ts';
import { limits, type StoredTenant } from '../domain/partner-tenant.ts';
import { Marks } from '../form-marks.ts';
import { namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import { allOf, chosen, type Problems } from '../problems.ts';
import { outdated, refusalUnlessAdmin } from '../request/authorize.ts';
import type { Reply } from '../request/interaction.ts';
import type { Request, SubmitHandler } from '../request/request.ts';
import { tenantById } from '../tenants.ts';
import { checkTyped } from './check-typed.ts';
import { channelProblems, onCallProblem } from './chosen-contact.ts';
import { contactForm, type Opened } from './contact-form.ts';
import { namesInChanges } from './names-in-changes.ts';
import { type Recorded, recordContact } from './record-contact.ts';
import { savedCard } from './saved-card.ts';
import { goneTenant, peopleIn } from './show.ts';
import {
  channelsAfter,
  contactMarks,
  onCallAfter,
  type TypedContact,
  typedFrom,
  typedIn,
  typedOver,
} from './typed-contact.ts';
import { mailTaken } from './warnings.ts';

const State = z.object({ tenant: z.string(), revision: z.number(), marks: Marks });

/** Saves the contact's form: everything is checked at once, and nothing is saved unless all is right. */
export const saveContact: SubmitHandler = async (request, form, world) => {
  const state = stateOf(form.state);
  if (!state) return outdated(request.words, request.words.contactForm.stale);
  const tenant = await tenantById(state.tenant, world);
  if (!tenant) return goneTenant(request);
  // First of all: nobody without the right makes the bot join channels or ask name servers.
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const given = typedIn(form.values, tenant.contact, request.actor.id);
  const { typed, marks, clashes } = typedOver(tenant.contact, given, state.marks, request.actor.id);
  const opened = { revision: state.revision, marks };
  const channels = channelsAfter(typed, tenant.contact, request.actor.id);
  const added = channels.filter((channel) => !tenant.contact?.channels.some((old) => sameChannel(old, channel)));
  const [checked, onCall, mail] = await Promise.all([
    checkChannels(added.slice(0, limits.channels), world),
    onCallProblem(request, typed, tenant, world),
    mailTaken(typed.email, world),
  ]);
  const { problems: wrong, contact } = checkTyped(typed, request.words);
  const people = onCallAfter(typed, tenant.contact, request.actor.id);
  const tooMany = {
    channels: chosen(channels, limits.channels, request.words),
    onCall: chosen(people, limits.onCall, request.words),
  };
  const problems = allOf(tooMany, wrong, channelProblems(checked, typed, request.words), { onCall });
  if (!contact || Object.keys(problems).length > 0)
    return again(request, { tenant, typed, problems, checked, opened }, world);
  const declared = { ...contact, channels, onCall: people };
  // Only now: everything else is right, and whoever asked for them said yes.
  const joined = await joinChannels(checked, world);
  const unjoined = channelProblems(joined, { ...typed, allowPublic: true }, request.words);
  if (Object.keys(unjoined).length > 0)
    return again(request, { tenant, typed, problems: unjoined, checked: joined, opened }, world);
  const { number: revision } = tenant.revision;
  const what = { tenant: tenant.id, revision, opened: state.revision, clashes, declared, checked: joined };
  const recorded = await recordContact(request, what, world);
  if (recorded.kind === 'overtaken') return saveContact(request, form, world);
  return answerTo(request, { recorded, typed, tenant, checked: joined, mail, opened }, world);
};

function stateOf(text: string): z.infer<typeof State> | null {
  try {
    return State.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

interface Attempt {
  tenant: StoredTenant;
  typed: TypedContact;
  checked: readonly Checked[];
  opened: Opened;
}

async function answerTo(
  request: Request,
  attempt: Attempt & { recorded: Exclude<Recorded, { kind: 'overtaken' }>; mail: 'yes' | 'no' | 'unknown' },
  world: World,
): Promise<Reply> {
  const { recorded, mail } = attempt;
  if (recorded.kind === 'gone') return goneTenant(request);
  if (recorded.kind === 'conflict') return shownConflict(request, attempt, recorded, world);
  world.wake(recorded.queues);
  const names = await world.store.read((reader) => namesInChanges(reader, recorded.changes));
  const card = savedCard(request, { recorded, names, mail });
  // The steps in Partner Center are done in another window.
  return { kind: 'card', instead: true, card, ...(card.rows.length > 0 ? { lasting: true } : {}) };
}

/** Whoever saves it again has seen what is recorded now. */
function shownConflict(
  request: Request,
  attempt: Attempt,
  conflict: Extract<Recorded, { kind: 'conflict' }>,
  world: World,
): Promise<Reply> {
  const { tenant } = conflict;
  const now = typedFrom(tenant.contact, request.actor.id, { locale: '', timezone: '' });
  const opened = { revision: tenant.revision.number, marks: contactMarks(now) };
  return again(request, { ...attempt, tenant, problems: {}, conflict, opened }, world);
}

/** The form once more, with what was typed. */
async function again(
  request: Request,
  attempt: Attempt & { problems: Problems; conflict?: Extract<Recorded, { kind: 'conflict' }> },
  world: World,
): Promise<Reply> {
  const { tenant, typed, conflict } = attempt;
  const names = await world.store.read((reader) =>
    namesOf(reader, [...peopleIn(tenant), ...typed.onCall], [...(tenant.contact?.channels ?? []), ...typed.channels]),
  );
  const notice = conflict ? conflictNotice(request, conflict) : null;
  return { kind: 'form', form: contactForm(request, { ...attempt, names, notice }) };
}

function conflictNotice({ words }: Request, { by, fields }: Extract<Recorded, { kind: 'conflict' }>) {
  const labels: Readonly<Record<string, string>> = words.contactForm.labels;
  return words.contactForm.conflict([by], fields.map((field) => labels[field] ?? field).join(', '));
}
