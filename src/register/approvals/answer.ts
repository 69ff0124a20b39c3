/** Answers what people press about a change that waits: they see, approve, refuse or withdraw it. */
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import type { End, StoredApproval } from '../../domain/tenant/approval.ts';
import type { World } from '../../ports/world.ts';
import { mayBeAdmin, outdated, refusal } from '../../request/authorize.ts';
import { onlyProblems, pasted, textProblem } from '../../request/form-input.ts';
import type { CardReply, PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { form, line } from '../../view/build-fields.ts';
import { type Button, type Inline, plainOf } from '../../view/view.ts';
import { fieldLabels } from '../history/change-facts.ts';
import { applyWaiting } from './apply.ts';
import { buttonsFor, changeCard, nextSteps, showButton, withdrawButton } from './card.ts';
import { endWaiting } from './end.ts';
import { marksOf, type Sameness, sameness } from './same-person.ts';

/** The most characters of a reason. */
const maxReason = 500;

/** Shows a change that waits, with what the asker may do about it. The button's value is the id of its row. */
export const pressWaiting: PressHandler = async (request, value, world) => {
  const row = await rowOf(value, world);
  if (!row) return goneReply(request);
  const viewer = askerLocale(request);
  const isTheirs = (await toAsker(request, row, world, false)) === 'same';
  const isAdmin = isTheirs || (await mayBeAdmin(request.actor.id, world));
  const decide = row.how === 'delay' || (isAdmin && !isTheirs) ? buttonsFor(row, viewer) : [];
  return shown(request, row, [...decide, ...(isTheirs ? withdrawButton(row, viewer) : [])], world, isTheirs);
};

/** Approves a change, and makes it. */
export const pressApprove: PressHandler = async (request, value, world) => {
  const row = await rowOf(value, world);
  if (!row) return goneReply(request);
  if (row.end) return shown(request, row, [], world);
  const { refusals: say } = request.messages.approvals;
  if (row.how === 'delay') return refusal(request.messages, [say.byTime]);
  const who = await toAsker(request, row, world, true);
  const asker: Inline = { kind: 'person', id: row.by, name: row.byName };
  if (who !== 'other') {
    const why = who === 'same' ? say.same : say.unsure(asker);
    const viewer = askerLocale(request);
    const buttons = who === 'same' ? withdrawButton(row, viewer) : [showButton(row, viewer)];
    return refusal(request.messages, [why], { summary: plainOf(why), buttons });
  }
  const outcome = await approve(request, row.id, world);
  if (outcome.kind === 'gone') return goneReply(request);
  if (outcome.kind === 'moved') {
    const fields = outcome.fields.map(fieldLabels(askerLocale(request))).join(', ');
    return refusal(request.messages, [say.moved(fields)], { buttons: refuseAlone(row, request) });
  }
  return shown(request, outcome.row, await nextSteps(outcome.row, askerLocale(request), world), world);
};

type Approved =
  | { kind: 'gone' }
  | { kind: 'moved'; fields: readonly string[] }
  /** It has ended: by this press, or before it. */
  | { kind: 'ended'; row: StoredApproval };

/** Makes the change, if it still waits and the record is what it was: all in one change of the store. */
async function approve({ actor }: Request, id: string, world: World): Promise<Approved> {
  const admins = (await adminPlaces(world)).usual;
  return world.store.change(async (tx): Promise<Approved> => {
    const at = world.clock.now();
    const row = await tx.get('approvals', id);
    if (!row) return { kind: 'gone' };
    if (row.end) return { kind: 'ended', row };
    const isLate = row.until <= at;
    const applied = isLate ? null : await applyWaiting(tx, row, actor.id, at);
    if (applied?.kind === 'moved') return applied;
    const end: End = isLate
      ? { how: 'lapsed', at, by: null, byName: '' }
      : { how: 'approved', at, by: actor.id, byName: actor.name };
    await endWaiting(tx, row, end, isLate ? admins : []);
    return { kind: 'ended', row: { ...row, end } };
  });
}

function refuseAlone(row: StoredApproval, request: Request): Button[] {
  return buttonsFor(row, askerLocale(request)).filter(({ id }) => id === 'contact.refuse');
}

/** Opens the form in which an administrator says why they refuse a change. */
export const pressRefuse: PressHandler = async (request, value, world) => {
  const row = await rowOf(value, world);
  if (!row) return goneReply(request);
  return row.end ? shown(request, row, [], world) : refuseForm(request, row, '');
};

/** Refuses a change, with the reason that was entered. */
export const saveRefused: SubmitHandler = async (request, { state, values }, world) => {
  const row = await rowOf(state, world);
  if (!row) return goneReply(request);
  const reason = pasted(values.reason);
  if (!row.end && textProblem(reason, maxReason, request.messages)) return refuseForm(request, row, reason, true);
  return ending(request, row, { how: 'refused', refusedFor: reason }, world);
};

function refuseForm({ messages }: Request, row: StoredApproval, reason: string, isWrong = false): Reply {
  const { form: say, asked } = messages.approvals;
  const problems = isWrong ? onlyProblems({ reason: textProblem(reason, maxReason, messages) }) : {};
  const field = { hint: say.hint, required: true, maxLength: maxReason, multiline: true };
  const intro = asked[row.what]({ kind: 'person', id: row.by, name: row.byName }, row.tenantName);
  const fields = [line('reason', say.reason, reason, field)];
  const filled = { intro: [intro], fields, problems, state: row.id };
  return { kind: 'form', form: form('contact.refuse', say, messages.contactForm.toCorrect, filled) };
}

/** Takes a change back: only who asked for it may, on either platform. */
export const pressWithdraw: PressHandler = async (request, value, world) => {
  const row = await rowOf(value, world);
  if (!row) return goneReply(request);
  if ((await toAsker(request, row, world, true)) !== 'same')
    return refusal(request.messages, [request.messages.approvals.refusals.notYours]);
  return ending(request, row, { how: 'withdrawn' }, world);
};

/** Ends the waiting of a change without making it. One that has ended already stays as it is. */
async function ending(
  request: Request,
  { id }: StoredApproval,
  how: Pick<End, 'how' | 'refusedFor'>,
  world: World,
): Promise<Reply> {
  const { id: by, name: byName } = request.actor;
  const row = await world.store.change(async (tx) => {
    const known = await tx.get('approvals', id);
    if (!known || known.end) return known;
    const end: End = { ...how, at: world.clock.now(), by, byName };
    await endWaiting(tx, known, end, []);
    return { ...known, end };
  });
  return row ? shown(request, row, [], world) : goneReply(request);
}

/** Returns whether the person who presses is the one who asked for the change. */
async function toAsker(request: Request, row: StoredApproval, world: World, fresh: boolean): Promise<Sameness> {
  const [one, other] = await Promise.all([marksOf(request.actor.id, world, fresh), marksOf(row.by, world, fresh)]);
  return sameness(one, other);
}

function rowOf(id: string, { store }: World): Promise<StoredApproval | null> {
  return store.read((reader) => reader.get('approvals', id));
}

async function shown(
  request: Request,
  row: StoredApproval,
  buttons: Button[],
  world: World,
  isAsker = false,
): Promise<CardReply> {
  const reading = { viewer: askerLocale(request), to: { kind: 'person', id: request.actor.id }, isAsker } as const;
  return { kind: 'card', instead: true, card: await changeCard(row, reading, buttons, world) };
}

function goneReply({ messages }: Request): Reply {
  return outdated(messages, messages.approvals.refusals.gone);
}
