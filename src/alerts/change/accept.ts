/** Takes alerts inside one change: new ones, repeats, later versions. Sources come in through `sources/accept-from-source.ts`. */
import dayjs from 'dayjs';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { type Alert, type AlertIn, alertId, raisedBy, speakingId } from '../../domain/alert/alert.ts';
import { isNewsFor } from '../../domain/alert/backlog.ts';
import { typedCustomer } from '../../domain/alert/customer.ts';
import { callingAtOnce, detectedAt, firstEscalation, isClockAhead } from '../../domain/alert/deadlines.ts';
import { speaksUp } from '../../domain/alert/repeat.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import type { SourceEvent } from '../../domain/alert/source.ts';
import { routeOf, whyRouted } from '../../domain/delivery/routing.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import { type StoredTenant, tenantOfUnnamed } from '../../domain/tenant/partner-tenant.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { mentionsOf, tenantOf } from '../cards/load-alert.ts';
import { findAlert } from '../commands/find-alert.ts';
import { enqueueRouted, type RoutingContext } from '../delivery/enqueue-alert.ts';
import { enqueueRaisedFrom } from '../delivery/raised-from.ts';
import { gatherOverPace } from '../delivery/source-storm.ts';
import { refuseWithoutRoom } from '../sources/room.ts';
import { backlogIn, becomeBacklog } from './backlog.ts';
import type { SameAlert } from './known-alert.ts';
import { countOlder, knownAlert, newestDetection, rememberRepeat, reopenSame, sameFindingAs } from './known-alert.ts';
import type { NewAlert, Origin } from './new-alert.ts';
import { pacing } from './pace.ts';
import { recordAction } from './record.ts';
import { heldFrom, storedNotes, type TakeContext, takenForOver, updateAlert } from './update.ts';

/** The result for the alerts of one request, by the senders' ids. */
export interface Accepted {
  accepted: string[];
  duplicate: string[];
}

/** The content of an alert that somebody starts, and its tenant. `id` tells one alert of a source from another. */
export type StartedAlert = Pick<AlertIn, 'id' | 'displayName' | 'description' | 'severity' | 'isTest'> & {
  tenant: StoredTenant;
  /** The customer that it is about, as a person typed it; absent for none. */
  customer?: string;
};

/**
 * Starts an alert that somebody raised, or a drill. Returns the alert as it was accepted; null when this person started too
 * many lately, which is counted in the same change. The same id again returns the same alert, also from the archive, says that
 * it is not new, and changes nothing. The message from which it was raised is not kept any longer. Rejects with StoreFull when
 * the store takes no more alerts.
 */
export async function startAlert({ tenant, customer = '', ...said }: StartedAlert, origin: Origin, world: World) {
  const { store, steady, settings } = world;
  const id = alertId(origin.source, said.id);
  const known = await findAlert(id, world);
  if (known) return { alert: known.alert, isNew: false };
  const admins = await adminPlaces(world);
  return store.change(async (tx) => {
    const at = steady.arrival();
    const earlier = await tx.get('alerts', id);
    if (earlier) return { alert: earlier, isNew: false };
    if (await startedTooMany(tx, origin, at)) return null;
    const { customerTenantId, customerDomain } = typedCustomer(customer, tenant);
    const content: AlertIn = {
      ...said,
      ...{ source: origin.source, partnerTenantId: tenant.id, detectedDateTime: at, affectedResources: [] },
      ...{ alertType: null, confidenceLevel: null, customerTenantId, subscriptionId: null },
    };
    await acceptIn(tx, [{ content, origin, ...(customerDomain === '' ? {} : { notes: { customerDomain } }) }], {
      admins,
      settings,
      at,
    });
    if (origin.message) {
      await enqueueRaisedFrom(tx, id, origin.message, at);
      await tx.remove('chosen', origin.message.id);
    }
    const alert = await tx.get('alerts', id);
    return alert && { alert, isNew: true };
  });
}

/** The most alerts that one person may raise, or start as drills, within `windowMinutes`. */
const maxStarted = 5;
const windowMinutes = 10;

/** Returns whether a person raised, or started as drills, too many alerts lately. What the bot starts by itself is not limited. */
async function startedTooMany(reader: Reader, { kind, by }: Origin, at: string): Promise<boolean> {
  if (by === null) return false;
  const after = dayjs(at).subtract(windowMinutes, 'minute').toISOString();
  const lately = await reader.scan('alerts.raised', { key: raisedBy(kind, by), after, limit: maxStarted });
  return lately.length >= maxStarted;
}

/**
 * Accepts alerts inside the caller's change. Throws StoreFull when the store is full, and ShareFull when their source has used up its
 * share, also for new versions of known alerts. `how` says who the admins are, and the time of the change.
 */
