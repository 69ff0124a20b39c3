import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessResponder } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { excerpt } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { alertCard, reopenButton } from '../cards/alert-card.ts';
import { person } from '../cards/alert-facts.ts';
import { applyTransition, type Transition, type TransitionResult } from '../change/transitions.ts';
import { refusalToAnswer } from './authorize-answer.ts';
import { type FoundAlert, goneAlert, isNumber, withAlert } from './find-alert.ts';

/** The most characters of an alert's name in a sentence. */
const nameRoom = 100;

/** Acknowledges the alert whose id, or number, is the button's value. */
export const pressAcknowledge = pressing({ kind: 'acknowledge' });
/** Reopens the alert whose id, or number, is the button's value. */
export const pressReopen = pressing({ kind: 'reopen' });

function pressing(transition: Transition): PressHandler {
  return (request, alertId, world) =>
    withAlert(request, alertId, world, async (found) => {
      const refused = await refusalToAnswer(request, found, world);
      if (refused) return refused;
      const result = await applyTransition(request, found.alert.id, transition, world);
      const reply = doneReply(request, result, found.tenant);
      // A list shows what became of the alert by itself.
      return reply.kind === 'card' && isNumber(alertId) ? { ...reply, instead: false } : reply;
    });
}

/**
 * Returns the question whether to reopen an alert that somebody is working on: a typed number may have been meant for another
 * alert.
 */
export async function askToReopen(request: Request, found: FoundAlert, world: World): Promise<Reply> {
  const { alert, tenant, former } = found;
  const refused = await refusalUnlessResponder(request, tenant, world, former);
  if (refused || !alert.acknowledged) return refused ?? goneAlert(request);
  const notice = request.words.alerts.notResolved(person(alert.acknowledged));
  const shown = alertCard(askerLocale(request), { alert, tenant, notice, platform: request.platform });
  const buttons = [reopenButton(request.words, alert), ...shown.buttons];
  return { kind: 'card', instead: false, card: { ...shown, buttons } };
}

/** Returns the alert's card as it is now, headed by what was done or by who was faster. */
export function doneReply(request: Request, done: TransitionResult, tenant: StoredTenant | null): Reply {
  if (done.kind === 'gone') return goneAlert(request);
  const notice = noticeOf(request, done);
  const { alert } = done;
  // The sentence may stand far from the card: somebody typed the alert's number in a channel.
  const name = request.words.alerts.named(alert.number, excerpt(alert.content.displayName, nameRoom));
  const shown = alertCard(askerLocale(request), { alert, tenant, notice, platform: request.platform });
  return { kind: 'card', instead: done.kind === 'done', card: shown, brief: [name, ...[notice].flat()] };
}

function noticeOf({ words }: Request, { kind, alert, before }: Exclude<TransitionResult, { kind: 'gone' }>): Text {
  const { already, acknowledgedNow, reopenedNow, takenBack, resolvedNow } = words.alerts;
  const { acknowledged, resolved, status } = alert;
  if (kind === 'done' && status === 'active' && before.status === 'investigating' && before.acknowledged)
    return takenBack(person(before.acknowledged));
  if (kind === 'done') return { active: reopenedNow, investigating: acknowledgedNow, resolved: resolvedNow }[status];
  if (resolved?.by) return already.resolved([person({ by: resolved.by, byName: resolved.byName })]);
  if (resolved) return already.closedByAge;
  return acknowledged ? already.acknowledged([person(acknowledged)]) : already.open;
}
