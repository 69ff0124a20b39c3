import { button, card } from '../card.ts';
import type { Nag } from '../collections.ts';
import { isAdminless, isCritical, type StoredFinding } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Words } from '../messages/words.ts';
import { remedyButton, remedyButtons } from '../remedy.ts';
import type { Button, Card, Tone } from '../view.ts';
import type { Voice } from '../voice.ts';
import { nagRows } from './nag-rows.ts';
import { isPutOff, isStillOpen, type NagShown } from './nag-shown.ts';
import { toConfirm } from './to-confirm.ts';

/** Rows that a card bears; the rest is counted. */
const most = 12;

/** A reminder: what looks outdated, each with what clears it, and what became of it since. */
export function nagCard(voice: Voice, shown: NagShown): Card {
  const { findings, reminders: say } = voice.words;
  const open = shown.items.filter((item) => isStillOpen(item, shown.now));
  const only = onlyIn(shown);
  const buttons = open.length === 0 ? overButtons(voice, shown) : ownButtons(voice, shown, open);
  const rows = nagRows(voice, shown, { buttons, mark: markOf(shown.nag), may: (id) => mayPress(shown, id) });
  const hidden = rows.slice(most).reduce((sum, { count }) => sum + count, 0);
  const more = { title: findings.more(hidden), detail: say.moreDetail, button: null };
  const { title, tone, summary, text } = open.length === 0 ? overOf(voice, shown) : openOf(voice, shown, open);
  return card(title, summary, {
    tone,
    text: [...(shown.notice === null ? [] : [shown.notice]), text],
    facts: only === null ? [] : toConfirm(voice, shown, only, open),
    rows: [...rows.slice(0, most).map(({ row }) => row), ...(hidden > 0 ? [more] : [])],
    buttons: open.length === 0 ? buttons : [...buttons, ...otherButtons(voice, shown)],
    footer: `${whyOf(voice, shown.nag)} ${oftenOf(voice, open)}`,
  });
}

interface Head {
  title: string;
  tone: Tone;
  summary: string;
  text: string;
}

/** The heading says how many: the text, of whom, and who can do something about it. */
function openOf(voice: Voice, shown: NagShown, open: readonly StoredFinding[]): Head {
  const { about, adminless, escalated, inChannel, inPlace, summary, title, urgentTitle } = voice.words.reminders;
  const urgent = open.filter(({ code }) => isCritical(code)).length;
  const others = open.some(isAdminless) ? adminless : null;
  const who = { admin: inPlace, manager: others ?? escalated, channel: others ?? inChannel }[shown.nag.role];
  const names = namesIn(voice, shown, open);
  return {
    title: urgent > 0 ? urgentTitle(open.length, urgent) : title(open.length),
    tone: urgent > 0 ? 'danger' : 'warning',
    summary: summary(names, open.length),
    text: `${about(names)} ${who}`,
  };
}

/** Nothing of it is open. Green is for what is fixed: what is put off comes back. */
function overOf({ words }: Voice, shown: NagShown): Head {
  const { allPutOff, done, doneTitle, nothingLeftTitle, othersOpen, putOffTitle } = words.reminders;
  const off = putOffIn(shown);
  const text = off > 0 ? allPutOff(off < shown.items.length) : shown.others ? othersOpen : done;
  const title = off > 0 ? putOffTitle : shown.others ? nothingLeftTitle : doneTitle;
  return { title, tone: off > 0 ? 'neutral' : 'good', summary: text, text };
}

function putOffIn({ items, now }: NagShown): number {
  return items.filter((item) => isPutOff(item, now)).length;
}

/** Why it stands there. */
function whyOf({ words }: Voice, { role, to }: Nag): string {
  const { why, whyAdminChannel, whyManager, whyChannel } = words.reminders;
  if (role === 'admin') return to.kind === 'person' ? why : whyAdminChannel;
  return role === 'manager' ? whyManager : whyChannel;
}

function oftenOf({ words }: Voice, open: readonly StoredFinding[]): string {
  const { seldom, atAnyHour } = words.reminders;
  return open.some(({ code }) => isCritical(code)) ? atAnyHour : seldom;
}

/** What a reminder becomes when a newer one was sent. */
export function olderNagCard({ words }: Voice): Card {
  const { newer, newerTitle } = words.reminders;
  return card(newerTitle, newer, { text: [newer] });
}

function namesIn({ words }: Voice, { tenants, items }: NagShown, open: readonly StoredFinding[]): string {
  const ids = [...new Set((open.length > 0 ? open : items).map(({ tenantId }) => tenantId))];
  const [only] = ids;
  return ids.length === 1 && only ? (tenants.get(only)?.name ?? only) : words.reminders.several(ids.length);
}

const forAnybody: readonly string[] = ['contact.confirm', 'alerts.drill'];

function mayPress({ nag: { role } }: NagShown, id: string): boolean {
  return role === 'admin' || (role === 'channel' && forAnybody.includes(id));
}

/** Those that mend something, where the card is about one tenant alone. Who is asked whether it is right may say that it is not. */
function ownButtons({ words }: Voice, shown: NagShown, open: readonly StoredFinding[]): Button[] {
  const only = onlyIn(shown);
  if (!only) return [];
  const mark = markOf(shown.nag);
  const own = remedyButtons(open, only, words, { mark, may: (id) => mayPress(shown, id) });
  const has = (id: string) => own.some((one) => one.id === id);
  if (!has('contact.confirm') || has('contact.update') || !mayPress(shown, 'contact.update')) return own;
  return own.toSpliced(1, 0, remedyButton('contact.update', only, words, mark));
}

/** The one tenant that the card is about; null for several. */
function onlyIn({ tenants }: NagShown): StoredTenant | null {
  const [only] = tenants.values();
  return only && tenants.size === 1 ? only : null;
}

function otherButtons({ words }: Voice, shown: NagShown): Button[] {
  const { nag } = shown;
  const snooze = button('form', 'reminders.snooze', words.reminders.buttons.snooze, nag.id);
  return [...(nag.role === 'admin' ? [snooze] : []), showButton(words, shown)];
}

/** Takes all of it back, and shows what it was or what else there is. */
function overButtons({ words }: Voice, shown: NagShown): Button[] {
  const { buttons } = words.reminders;
  if (putOffIn(shown) === 0) return shown.others ? [button('press', 'reminders.list', buttons.list, '')] : [];
  const { nag } = shown;
  const back = button('press', 'reminders.unsnooze', buttons.unsnooze, `${nag.id}${markOf(nag)}`);
  return [...(mayPress(shown, back.id) ? [back] : []), showButton(words, shown)];
}

function showButton({ reminders, securityContact }: Words, shown: NagShown): Button {
  const only = onlyIn(shown);
  return only
    ? button('press', 'contact.show', securityContact.buttons.show, `${only.id}${markOf(shown.nag)}`)
    : button('press', 'reminders.list', reminders.buttons.list, '');
}

/** Says on the button from which reminder it was pressed. */
export function markOf({ id }: Pick<Nag, 'id'>): string {
  return ` ~${id}`;
}
