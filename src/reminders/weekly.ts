import { button, card } from '../card.ts';
import type { Delivery } from '../domain/delivery.ts';
import { dateAfter, isInSlotOf } from '../domain/slot.ts';
import { faqCountsBetween, faqDigestLine } from '../faq-counts.ts';
import type { World } from '../ports.ts';
import type { Card } from '../view.ts';
import { type Voice, voiceOfReader } from '../voice.ts';
import { asLines, facts, type Week } from './week.ts';
import { weekOf } from './week-of.ts';

/** Tenants that a card bears; the rest is counted. */
const most = 10;

/** The card of the digest. Null when the delivery is about something else. */
export async function weeklyCard(
  { about, to, since, message }: Delivery,
  world: World,
): Promise<{ card: Card; revision: number } | null> {
  if (about.kind !== 'weekly' || to.kind !== 'person') return null;
  const voice = await voiceOfReader(to, world);
  const late = !isInSlotOf(since, world.clock.now(), voice.timezone, world.settings.holidays);
  if (late && message === null) return null;
  const weeks = await Promise.all(about.tenantIds.map((id) => weekOf(id, to.id, world)));
  const told = weeks.filter((week) => week !== null);
  if (told.length === 0) return null;
  const questions = await questionsIn(told, voice, world);
  return { card: digest(voice, told, { questions, week: about.week }), revision: 1 };
}

/** Of whole days, so that none is told twice: today comes in the next digest. */
async function questionsIn(weeks: readonly Week[], { words }: Voice, { store }: World): Promise<string> {
  const days = weeks.map(({ told }) => ({
    from: told.from.slice(0, 10),
    until: dateAfter(told.until.slice(0, 10), -1),
  }));
  const [first] = days.map(({ from }) => from).toSorted();
  const last = days
    .map(({ until }) => until)
    .toSorted()
    .at(-1);
  return faqDigestLine(await store.read((reader) => faqCountsBetween(reader, first ?? '', last ?? '')), words);
}

/** One card, however many tenants somebody asked for. `questions` are the whole organisation's, in words. */
function digest(voice: Voice, weeks: readonly Week[], { questions, week }: { questions: string; week: string }): Card {
  const { weekly: say, buttons, several } = voice.words.reminders;
  const [only, ...others] = weeks;
  const alone = only && others.length === 0 ? only : null;
  const names = alone ? alone.tenant.name : several(weeks.length);
  const sum = (of: 'opened' | 'closed') => weeks.reduce((total, week) => total + week[of].length, 0);
  const isFirst = weeks.some(({ told }) => told.first);
  const summary = say.summary(names, sum('opened'), sum('closed'), isFirst);
  const stop = (what: string, label: string) => button('press', 'reminders.weekly', label, `${what} off`);
  return card(say.title(names), summary, {
    text: [summary, questions],
    facts: alone ? facts(voice, alone) : [],
    rows: alone
      ? []
      : weeks.slice(0, most).map((one) => ({
          title: one.tenant.name,
          detail: asLines(voice, one),
          button: stop(one.tenant.id, say.stop),
        })),
    buttons: [
      button('press', 'contact.show', voice.words.securityContact.buttons.show, alone ? alone.tenant.id : ''),
      button('press', 'reminders.list', buttons.list, ''),
      alone ? stop(alone.tenant.id, say.unsubscribe) : stop(week, say.stopAll),
    ],
    footer: weeks.length > most ? voice.words.findings.more(weeks.length - most) : say.footer,
  });
}
