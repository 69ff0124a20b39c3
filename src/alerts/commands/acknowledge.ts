import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { refusal, refusalUnlessResponder } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { glimpse } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { alertCard, reopenButton } from '../cards/alert-card.ts';
import { person } from '../cards/alert-facts.ts';
import { act, type Deed, type Done } from '../change/transitions.ts';
import { type Found, findAlert, isNumber } from './find-alert.ts';

/** Characters of an alert's name in a sentence. */
const nameRoom = 100;

export function goneAlert({ words }: Request): Reply {
  const { gone, goneTitle, buttons } = words.alerts;
  return refusal(words, [gone], {
    title: goneTitle,
    buttons: [button('press', 'alerts.list', buttons.list, '')],
  });
}

/** In the archive, so that nothing can be done with it but read. */
export function closedAlert({ words }: Request, id: string): Reply {
  const { closed, buttons } = words.alerts;
  const shown = card(words.rights.title, closed, {
    tone: 'warning',
    text: [closed],
    buttons: [button('press', 'alerts.show', buttons.story, id)],
  });
  return { kind: 'card', instead: false, card: shown };
}

export const pressAcknowledge = pressing({ kind: 'acknowledge' });
export const pressReopen = pressing({ kind: 'reopen' });

function pressing(deed: Deed): PressHandler {
  return async (request, alertId, world) => {
    const found = await findAlert(alertId, world);
    if (!found) return goneAlert(request);
    const refused = await refusalUnlessResponder(request, found.tenant, world, found.former);
    if (found.closed && !refused) return closedAlert(request, alertId);
    if (refused) return refused;
    const reply = await doneReply(request, await act(request, found.alert.id, deed, world), found.tenant, world);
    // A list shows what became of the alert by itself.
    return reply.kind === 'card' && isNumber(alertId) ? { ...reply, instead: false } : reply;
  };
}

/** Typed, it may have been meant for another one: what somebody is working on is not taken from them without a word. */
export async function askToReopen(request: Request, { alert, tenant, former }: Found, world: World): Promise<Reply> {
  const refused = await refusalUnlessResponder(request, tenant, world, former);
  if (refused || !alert.acknowledged) return refused ?? goneAlert(request);
  const names = await world.store.read((reader) => namesOf(reader, [], []));
  const question = request.words.alerts.notResolved(person(alert.acknowledged));
  const shown = alertCard(askerLocale(request), {
    alert,
    tenant,
    names,
    notice: question,
    platform: request.platform,
  });
  const buttons = [reopenButton(request.words, alert), ...shown.buttons];
  return { kind: 'card', instead: false, card: { ...shown, mentions: [], buttons } };
}

/** The card as it is now, headed by what was done or by who was faster. */
export async function doneReply(
  request: Request,
  done: Done,
  tenant: StoredTenant | null,
  world: World,
): Promise<Reply> {
  if (done.kind === 'gone') return goneAlert(request);
  world.wake(done.queues);
  const names = await world.store.read((reader) => namesOf(reader, tenant?.contact?.onCall ?? [], []));
  const say = notice(request, done);
  const { number, content } = done.alert;
  // It may stand far from the card: somebody typed its number in a channel.
  const brief = [request.words.alerts.named(number, glimpse(content.displayName, nameRoom)), ...[say].flat()];
  const shown = alertCard(askerLocale(request), {
    ...{ alert: done.alert, tenant, names, platform: request.platform },
    notice: say,
  });
  return { kind: 'card', instead: done.kind === 'done', card: { ...shown, mentions: [] }, brief };
}

function notice({ words }: Request, { kind, alert, before }: Exclude<Done, { kind: 'gone' }>): Text {
  const { already, acknowledgedNow, reopenedNow, takenBack, resolvedNow } = words.alerts;
  const { acknowledged, resolved, status } = alert;
  if (kind === 'done' && status === 'active' && before.status === 'investigating' && before.acknowledged)
    return takenBack(person(before.acknowledged));
  if (kind === 'done') return { active: reopenedNow, investigating: acknowledgedNow, resolved: resolvedNow }[status];
  if (resolved?.by) return already.resolved([person({ by: resolved.by, byName: resolved.byName })]);
  if (resolved) return already.closedByAge;
  return acknowledged ? already.acknowledged([person(acknowledged)]) : already.open;
}
