import { z } from 'zod';
import { type Checked, checkChannels, joinChannels } from '../channel-check.ts';
import { sameChannel } from '../domain/identity.ts';
import { limits, type StoredTenant } from '../domain/partner-tenant.ts';
import { Marks } from '../form-marks.ts';
import { namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import { allOf, type Problems } from '../problems.ts';
import { outdated, refusalUnlessAdmin } from '../request/authorize.ts';
import type { Reply } from '../request/interaction.ts';
import type { Request, SubmitHandler } from '../request/request.ts';
import { tenantById } from '../tenants.ts';
import { channelProblems, onCallProblem } from './chosen-contact.ts';
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
import { namesInChanges } from './names-in-history.ts';
import { type Recorded, recordContact } from './record-contact.ts';
import { mailTaken, savedCard } from './saved-card.ts';
import { goneTenant, peopleIn } from './show.ts';

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
  const given = inputIn(form.values, tenant.contact, request.actor.id);
  const { typed: input, marks, clashes } = inputOver(given, tenant.contact, state.marks, request.actor.id);
  const opened = { revision: state.revision, marks };
  const lists = listsAfter(input, tenant.contact, request.actor.id);
  const added = lists.channels.filter((channel) => !tenant.contact?.channels.some((old) => sameChannel(old, channel)));
  const [checked, onCall, mail] = await Promise.all([
    checkChannels(added.slice(0, limits.channels), world),
    onCallProblem(request, input, tenant, world),
    mailTaken(input.email, world),
  ]);
  const { problems: wrong, declared } = checkContact(input, lists, request.words);
  const problems = allOf(wrong, channelProblems(checked, input, request.words), { onCall });
  if (!declared || Object.keys(problems).length > 0)
    return again(request, { tenant, input, problems, checked, opened }, world);
  // Only now: everything else is right, and whoever asked for them said yes.
  const joined = await joinChannels(checked, world);
  const unjoined = channelProblems(joined, { ...input, allowPublic: true }, request.words);
  if (Object.keys(unjoined).length > 0)
    return again(request, { tenant, input, problems: unjoined, checked: joined, opened }, world);
  const { number: revision } = tenant.revision;
  const what = { tenant: tenant.id, revision, opened: state.revision, clashes, declared, checked: joined };
  const recorded = await recordContact(request, what, world);
  if (recorded.kind === 'overtaken') return saveContact(request, form, world);
  return answerTo(request, { recorded, input, tenant, checked: joined, mail, opened }, world);
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
  input: ContactInput;
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
  const now = inputFrom(tenant.contact, request.actor.id);
  const opened = { revision: tenant.revision.number, marks: contactMarks(now) };
  return again(request, { ...attempt, tenant, problems: {}, conflict, opened }, world);
}

/** The form once more, with what was typed. */
async function again(
  request: Request,
  attempt: Attempt & { problems: Problems; conflict?: Extract<Recorded, { kind: 'conflict' }> },
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
