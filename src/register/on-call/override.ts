/** Puts people on call for a while, whatever lists and calendars say, and ends that. */
import dayjs from 'dayjs';
import type { Change } from '../../domain/history.ts';
import { type Identity, isGroup } from '../../domain/tenant/identity.ts';
import { isSameOnCall, onCallAt, overridesAt } from '../../domain/tenant/on-call.ts';
import { isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Override } from '../../domain/tenant/rota.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { contactChannels, enqueueChangeNotice } from '../notices/enqueue-notice.ts';

/** The longest override, in days, and the most that a tenant has at a time. */
const maxDays = 14;
const maxOverrides = 20;

/** Returns true for a time that is too far ahead for an override. */
export function isTooFar(until: string, now: string): boolean {
  return dayjs(until).diff(now, 'minute') > maxDays * 24 * 60;
}

/**
 * `same`: the same people are on call as without it. `gone`: the tenant is retired, or its contact was removed. `nothing`: there is no
 * override that the asker may end.
 */
export type OverrideResult = { kind: 'done' | 'same'; tenant: StoredTenant } | { kind: 'gone' | 'tooMany' | 'nothing' };

/** The person who is put on call, and until when; null ends what the asker may end. */
export type Wanted = Pick<Override, 'who' | 'until'> | null;

type Wish = { tenantId: string; wanted: Wanted; isAdmin: boolean };

/**
 * Puts somebody on call, or ends overrides, in one change with its entry in the history and its notices. An admin replaces everybody of the
 * first level, and somebody on call replaces themselves; anybody else is added to those who are on call. A new end of an override that the
 * asker may end leaves whom it replaces. Those who are no longer on call, or no longer alone, are notified in private.
 */
export function override({ actor, key }: Request, what: Wish, { store, clock }: World): Promise<OverrideResult> {
  return store.change(async (tx): Promise<OverrideResult> => {
    const at = clock.now();
    const tenant = await tx.get('tenants', what.tenantId);
    if (!tenant?.contact || isRetired(tenant)) return { kind: 'gone' };
    if (await wasDone(tx, key)) return { kind: 'done', tenant };
    const before = onCallAt(tenant, at).first;
    const after = overridesAfter(tenant, { ...what, by: actor.id, at });
    if (after === null) return { kind: 'nothing' };
    if (after.length > maxOverrides) return { kind: 'tooMany' };
    await markDone(tx, key, { at, by: actor.id });
    const changed = { ...tenant, overrides: after };
    if (what.wanted && isSameOnCall(tenant, changed, at, what.wanted.until)) return { kind: 'same', tenant };
    await tx.put('tenants', changed);
    const now = onCallAt(changed, at).first;
    const isNew = before.length !== now.length || !before.every((id) => now.includes(id));
    const changes: Change[] = [
      {
        field: 'onCallNow',
        before: isNew ? [...before] : null,
        after: isNew || !what.wanted ? [...now] : [what.wanted.who],
      },
      ...(what.wanted ? [{ field: 'until', before: null, after: what.wanted.until }] : []),
    ];
    const who = { at, by: actor.id, byName: actor.name };
    const entry = await tx.appendHistory({ ...who, deed: 'contact.onCall', tenantId: tenant.id, changes });
    // A group has no private chat.
    const people = [...new Set([...before, ...now])].filter((id) => id !== actor.id && !isGroup(id));
    const notice = { tenantId: tenant.id, entry, by: actor.id, people };
    await enqueueChangeNotice(tx, { ...notice, channels: contactChannels(tenant), isQuiet: true }, at);
    return { kind: 'done', tenant: changed };
  });
}

type WishBy = Omit<Wish, 'tenantId'> & { by: Identity; at: string };

/**
 * Returns the overrides after the change; null when there is none to end. If the asker may end the person's current override, its end is
 * changed, and the people whom it replaced stay off call. Otherwise a second override is added.
 */
function overridesAfter(tenant: StoredTenant, { wanted, isAdmin, by, at }: WishBy): Override[] | null {
  const before = onCallAt(tenant, at).first;
  const live = (tenant.overrides ?? []).filter(({ until }) => until > at);
  const mayBeEnded = (one: Override) => isTheirs(one, by, isAdmin);
  if (wanted === null) {
    const left = live.filter((one) => !mayBeEnded(one));
    return left.length === live.length ? null : left;
  }
  const former = live.filter((one) => one.who === wanted.who && mayBeEnded(one));
  const own = isAdmin ? 'all' : before.includes(by) && wanted.who !== by ? [by] : [];
  const replaced = [own, ...former.map((one) => one.instead)];
  const instead = replaced.includes('all') ? 'all' : [...new Set(replaced.flat())];
  const rest = live.filter((one) => !former.includes(one));
  // When only the end changes, keep the position: the override must not replace people who were put on call after it.
  const index = former[0] && own.length === 0 ? live.indexOf(former[0]) : rest.length;
  return rest.toSpliced(index, 0, { ...wanted, at, by, instead });
}

/** Returns whether an admin changes something else than anybody else who asks for the same. */
export function needsAdmin(tenant: StoredTenant, asked: Omit<WishBy, 'isAdmin'>): boolean {
  const [asAdmin, otherwise] = [true, false].map((isAdmin) => overridesAfter(tenant, { ...asked, isAdmin }));
  return JSON.stringify(asAdmin) !== JSON.stringify(otherwise);
}

/** Returns true for an override that the asker may end: their own, one that they made, and any for an admin. */
function isTheirs({ who, by }: Override, asker: Identity, isAdmin: boolean): boolean {
  return isAdmin || who === asker || by === asker;
}

/** Returns the overrides in force that the asker may end. */
export function mayEnd(tenant: StoredTenant, asker: Identity, isAdmin: boolean, now: string): boolean {
  return overridesAt(tenant, now).some((one) => isTheirs(one, asker, isAdmin));
}
