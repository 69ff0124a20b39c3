/** Answers what people press about a change that waits: they see, approve, refuse or withdraw it. */
import type { End, StoredApproval } from '../../domain/tenant/approval.ts';
import type { World } from '../../ports/world.ts';
import { mayBeAdmin, outdated, refusal } from '../../request/authorize.ts';
import { onlyProblems, pasted, textProblem } from '../../request/form-input.ts';
import type {
  CardReply,
  CommandHandler,
  PressHandler,
  Reply,
  Request,
  SubmitHandler,
} from '../../request/interaction.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { form, line } from '../../view/build-fields.ts';
import { type Button, card, type Inline, plainOf } from '../../view/view.ts';
import { applyWaiting } from './apply.ts';
import { waitingFor } from './ask.ts';
import { buttonsFor, type CardReading, changeCard, nextSteps, showButton, waitingRow, withdrawButton } from './card.ts';
import { endWaiting } from './end.ts';
import { byTime, endOf } from './lapse.ts';
import { marksOf, type Sameness, sameness } from './same-person.ts';

/** The most changes of a list. */
const maxListed = 10;
/** The most characters of a reason. */
const maxReason = 500;

/** Shows the change that waits, a list of several, or that nothing waits. */
export const showWaiting: CommandHandler = async (request, _rest, world) => {
  const { list: say } = request.messages.approvals;
  const [first, ...others] = await world.store.read((reader) => waitingFor(reader, null));
  if (first && others.length === 0) return pressWaiting(request, first.id, world);
  if (!first) return { kind: 'card', instead: false, card: card(say.noneTitle, say.none, { text: [say.none] }) };
  const rows = [first, ...others].slice(0, maxListed).map((row) => waitingRow(row, askerLocale(request)));
  return { kind: 'card', instead: false, card: card(say.title, say.summary(others.length + 1), { rows }) };
};

/**
 * Shows a change that waits, with what the asker may do about it. The button's value is the id of its row; empty for all that wait.
 */
export const pressWaiting: PressHandler = async (request, value, world) => {
  if (value === '') return showWaiting(request, '', world);
  const row = await rowOf(value, world);
  if (!row) return goneReply(request);
  const viewer = askerLocale(request);
  const isTheirs = (await toAsker(request, row, world, false)) === 'same';
  const isAdmin = await mayBeAdmin(request.actor.id, world);
  if (isTheirs) return shown(request, row, withdrawButton(row, viewer), world, 'asker');
  const decides = row.how === 'delay' || isAdmin;
  return shown(request, row, decides ? buttonsFor(row, viewer) : [], world, isAdmin ? 'approver' : 'other');
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
  const ended = await approve(request, row.id, world);
  if (!ended) return goneReply(request);
  return shown(request, ended, await nextSteps(ended, askerLocale(request), world), world);
};

/** Makes the change, if it still waits and the record is what it was: all in one change of the store. Returns its row as it is then. */
function approve({ actor }: Request, id: string, { store, clock }: World): Promise<StoredApproval | null> {
  return store.change(async (tx) => {
    const at = clock.now();
    const row = await tx.get('approvals', id);
    if (!row || row.end) return row;
    const isLate = row.until <= at;
    const applied = isLate ? null : await applyWaiting(tx, row, actor.id, at);
    const { how, fields } = endOf(applied);
    const end: End =
      how === 'made'
        ? { how: 'approved', at, by: actor.id, byName: actor.name }
        : { how, at, ...byTime, ...(fields ? { fields } : {}) };
    await endWaiting(tx, row, end);
    return { ...row, end };
  });
}

/** Opens the form in which an administrator says why they refuse a change. */
export const pressRefuse: PressHandler = async (request, value, world) => {
  const row = await rowOf(value, world);
  if (!row) return goneReply(request);
  if (row.end) return shown(request, row, [], world);
  // The person who asked for it takes it back, which needs no reason.
  if ((await toAsker(request, row, world, true)) === 'same') return ending(request, row, { how: 'withdrawn' }, world);
  return refuseForm(request, row, '');
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
    await endWaiting(tx, known, end);
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
  part: CardReading['part'] = row.by === request.actor.id ? 'asker' : 'other',
): Promise<CardReply> {
  const reading = { viewer: askerLocale(request), to: { kind: 'person', id: request.actor.id }, part } as const;
  return { kind: 'card', instead: true, card: await changeCard(row, reading, buttons, world) };
}

function goneReply({ messages }: Request): Reply {
  return outdated(messages, messages.approvals.refusals.gone);
}
