import { isOpen } from '../../domain/alert/alert.ts';
import { line as entered } from '../../request/form-input.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import type { Form } from '../../view/view.ts';
import { goneAlert } from './acknowledge.ts';
import { allOf, answerAll } from './acknowledge-all.ts';
import { checkedResolve, reasonForm, type Typed } from './resolve.ts';

/** One form for all that a card for many stands for and nobody resolved, up to the newest that the presser saw. */
export const pressResolveAll: PressHandler = async (request, value, world) => {
  const found = await allOf(request, value, isOpen, world);
  if (!found) return goneAlert(request);
  if (found.refused && found.tenants.length === 0) return found.refused;
  const form = formOf(request, { value, count: found.count }, { reason: null, note: '' }, {});
  return { kind: 'form', form };
};

export const saveResolveAll: SubmitHandler = async (request, { state, values }, world) => {
  const typed = { reason: entered(values.reason), note: entered(values.note) };
  const { resolving, problems } = checkedResolve(request, typed);
  if (resolving) return answerAll(request, state, resolving, world);
  const found = await allOf(request, state, isOpen, world);
  if (!found) return goneAlert(request);
  return { kind: 'form', form: formOf(request, { value: state, count: found.count }, typed, problems) };
};

function formOf(
  request: Request,
  { value, count }: { value: string; count: number },
  typed: Typed,
  problems: Form['problems'],
): Form {
  const { titleAll, introAll } = request.words.alerts.form;
  const what = { id: 'alerts.resolveAll', title: titleAll, intro: introAll(count), state: value };
  return reasonForm(request, what, typed, problems);
}
