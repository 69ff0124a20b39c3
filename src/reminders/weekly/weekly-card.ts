import type { MadeCard } from '../../delivery/kind.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import { dateAfter, isInSlotOf } from '../../domain/finding/working-hours.ts';
import type { Words } from '../../messages/words.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type ReaderLocale, readerLocaleOf } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import type { Card } from '../../view/view.ts';
import { asLines, facts, type Week, weekOf } from './week.ts';

/** The most tenants that one card lists; it counts the others. */
const maxRows = 10;

/**
 * Returns a line that another feature adds to the weekly card, about the whole organisation. `from` and `until` are dates in
 * UTC, both included: `2026-11-01`.
 */
export type WeeklyLine = (reader: Reader, days: { from: string; until: string }, words: Words) => Promise<string>;

/** Returns the card of the weekly digest, with these lines of other features; null when its time is over, or it would say nothing. */
export async function weeklyCard(
  { about, to, since, message }: DeliveryOf<'weekly'>,
  world: World,
  lines: readonly WeeklyLine[],
): Promise<MadeCard | null> {
  if (to.kind !== 'person') return null;
  const voice = await readerLocaleOf(to, world);
  const late = !isInSlotOf(since, world.clock.now(), voice.timezone, world.settings.holidays);
  if (late && message === null) return null;
  const weeks = await Promise.all(about.tenantIds.map((id) => weekOf(id, to.id, world)));
  const told = weeks.filter((week) => week !== null);
  if (told.length === 0) return null;
  const days = daysOf(told);
  const more = await world.store.read((reader) => Promise.all(lines.map((line) => line(reader, days, voice.words))));
  return { card: digest(voice, told, { lines: more, week: about.week }), revision: 1 };
}

/** Returns the first and the last whole day of these weeks, so that no day is told twice: today comes in the next digest. */
function daysOf(weeks: readonly Week[]): { from: string; until: string } {
  const days = weeks.map(({ told }) => ({
    from: told.from.slice(0, 10),
    until: dateAfter(told.until.slice(0, 10), -1),
  }));
  const [from = ''] = days.map(({ from }) => from).toSorted();
  const until = days
    .map(({ until }) => until)
    .toSorted()
    .at(-1);
  return { from, until: until ?? '' };
}

/** Returns one card, for however many tenants somebody asked. */
function digest(
  voice: ReaderLocale,
  weeks: readonly Week[],
  { lines, week }: { lines: readonly string[]; week: string },
): Card {
  const { weekly: say, buttons, several } = voice.words.reminders;
  const [only, ...others] = weeks;
  const alone = only && others.length === 0 ? only : null;
  const names = alone ? alone.tenant.name : several(weeks.length);
  const sum = (of: 'opened' | 'closed') => weeks.reduce((total, week) => total + week[of].length, 0);
  const isFirst = weeks.some(({ told }) => told.first);
  const summary = say.summary(names, sum('opened'), sum('closed'), isFirst);
  const stop = (what: string, label: string) => button('press', 'reminders.weekly', label, `${what} off`);
  return card(say.title(names), summary, {
    text: [summary, ...lines],
    facts: alone ? facts(voice, alone) : [],
    rows: alone
      ? []
      : weeks.slice(0, maxRows).map((one) => ({
          title: one.tenant.name,
          detail: asLines(voice, one),
          button: stop(one.tenant.id, say.stop),
        })),
    buttons: [
      button('press', 'contact.show', voice.words.securityContact.buttons.show, alone ? alone.tenant.id : ''),
      button('press', 'reminders.list', buttons.list, ''),
      alone ? stop(alone.tenant.id, say.unsubscribe) : stop(week, say.stopAll),
    ],
    footer: weeks.length > maxRows ? voice.words.findings.more(weeks.length - maxRows) : say.footer,
  });
}