export async function acceptIn(tx: Tx, alerts: readonly NewAlert[], how: Omit<TakeContext, 'tenant'>) {
  const onlyTenant = await onlyTenantFor(tx, alerts, how.at);
  const fresh = new Set<string>();
  const overPace = new Set<string>();
  const backlog = await backlogIn(tx, alerts, how);
  await becomeBacklog(tx, backlog.earlier, how);
  const accepted = new Set<string>();
  const duplicate = new Set<string>();
  const others: NewAlert[] = [];
  for (const one of alerts) {
    const { content, origin } = one;
    const found = await knownAlert(tx, one);
    const known = found.kind === 'live' ? found.alert : null;
    const context = { ...how, tenant: await tenantFor(tx, one, known, onlyTenant) };
    if (found.kind === 'new') {
      if (accepted.size === 0) await refuseWithoutRoom(tx, alerts, how.settings);
      accepted.add(content.id);
      const same = await sameFindingAs(tx, one, how.at);
      if (same.kind === 'new') {
        await take(tx, one, { ...found, earlier: same.earlier }, { ...context, overPace, backlog: backlog.fresh });
        fresh.add(found.id);
      } else {
        await rememberRepeat(tx, one, same.alert);
        await seeAgain(tx, one, same, context);
      }
      continue;
    }
    if (!accepted.has(content.id)) duplicate.add(content.id);
    // The other ids of a finding are heard last: while one of them goes on, the finding is not over.
    if (known && !fresh.has(known.id) && speakingId(known) !== content.id) {
      others.push(one);
      continue;
    }
    const id = known?.id ?? alertId(origin.source, content.id);
    // Of an id twice in one body the first counts, but for the news that it is over, or goes on.
    const isCounted = !fresh.has(id) || (known?.resolvedBySender !== undefined) !== Boolean(one.over);
    if (known && isCounted) await updateAlert(tx, known, dated(one, known), context);
  }
  for (const one of others) {
    const found = await knownAlert(tx, one);
    if (found.kind !== 'live' || !speaksUp(found.alert, one)) continue;
    const tenant = await tenantFor(tx, one, found.alert, onlyTenant);
    await seeAgain(tx, one, { kind: 'again', alert: found.alert }, { ...how, tenant });
  }
  if (overPace.size + backlog.fresh.size > 0) await gatherOverPace(tx, [...fresh, ...backlog.earlier], how);
  return { accepted: [...accepted], duplicate: [...duplicate] };
}

/**
 * Sees a known alert again, as a finding that came under another id. What was detected earlier than the newest one is counted alone,
 * unless it speaks up.
 */
async function seeAgain(tx: Tx, one: NewAlert, same: Exclude<SameAlert, { kind: 'new' }>, how: TakeContext) {
  const { kind, alert } = same;
  const tenant = how.tenant ?? (await tenantOf(tx, alert));
  const known = kind === 'reopen' ? await reopenSame(tx, alert, how) : alert;
  const [found, newest] = [detectedAt({ content: one.content, receivedAt: how.at }), newestDetection(known)];
  const isOlder = found < newest;
  if (isOlder && !speaksUp(known, one)) return countOlder(tx, known, how.at);
  const again = { detectedAt: isOlder ? newest : found };
  const isNews = isNewsFor(alert, one.content.detectedDateTime);
  const { detectedDateTime } = alert.content;
  const content = { ...one.content, detectedDateTime };
  const { reopenForMs: _before, ...rest } = known;
  await updateAlert(tx, { ...rest, ...reopening(one.same) }, { ...one, content, again, isNews }, { ...how, tenant });
}

function reopening(same: SourceEvent['same']): Pick<Alert, 'reopenForMs'> {
  return same?.reopenForMs === undefined ? {} : { reopenForMs: same.reopenForMs };
}

/**
 * Takes the news that these alerts are over, as far as they are known, from a body that is refused for want of room: people resolve
 * what is over, which makes room. The sender repeats the body.
 */
export async function acceptOver(tx: Tx, alerts: readonly NewAlert[], how: Omit<TakeContext, 'tenant'>): Promise<void> {
  const onlyTenant = await onlyTenantFor(tx, alerts, how.at);
  for (const one of alerts) {
    const found = await knownAlert(tx, one);
    if (found.kind !== 'live' || speakingId(found.alert) !== one.content.id) continue;
    const tenant = await tenantFor(tx, one, found.alert, onlyTenant);
    await updateAlert(tx, found.alert, dated(one, found.alert), { ...how, tenant });
  }
}

