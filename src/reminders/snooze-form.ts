import { isCritical } from '../domain/finding.ts';
import { shortName } from '../domain/short-name.ts';
import { choice, choices as choicesOf, line } from '../fields.ts';
import { findingTitles } from '../finding-text.ts';
import type { Problems } from '../problems.ts';
import type { Request } from '../request/request.ts';
import type { Choice, Form } from '../view.ts';
import { choices, type Snoozable } from './snoozable.ts';

export const reasonLength = 200;
/** The characters that a menu leaves for a tenant's name beside the longest title. */
const nameLength = 24;
const durations = ['1', '7', '30'] as const;

export function isDuration(text: string): text is (typeof durations)[number] {
  return durations.some((duration) => duration === text);
}

/** The longest that something critical may be put off, in days. */
export const criticalDays = 7;

export interface Typed {
  what: string;
  duration: string;
  reason: string;
}

export function snoozeForm(request: Request, what: Snoozable, typed: Typed, problems: Problems): Form {
  const { words } = request;
  const { form: say } = words.reminders;
  const options = optionsOf(request, what);
  const durations = choicesOf(say.durations).filter(({ value }) => Number(value) <= longestOf(what));
  const duration = durations.some(({ value }) => value === typed.duration) ? typed.duration : '1';
  return {
    id: 'reminders.snooze',
    title: say.title,
    intro: [say.intro],
    fields: [
      ...(options.length > 2 ? [choice('what', say.what, typed.what, options, null)] : []),
      choice('duration', say.duration, duration, durations, null),
      line('reason', say.reason, typed.reason, { required: true, hint: say.reasonHint, maxLength: reasonLength }),
    ],
    problems,
    notice: Object.keys(problems).length > 0 ? words.contactForm.invalid : null,
    submit: say.submit,
    cancel: say.cancel,
    state: what.id,
  };
}

/** In days, of any of these. */
function longestOf({ open }: Snoozable): number {
  return open.every(({ code }) => isCritical(code)) ? criticalDays : Number.POSITIVE_INFINITY;
}

function optionsOf({ words }: Request, what: Snoozable): Choice[] {
  const several = what.tenants.size > 1;
  const each = choices(what).map(({ value, findings }) => {
    const title = findingTitles(words, findings);
    const tenant = what.tenants.get(findings[0]?.tenantId ?? '') ?? '';
    return { value, label: several ? words.reminders.at(shortName(tenant, nameLength), title) : title };
  });
  return [{ value: 'all', label: words.reminders.form.all(what.open.length) }, ...each];
}
