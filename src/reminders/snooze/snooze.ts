import { isCritical, type StoredFinding } from '../../domain/finding/finding.ts';
import { morningAfter } from '../../domain/finding/working-hours.ts';
import { moment } from '../../messages/dates.ts';
import type { Tx } from '../../ports/store.ts';
import { refusal, refusalUnlessAdmin } from '../../request/authorize.ts';
import { line as entered } from '../../request/form-input.ts';
import { only, text } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import { card } from '../../view/build-card.ts';
import { showChanged } from '../observe/observe.ts';
import {
  choices,
  criticalDays,
  isDuration,
  reasonLength,
  type Snoozable,
  snoozable,
  snoozeForm,
  type Typed,
} from './snooze-form.ts';

/** The value is a reminder's id, or a tenant's and a finding's code. */
export const pressSnooze: PressHandler = async (request, value, world) => {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const what = await world.store.read((reader) => snoozable(reader, value, world.clock.now()));
  if (what.open.length === 0) return nothingLeft(request);
  return { kind: 'form', form: snoozeForm(request, what, { what: 'all', duration: '1', reason: '' }, {}) };
};

/** Saves the snooze form. Findings that somebody put off or fixed meanwhile are left as they are. */
export const saveSnooze: SubmitHandler = async (request, form, world) => {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const { what, duration, reason } = form.values;
  const typed = { what: entered(what) || 'all', duration: entered(duration), reason: entered(reason) };
  return world.store.change((tx) => snooze(tx, request, form.state, typed, world.clock.now()));
};

function nothingLeft({ words }: Request): Reply {
  return refusal(words, [words.reminders.form.nothing], { title: words.reminders.form.title });
}

/** Decided inside the change: what somebody put off or fixed meanwhile is not put off again. */
async function snooze(tx: Tx, request: Request, id: string, typed: Typed, now: string): Promise<Reply> {
  const what = await snoozable(tx, id, now);
  if (what.open.length === 0) return nothingLeft(request);
  const chosen = chosenOf(what, typed.what);
  const problems = problemsOf(request, chosen, typed);
  if (!isDuration(typed.duration) || Object.keys(problems).length > 0)
    return { kind: 'form', form: snoozeForm(request, what, typed, problems) };
  const until = endOf(chosen, Number(typed.duration), request.actor.timezone, now);
  const { id: by, name: byName } = request.actor;
  // An answer: what was not answered before counts no more.
  for (const finding of chosen)
    await tx.put('findings', { ...finding, told: {}, snooze: { until, by, byName, reason: typed.reason } });
  await record(tx, request, chosen, { until, reason: typed.reason, at: now });
  const ids = chosen.map((finding) => finding.id);
  await showChanged(tx, ids);
  return snoozed(request, until);
}

function chosenOf(what: Snoozable, value: string): readonly StoredFinding[] {
  if (value === 'all') return what.open;
  return choices(what).find((choice) => choice.value === value)?.findings ?? [];
}

function problemsOf({ words }: Request, chosen: readonly StoredFinding[], typed: Typed) {
  const { choose } = words.contactForm.problems;
  const tooLong = Number(typed.duration) > criticalDays && chosen.some(({ code }) => isCritical(code));
  return only({
    what: chosen.length === 0 ? choose : null,
    duration: !isDuration(typed.duration) ? choose : tooLong ? words.reminders.form.tooLong : null,
    reason: text(typed.reason, reasonLength, true, words),
  });
}

/** At nine; something critical not an hour longer than its days. */
function endOf(chosen: readonly StoredFinding[], days: number, timezone: string, now: string): string {
  const until = morningAfter(now, days, timezone);
  const longest = new Date(Date.parse(now) + criticalDays * 86_400_000).toISOString();
  const tooLate = until > longest && chosen.some(({ code }) => isCritical(code));
  return tooLate ? morningAfter(now, days - 1, timezone) : until;
}

function snoozed({ actor: { locale, timezone }, words }: Request, until: string): Reply {
  const { doneTitle, doneSummary, done } = words.reminders.form;
  const said = done(moment(until, locale, timezone));
  const shown = card(doneTitle, doneSummary, { tone: 'good', text: [said] });
  return { kind: 'card', instead: true, card: shown, brief: said };
}

/** One entry for each tenant. */
async function record(
  tx: Tx,
  { actor }: Request,
  chosen: readonly StoredFinding[],
  { until, reason, at }: { until: string; reason: string; at: string },
): Promise<void> {
  for (const tenantId of new Set(chosen.map((finding) => finding.tenantId))) {
    const codes = chosen.filter((finding) => finding.tenantId === tenantId).map(({ code }) => code);
    const changes = [
      { field: 'findings', before: null, after: [...new Set(codes)] },
      { field: 'until', before: null, after: until },
      { field: 'reason', before: null, after: reason },
    ];
    await tx.record({ at, by: actor.id, byName: actor.name, deed: 'reminder.snoozed', tenantId, changes });
  }
}