/**
 * Returns the version with the time that the known alert has, where its sender gives none, or sent the finding again: it was detected
 * once.
 */
function dated(one: NewAlert, { seen, content: { detectedDateTime } }: Alert): NewAlert {
  return one.undated || seen ? { ...one, content: { ...one.content, detectedDateTime } } : one;
}

/** Returns the tenant of alerts that name none; null when nothing tells it, or every alert names its tenant. */
async function onlyTenantFor(tx: Tx, alerts: readonly NewAlert[], at: string): Promise<StoredTenant | null> {
  if (alerts.every(({ content }) => content.partnerTenantId !== null)) return null;
  return tenantOfUnnamed(await tx.list('tenants'), at);
}

/**
 * Returns the tenant of an alert: the one it names; if it names neither tenant nor customer, the only tenant there is. If that gives no
 * registered tenant, a known alert keeps the one that it has.
 */
async function tenantFor(reader: Reader, { content, notes }: NewAlert, known: Alert | null, only: StoredTenant | null) {
  const unnamed = notes?.customer === undefined ? only : null;
  const named = content.partnerTenantId === null ? unnamed : await reader.get('tenants', content.partnerTenantId);
  return named ?? (known && tenantOf(reader, known));
}

/** Returns who is on call when an alert comes: lists, calendars and people change, and its timeline does not. */
async function calledAt(reader: Reader, tenant: StoredTenant | null, at: string): Promise<Pick<Alert, 'onCall'>> {
  const { first } = onCallAt(tenant, at);
  return first.length === 0 ? {} : { onCall: (await mentionsOf(reader, first)).map(({ id, name }) => ({ id, name })) };
}

/** Stores a new alert and enqueues its cards. */
async function take(
  tx: Tx,
  { content, origin, notes, over, same, rows, held }: NewAlert,
  { id, continues, earlier: before }: { id: string; continues: number | null; earlier: number | null },
  context: RoutingContext & { overPace: Set<string>; backlog: ReadonlySet<string> },
): Promise<void> {
  const { tenant, settings, at, overPace } = context;
  const isOld = context.backlog.has(id);
  const old = isOld ? { backlog: {} } : {};
  const { by, byName } = origin;
  const { id: _id, source: _source, ...rest } = content;
  const earlier = continues === null ? {} : { continues };
  const from = detectedAt({ content: rest, receivedAt: at, ...earlier });
  const { routed } = routeOf({ content: rest, notes }, tenant, at, settings);
  const why = whyRouted({ routed, content: rest, ...storedNotes(notes) }, tenant);
  const received: Alert = {
    id,
    number: await nextNumber(tx, 'alerts'),
    source: origin.source,
    ...(origin.share ? { share: origin.share } : {}),
    ...(origin.preset ? { preset: origin.preset } : {}),
    tenantId: tenant?.id ?? null,
    content: rest,
    origin: origin.kind,
    receivedAt: at,
    ...(origin.sentAt ? { sentAt: origin.sentAt } : {}),
    ...old,
    ...(isOld
      ? {}
      : await pacing(tx, origin, { content: rest, ...storedNotes(notes) }, { pace: origin.pace, at, overPace })),
    ...(origin.message ? { message: { link: origin.message.link, author: origin.message.author } } : {}),
    ...(isClockAhead(rest, at) ? { clockAhead: true } : {}),
    ...storedNotes(notes),
    ...(same ? { same: same.key, ...reopening(same) } : {}),
    ...(rows ? { rows: { ids: rows.ids, count: rows.count } } : {}),
    ...(before === null ? {} : { earlier: before }),
    ...(held && !isOld ? { held } : {}),
    ...(isUnverified({ notes }) ? {} : await calledAt(tx, tenant, at)),
    status: 'active',
    acknowledged: null,
    resolved: null,
    firstAnsweredAt: null,
    ...earlier,
    ...firstEscalation({ content: rest, origin: origin.kind, ...storedNotes(notes), ...old }, from, at, settings),
    ...callingAtOnce({ content: rest, origin: origin.kind, routed, ...old }, tenant, at),
    revision: 1,
    timeline: [{ at, what: 'received', by, byName, note: '', number: 0, why }],
    routed,
  };
  const waiting = received.held && held ? heldFrom(received, held, at) : received;
  const alert = over ? takenForOver(waiting, over, at) : waiting;
  await tx.put('alerts', alert);
  const action = origin.kind === 'drill' ? 'alert.drilled' : 'alert.raised';
  if (by) await recordAction(tx, action, alert, { at, by, byName });
  await enqueueRouted(tx, alert, context);
  if (tenant && origin.kind === 'drill') await tx.put('tenants', { ...tenant, drilledAt: at });
}
