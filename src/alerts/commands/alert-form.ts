/** Forms about one alert, and forms that come back with what is wrong in them. */
import { z } from 'zod';
import type { World } from '../../ports/world.ts';
import { stateIn } from '../../request/form-input.ts';
import type { Problems } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import type { Request } from '../../request/request.ts';
import type { Form } from '../../view/view.ts';
import { tenantName } from '../cards/alert-facts.ts';
import { refusalToAnswer } from './authorize-answer.ts';
import { type FoundAlert, type UseAlert, withAlert } from './find-alert.ts';

/** Calls `answer` with the alert whose id, or our number, is a button's value. Refuses who may not answer it. */
export function withAnswerable(request: Request, value: string, world: World, answer: UseAlert): Promise<Reply> {
  return withAlert(request, value, world, async (found) => {
    return (await refusalToAnswer(request, found, world)) ?? answer(found);
  });
}

const State = z.object({ alert: z.string() });

/** Calls `answer` with the alert that a form is about, as `withAnswerable` does. */
export function withAlertOfForm(request: Request, state: string, world: World, answer: UseAlert): Promise<Reply> {
  return withAnswerable(request, stateIn(State, state)?.alert ?? '', world, answer);
}

/** Returns the part of a form that names the alert which it is about. */
export function formHead(request: Request, { alert, tenant }: FoundAlert): Pick<Form, 'intro' | 'state'> {
  const which = `${request.words.alerts.numbered(alert.number)} · ${tenantName(request, { alert, tenant })}`;
  return { intro: [alert.content.displayName, which], state: JSON.stringify({ alert: alert.id }) };
}

/** Returns the form with what is wrong, which it says at its top too. `notice` stands there where nothing is wrong. */
export function formReply(
  { words }: Request,
  form: Omit<Form, 'problems' | 'notice'>,
  problems: Problems,
  notice: string | null = null,
): Extract<Reply, { kind: 'form' }> {
  const isWrong = Object.keys(problems).length > 0;
  return { kind: 'form', form: { ...form, problems, notice: isWrong ? words.contactForm.invalid : notice } };
}
