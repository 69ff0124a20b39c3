import { groupsOf, isAdminless, isCritical } from '../../domain/finding/finding.ts';
import { shortName } from '../../domain/text/words.ts';
import { remedyButton, remedyButtons } from '../../findings/remedies.ts';
import { findingTitle } from '../../findings/text.ts';
import type { ReaderLocale } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import type { Button, Card } from '../../view/view.ts';
import { yearFigures } from '../figures/answer-charts.ts';
import type { Anniversary } from './anniversary.ts';
import type { LoadedReminder } from './load-reminder.ts';
import { reminderRows, toConfirm } from './reminder-rows.ts';

/** The most rows of a card, which counts the others. */
const maxRows = 12;

/** Returns the card of a reminder: its findings, each with the button that clears it, or with what became of it since, and the year of the anniversary. */
export function reminderCard(reader: ReaderLocale, shown: LoadedReminder, anniversary: Anniversary | null): Card {
  const { findings, reminders: say } = reader.words;
  const { open, only, reminder } = shown;
  const isOver = open.length === 0;
  const buttons = isOver ? overButtons(reader, shown) : remedies(reader, shown);
  const may = (id: string) => mayPress(shown, id);
  const rows = reminderRows(reader, shown, { buttons, mark: markOf(shown), may });
  const hidden = Math.max(0, rows.length - maxRows);
  const more = { title: findings.more(hidden), detail: say.moreDetail, button: null };
  const { title, tone, summary, text } = isOver ? overHead(reader, shown) : openHead(reader, shown);
  const why = {
    admin: reminder.to.kind === 'person' ? say.why : say.whyAdminChannel,
    manager: say.whyManager,
    channel: say.whyChannel,
  };
  const when = open.some(({ code }) => isCritical(code)) ? say.atAnyHour : say.seldom;
  const year = anniversary && yearFigures(reader, anniversary.year, only === null ? anniversary.tenantName : null);
  return card(title, summary, {
    tone,
    text: [text],
    facts: [...(only === null ? [] : toConfirm(reader, shown, only, open)), ...(year?.facts ?? [])],
    charts: year?.charts ?? [],
    rows: [...rows.slice(0, maxRows), ...(hidden > 0 ? [more] : [])],
    buttons: isOver ? buttons : [...buttons, ...otherButtons(reader, shown)],
    footer: `${why[reminder.role]} ${when}`,
  });
}

/** Returns the card that a reminder becomes when a newer one was sent. */
export function olderReminderCard({ words }: ReaderLocale): Card {
  const { newer, newerTitle } = words.reminders;
  return card(newerTitle, newer, { text: [newer] });
}

type CardHead = Pick<Card, 'title' | 'tone' | 'summary'> & { text: string };

/** Returns the head of a card with open findings: their number, the tenants, and the people who can do something about them. */
function openHead({ words }: ReaderLocale, shown: LoadedReminder): CardHead {
  const { about, adminless, escalated, inChannel, inPlace, summary, title, urgentTitle } = words.reminders;
  const { open, reminder } = shown;
  const rows = groupsOf(open, ({ tenantId }) => tenantId);
  const urgent = rows.filter(({ code }) => isCritical(code)).length;
  const others = open.some(isAdminless) ? adminless : null;
  const who = { admin: inPlace, manager: others ?? escalated, channel: others ?? inChannel }[reminder.role];
  const names = tenantNames(shown, words.reminders.several);
  const groups = groupsOf(open);
  const worst = groups.find(({ code }) => isCritical(code)) ?? groups[0];
  const rest = rows.filter(({ code }) => code !== worst?.code).length;
  return {
    title: urgent > 0 ? urgentTitle(rows.length, urgent) : title(rows.length),
    tone: urgent > 0 ? 'danger' : 'warning',
    summary: words.alerts.whose(shortName(names, 24), worst ? summary(findingTitle(words, worst), rest) : ''),
    text: `${about(names)} ${who}`,
  };
}

/** Returns the head of a card without open findings. It is green only when all are fixed, since a finding that was put off comes back. */
function overHead({ words }: ReaderLocale, shown: LoadedReminder): CardHead {
  const { allPutOff, done, doneTitle, nothingLeftTitle, othersOpen, putOffTitle, several } = words.reminders;
  const { snoozed, others, items } = shown;
  const text = snoozed > 0 ? allPutOff(snoozed < items.length) : others ? othersOpen : done;
  return {
    title: snoozed > 0 ? putOffTitle : others ? nothingLeftTitle : doneTitle,
    tone: snoozed > 0 ? 'neutral' : 'good',
    summary: words.alerts.whose(shortName(tenantNames(shown, several), 24), text),
    text,
  };
}

function tenantNames({ tenants, items, open }: LoadedReminder, several: (count: number) => string): string {
  const ids = [...new Set((open.length > 0 ? open : items).map(({ tenantId }) => tenantId))];
  const [only] = ids;
  return ids.length === 1 && only ? (tenants.get(only)?.name ?? only) : several(ids.length);
}

const forChannels: readonly string[] = ['contact.confirm', 'alerts.drill'];

/** Returns true when the reader of a reminder is offered the button of this id. A press checks the right anew. */
function mayPress({ reminder: { role } }: LoadedReminder, id: string): boolean {
  return role === 'admin' || (role === 'channel' && forChannels.includes(id));
}

/** Returns the buttons that clear findings, for a card about one tenant. One who is asked to confirm the contact may also change it. */
function remedies({ words }: ReaderLocale, shown: LoadedReminder): Button[] {
  const { only, open } = shown;
  if (!only) return [];
  const mark = markOf(shown);
  const own = remedyButtons(open, only, words, { mark, may: (id) => mayPress(shown, id) });
  const has = (id: string) => own.some((one) => one.id === id);
  if (!has('contact.confirm') || has('contact.update') || !mayPress(shown, 'contact.update')) return own;
  return own.toSpliced(1, 0, remedyButton('contact.update', only, words, mark));
}

/** Returns the buttons that clear nothing: snooze, for administrators, and the way to the contact or to the list. */
function otherButtons(reader: ReaderLocale, shown: LoadedReminder): Button[] {
  const { id, role } = shown.reminder;
  const snooze = button('form', 'reminders.snooze', reader.words.reminders.buttons.snooze, id);
  return [...(role === 'admin' ? [snooze] : []), showButton(reader, shown)];
}

/** Returns the buttons of a card without open findings: the end of the snooze, and the way to the contact or to the list. */
function overButtons(reader: ReaderLocale, shown: LoadedReminder): Button[] {
  const { buttons } = reader.words.reminders;
  const { snoozed, others, reminder } = shown;
  if (snoozed === 0) return others ? [button('press', 'reminders.list', buttons.list, '')] : [];
  const back = button('press', 'reminders.unsnooze', buttons.unsnooze, `${reminder.id}${markOf(shown)}`);
  return [...(mayPress(shown, back.id) ? [back] : []), showButton(reader, shown)];
}

function showButton({ words: { reminders, securityContact } }: ReaderLocale, shown: LoadedReminder): Button {
  return shown.only
    ? button('press', 'contact.show', securityContact.buttons.show, `${shown.only.id}${markOf(shown)}`)
    : button('press', 'reminders.list', reminders.buttons.list, '');
}

/** Returns the end of a button's value, which says from which reminder it was pressed. */
function markOf({ reminder }: LoadedReminder): string {
  return ` ~${reminder.id}`;
}
