/** What time does to changes that wait: it makes them, lets them lapse, and forgets them. */
import dayjs from 'dayjs';
import { retention } from '../../domain/retention.ts';
import type { End, StoredApproval } from '../../domain/tenant/approval.ts';
import { reachedAt, type TrustedTime } from '../../domain/time/trusted-time.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { firstMet, knownAdmins, mostAdmins } from '../../request/people.ts';
import { type Applied, applyWaiting, movedMeanwhile } from './apply.ts';
import { endWaiting, showAnew } from './end.ts';
import { marksOf } from './same-person.ts';

type ApprovalWorld = Pick<World, 'store' | 'clock' | 'directory' | 'chats' | 'onBug'>;

/** By how much (ms) the time of a change has to move until its cards show it. */
const minShownMs = 15 * 60_000;

/** Who ended a change that time ended. */
export const byTime = { by: null, byName: '' } as const;

/** Lets changes lapse that nobody approved within their day, and ends those that the record no longer allows. */
export async function lapseApprovals(world: ApprovalWorld): Promise<void> {
  await endMoved(world);
  const now = world.clock.now();
  await endThose(world, (row) => row.how === 'pair' && row.until <= now, false);
}

/**
 * Makes the changes whose day is over, where nobody has to approve them. Goes by a time that does not believe a leap of the clock for a
 * day: while the bot is stopped nobody can press **Not us**. One that a restore brought back lapses: it may have been disowned since the
 * backup. So does one of somebody who is no administrator any more.
 */
export async function makeDelayed(world: ApprovalWorld & { trusted: TrustedTime }): Promise<void> {
  const { trusted } = world;
  await endThose(world, (row) => row.how === 'delay' && row.until <= trusted.at, true);
  await putOff(world);
}

/** Has the cards say when a change is made that was put off while the bot was stopped. */
async function putOff({ store, trusted }: ApprovalWorld & { trusted: TrustedTime }): Promise<void> {
  const moved = async (reader: Reader) => {
    const waiting = (await reader.list('approvals')).filter(({ how, end }) => how === 'delay' && !end);
    return waiting.flatMap((row) => {
      const madeAt = reachedAt(row.until, trusted);
      const shown = row.madeAt ?? row.until;
      return Math.abs(dayjs(madeAt).diff(shown)) >= minShownMs ? [{ ...row, madeAt }] : [];
    });
  };
  if ((await store.read(moved)).length === 0) return;
  await store.change(async (tx) => {
    for (const row of await moved(tx)) await showAnew(tx, row);
  });
}

async function endThose(world: ApprovalWorld, isDue: (row: StoredApproval) => boolean, isMade: boolean): Promise<void> {
  const { store, clock } = world;
  const due = async (reader: Reader) => (await reader.list('approvals')).filter((row) => !row.end && isDue(row));
  if ((await store.read(due)).length === 0) return;
  const rightful = isMade ? await byAdmins(await store.read(due), world) : [];
  if (rightful === null) return;
  await store.change(async (tx) => {
    const at = clock.now();
    const restoredAt = (await tx.get('restores', 'restores'))?.list.at(-1)?.at ?? '';
    for (const row of await due(tx)) {
      const lapsedFor: End['lapsedFor'] | null =
        row.askedAt <= restoredAt ? 'restored' : rightful.includes(row.id) ? null : 'noAdmin';
      const applied = isMade && lapsedFor === null ? await applyWaiting(tx, row, null, at) : null;
      const why = isMade && lapsedFor ? { lapsedFor } : {};
      await endWaiting(tx, row, { ...endOf(applied), ...why, at, ...byTime });
    }
  });
}

/** Returns the ids of the changes that administrators asked for; null when the directory does not say who is one. */
async function byAdmins(rows: readonly StoredApproval[], world: ApprovalWorld): Promise<readonly string[] | null> {
  const known = await knownAdmins(world, mostAdmins);
  const admins = known?.map((id) => firstMet(id, world));
  if (!admins) return null;
  const asked = await Promise.all(rows.map(async (row) => ({ row, who: await marksOf(row.by, world) })));
  return asked.flatMap(({ row, who }) => (admins.includes(who.id) && !who.isStranger ? [row.id] : []));
}

/** Returns how a change ended that was to be made; null for one that only lapses. */
export function endOf(applied: Applied | null): Pick<End, 'how' | 'fields'> {
  if (applied === null) return { how: 'lapsed' };
  return applied.kind === 'made' ? { how: 'made' } : { how: 'moved', fields: applied.fields };
}

/** Ends changes of a record that is no longer what it was: nobody can approve them, and another one can be asked for. */
async function endMoved({ store, clock }: ApprovalWorld): Promise<void> {
  const moved = async (reader: Reader) => {
    const waiting = (await reader.list('approvals')).filter(({ end }) => !end);
    const found = await Promise.all(waiting.map(async (row) => ({ row, how: await movedMeanwhile(reader, row) })));
    return found.flatMap(({ row, how }) => (how ? [{ row, how }] : []));
  };
  if ((await store.read(moved)).length === 0) return;
  await store.change(async (tx) => {
    for (const { row, how } of await moved(tx))
      await endWaiting(tx, row, { ...endOf(how), at: clock.now(), ...byTime });
  });
}

/** Forgets changes whose waiting ended, once nobody can press a button of their cards any more. */
export async function forgetApprovals({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = new Date(Date.parse(clock.now()) - retention.noticeDays * 86_400_000).toISOString();
  const old = async (reader: Reader) => (await reader.list('approvals')).filter(({ end }) => end && end.at < before);
  if ((await store.read(old)).length === 0) return;
  await store.change(async (tx) => {
    for (const { id } of await old(tx)) await tx.remove('approvals', id);
  });
}
