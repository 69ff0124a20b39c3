import { groupsOf, isCritical, mayBeSnoozed, type StoredFinding } from '../../domain/finding/finding.ts';
import { findingState, isSnoozed } from '../../domain/finding/reminder-intervals.ts';
import { shortName } from '../../domain/text/words.ts';
import { morningAfter } from '../../domain/time/slots.ts';
import { findingTitles } from '../../findings/text.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { line as entered, onlyProblems, type Problems, textProblem } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { askerLocale, said } from '../../request/viewer-locale.ts';
import { choice, form, line } from '../../view/build-fields.ts';
import { type Choice, card, type Form } from '../../view/view.ts';
import { itemsOf } from '../card/reminder-card.ts';
import { pressList } from '../list/list.ts';
import { editRemindersAbout, recordFindings } from '../observe/observe.ts';

/** The most characters of a reason. */
const reasonLength = 200;
/** Characters that a menu has left for a tenant's name after the longest title. */
const nameLength = 24;
/** Most choices of a menu, so that it stays readable. A longer list of findings can only be snoozed as a whole. */
const maxChoices = 13;
/** The numbers of days for which people may put findings off. */
const snoozeDays = [1, 7, 30] as const;
/** The most days for which a critical finding may be put off. */
const criticalDays = 7;

/** The entries of the form, as text. `what` is `all` or a choice of the menu; `duration` is in days. */
type SnoozeEntries = Record<'what' | 'duration' | 'reason', string>;

/** Opens the form. The button's value is a reminder's id, or a tenant's id and a finding's code. */
export const pressSnooze: PressHandler = async (request, value, world) => {
  const what = await world.store.read((reader) => snoozable(reader, value, world.clock.now()));
  if (what.open.length === 0) return { ...nothingLeft(request), ...(what.items.length === 0 ? { unknown: true } : {}) };
  return { kind: 'form', form: snoozeForm(request, what, { what: 'all', duration: '1', reason: '' }, {}) };
};

/** Saves the form. Findings that somebody put off or fixed meanwhile stay as they are. */
export const saveSnooze: SubmitHandler = async (request, { state, values }, world) => {
  const { what, duration, reason } = values;
  const entries = { what: entered(what) || 'all', duration: entered(duration), reason: entered(reason) };
  return world.store.change((tx) => snooze(tx, request, state, entries, world.clock.now()));
};

function nothingLeft({ messages }: Request) {
  return refusal(messages, [messages.reminders.form.nothing], { title: messages.reminders.form.title });
}

/** Puts the chosen findings off, inside the change, or returns the form with its problems. */
async function snooze(tx: Tx, request: Request, id: string, entries: SnoozeEntries, at: string): Promise<Reply> {
  const what = await snoozable(tx, id, at);
  if (what.open.length === 0) return nothingLeft(request);
  const chosen =
    entries.what === 'all' ? what.open : (choices(what).find(({ value }) => value === entries.what)?.findings ?? []);
  const problems = problemsOf(request, chosen, entries);
  if (Object.keys(problems).length > 0) return { kind: 'form', form: snoozeForm(request, what, entries, problems) };
  const { id: by, name: byName, timezone } = request.actor;
  const { reason } = entries;
  const until = endOf(chosen, Number(entries.duration), timezone, at);
  // A snooze is an answer, so the reminders before it no longer count.
  for (const finding of chosen)
    await tx.put('findings', { ...finding, remindersSent: {}, snooze: { until, by, byName, reason } });
  await recordFindings(tx, chosen, { at, by, byName, deed: 'reminder.snoozed' }, (kinds) => [
    kinds,
    { field: 'until', before: null, after: until },
    { field: 'reason', before: null, after: reason },
  ]);
  await editRemindersAbout(tx, chosen);
  const { doneTitle, doneSummary, done } = request.messages.reminders.form;
  const sentence = done(said(askerLocale(request), until));
  const shown = card(doneTitle, doneSummary, { tone: 'good', text: [sentence] });
  return { kind: 'card', instead: true, card: shown, brief: sentence };
}

function problemsOf({ messages }: Request, chosen: readonly StoredFinding[], { duration, reason }: SnoozeEntries) {
  const { choose } = messages.contactForm.problems;
  const { tooLong } = messages.reminders.form;
  const isTooLong = Number(duration) > criticalDays && chosen.some(({ code }) => isCritical(code));
  return onlyProblems({
    what: chosen.length === 0 ? choose : null,
    duration: !snoozeDays.some((days) => String(days) === duration) ? choose : isTooLong ? tooLong : null,
    reason: textProblem(reason, reasonLength, messages),
  });
}

/**
 * Returns the end of a snooze: nine o'clock, `days` later. A critical finding is put off for no more than `criticalDays` times 24 hours.
 */
function endOf(chosen: readonly StoredFinding[], days: number, timezone: string, now: string): string {
  const until = morningAfter(now, days, timezone);
  const latest = new Date(Date.parse(now) + criticalDays * 86_400_000).toISOString();
  const isTooLate = until > latest && chosen.some(({ code }) => isCritical(code));
  return isTooLate ? morningAfter(now, days - 1, timezone) : until;
}

/** Returns the form that asks which findings are put off, for how long and why, with problems at their fields. */
function snoozeForm(request: Request, what: Snoozable, entries: SnoozeEntries, problems: Problems): Form {
  const { messages } = request;
  const { form: say } = messages.reminders;
  const options = optionsOf(request, what);
  const maxDays = what.open.every(({ code }) => isCritical(code)) ? criticalDays : Number.POSITIVE_INFINITY;
  const durations = snoozeDays
    .filter((days) => days <= maxDays)
    .map((days) => ({ value: String(days), label: say.days(days) }));
  const duration = durations.some(({ value }) => value === entries.duration) ? entries.duration : '1';
  return form('reminders.snooze', say, messages.contactForm.toCorrect, {
    intro: [say.intro],
    fields: [
      ...(options.length > 2 ? [choice('what', say.what, entries.what, options, null)] : []),
      choice('duration', say.duration, duration, durations, null),
      line('reason', say.reason, entries.reason, { required: true, hint: say.reasonHint, maxLength: reasonLength }),
    ],
    problems,
    state: what.id,
  });
}

