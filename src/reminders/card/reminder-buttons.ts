import type { StoredFinding } from '../../domain/finding/finding.ts';
import { remedyButton, remedyButtons } from '../../findings/remedies.ts';
import type { Words } from '../../messages/words.ts';
import type { Nag } from '../../ports/collections.ts';
import type { ReaderLocale } from '../../request/reader-locale.ts';
import { button } from '../../view/build-card.ts';
import type { Button } from '../../view/view.ts';
import { type LoadedReminder, onlyIn, putOffIn } from './load-reminder.ts';

const forAnybody: readonly string[] = ['contact.confirm', 'alerts.drill'];

/** Returns whether the reader of a reminder may press the button of this id. A press is checked afresh. */
export function mayPress({ nag: { role } }: LoadedReminder, id: string): boolean {
  return role === 'admin' || (role === 'channel' && forAnybody.includes(id));
}

/** Those that mend something, where the card is about one tenant alone. Who is asked whether it is right may say that it is not. */
export function ownButtons({ words }: ReaderLocale, shown: LoadedReminder, open: readonly StoredFinding[]): Button[] {
  const only = onlyIn(shown);
  if (!only) return [];
  const mark = markOf(shown.nag);
  const own = remedyButtons(open, only, words, { mark, may: (id) => mayPress(shown, id) });
  const has = (id: string) => own.some((one) => one.id === id);
  if (!has('contact.confirm') || has('contact.update') || !mayPress(shown, 'contact.update')) return own;
  return own.toSpliced(1, 0, remedyButton('contact.update', only, words, mark));
}

/** Returns the buttons that mend nothing: snooze, for administrators, and the way to the contact or to the list. */
export function otherButtons({ words }: ReaderLocale, shown: LoadedReminder): Button[] {
  const { nag } = shown;
  const snooze = button('form', 'reminders.snooze', words.reminders.buttons.snooze, nag.id);
  return [...(nag.role === 'admin' ? [snooze] : []), showButton(words, shown)];
}

/** Takes all of it back, and shows what it was or what else there is. */
export function overButtons({ words }: ReaderLocale, shown: LoadedReminder): Button[] {
  const { buttons } = words.reminders;
  if (putOffIn(shown) === 0) return shown.others ? [button('press', 'reminders.list', buttons.list, '')] : [];
  const { nag } = shown;
  const back = button('press', 'reminders.unsnooze', buttons.unsnooze, `${nag.id}${markOf(nag)}`);
  return [...(mayPress(shown, back.id) ? [back] : []), showButton(words, shown)];
}

function showButton({ reminders, securityContact }: Words, shown: LoadedReminder): Button {
  const only = onlyIn(shown);
  return only
    ? button('press', 'contact.show', securityContact.buttons.show, `${only.id}${markOf(shown.nag)}`)
    : button('press', 'reminders.list', reminders.buttons.list, '');
}

/** Says on the button from which reminder it was pressed. */
export function markOf({ id }: Pick<Nag, 'id'>): string {
  return ` ~${id}`;
}
