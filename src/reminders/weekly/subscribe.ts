import { idInQueue } from '../../domain/delivery/delivery.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { dateIn, mondayOf } from '../../domain/time/zones.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { withTenantOfId } from '../../request/choose-tenant.ts';
import type { PressHandler, Reply, Request } from '../../request/interaction.ts';
import { card } from '../../view/view.ts';
import { weekly } from './enqueue-weekly.ts';

/** Returns the id of a person's subscription to the weekly digest of a tenant. */
export function subscriptionId(tenantId: string, who: Identity): string {
  return `${tenantId} ${who}`;
}

/**
 * Returns the tenant of which somebody asks for the digest; none when they end it, since people who lost their right must be able to stop
 * the message.
 */
export function weeklyTenantOf(value: string): string {
  const [what = '', how] = value.split(' ');
  return how === 'on' ? what : '';
}

/**
 * Starts or ends the weekly digest for the person who asks. The value is `<tenant> on` or `<tenant> off`, or `<Monday> off` for
 * all tenants of the digest of that week. It says what is to be, since a button of an old card may be pressed at any time.
 */
export const pressWeekly: PressHandler = async (request, value, world) => {
  const [what = '', how] = value.split(' ');
  const { startedTitle, stoppedTitle, subscribed, unsubscribed } = request.messages.reminders.weekly;
  if (how !== 'on') return changed(stoppedTitle, unsubscribed(await unsubscribe(request, what, world)));
  return withTenantOfId(request, what, world, async (tenant) => {
    await subscribe(request, tenant.id, world);
    return changed(startedTitle, subscribed(tenant.name));
  });
};

/** Stores the subscription. Its first digest comes in the week after this one. */
async function subscribe({ actor }: Request, tenantId: string, { store, clock }: World): Promise<void> {
  const { id: who, timezone } = actor;
  const week = mondayOf(dateIn(clock.now(), timezone));
  const id = subscriptionId(tenantId, who);
  await store.change(async (tx) => {
    if (!(await tx.get('subscriptions', id))) await tx.put('subscriptions', { id, tenantId, who, week });
  });
}

/** Removes subscriptions. Returns the tenant's name, or the number of tenants. */
function unsubscribe({ actor, messages }: Request, what: string, { store }: World): Promise<string> {
  return store.change(async (tx) => {
    const ids = await tenantIdsIn(tx, what, actor.id);
    for (const id of ids) await tx.remove('subscriptions', subscriptionId(id, actor.id));
    const [only] = ids;
    if (only === undefined || ids.length > 1) return messages.reminders.several(ids.length);
    return (await tx.get('tenants', only))?.name ?? only;
  });
}

async function tenantIdsIn(reader: Reader, what: string, who: Identity): Promise<readonly string[]> {
  if (!/^\d{4}-\d\d-\d\d$/.test(what)) return [what];
  const digest = await reader.get('deliveries', idInQueue(weekly(what), who));
  if (digest?.about.kind === 'weekly') return digest.about.tenantIds;
  // The digest's delivery has been deleted by retention: unsubscribe from all tenants.
  return (await reader.list('subscriptions')).filter((one) => one.who === who).map(({ tenantId }) => tenantId);
}

function changed(title: string, text: string): Reply {
  const shown = card(title, text, { tone: 'good', text: [text] });
  return { kind: 'card', instead: false, card: shown };
}
