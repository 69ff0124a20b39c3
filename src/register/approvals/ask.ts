/** Asks for a change that has to wait: its row, its entry in the history, and its notices. */
import dayjs from 'dayjs';
import { enqueueFor } from '../../delivery/transitions.ts';
import { type Destination, noticeRank } from '../../domain/delivery/delivery.ts';
import { distinct } from '../../domain/delivery/routing.ts';
import { changeForHistory } from '../../domain/history.ts';
import {
  organisationSubject,
  type StoredApproval,
  type WantedChange,
  waitingHours,
} from '../../domain/tenant/approval.ts';
import type { Channel, Identity } from '../../domain/tenant/identity.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal, unsureReply } from '../../request/authorize.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import { firstMet, knownAdmins } from '../../request/people.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { withinDailyLimit } from '../../store/idempotency.ts';
import { button, plainOf, type Text } from '../../view/view.ts';
import { blockedText } from './card.ts';
import { areSeveral, marksOf, sameness } from './same-person.ts';

/** The most administrators who are notified, and among whom a second person is looked for. */
const maxAdmins = 50;
/** The most changes for which a person may ask in a day. */
const maxPerDay = 20;

/** How changes wait now: with whose approval, and which administrators are notified. */
export interface WaitingPlan {
  how: StoredApproval['how'];
  /** Every administrator except the one who asks. */
  others: readonly Identity[];
  by: Identity;
  byName: string;
}

/** Changes are made at once: the setting is off. */
export const atOnce = null;

/**
 * Returns how changes that somebody asks for have to wait; `atOnce` where the setting is off, and a refusal where the directory or a
 * platform does not say who is an administrator. Call it before the change, since it is I/O.
 */
export async function waitingPlan(request: Request, world: World): Promise<WaitingPlan | typeof atOnce | Reply> {
  if (!world.settings.approvals) return atOnce;
  const { id: by, name: byName } = request.actor;
  const admins = await knownAdmins(world, maxAdmins);
  if (admins === null) return unsureReply(request.messages, request.messages.rights.unsureOfRole);
  const ids = [...new Set([by, ...admins].map((id) => firstMet(id, world)))];
  const [own, ...others] = await Promise.all(ids.map((id) => marksOf(id, world)));
  if (!own) return atOnce;
  const isPair = areSeveral([own, ...others]);
  // A platform that does not answer for a moment hides the second administrator, and a day is the weaker protection.
  if (!isPair && [own, ...others].some(({ isSilent }) => isSilent))
    return unsureReply(request.messages, request.messages.rights.unsureOfRole);
  const told = others.filter((one) => !one.isStranger && sameness(own, one) !== 'same').map(({ id }) => id);
  return { how: isPair ? 'pair' : 'delay', others: told, by, byName };
}

/** Returns whether a plan is the refusal in its place. */
export function isRefused(plan: WaitingPlan | typeof atOnce | Reply): plan is Reply {
  return plan !== null && 'kind' in plan;
}

/** Returns the change that waits for a subject: a tenant's id, or `organisation`. Null for none. */
export async function waitingOf(reader: Reader, subject: string): Promise<StoredApproval | null> {
  return (await reader.list('approvals')).find((one) => one.subject === subject && !one.end) ?? null;
}

/**
 * Returns the changes that wait and that the card of a tenant shows: its own, that of the admin channel, and the addition of a tenant of
 * which people are notified in its name. Without a tenant all.
 */
export async function waitingFor(reader: Reader, tenantId: string | null): Promise<StoredApproval[]> {
  const all = (await reader.list('approvals')).filter(({ end }) => !end);
  return tenantId === null
    ? all
    : all.filter((row) => [row.subject, row.tenantId].includes(tenantId) || row.subject === organisationSubject);
}

/** Returns the notice of a form whose save another change keeps from waiting; nothing where none waits. */
export async function blockedNotice(
  request: Request,
  subjects: readonly string[],
  { store }: World,
): Promise<{ notice?: Text }> {
  const all = await store.read((reader) => waitingFor(reader, null));
  const [row] = all.filter(({ subject }) => subjects.includes(subject));
  return row ? { notice: blockedText(row, askerLocale(request)) } : {};
}

/** Why a change could not be asked for: another one of the same subject waits, or the person asked for too many today. */
export type NotAsked = { kind: 'waits already'; waiting: StoredApproval } | { kind: 'too many asked' };

/** Returns why these changes cannot be asked for now; null when they can. Counts them against the limit of the day. */
export async function notAsked(
  tx: Tx,
  plan: WaitingPlan,
  subjects: readonly string[],
  at: string,
): Promise<NotAsked | null> {
  for (const subject of subjects) {
    const waiting = await waitingOf(tx, subject);
    if (waiting) return { kind: 'waits already', waiting };
  }
  if (subjects.length === 0 || (await withinDailyLimit(tx, 'approval', plan.by, { maxPerDay, at }))) return null;
  return { kind: 'too many asked' };
}

/** Returns the refusal of a change that could not be asked for. */
export function notAskedReply(request: Request, why: NotAsked): Reply {
  const { messages } = request;
  const { approvals: say, rights } = messages;
  if (why.kind === 'too many asked')
    return refusal(messages, [say.tooMany(maxPerDay)], { title: rights.tooOftenTitle });
  const show = button('press', 'contact.waiting', say.buttons.show, why.waiting.id, { style: 'primary' });
  const text = blockedText(why.waiting, askerLocale(request));
  return refusal(messages, [text], { summary: plainOf(text), buttons: [show] });
}

/** Who is notified besides the administrators where nobody has to approve: the old and the new channels, and the managers. */
export interface AlsoTold {
  channels: readonly (Channel | null)[];
  managers: readonly (Identity | null)[];
}

/** Stores a change that waits, with its entry in the history and its cards, in the change of the store that asks for it. */
export async function ask(tx: Tx, plan: WaitingPlan, wanted: WantedChange, also: AlsoTold, at: string) {
  const { how, others, by, byName } = plan;
  const until = dayjs(at).add(waitingHours, 'hour').toISOString();
  const isOfTenant = wanted.subject === wanted.tenantId;
  const ends = how === 'pair' ? 'lapsesAt' : 'madeAt';
  const changes = [...wanted.changes.map(changeForHistory), { field: ends, before: null, after: until }];
  const asked = { at, by, byName, deed: 'approval.asked', tenantId: isOfTenant ? wanted.tenantId : null } as const;
  const entry = await tx.appendHistory({ ...asked, changes });
  const row: StoredApproval = {
    ...wanted,
    ...{ id: `${wanted.subject} ${entry} ${at}`, entry, by, byName, askedAt: at, until, how },
  };
  await tx.put('approvals', row);
  const organisation = await tx.get('organisation', 'organisation');
  const { channels, managers } = how === 'delay' ? also : { channels: [], managers: [] };
  const people = [...others, ...managers].filter((id) => id !== null && id !== by);
  const to = [
    ...distinct([organisation?.adminChannel ?? null, ...channels].filter((one) => one !== null)).map(
      (channel): Destination => ({ kind: 'channel', channel }),
    ),
    ...[...new Set(people)].flatMap((id): Destination[] => (id === null ? [] : [{ kind: 'person', id }])),
  ];
  const about = { kind: 'approval', id: row.id, tenantId: row.tenantId } as const;
  await enqueueFor(tx, { about, rank: noticeRank }, to, at);
  return row;
}
