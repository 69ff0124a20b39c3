import { idInQueue } from '../../domain/delivery/delivery-id.ts';
import { mondayOf } from '../../domain/finding/working-hours.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal, refusalUnlessManager } from '../../request/authorize.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { card } from '../../view/build-card.ts';

/**
 * Asks for the weekly digest of a tenant (`<tenant> on`), or for none any more: `<tenant> off`, or `<Monday> off` for all
 * tenants of the digest of that week. Says what is to be and never toggles, since old cards stay where they are.
 */
export const pressWeekly: PressHandler = async (request, value, world) => {
  const [what = '', how] = value.split(' ');
  if (how !== 'on') return stop(request, what, world);
  const tenant = await tenantById(what, world);
  if (!tenant) return refusal(request.words, [request.words.tenants.gone]);
  return (await refusalUnlessManager(request, tenant, world)) ?? start(request, tenant, world);
};

/** The week that is going on is not told of. */
async function start(request: Request, { id: tenantId, name }: StoredTenant, { store, clock }: World): Promise<Reply> {
  const { id: who, timezone } = request.actor;
  const week = mondayOf(dateIn(clock.now(), timezone));
  const id = idOf(tenantId, who);
  await store.change(async (tx) => {
    if (!(await tx.get('subscriptions', id))) await tx.put('subscriptions', { id, tenantId, who, week });
  });
  return said(request, request.words.reminders.weekly.subscribed(name));
}

/** Everybody may, whatever they may no longer do. */
async function stop(request: Request, what: string, { store }: World): Promise<Reply> {
  const { id: who } = request.actor;
  const names = await store.change(async (tx) => {
    const ids = await meant(tx, what, who);
    for (const id of ids) await tx.remove('subscriptions', idOf(id, who));
    const [only] = ids;
    if (only === undefined || ids.length > 1) return request.words.reminders.several(ids.length);
    return (await tx.get('tenants', only))?.name ?? only;
  });
  return said(request, request.words.reminders.weekly.unsubscribed(names));
}

async function meant(reader: Reader, what: string, who: Identity): Promise<readonly string[]> {
  if (!/^\d{4}-\d\d-\d\d$/.test(what)) return [what];
  const digest = await reader.get('deliveries', idInQueue({ kind: 'weekly', tenantIds: [], week: what }, who));
  if (digest?.about.kind === 'weekly') return digest.about.tenantIds;
  // So old that it is forgotten.
  return (await reader.list('subscriptions')).filter((one) => one.who === who).map(({ tenantId }) => tenantId);
}

function idOf(tenantId: string, who: Identity): string {
  return `${tenantId} ${who}`;
}

function said({ words }: Request, text: string): Reply {
  const shown = card(words.reminders.weekly.changedTitle, text, { tone: 'good', text: [text] });
  return { kind: 'card', instead: false, card: shown };
}
