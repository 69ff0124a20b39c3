/** Decides when a reminder waits, since admins were notified a moment ago, or cannot be notified now. */
import dayjs from 'dayjs';
import { limitMinutes } from '../../domain/alert/deadlines.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { DueAlert } from './due-alert.ts';
import { adminsPost } from './remind-admins.ts';
import type { EscalationRound } from './remind-in-channels.ts';

/** The minutes from one message about alerts whose time is over to the next, which gathers all that are overdue by then. */
const apartMinutes = 30;
/** The minutes after which admins are notified again at once that an alert came for which nobody is on call. */
const atOnceApartMinutes = 10;
/** The minutes after which the bot looks again whether there is an admin to be notified. */
const retryMinutes = 5;

/** The counters that hold when admins were notified last, in milliseconds: that the time of alerts is over, and at once. */
const counters = { limit: 'overdueTold', atOnce: 'calledAtOnce' } as const;

/** Returns which of the messages the step is that come only so often; null for any other. */
function pacedAs({ step, alert }: DueAlert): keyof typeof counters | null {
  if (step.minutes === 0) return 'atOnce';
  return step.minutes >= limitMinutes && step.minutes < limitMinutes + 60 && alert.origin !== 'drill' ? 'limit' : null;
}

/** Returns until when the alert waits: `next` for its next step, null when it need not wait. */
export async function waitsUntil(
  reader: Reader,
  due: DueAlert,
  { at, admins, posts }: EscalationRound,
): Promise<string | 'next' | null> {
  if (!due.callsAdmins || posts.has(adminsPost)) return null;
  if (admins.length === 0 && due.places.size === 0)
    return due.alert.origin === 'drill' ? null : dayjs(at).add(retryMinutes, 'minute').toISOString();
  const paced = pacedAs(due);
  const told = paced && (await reader.get('counters', counters[paced]))?.value;
  if (typeof told !== 'number') return null;
  const passed = Date.parse(at) - told;
  const apart = (paced === 'limit' ? apartMinutes : atOnceApartMinutes) * 60_000;
  // A time in the future was written by a clock that was ahead: it holds up nothing.
  if (passed < 0 || passed >= apart) return null;
  return paced === 'limit' ? new Date(told + apart).toISOString() : 'next';
}

/** Notes that admins are notified of these alerts now. */
export async function noteTold(tx: Tx, due: readonly DueAlert[], at: string): Promise<void> {
  const paced = new Set(due.flatMap((one) => (one.callsAdmins ? (pacedAs(one) ?? []) : [])));
  for (const one of paced) await tx.put('counters', { id: counters[one], value: Date.parse(at) });
}

/** Forgets when admins were notified last, if that is still to come at `now`: otherwise the next message would wait for it. */
export async function forgetEarlyNews({ store }: Pick<World, 'store'>, now: string): Promise<void> {
  const early = async (reader: Reader) => {
    const rows = await Promise.all(Object.values(counters).map((id) => reader.get('counters', id)));
    return rows.flatMap((row) => (row && row.value > Date.parse(now) + 60_000 ? row.id : []));
  };
  if ((await store.read(early)).length === 0) return;
  await store.change(async (tx) => {
    for (const id of await early(tx)) await tx.remove('counters', id);
  });
}
