import { Cron } from 'croner';
import type { Alert } from '../../domain/alert/alert.ts';
import { routeOf } from '../../domain/delivery/routing.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import { isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { wallTimeIn } from '../../domain/time/zones.ts';
import { timeOfDay } from '../../messages/dates.ts';
import type { Messages } from '../../messages/messages.ts';
import { StoreFull } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { retiredReply, tenantById, withTenant } from '../../request/choose-tenant.ts';
import type { CommandHandler, PressHandler, Reply, Request } from '../../request/interaction.ts';
import { listed, namesOf, viewerLocale } from '../../request/viewer-locale.ts';
import { type Button, button, card, type Inline } from '../../view/view.ts';
import { startAlert } from '../change/accept.ts';
import type { Origin } from '../change/new-alert.ts';

/** `drill`, `drill Contoso`: asks before a drill starts, since it wakes people. */
export const askForDrill: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'press', id: 'alerts.drill' }, world, (tenant) => ask(request, tenant, world));

/** Asks before a drill of a tenant starts. The button's value is the tenant's id; empty to choose one. */
export const pressDrill: PressHandler = async (request, value, world) => {
  const tenant = value === '' ? null : await tenantById(value, world);
  if (!tenant) return askForDrill(request, '', world);
  return isRetired(tenant) ? retiredReply(request, tenant, world) : ask(request, tenant, world);
};

/** After this time the question may name people who are no longer on call: it is asked again. */
const questionHoldsMs = 3_600_000;

/** Starts a drill. The button's value is the tenant's id, and when the question was asked: pressing twice starts one drill. */
export const pressStartDrill: PressHandler = async (request, value, world) => {
  const [id = '', askedAt = ''] = value.split(' ');
  const tenant = await tenantById(id, world);
  if (!tenant) return askForDrill(request, '', world);
  if (isRetired(tenant)) return retiredReply(request, tenant, world);
  const age = Date.parse(world.clock.now()) - Date.parse(askedAt);
  if (!(age >= 0 && age < questionHoldsMs)) return ask(request, tenant, world);
  const { actor, messages } = request;
  const drill = await startDrill(tenant, `${actor.id} ${askedAt}`, { by: actor.id, byName: actor.name }, world);
  return startedReply(request, drill, messages.alerts.drill);
};

async function ask(request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const say = request.messages.alerts.drill;
  const { facts, alone } = await whomItMentions(request, tenant, world);
  const value = `${tenant.id} ${world.clock.now()}`;
  const shown = card(say.question, say.what(tenant.name), {
    tone: 'warning',
    text: [say.what(tenant.name), ...(alone ? [say.alone] : []), say.reminds],
    facts,
    buttons: [button('press', 'alerts.startDrill', say.start, value, { style: 'primary' })],
  });
  return { kind: 'card', instead: true, card: shown };
}

/** Returns where a drill would be posted, and whom it would mention, with the time that it is for them. */
async function whomItMentions({ messages }: Request, tenant: StoredTenant, world: World) {
  const say = messages.alerts.drill;
  const now = world.clock.now();
  const { channels, routed } = routeOf({ content: { alertType: null, severity: 'high' } }, tenant, now, world.settings);
  const onCall = channels.length > 0 ? onCallAt(tenant, now).first : [];
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

type SaidOfStart = Messages['alerts']['raise' | 'drill'];

/**
 * Returns the reply after an alert was raised or a drill started: its number, and whether only the admins have it. Null stands for
 * an alert that was not started, because this person started too many. `first` is what stands before the button of its story.
 */
export function startedReply({ messages }: Request, alert: Alert | null, say: SaidOfStart, first: Button[] = []) {
  if (!alert) return refusal(messages, [say.tooMany], { title: messages.rights.tooOftenTitle });
  const alone = alert.routed === 'admins';
  const done = (alone ? say.doneAlone : say.done)(alert.number);
  const buttons = [...first, button('press', 'alerts.show', messages.alerts.buttons.timeline, alert.id)];
  const shown = card(say.doneTitle, done, { tone: alone ? 'warning' : 'good', text: [done], buttons });
  return { kind: 'card', instead: true, card: shown } as const;
}

/**
 * Starts a drill: an alert that is marked as one, and is handled like a high alert. Returns it; null when the person started too many. A
 * call with the name of an earlier drill starts no second one.
 */
async function startDrill(tenant: StoredTenant, name: string, by: Pick<Origin, 'by' | 'byName'>, world: World) {
  const { name: displayName, description } = viewerLocale(tenant, world).messages.alerts.drill;
  const id = `drill ${tenant.id} ${name}`.slice(0, 200);
  const drill = { id, tenant, displayName, description, severity: 'high', isTest: true } as const;
  return (await startAlert(drill, { kind: 'drill', source: 'bot', ...by }, world))?.alert ?? null;
}

/** A scheduled drill that is later than this after its time would surprise people: it is left out. */
const latestHours = 6;

/** The row that holds when scheduled drills were last checked, and how often it is written. */
const checkedRow = 'looked for drills';
const writtenEveryMs = 3_600_000;

/** Starts the drills that became due since the last check. The very first start does not catch up on earlier ones. */
export async function scheduleDrills(world: World): Promise<void> {
  const { drillSchedule } = world.settings;
  if (drillSchedule === null) return;
  const now = world.clock.now();
  const { zones, since } = await world.store.read(async (reader) => ({
    zones: await reader.keys('tenants.timezone'),
    since: (await reader.get('seen', checkedRow))?.at ?? null,
  }));
  for (const zone of zones) {
    const time = since === null ? null : timeBetween(zone, drillSchedule, since, now);
    if (time) await drillAll(zone, time, world);
  }
  // Checking twice does no harm, since the same time is the same drill; so the row is written only now and then.
  const age = since === null ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(now) - Date.parse(since));
  if (age >= writtenEveryMs)
    await world.store.change((tx) => tx.put('seen', { id: checkedRow, at: now, outcome: null }));
}

async function drillAll(zone: string, time: string, world: World): Promise<void> {
  const tenants = await world.store.read((reader) => reader.scan('tenants.timezone', { key: zone, after: null }));
  // The name is the time by the contact's own clock: a contact that moves to another zone has no second drill.
  for (const tenant of tenants)
    if (tenant.contact && tenant.contact.channels.length > 0)
      await startDrill(tenant, wallTimeIn(time, zone), { by: null, byName: '' }, world).catch((error: unknown) => {
        // A full store refuses drills; the admins have been notified that it is full.
        if (!(error instanceof StoreFull)) throw error;
      });
}

/**
 * Returns the newest time of the schedule after `since` and not after `now`, in the contact's own time zone; null when it is too long ago.
 */
function timeBetween(timezone: string, schedule: string, since: string, now: string): string | null {
  const earliest = Math.max(Date.parse(since), Date.parse(now) - latestHours * 3_600_000);
  const next = new Cron(schedule, { timezone, paused: true }).nextRun(new Date(earliest));
  return next && next.toISOString() <= now ? next.toISOString() : null;
}
