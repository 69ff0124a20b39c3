import { adminDestinations } from '../admins.ts';
import type { Asking, CommandHandler, PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { type Alert, type AlertIn, alertId } from '../domain/alert.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Reply } from '../interaction.ts';
import type { World } from '../ports.ts';
import { refusal, refusalUnlessResponder } from '../rights.ts';
import { tenantById, withTenant } from '../tenants.ts';
import { voiceOf } from '../voice.ts';
import { acceptStarted, type Origin } from './accept.ts';

export const startDrill: CommandHandler = (asking, rest, world) =>
  withTenant(asking, rest, { kind: 'press', id: 'alerts.drill' }, world, (tenant) => start(asking, tenant, world));

export const pressDrill: PressHandler = async (asking, value, world) => {
  const tenant = value === '' ? null : await tenantById(value, world);
  return tenant ? start(asking, tenant, world) : startDrill(asking, '', world);
};

async function start(asking: Asking, tenant: StoredTenant, world: World): Promise<Reply> {
  const refused = await refusalUnlessResponder(asking, tenant, world);
  if (refused) return refused;
  const { actor, key, words } = asking;
  const drill = await drillOf(
    tenant,
    key ?? `${actor.id} ${world.clock.now()}`,
    { by: actor.id, byName: actor.name },
    world,
  );
  const say = words.alerts.drill;
  if (!drill) return refusal(words, [say.tooMany]);
  const alone = drill.routed === 'admins';
  const done = (alone ? say.doneAlone : say.done)(drill.number);
  const buttons = [button('press', 'alerts.show', words.alerts.buttons.story, drill.id)];
  return {
    kind: 'card',
    instead: true,
    card: card(say.doneTitle, done, { tone: alone ? 'warning' : 'good', text: [done], buttons }),
  };
}

/** A marked alert on the real path. `name` makes it one: the same name again is the same drill. Null when the person started too many lately. */
export async function drillOf(
  tenant: StoredTenant,
  name: string,
  by: Pick<Origin, 'by' | 'byName'>,
  world: World,
): Promise<Alert | null> {
  const id = `drill ${tenant.id} ${name}`.slice(0, 200);
  const known = await world.store.read((reader) => reader.get('alerts', alertId('bot', id)));
  if (known) return known;
  const origin: Origin = { kind: 'drill', source: 'bot', ...by };
  const drill = { content: content(id, tenant, world), origin };
  const taken = await acceptStarted(drill, await adminDestinations(world), world);
  if (!taken) return null;
  world.wake(taken.queues);
  return world.store.read((reader) => reader.get('alerts', alertId('bot', id)));
}

/** High, so that it takes the way that matters. */
function content(id: string, tenant: StoredTenant, world: World): AlertIn {
  const { drill } = voiceOf(tenant, world).words.alerts;
  return {
    id,
    source: 'bot',
    partnerTenantId: tenant.id,
    displayName: drill.name,
    description: drill.description,
    severity: 'high',
    alertType: null,
    confidenceLevel: null,
    customerTenantId: null,
    subscriptionId: null,
    detectedDateTime: world.clock.now(),
    affectedResources: [],
    isTest: true,
  };
}
