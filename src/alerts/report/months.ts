/** The way from a report to that of another month. */
import { monthBefore, monthOf } from '../../domain/alert/report.ts';
import { monthName } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import type { PressHandler, Request } from '../../request/interaction.ts';
import { firstMonthKnown } from '../../store/alerts-of-month.ts';
import { choice } from '../../view/build-fields.ts';
import { type Button, button, type Choice } from '../../view/view.ts';

/** Stands in a button's value where the tenant's id does, for the reports of all tenants. */
export const allTenants = 'all';
/** The most months in the menu. */
const maxMonths = 100;

/**
 * Returns the buttons that lead from the report of a month to others: one for the month before, and one for the menu of all months, where
 * there are more. `first` is the first month that the bot knows.
 */
export function monthButtons(
  { actor, messages }: Request,
  id: string,
  month: string,
  first: string,
  world: World,
): Button[] {
  const before = monthBefore(month);
  const others = monthsSince(first, monthOf(world.clock.now())).filter((one) => one !== month && one !== before);
  return [
    ...(before < first ? [] : [button('press', 'alerts.report', monthName(before, actor.locale), `${id} ${before}`)]),
    ...(others.length === 0 ? [] : [button('form', 'alerts.month', messages.report.buttons.other, `${id} ${month}`)]),
  ];
}

/** Returns the months from the first to the last, the newest first. */
function monthsSince(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = last; month >= first && months.length < maxMonths; month = monthBefore(month)) months.push(month);
  return months;
}

/** Opens the menu of the months that the bot knows. The button's value is «tenant, month»: the month of the report that shows it. */
export const pressMonth: PressHandler = async ({ actor, messages }, value, world) => {
  const { month: say, noMonthTitle } = messages.report;
  const [, shown = ''] = value.split(' ');
  const months = monthsSince(await firstMonthKnown(world), monthOf(world.clock.now()));
  const choices = months.map((month): Choice => ({ value: month, label: monthName(month, actor.locale) }));
  const field = choice('month', say.label, months.includes(shown) ? shown : null, choices, null);
  const texts = { title: noMonthTitle, submit: say.submit, cancel: messages.contactForm.cancel };
  const rest = { intro: [], fields: [field], problems: {}, notice: null, state: value };
  return { kind: 'form', form: { id: 'alerts.month', ...texts, ...rest } };
};
