import { button, card } from '../card.ts';
import type { Nag } from '../collections.ts';
import { isAdminless, isCritical, type StoredFinding } from '../domain/finding.ts';
import { remedyButtons } from '../remedy.ts';
import type { Button, Card, Text } from '../view.ts';
import type { Voice } from '../voice.ts';
import { nagRows } from './nag-rows.ts';
import { isStillOpen, type NagShown } from './nag-shown.ts';

/** Rows that a card bears; the rest is counted. */
const most = 12;

/** A reminder: what looks outdated, each with what clears it, and what became of it since. */
export function nagCard(voice: Voice, shown: NagShown): Card {
  const { reminders: say, findings } = voice.words;
  const open = shown.items.filter((item) => isStillOpen(item, shown.now));
  const left = open.length;
  const own = left === 0 ? [] : ownButtons(voice, shown, open);
  const rows = nagRows(voice, shown, { buttons: own, mark: markOf(shown.nag), may: (id) => mayPress(shown, id) });
  const hidden = rows.slice(most).reduce((sum, { count }) => sum + count, 0);
  const more = { title: findings.more(hidden), detail: say.moreDetail, button: null };
  return card(titleOf(voice, open, left), summaryOf(voice, shown, open, left), {
    tone: left === 0 ? 'good' : open.some(({ code }) => isCritical(code)) ? 'danger' : 'warning',
    text: [...(shown.notice === null ? [] : [shown.notice]), ...intro(voice, shown, open, left)],
    rows: [...rows.slice(0, most).map(({ row }) => row), ...(hidden > 0 ? [more] : [])],
    buttons: left === 0 ? [] : [...own, ...otherButtons(voice, shown)],
    footer: `${whyOf(voice, shown.nag)} ${oftenOf(voice, open)}`,
  });
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

function titleOf({ words }: Voice, open: readonly StoredFinding[], left: number): string {
  const { title, urgentTitle, doneTitle } = words.reminders;
  if (left === 0) return doneTitle;
  const urgent = open.filter(({ code }) => isCritical(code)).length;
  return urgent > 0 ? urgentTitle(left, urgent) : title(left);
}

function summaryOf(voice: Voice, shown: NagShown, open: readonly StoredFinding[], left: number): string {
  const { done, summary } = voice.words.reminders;
  return left === 0 ? done : summary(namesIn(voice, shown, open), left);
}

/** The heading says how many: here, of whom, and who can do something about it. */
function intro(voice: Voice, shown: NagShown, open: readonly StoredFinding[], left: number): Text[] {
  const { about, done, adminless, escalated, inChannel, inPlace } = voice.words.reminders;
  if (left === 0) return [done];
  const others = open.some(isAdminless) ? adminless : null;
  const who = { admin: inPlace, manager: others ?? escalated, channel: others ?? inChannel }[shown.nag.role];
  return [`${about(namesIn(voice, shown, open))} ${who}`];
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

/** Those that mend something, where the card is about one tenant alone. */
function ownButtons({ words }: Voice, shown: NagShown, open: readonly StoredFinding[]): Button[] {
  const [only] = shown.tenants.values();
  if (!only || shown.tenants.size > 1) return [];
  return remedyButtons(open, only, words, { mark: markOf(shown.nag), may: (id) => mayPress(shown, id) });
}

function otherButtons({ words }: Voice, { nag, tenants }: NagShown): Button[] {
  const { buttons } = words.reminders;
  const [only] = tenants.values();
  return [
    ...(nag.role === 'admin' ? [button('form', 'reminders.snooze', buttons.snooze, nag.id)] : []),
    only && tenants.size === 1
      ? button('press', 'contact.show', words.securityContact.buttons.show, `${only.id}${markOf(nag)}`)
      : button('press', 'reminders.list', buttons.list, ''),
  ];
}

/** Says on the button from which reminder it was pressed. */
export function markOf({ id }: Pick<Nag, 'id'>): string {
  return ` ~${id}`;
}
