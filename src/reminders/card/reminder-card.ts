import { groupsOf, isAdminless, isCritical, type StoredFinding } from '../../domain/finding/finding.ts';
import { shortName } from '../../domain/text/words.ts';
import { findingTitle } from '../../findings/text.ts';
import type { Nag } from '../../ports/collections.ts';
import type { ReaderLocale } from '../../request/reader-locale.ts';
import { card } from '../../view/build-card.ts';
import type { Card, Tone } from '../../view/view.ts';
import { isStillOpen, type LoadedReminder, onlyIn, putOffIn } from './load-reminder.ts';
import { markOf, mayPress, otherButtons, overButtons, ownButtons } from './reminder-buttons.ts';
import { reminderRows, toConfirm } from './reminder-rows.ts';

/** Rows that a card bears; the rest is counted. */
const most = 12;

/** A reminder: what looks outdated, each with what clears it, and what became of it since. */
export function reminderCard(voice: ReaderLocale, shown: LoadedReminder): Card {
  const { findings, reminders: say } = voice.words;
  const open = shown.items.filter((item) => isStillOpen(item, shown.now));
  const only = onlyIn(shown);
  const buttons = open.length === 0 ? overButtons(voice, shown) : ownButtons(voice, shown, open);
  const rows = reminderRows(voice, shown, { buttons, mark: markOf(shown.nag), may: (id) => mayPress(shown, id) });
  const hidden = Math.max(0, rows.length - most);
  const more = { title: findings.more(hidden), detail: say.moreDetail, button: null };
  const { title, tone, summary, text } = open.length === 0 ? overHead(voice, shown) : openHead(voice, shown, open);
  return card(title, summary, {
    tone,
    text: [...(shown.notice === null ? [] : [shown.notice]), text],
    facts: only === null ? [] : toConfirm(voice, shown, only, open),
    rows: [...rows.slice(0, most), ...(hidden > 0 ? [more] : [])],
    buttons: open.length === 0 ? buttons : [...buttons, ...otherButtons(voice, shown)],
    footer: `${whyOf(voice, shown.nag)} ${oftenOf(voice, open)}`,
  });
}

/** Why it stands there. */
function whyOf({ words }: ReaderLocale, { role, to }: Nag): string {
  const { why, whyAdminChannel, whyManager, whyChannel } = words.reminders;
  if (role === 'admin') return to.kind === 'person' ? why : whyAdminChannel;
  return role === 'manager' ? whyManager : whyChannel;
}

function oftenOf({ words }: ReaderLocale, open: readonly StoredFinding[]): string {
  const { seldom, atAnyHour } = words.reminders;
  return open.some(({ code }) => isCritical(code)) ? atAnyHour : seldom;
}

/** What a reminder becomes when a newer one was sent. */
export function olderReminderCard({ words }: ReaderLocale): Card {
  const { newer, newerTitle } = words.reminders;
  return card(newerTitle, newer, { text: [newer] });
}

/** What a reminder says of itself before its rows. */
interface Head {
  title: string;
  tone: Tone;
  summary: string;
  text: string;
}

/** The heading says how many: the text, of whom, and who can do something about it. */
export function openHead(voice: ReaderLocale, shown: LoadedReminder, open: readonly StoredFinding[]): Head {
  const { about, adminless, escalated, inChannel, inPlace, title, urgentTitle } = voice.words.reminders;
  const rows = groupsOf(open, ({ tenantId }) => tenantId);
  const urgent = rows.filter(({ code }) => isCritical(code)).length;
  const others = open.some(isAdminless) ? adminless : null;
  const who = { admin: inPlace, manager: others ?? escalated, channel: others ?? inChannel }[shown.nag.role];
  const names = namesIn(voice, shown, open);
  return {
    title: urgent > 0 ? urgentTitle(rows.length, urgent) : title(rows.length),
    tone: urgent > 0 ? 'danger' : 'warning',
    summary: voice.words.alerts.whose(shortName(names, 24), firstOf(voice, open)),
    text: `${about(names)} ${who}`,
  };
}

/** The worst by its name, and how many more there are. */
function firstOf({ words }: ReaderLocale, open: readonly StoredFinding[]): string {
  const groups = groupsOf(open);
  const worst = groups.find(({ code }) => isCritical(code)) ?? groups[0];
  const others = open.filter(({ code }) => code !== worst?.code);
  const rest = groupsOf(others, ({ tenantId }) => tenantId).length;
  return worst ? words.reminders.summary(findingTitle(words, worst), rest) : '';
}

/** Nothing of it is open. Green is for what is fixed: what is put off comes back. */
export function overHead(voice: ReaderLocale, shown: LoadedReminder): Head {
  const { words } = voice;
  const { allPutOff, done, doneTitle, nothingLeftTitle, othersOpen, putOffTitle } = words.reminders;
  const off = putOffIn(shown);
  const text = off > 0 ? allPutOff(off < shown.items.length) : shown.others ? othersOpen : done;
  const title = off > 0 ? putOffTitle : shown.others ? nothingLeftTitle : doneTitle;
  return {
    title,
    tone: off > 0 ? 'neutral' : 'good',
    summary: words.alerts.whose(shortName(namesIn(voice, shown, []), 24), text),
    text,
  };
}

function namesIn({ words }: ReaderLocale, { tenants, items }: LoadedReminder, open: readonly StoredFinding[]): string {
  const ids = [...new Set((open.length > 0 ? open : items).map(({ tenantId }) => tenantId))];
  const [only] = ids;
  return ids.length === 1 && only ? (tenants.get(only)?.name ?? only) : words.reminders.several(ids.length);
}
