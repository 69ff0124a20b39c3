import { groupsOf, isCritical, type StoredFinding } from '../../domain/finding/finding.ts';
import { shortName } from '../../domain/text/words.ts';
import { findingTitles } from '../../findings/text.ts';
import type { Reader } from '../../ports/store.ts';
import type { Problems } from '../../request/form-problems.ts';
import type { Request } from '../../request/request.ts';
import { choice, choices as choicesOf, line } from '../../view/build-fields.ts';
import type { Choice, Form } from '../../view/view.ts';
import { isStillOpen, itemsOf } from '../card/load-reminder.ts';

/** The most characters of a reason for a snooze. */
export const reasonLength = 200;
/** The characters that a menu leaves for a tenant's name beside the longest title. */
const nameLength = 24;
const durations = ['1', '7', '30'] as const;

/** Returns whether the text is one of the days that the form offers. */
export function isDuration(text: string): text is (typeof durations)[number] {
  return durations.some((duration) => duration === text);
}

/** The longest that something critical may be put off, in days. */
export const criticalDays = 7;

/** What was typed into the form, as text; `what` is `all` or a choice of the menu, `duration` is in days. */
export interface Typed {
  what: string;
  duration: string;
  reason: string;
}

/** Returns the form that asks what is put off, for how long and why, with problems at their fields. */
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

/** What can be put off from one button: a reminder's findings, or those of one kind of a tenant. */
export interface Snoozable {
  /** The reminder's id, or a tenant's and a code: the form's state. */
  id: string;
  /** In the order of the reminder. */
  items: readonly StoredFinding[];
  open: readonly StoredFinding[];
  /** Names of tenants by id. */
  tenants: ReadonlyMap<string, string>;
}

/** Returns what can be put off, for a reminder's id or for a tenant's id and a code. `now` is ISO 8601. */
export async function snoozable(reader: Reader, id: string, now: string): Promise<Snoozable> {
  const nag = await reader.get('nags', id);
  const items = nag ? await itemsOf(reader, nag) : await ofKind(reader, id);
  const open = items.filter((item) => isStillOpen(item, now));
  const tenants = new Map<string, string>();
  for (const { tenantId } of items) tenants.set(tenantId, (await reader.get('tenants', tenantId))?.name ?? tenantId);
  return { id, items, open, tenants };
}

async function ofKind(reader: Reader, id: string): Promise<StoredFinding[]> {
  const [tenantId = '', kind] = id.split(' ');
  const open = await reader.scan('findings.open', { key: tenantId, after: null });
  return open.filter(({ code }) => code === kind);
}

/** Longer lists are put off as a whole; as many as are quick to read in a menu. */
const most = 13;

/** Each kind of each tenant, by the place of its first in the reminder, which does not change; ids would be too long for a menu. */
export function choices({ items, open }: Snoozable): { value: string; findings: readonly StoredFinding[] }[] {
  const groups = groupsOf(open, ({ tenantId }) => tenantId);
  return groups.slice(0, most).map(({ code, findings }) => {
    const first = items.findIndex((item) => item.code === code && item.tenantId === findings[0]?.tenantId);
    return { value: String(first), findings };
  });
}
