import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { type Alert, type AlertIn, alertId } from '../../domain/alert/alert.ts';
import { routeOf } from '../../domain/delivery/routing.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { timeOfDay } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import { refusal, refusalUnlessResponder } from '../../request/authorize.ts';
import { tenantById, withTenant } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { listed, namesOf } from '../../request/names.ts';
import { readerLocale } from '../../request/reader-locale.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import type { Inline } from '../../view/view.ts';
import { acceptStarted, type Origin } from '../change/accept.ts';

/** Asked before a drill starts: it wakes people. */
export const askForDrill: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'press', id: 'alerts.drill' }, world, (tenant) => ask(request, tenant, world));

export const pressDrill: PressHandler = async (request, value, world) => {
  const tenant = value === '' ? null : await tenantById(value, world);
  return tenant ? ask(request, tenant, world) : askForDrill(request, '', world);
};

/** So old a question may name people who are no longer the ones. */
const questionHoldsMs = 3_600_000;

/** The value is the tenant's id, and when it was asked: pressed twice, it is one drill. */
export const pressStartDrill: PressHandler = async (request, value, world) => {
  const [id = '', askedAt = ''] = value.split(' ');
  const tenant = await tenantById(id, world);
  if (!tenant) return askForDrill(request, '', world);
  const age = Date.parse(world.clock.now()) - Date.parse(askedAt);
  return age >= 0 && age < questionHoldsMs ? start(request, tenant, askedAt, world) : ask(request, tenant, world);
};

async function ask(request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const refused = await refusalUnlessResponder(request, tenant, world);
  if (refused) return refused;
  const say = request.words.alerts.drill;
  const { facts, alone } = await whomItPings(request, tenant, world);
  const shown = card(say.question, say.what(tenant.name), {
    tone: 'warning',
    text: [say.what(tenant.name), ...(alone ? [say.alone] : []), say.reminds],
    facts,
    buttons: [
      button('press', 'alerts.startDrill', say.start, `${tenant.id} ${world.clock.now()}`, { style: 'primary' }),
    ],
  });
  return { kind: 'card', instead: true, card: shown };
}

/** Where it goes, and whom it mentions, with the time that it is for them. */
async function whomItPings({ words }: Request, tenant: StoredTenant, world: World) {
  const say = words.alerts.drill;
  const now = world.clock.now();
  const { channels, routed } = routeOf({ alertType: null, severity: 'high' }, tenant, now, world.settings);
  const onCall = channels.length > 0 ? (tenant.contact?.onCall ?? []) : [];
  const { names, zones } = await world.store.read(async (reader) => ({
    names: await namesOf(reader, onCall, channels),
    zones: await Promise.all(onCall.map(async (id) => (await reader.get('people', id))?.timezone ?? null)),
  }));
  const people = onCall.flatMap((id, n): Inline[] => {
    const zone = zones[n] ?? tenant.contact?.timezone;
    const time = zone ? [` (${say.theirTime(timeOfDay(now, zone))})`] : [];
    return [...(n === 0 ? [] : [', ']), names.person(id), ...time];
  });
  const facts = [
    ...(channels.length > 0 ? [{ label: say.postedIn, value: listed(channels.map(names.channel)) }] : []),
    { label: say.mentions, value: people.length > 0 ? people : say.nobody },
  ];
  return { facts, alone: routed === 'admins' };
}

async function start(request: Request, tenant: StoredTenant, askedAt: string, world: World): Promise<Reply> {
  const refused = await refusalUnlessResponder(request, tenant, world);
  if (refused) return refused;
  const { actor, words } = request;
  const by = { by: actor.id, byName: actor.name };
  const drill = await drillOf(tenant, `${actor.id} ${askedAt}`, by, world);
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
  const taken = await acceptStarted(drill, await adminPlaces(world), world);
  if (!taken) return null;
  world.wake(taken.queues);
  return world.store.read((reader) => reader.get('alerts', alertId('bot', id)));
}

/** High, so that it takes the way that matters. */
function content(id: string, tenant: StoredTenant, world: World): AlertIn {
  const { drill } = readerLocale(tenant, world).words.alerts;
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
