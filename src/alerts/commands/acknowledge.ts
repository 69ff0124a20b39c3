import { type Acknowledged, type Alert, isMissedDrill } from '../../domain/alert/alert.ts';
import { holderOf, isAskedNow } from '../../domain/alert/holding.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import type { PressHandler, Reply, Request } from '../../request/interaction.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { card, excerpt, type Text } from '../../view/view.ts';
import { alertCard, reopenButton } from '../cards/alert-card.ts';
import { doer } from '../cards/alert-facts.ts';
import { applyTransition, type KnownResult, type Transition } from '../change/transitions.ts';
import { isReaching } from '../write-back/enqueue-write-back.ts';
import { type FoundAlert, goneAlert, isAmong, isNumber, tenantsToAnswer, withAnswerable } from './find-alert.ts';

/** The most characters of an alert's name in a sentence. */
const nameRoom = 100;

/** Acknowledges the alert whose id, or number, is the button's value. */
export const pressAcknowledge = pressing({ kind: 'acknowledge' });

/** The value of the button that takes an acknowledgement back: its time, and the id of the alert. */
const takingBack = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (.+)$/s;

/**
 * Reopens the alert whose id, or number, is the button's value. Asks first about an alert that somebody is working on: the
 * button may be of an older card, and a typed number may have been meant for another alert.
 */
export const pressReopen: PressHandler = (request, value, world) => {
  const [, acknowledgedAt = null, alertId = value] = takingBack.exec(value) ?? [];
  return pressing({ kind: 'reopen', acknowledgedAt, settings: world.settings })(request, alertId, world);
};

/** Takes the alert over whose id, or number, is the button's value. */
export const pressTake = pressing({ kind: 'take' });

/** Returns the handler of a button that makes this transition of the alert whose id, or number, is its value. */
function pressing(transition: Transition): PressHandler {
  return (request, alertId, world) =>
    withAnswerable(request, alertId, world, async (found) => {
      const reply = await answerAlert(request, found, transition, world);
      // A list shows what became of the alert by itself.
      return reply.kind === 'card' && isNumber(alertId) ? { ...reply, instead: false } : reply;
    });
}

/**
 * Makes this transition of an alert that the asker may answer. Returns its card as it is now, headed by what was done or by who was
 * faster.
 */
export async function answerAlert(request: Request, found: FoundAlert, what: Transition, world: World): Promise<Reply> {
  const { tenant } = found;
  const done = await applyTransition(request, found.alert.id, what, world);
  if (done.kind === 'gone') return goneAlert(request);
  const { alert } = done;
  if (what.kind === 'reopen' && done.kind === 'already' && alert.acknowledged)
    return askToReopen(request, alert, alert.acknowledged, tenant);
  const notice = noticeOf(request, done, what.kind, world);
  // The sentence may stand far from the card: somebody typed the alert's number in a channel.
  const name = request.messages.alerts.named(alert.number, excerpt(alert.content.displayName, nameRoom));
  const shown = alertCard(askerLocale(request), { alert, tenant, notice, platform: request.platform });
  return { kind: 'card', instead: done.kind === 'done', card: shown, brief: [name, ...[notice].flat()] };
}

/** Returns the card of an alert that is resolved already, which says who resolved it and when, with **Reopen**. */
export function alreadyResolved(request: Request, { alert, tenant }: FoundAlert, world: World): Reply {
  const notice = noticeOf(request, { kind: 'already', alert, before: alert }, 'resolve', world);
  const shown = alertCard(askerLocale(request), { alert, tenant, notice, platform: request.platform });
  return { kind: 'card', instead: false, card: shown, brief: notice };
}

/** Returns the question whether to take an acknowledgement back. */
function askToReopen(request: Request, alert: Alert, acknowledged: Acknowledged, tenant: StoredTenant | null): Reply {
  const notice = request.messages.alerts.notResolved(doer(request.messages, acknowledged));
  const shown = alertCard(askerLocale(request), { alert, tenant, notice, platform: request.platform });
  const buttons = [reopenButton(request.messages, `${acknowledged.at} ${alert.id}`), ...shown.buttons.slice(0, 3)];
  return { kind: 'card', instead: false, card: { ...shown, buttons } };
}

function noticeOf(request: Request, result: KnownResult, what: Transition['kind'], world: World): Text {
  const { messages, actor } = request;
  const { kind, alert, before } = result;
  const { already, acknowledgedNow, reopenedNow, takenBack, keptNow, keptOther, takenNow, givenNow } = messages.alerts;
  const { acknowledged, resolved, status } = alert;
  if (kind === 'done' && status === 'active' && before.status === 'investigating' && before.acknowledged)
    return takenBack(doer(messages, before.acknowledged));
  if (kind === 'done' && what === 'keep') return holderOf(alert)?.by === actor.id ? keptNow : keptOther;
  if (kind === 'done' && what === 'give')
    return givenNow(alert.offered?.toName ?? '', holderOf(alert)?.by === actor.id);
  if (kind === 'done' && what === 'take' && before.status === 'investigating') return takenNow;
  if (kind === 'already' && what === 'take' && alert.status === 'investigating') return already.yours;
  if (kind === 'already' && what === 'keep' && alert.status === 'active') return already.notAcknowledged;
  const { resolvedThereToo, resolvedNow: notThere, resolvedHere } = messages.alerts;
  const isThere = isReaching(alert, world.settings);
  const resolvedNow = isThere ? resolvedThereToo : alert.origin === 'sent' ? notThere : resolvedHere;
  if (kind === 'done') return { active: reopenedNow, investigating: acknowledgedNow, resolved: resolvedNow }[status];
  if (resolved?.by || resolved?.there) return already.resolved([doer(messages, resolved)]);
  if (resolved) return isMissedDrill(alert) ? already.missed : already.closedByAge;
  return acknowledged ? already.acknowledged([doer(messages, acknowledged)]) : already.open;
}

const keepOne = pressing({ kind: 'keep' });

/**
 * Handles **Still working on it**: the holder goes on working on an alert. The button's value is the alert's id, or our number; empty
 * for all about which the asker was asked.
 */
export const pressKeep: PressHandler = (request, value, world) =>
  value === '' ? keepAll(request, world) : keepOne(request, value, world);

/** The most alerts that one press keeps. */
const most = 1_000;

async function keepAll(request: Request, world: World): Promise<Reply> {
  const { id } = request.actor;
  const theirs = await world.store.read((reader) => reader.scan('alerts.holder', { key: id, after: null }));
  // Only what the asker was asked about since they last did something.
  const asked = theirs.filter(isAskedNow).slice(0, most);
  const { tenants, refused } = await tenantsToAnswer(request, asked, world);
  const mine = asked.filter((alert) => isAmong(tenants, alert));
  if (refused && mine.length === 0) return refused;
  const keyOf = (alert: Alert) => request.key && `${request.key} ${alert.id}`;
  for (const alert of mine) await applyTransition({ ...request, key: keyOf(alert) }, alert.id, { kind: 'keep' }, world);
  const { keptAll, keptNow } = request.messages.alerts;
  if (mine.length === 0) return refusal(request.messages, [keptAll(0)]);
  const text = `${keptAll(mine.length)} ${keptNow}`;
  return { kind: 'card', instead: false, card: card('', text, { text: [text] }), brief: text };
}
