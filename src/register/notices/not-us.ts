import { adminDestinations } from '../../delivery/admin-destinations.ts';
import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import { type Destination, deliveryId, noticeRank } from '../../domain/delivery/delivery.ts';
import type { Change, HistoryEntry } from '../../domain/history.ts';
import { isApprovalMark } from '../../domain/tenant/approval.ts';
import { type Disowned, type Disowning, disownedAfter, hasDisowned, mayDisown } from '../../domain/tenant/disowned.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { noticeKey } from '../../ports/indexes.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import type { PressHandler } from '../../request/interaction.ts';
import { firstMet } from '../../request/people.ts';
import { withinDailyLimit } from '../../store/idempotency.ts';
import { button, card } from '../../view/view.ts';
import { delayedIn, endDisowned, isDecidedByAdmins } from '../approvals/end.ts';

/** The most changes that a person may disown in a day. */
const maxPerDay = 5;

/** The outcome of a press. `gone`: there is no such change of the contact or of channels in the last 30 days. `stopped`: it was not made yet. */
type Outcome = 'gone' | 'tooMany' | 'recorded' | 'stopped';

/** Answers «Not us»: any member who sees the notice may alarm the admins. The history has an entry for each person who pressed. */
export const pressNotUs: PressHandler = async (request, value, world) => {
  const ref = parseChangeRef(value);
  const { id: by, name: byName } = request.actor;
  const admins = await adminDestinations(world);
  const done = ref ? await disown({ by, byName }, ref, admins, world) : 'gone';
  const { notUs: say, contactChanged } = request.messages.notices;
  const { outdatedTitle, tooOftenTitle } = request.messages.rights;
  if (done === 'gone' || done === 'tooMany') {
    const reply = refusal(request.messages, [done === 'gone' ? say.gone : say.tooMany(maxPerDay)], {
      title: done === 'gone' ? outdatedTitle : tooOftenTitle,
      buttons: [
        button('press', 'contact.history', request.messages.securityContact.buttons.history, ref?.tenantId ?? ''),
      ],
    });
    return done === 'gone' ? { ...reply, unknown: true } : reply;
  }
  const thanks = card(contactChanged.thanksTitle, `${contactChanged.thanksTitle}. ${contactChanged.thanks}`, {
    tone: 'warning',
    text: [...(done === 'stopped' ? [request.messages.approvals.stopped] : []), contactChanged.thanks],
  });
  return { kind: 'card', instead: false, card: thanks };
};

type Disowner = Pick<Disowning, 'by' | 'byName'>;

/**
 * Records a press in one change: its entry in the history, the alarm to admins, and the edits of the notices. The same change checks the
 * daily limit.
 */
function disown(who: Disowner, ref: ChangeRef, admins: readonly Destination[], { store, clock, chats }: World) {
  const { tenantId, entry } = ref;
  return store.change(async (tx): Promise<Outcome> => {
    const at = clock.now();
    const tenant = await tx.get('tenants', tenantId);
    const change = tenant && (await changeOf(tx, ref));
    if (!change || !mayDisown(change, at) || (await isDecidedByAdmins(tx, entry))) return 'gone';
    const press = { ...who, at, entry };
    if (hasDisowned(tenant.disowned, press)) return 'recorded';
    // What waits is stopped in any case: admins may ask for more changes in a day.
    if (!(await delayedIn(tx, entry)) && !(await withinDailyLimit(tx, 'notUs', who.by, { maxPerDay, at })))
      return 'tooMany';
    const disowned = disownedAfter(tenant.disowned, press, change.at);
    await tx.put('tenants', { ...tenant, disowned });
    const isWarned = (id: Identity) =>
      admins.some((to) => to.kind === 'person' && firstMet(to.id, { chats }) === firstMet(id, { chats }));
    const isStopped = await endDisowned(tx, press, isWarned);
    const changes = describeChange(change, isStopped);
    await tx.appendHistory({ ...who, at, deed: 'contact.disowned', tenantId, changes });
    await enqueueAlarm(tx, { tenantId, press, disowned }, admins);
    await refreshNotices(tx, { tenantId, entry }, disowned);
    return isStopped ? 'stopped' : 'recorded';
  });
}

/**
 * Returns the entry of that number; null when it is another change, of another tenant, or gone. The store always has the entries of the
 * last 31 days.
 */
async function changeOf(reader: Reader, { tenantId, entry, at }: ChangeRef): Promise<HistoryEntry | null> {
  const [found] = await reader.history({ tenantId, before: entry + 1, limit: 1 });
  return found?.number === entry && (at === null || found.at === at) ? found : null;
}

/**
 * Describes the disowned change: its number, time, author and fields, and whether it was only asked for, or was stopped. The values are in
 * that change's own entry.
 */
function describeChange({ number, at, by, deed, changes }: HistoryEntry, isStopped: boolean): Change[] {
  const isAsked = deed === 'approval.asked';
  const fields = changes.flatMap(({ field }) => {
    if (isApprovalMark(field)) return [];
    return isAsked && field === 'retiredAt' ? 'retired' : field;
  });
  const when = isAsked ? { askedAt: at, askedBy: by } : { changedAt: at, changedBy: by };
  const about = {
    entry: number,
    ...when,
    [isStopped ? 'stoppedFields' : isAsked ? 'askedFields' : 'changedFields']: fields,
  };
  return Object.entries(about).map(([field, after]) => ({ field, before: null, after }));
}

type Alarm = { tenantId: string; press: Disowning; disowned: Disowned };

/** Enqueues the alarm to each admin. While an alarm counts up, a further press edits it. */
async function enqueueAlarm(tx: Tx, { tenantId, press, disowned }: Alarm, admins: readonly Destination[]) {
  const { entry, by, byName, at } = press;
  const about = { kind: 'notUs', tenantId, entry, by, byName, since: disowned.since } as const;
  const want = disowned.revision;
  for (const to of admins) {
    await enqueue(tx, { about, to, rank: noticeRank, want }, at);
    const known = await tx.get('deliveries', deliveryId(about, to));
    if (known) await requestEdit(tx, known, want);
  }
}

/** Requests an edit of the notices of the change, which then say who disowned it. */
async function refreshNotices(tx: Tx, ref: Omit<ChangeRef, 'at'>, { revision }: Disowned): Promise<void> {
  const notices = await tx.scan('deliveries.notice', { key: noticeKey(ref), after: null });
  for (const notice of notices) await requestEdit(tx, notice, 1 + revision);
}

/* Names a change of the history in the value of a button. */

/** A change, as the button of its notice names it. */
interface ChangeRef {
  tenantId: string;
  /** The number of the change in the history. */
  entry: number;
  /** The time of the change; null for buttons that earlier versions posted. After a restore its number may be that of another change. */
  at: string | null;
}

/** Returns the value of a button about a change. `tenantId` is that of its notice: a change of the organisation has none. */
export function changeRefOf({ number, at }: Pick<HistoryEntry, 'number' | 'at'>, tenantId: string): string {
  return `${tenantId} ${number} ${at}`;
}

/**
 * Reads the button's value, which comes from a client: `1`, `01`, `1.0` and `1 ` are one number. Returns null when it is no whole number.
 */
function parseChangeRef(value: string): ChangeRef | null {
  const [tenantId = '', number = '', at = ''] = value.split(' ');
  const entry = /^\d{1,15}(\.0+)?$/.test(number) ? Number(number) : 0;
  return entry > 0 ? { tenantId, entry, at: at || null } : null;
}
