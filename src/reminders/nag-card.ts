import { card } from '../card.ts';
import type { Nag } from '../collections.ts';
import { isCritical, type StoredFinding } from '../domain/finding.ts';
import type { Card } from '../view.ts';
import type { Voice } from '../voice.ts';
import { markOf, mayPress, otherButtons, overButtons, ownButtons } from './nag-buttons.ts';
import { openHead, overHead } from './nag-head.ts';
import { nagRows } from './nag-rows.ts';
import { isStillOpen, type NagShown, onlyIn } from './nag-shown.ts';
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
