import type { Asking, PressHandler, SubmitHandler } from '../asking.ts';
import { isOpen } from '../domain/alert.ts';
import { line as entered } from '../entered.ts';
import type { Form } from '../view.ts';
import { allOf, answerAll } from './acknowledge-all.ts';
import { goneAlert } from './press.ts';
import { checkedResolve, reasonForm, type Typed } from './resolve.ts';

/** One form for all that a card for many stands for and nobody resolved, up to the newest that the presser saw. */
export const pressResolveAll: PressHandler = async (asking, value, world) => {
  const found = await allOf(asking, value, isOpen, world);
  if (!found) return goneAlert(asking);
  if (found.refused && found.tenants.length === 0) return found.refused;
  const form = formOf(asking, { value, count: found.count }, { reason: null, note: '' }, {});
  return { kind: 'form', form };
};

export const saveResolveAll: SubmitHandler = async (asking, { state, values }, world) => {
  const typed = { reason: entered(values.reason), note: entered(values.note) };
  const { resolving, problems } = checkedResolve(asking, typed);
  if (resolving) return answerAll(asking, state, resolving, world);
  const found = await allOf(asking, state, isOpen, world);
  if (!found) return goneAlert(asking);
  return { kind: 'form', form: formOf(asking, { value: state, count: found.count }, typed, problems) };
};

function formOf(
  asking: Asking,
  { value, count }: { value: string; count: number },
  typed: Typed,
  problems: Form['problems'],
): Form {
  const { titleAll, introAll } = asking.words.alerts.form;
  const what = { id: 'alerts.resolveAll', title: titleAll, intro: introAll(count), state: value };
  return reasonForm(asking, what, typed, problems);
}