function optionsOf({ messages }: Request, what: Snoozable): Choice[] {
  const { at, form: say } = messages.reminders;
  const each = choices(what).map(({ value, findings }) => {
    const title = findingTitles(messages, findings);
    const tenant = what.tenants.get(findings[0]?.tenantId ?? '') ?? '';
    return { value, label: what.tenants.size > 1 ? at(shortName(tenant, nameLength), title) : title };
  });
  return [{ value: 'all', label: say.all(what.open.length) }, ...each];
}

/** The findings that one button puts off: those of a reminder, or those of one kind of a tenant. */
type Snoozable = Awaited<ReturnType<typeof snoozable>>;

/**
 * Returns the findings that can be put off, for a reminder's id or for a tenant's id and a code, which is the form's state (`id`): all in
 * the order of the reminder (`items`), and those that are to be fixed at `now` (ISO 8601); with the names of their tenants by id.
 */
async function snoozable(reader: Reader, id: string, now: string) {
  const reminder = await reader.get('reminders', id);
  const items = reminder ? await itemsOf(reader, reminder) : await ofKind(reader, id);
  const open = items.filter((item) => findingState(item, now) === 'open');
  const tenants = new Map<string, string>();
  for (const { tenantId } of items) tenants.set(tenantId, (await reader.get('tenants', tenantId))?.name ?? tenantId);
  return { id, items, open, tenants };
}

async function ofKind(reader: Reader, id: string): Promise<StoredFinding[]> {
  const [tenantId = '', kind] = id.split(' ');
  const open = await reader.scan('findings.open', { key: tenantId, after: null });
  return open.filter((finding) => finding.code === kind && mayBeSnoozed(finding));
}

/**
 * Returns a choice for each kind of finding of each tenant. Its value is the place of the first one in the reminder, which never changes;
 * ids are too long for a menu.
 */
function choices({ items, open }: Snoozable): { value: string; findings: readonly StoredFinding[] }[] {
  const groups = groupsOf(open, ({ tenantId }) => tenantId);
  return groups.slice(0, maxChoices).map(({ code, findings }) => {
    const first = items.findIndex((item) => item.code === code && item.tenantId === findings[0]?.tenantId);
    return { value: String(first), findings };
  });
}

/**
 * Ends snoozes at once. The button's value is a reminder's id, or a tenant's id and a finding's code; on the list of reminders it
 * ends with `one` or `all`, the tenants that the list is of, and the list is shown again.
 */
export const pressUnsnooze: PressHandler = async (request, value, world) => {
  const { id: by, name: byName } = request.actor;
  const at = world.clock.now();
  const ended = await world.store.change(async (tx) => {
    const { items } = await snoozable(tx, value, at);
    const snoozed = items.filter((item) => item.closedAt === null && isSnoozed(item, at));
    await recordFindings(tx, snoozed, { at, by, byName, deed: 'reminder.unsnoozed' });
    await endSnoozesOf(tx, snoozed);
    return snoozed.length;
  });
  const { done, nothing, title } = request.messages.reminders.unsnooze;
  const sentence = ended > 0 ? done : nothing;
  const [tenantId = '', , scope] = value.split(' ');
  const list = scope ? await pressList(request, scope === 'one' ? tenantId : '', world) : null;
  const shown = list?.kind === 'card' ? list.card : card(title, sentence);
  return { kind: 'card', instead: true, card: { ...shown, text: [sentence, ...shown.text] }, brief: sentence };
};

/** The most snoozes that one change ends. */
const batchSize = 200;

/** Ends the snoozes whose time is over. */
export async function endSnoozes({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const now = clock.now();
  const soonest = { key: '', after: null, limit: 1 };
  const [next] = await store.read((reader) => reader.scan('findings.snoozed', soonest));
  if (!next || isSnoozed(next, now)) return;
  await store.change(async (tx) => {
    const snoozed = await tx.scan('findings.snoozed', { ...soonest, limit: batchSize });
    const over = snoozed.filter((finding) => !isSnoozed(finding, now));
    await endSnoozesOf(tx, over, { byTime: true });
  });
}

/** Brings snoozes back that ended although their time is still to come: the clock was ahead. */
export async function bringSnoozesBack({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const early = { key: '', after: clock.now(), limit: batchSize };
  while ((await store.read((reader) => reader.scan('findings.awake', { ...early, limit: 1 }))).length > 0)
    await store.change(async (tx) => {
      const awake = await tx.scan('findings.awake', early);
      for (const { lastSnooze = null, ...finding } of awake)
        await tx.put('findings', { ...finding, snooze: lastSnooze });
      await editRemindersAbout(tx, awake);
    });
}

/**
 * Opens findings again, whose reminders count from the start, and edits the reminders that name them. A snooze that ended by time is kept.
 */
async function endSnoozesOf(tx: Tx, findings: readonly StoredFinding[], { byTime = false } = {}): Promise<void> {
  for (const { lastSnooze: _earlier, snooze, ...finding } of findings) {
    const last = byTime && snooze ? { lastSnooze: snooze } : {};
    await tx.put('findings', { ...finding, ...last, snooze: null });
  }
  await editRemindersAbout(tx, findings);
}
