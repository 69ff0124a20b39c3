import type { Asking, PressHandler, SubmitHandler } from '../asking.ts';
import { card } from '../card.ts';
import { isCritical, type StoredFinding } from '../domain/finding.ts';
import { morningAfter } from '../domain/slot.ts';
import { line as entered } from '../entered.ts';
import type { Reply } from '../interaction.ts';
import { moment } from '../messages/moment.ts';
import type { Tx, World } from '../ports.ts';
import { only, text } from '../problems.ts';
import { refusal, refusalUnlessAdmin } from '../rights.ts';
import { showChanged } from './show-changed.ts';
import { choices, type Snoozable, snoozable } from './snoozable.ts';
import { isDuration, reasonLength, snoozeForm } from './snooze-form.ts';

/** The longest that something critical may be put off, in days. */
const criticalDays = 7;

/** The value is a reminder's id, or a tenant's and a finding's code. */
export const pressSnooze: PressHandler = async (asking, value, world) => {
  const refused = await refusalUnlessAdmin(asking, world);
  if (refused) return refused;
  const what = await snoozable(value, world);
  if (what.open.length === 0) return nothingLeft(asking);
  return { kind: 'form', form: snoozeForm(asking, what, { what: 'all', duration: '1', reason: '' }, {}) };
};

export const saveSnooze: SubmitHandler = async (asking, form, world) => {
  const refused = await refusalUnlessAdmin(asking, world);
  if (refused) return refused;
  const what = await snoozable(form.state, world);
  if (what.open.length === 0) return nothingLeft(asking);
  const { duration, reason } = form.values;
  const typed = { what: entered(form.values.what) || 'all', duration: entered(duration), reason: entered(reason) };
  const chosen = chosenOf(what, typed.what);
  const problems = problemsOf(asking, chosen, typed);
  if (!isDuration(typed.duration) || Object.keys(problems).length > 0)
    return { kind: 'form', form: snoozeForm(asking, what, typed, problems) };
  return snooze(asking, chosen, { days: Number(typed.duration), reason: typed.reason }, world);
};

function nothingLeft({ words }: Asking): Reply {
  return refusal(words, [words.reminders.form.nothing], { title: words.reminders.form.title });
}

function chosenOf(what: Snoozable, value: string): readonly StoredFinding[] {
  if (value === 'all') return what.open;
  return choices(what).find((choice) => choice.value === value)?.findings ?? [];
}

function problemsOf({ words }: Asking, chosen: readonly StoredFinding[], typed: { duration: string; reason: string }) {
  const { choose } = words.contactForm.problems;
  const tooLong = Number(typed.duration) > criticalDays && chosen.some(({ code }) => isCritical(code));
  return only({
    what: chosen.length === 0 ? choose : null,
    duration: !isDuration(typed.duration) ? choose : tooLong ? words.reminders.form.tooLong : null,
    reason: text(typed.reason, reasonLength, true, words),
  });
}

async function snooze(
  asking: Asking,
  chosen: readonly StoredFinding[],
  how: { days: number; reason: string },
  { store, clock, wake }: World,
): Promise<Reply> {
  const { id: by, name: byName, locale, timezone } = asking.actor;
  const until = morningAfter(clock.now(), how.days, timezone);
  wake(
    await store.change(async (tx) => {
      for (const { id } of chosen) {
        const finding = await tx.get('findings', id);
        if (!finding || finding.closedAt !== null) continue;
        // An answer: what was not answered before counts no more.
        await tx.put('findings', { ...finding, told: {}, snooze: { until, by, byName, reason: how.reason } });
      }
      await record(tx, asking, chosen, { until, reason: how.reason, at: clock.now() });
      return showChanged(
        tx,
        chosen.map(({ id }) => id),
      );
    }),
  );
  const { doneTitle, doneSummary, done } = asking.words.reminders.form;
  const said = done(moment(until, locale, timezone));
  return {
    kind: 'card',
    instead: true,
    card: card(doneTitle, doneSummary, { tone: 'good', text: [said] }),
    brief: said,
  };
}

/** One entry for each tenant. */
async function record(
  tx: Tx,
  { actor }: Asking,
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
