import type { Selection } from '../../domain/alert/selection.ts';
import type { Words } from '../../messages/words.ts';
import { button } from '../../view/build-card.ts';
import type { Button } from '../../view/view.ts';

/** The alerts that a card answers together: how many nobody acknowledged, how many are not resolved, and which ones they are in words. */
export interface Together {
  selection: Selection;
  active: number;
  open: number;
  which: string;
}

/** The most characters that a button's value may have on any platform. */
const maxValue = 500;

/** Returns the buttons that acknowledge and resolve alerts together: each only where it is about more than one. */
export function answerTogether({ alerts }: Words, { selection, active, open, which }: Together): Button[] {
  const { buttons, acknowledgeAllQuestion } = alerts;
  const value = JSON.stringify(selection);
  const state = JSON.stringify({ which, selection });
  const confirm = acknowledgeAllQuestion(active);
  return [
    ...(active > 1 && value.length <= maxValue
      ? [button('press', 'alerts.acknowledgeMany', buttons.acknowledgeCount(active), value, { confirm })]
      : []),
    ...(open > 1 && state.length <= maxValue
      ? [button('form', 'alerts.resolveMany', buttons.resolveCount(open), state)]
      : []),
  ];
}
