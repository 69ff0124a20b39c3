/** Retires a partner tenant, and takes it back within 30 days: what admins press, and the two changes of the store. */
import { isPolled } from '../../domain/alert/source.ts';
import type { Change, NewEntry } from '../../domain/history.ts';
import type { StoredApproval } from '../../domain/tenant/approval.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import {
  activeAmong,
  channelsOf,
  isRestorable,
  isRetired,
  type StoredTenant,
} from '../../domain/tenant/partner-tenant.ts';
import { lookAlike } from '../../domain/text/look-alike.ts';
import { runMsFrom } from '../../domain/time/trusted-time.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { goneTenant, tenantsByName, tenantsCard } from '../../request/choose-tenant.ts';
import type { PressHandler, Reply, Request } from '../../request/interaction.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { button, card, plainOf } from '../../view/view.ts';
import {
  ask as askForApproval,
  blockedNotice,
  isRefused,
  type NotAsked,
  notAsked,
  notAskedReply,
  type WaitingPlan,
  waitingPlan,
} from '../approvals/ask.ts';
import { askedReply } from '../approvals/card.ts';
import { recordTenant } from '../record-changes.ts';
import { ofRetiring } from './consequences.ts';

/** Stands behind the tenant's id in the value of the button below the question. */
const answered = 'yes';

/**
 * Retires a tenant, after a question. The button's value is the tenant's id, with `yes` behind it once the question is answered; empty to
 * choose one.
 */
export const pressRetire: PressHandler = async (request, value, world) => {
  const [id = '', answer] = value.split(' ');
  const active = await tenantsByName(world);
  if (id === '') return choose(request, active, world);
  const tenant = active.find((one) => one.id === id);
  if (!tenant) return goneTenant(request, id, world);
  if (active.length === 1) return refusal(request.messages, [request.messages.setup.retire.last(tenant.name)]);
  if (answer !== answered) return ask(request, tenant, world);
  const plan = await waitingPlan(request, world);
  if (isRefused(plan)) return plan;
  const done = await retire(tenant.id, { by: request.actor.id, byName: request.actor.name }, plan, world);
  if (typeof done === 'object')
    return 'kind' in done ? notAskedReply(request, done) : askedReply(request, [done], [], world);
  if (done === 'last') return refusal(request.messages, [request.messages.setup.retire.last(tenant.name)]);
  const reply = await goneTenant(request, id, world);
  return reply.kind === 'card' ? { ...reply, instead: true } : reply;
};

async function choose(request: Request, active: readonly StoredTenant[], world: World): Promise<Reply> {
  const { choose: title, chooseText: text, submit: label } = request.messages.setup.retire;
  const shown = await tenantsCard(
    request,
    active,
    { title, text, label },
    { kind: 'press', id: 'setup.retire' },
    world,
  );
  return { kind: 'card', instead: true, card: shown };
}

async function ask(request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const { retire: say } = request.messages.setup;
  const { text, facts } = await ofRetiring(tenant, askerLocale(request), world);
  const { notice } = await blockedNotice(request, [tenant.id], world);
  const isByItsEntra = world.directory.entraTenantOf(request.actor.id) === tenant.id;
  const shown = card(say.title(tenant.name), plainOf(text), {
    tone: 'warning',
    text: [...(notice ? [notice] : []), text, ...(isByItsEntra ? [say.ownRights] : [])],
    facts,
    buttons: [button('press', 'setup.retire', say.submit, `${tenant.id} ${answered}`, { style: 'danger' })],
  });
  return { kind: 'card', instead: true, card: shown };
}

/** Takes a retired tenant back. The button's value is the tenant's id. */
export const pressRestore: PressHandler = async (request, value, world) => {
  const { restore: say, saved } = request.messages.setup;
  const done = await restore(value, { by: request.actor.id, byName: request.actor.name }, world);
  if (done.kind === 'gone') return goneTenant(request, value, world);
  if (done.kind !== 'restored') return refusal(request.messages, [say[done.kind](done.tenant.name)]);
  const text = say.done(done.tenant.name);
  const show = button('press', 'contact.show', request.messages.securityContact.buttons.show, done.tenant.id);
  const shown = card(saved.title, text, { tone: 'good', text: [text], buttons: [show] });
  return { kind: 'card', instead: true, card: shown };
};

/** The person who retires a tenant, or takes it back. */
type Who = { by: Identity; byName: string };

/**
 * Retires a tenant, unless it is the last one that is not retired; by a plan it asks for that. A tenant that is retired already stays as it
 * is.
 */
function retire(
  id: string,
  who: Who,
  plan: WaitingPlan | null,
  { store, clock }: World,
): Promise<'last' | 'retired' | NotAsked | StoredApproval> {
  return store.change(async (tx) => {
    const all = await tx.list('tenants');
    const before = activeAmong(all).find((one) => one.id === id);
    if (!before) return 'retired';
    if (activeAmong(all).length === 1) return 'last';
    const at = clock.now();
    const changes: Change[] = [{ field: 'retiredAt', before: null, after: at }];
    if (plan) {
      const wanted = { subject: id, tenantId: id, tenantName: before.name, what: 'retired', changes } as const;
      const also = { channels: channelsOf(before), managers: [before.manager] };
      return (await notAsked(tx, plan, [id], at)) ?? askForApproval(tx, plan, wanted, also, at);
    }
    const entry: NewEntry = { ...who, at, deed: 'tenant.retired', tenantId: id, changes };
    await recordTenant(tx, before, { ...before, retiredAt: at }, entry);
    return 'retired';
  });
}

type Restored = { kind: 'gone' } | { kind: 'restored' | 'tooLate' | 'nameTaken'; tenant: StoredTenant };

/** Takes a retired tenant back. One that is not retired stays as it is. */
function restore(id: string, who: Who, { store, clock, settings }: World): Promise<Restored> {
  return store.change(async (tx): Promise<Restored> => {
    const all = await tx.list('tenants');
    const before = all.find((one) => one.id === id);
    if (!before) return { kind: 'gone' };
    if (!isRetired(before)) return { kind: 'restored', tenant: before };
    const at = clock.now();
    if (!isRestorable(before, at)) return { kind: 'tooLate', tenant: before };
    if (activeAmong(all).some(({ name }) => lookAlike(name) === lookAlike(before.name)))
      return { kind: 'nameTaken', tenant: before };
    const changes: Change[] = [{ field: 'retiredAt', before: before.retiredAt, after: null }];
    const entry: NewEntry = { ...who, at, deed: 'tenant.restored', tenantId: id, changes };
    await expectAnew(tx, id, settings, at);
    return { kind: 'restored', tenant: await recordTenant(tx, before, { ...before, retiredAt: null }, entry) };
  });
}

/** Has what the bot asks for the tenant's alerts count as heard now: it was not asked while the tenant was retired, which is no silence. */
async function expectAnew(tx: Tx, id: string, { sources }: World['settings'], at: string): Promise<void> {
  for (const { name, source, tenants = [] } of sources) {
    const row = isPolled(source) && tenants.includes(id) ? await tx.get('sources', name) : null;
    if (row) await tx.put('sources', { ...row, heardRunMs: runMsFrom(await tx.get('trusted', 'clock'), at) });
  }
}
