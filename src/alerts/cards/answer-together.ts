import type { Selection } from '../../domain/alert/selection.ts';
import type { Words } from '../../messages/words.ts';
import type { Reader } from '../../ports/store.ts';
import { button } from '../../view/build-card.ts';
import type { Button } from '../../view/view.ts';
import { allSelected } from '../change/selected.ts';
import type { AlertOf } from './load-alert.ts';

/** The alerts that a card answers together: how many nobody acknowledged, how many are not resolved, and which ones they are in words. */
export interface Together {
  selection: Selection;
  active: number;
  open: number;
  which: string;
}

/** Returns what a card that names these alerts answers together: all open ones of their tenants and sources, as things are now. */
export async function togetherWith(reader: Reader, named: readonly AlertOf[]): Promise<Omit<Together, 'which'>> {
  const upTo = (await reader.get('counters', 'alerts'))?.value ?? 0;
  const tenants = [...new Set(named.map(({ alert }) => alert.tenantId))];
  const sources = [...new Set(named.map(({ alert }) => alert.source))];
  const selection = { upTo, tenants, sources };
  const all = named.length === 0 ? [] : await allSelected(reader, selection);
  return { selection, open: all.length, active: all.filter(({ status }) => status === 'active').length };
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
