import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import type { Alert, Ask } from '../../domain/alert/alert.ts';
import { askedApartMs, firstAsk, holderOf, nextAsk, offerEnds } from '../../domain/alert/holding.ts';
import { ownStep, withStep } from '../../domain/alert/timeline.ts';
import type { Destination } from '../../domain/delivery/delivery.ts';
import { deliveryId, highRank, isPending, queueOf, talkRank } from '../../domain/delivery/delivery.ts';
import type { AboutOf } from '../../domain/delivery/kinds.ts';
import { type Identity, platformOf } from '../../domain/tenant/identity.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { later } from '../../domain/time/zones.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { mayAnswer } from '../../request/authorize.ts';
import { nextNumber } from '../../store/next-number.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { tenantsOf } from '../commands/find-alert.ts';
import { channelsToRemind, remindersWith } from './due-alert.ts';

/** The most alerts that one change takes, so that nobody waits long for the store. */
const batchSize = 200;
/** The most alerts that one message names, with buttons for each. */
const named = 10;
/** The minutes by which a question may come early, along with others to the same person. */
const earlyMs = 30 * 60_000;
/** The milliseconds after which the bot looks again whether there is an admin to be asked. */
const retryMs = 5 * 60_000;
/** The most holders whose rights are looked up at the same time. */
const lookUpsAtOnce = 10;
/** The most messages of one question: it goes to a channel on each platform, or to each admin. */
const messagesOfQuestion = 20;

type Whom = AboutOf<'asked'>['whom'];

/** The questions of one round, which takes as many changes as it needs. `posts` are the ids of its deliveries, by whom and where. */
interface Round {
  at: string;
  admins: readonly Destination[];
  /** The alerts whose holder may not answer them any more. */
  orphaned: ReadonlySet<string>;
  posts: Map<string, string>;
}

/** One alert with those who are asked about it now. */
interface Asking {
  alert: Alert;
  whom: Whom;
  recipients: readonly { to: Destination; calls: readonly Identity[] }[];
}

/**
 * Asks whether somebody is still on the alerts that are acknowledged: their holder in private, the channel when the holder does not
 * answer or may no longer act, then the admins. Tells the giver and the channel of what nobody took over.
 */
export async function askHolders(world: World): Promise<void> {
  const at = world.clock.now();
  const isAny = async (reader: Reader) =>
    (await toAsk(reader, at, 1)).length + (await notTaken(reader, at, 1)).length > 0;
  if (!(await world.store.read(isAny))) return;
  const { critical: admins } = await adminPlaces(world);
  const posts = new Map<string, string>();
  for (let left = true; left; ) {
    const due = await world.store.read((reader) => toAsk(reader, at, batchSize));
    const round = { at, admins, posts, orphaned: await orphanedAmong(due, world) };
    left = await world.store.change((tx) => askSome(tx, round, world), { evenWhenFull: true, wakes: false });
  }
  world.wake(await world.store.read((reader) => reader.keys('deliveries.due')));
}

async function toAsk(reader: Reader, at: string, limit: number): Promise<Alert[]> {
  const rows = await reader.scan('alerts.ask', { key: '', after: null, limit });
  return rows.filter(({ ask }) => !ask || ask.due <= at);
}

async function notTaken(reader: Reader, at: string, limit: number): Promise<Alert[]> {
  const rows = await reader.scan('alerts.offered', { key: '', after: null, limit });
  return rows.filter((alert) => (offerEnds(alert) ?? at) <= at);
}

/** Returns the ids of those alerts whose holder left or may not answer them any more. Asks platforms and directory. */
async function orphanedAmong(due: readonly Alert[], world: World): Promise<ReadonlySet<string>> {
  const ofHolders = due.filter(({ ask }) => ask?.whom === 'holder');
  const byHolder = Map.groupBy(ofHolders, (alert) => [holderOf(alert)?.by, ...tenantsOf(alert)].join(' '));
  const groups = [...byHolder.values()];
  const found = new Set<string>();
  for (let first = 0; first < groups.length; first += lookUpsAtOnce)
    await Promise.all(
      groups.slice(first, first + lookUpsAtOnce).map(async (alerts) => {
        const [alert] = alerts;
        const holder = alert && holderOf(alert);
        if (!holder || (await mayAct(holder.by, tenantsOf(alert), world))) return;
        for (const { id } of alerts) found.add(id);
      }),
    );
  return found;
}

async function mayAct(id: Identity, tenantIds: readonly (string | null)[], world: World): Promise<boolean> {
  const tenants = await world.store.read((reader) =>
    Promise.all(tenantIds.map((tenantId) => tenantOf(reader, { tenantId }))),
  );
  return (await mayAnswer(id, tenants, world)) !== 'no';
}

async function askSome(tx: Tx, round: Round, world: World): Promise<boolean> {
  const { at } = round;
  const due = await toAsk(tx, at, batchSize);
  const asking: Asking[] = [];
  const workdays = async (alert: Alert) => workdaysOf(await tenantOf(tx, alert), world);
  for (const alert of due) {
    const ask = alert.ask ?? firstAsk(alert, at, await workdays(alert));
    if (ask.due > at) await tx.put('alerts', { ...alert, ask });
    else {
      const one = await askingOf(tx, { ...alert, ask }, ask.whom, round);
      const until = one ? await answerableUntil(tx, one, at) : later(at, retryMs);
      if (one && until === null) asking.push(one);
      else await tx.put('alerts', { ...alert, ask: { ...ask, due: until ?? at } });
    }
  }
  for (const alert of await comingAlong(tx, asking, at)) asking.push(await toHolder(alert));
  const offers = await notTaken(tx, at, batchSize);
  for (const alert of offers) asking.push(...(await askingAboutOffer(tx, alert, at)));
  const sent = await enqueueAll(tx, asking, round);
  for (const all of Map.groupBy(asking, (one) => one.alert.id).values()) {
    const [{ alert } = { alert: null }] = all;
    if (!alert) continue;
    const ids = sent.get(alert.id) ?? [];
    const isOffer = all.some(({ whom }) => whom === 'offer' || whom === 'giver');
    const question = all.flatMap(({ whom }) => (whom === 'offer' || whom === 'giver' ? [] : [whom]))[0];
    const next = question ? { ask: nextAsk(alert, question, at, await workdays(alert)) } : {};
    await tx.put('alerts', {
      ...alert,
      ...next,
      ...(isOffer && alert.offered ? { offered: { ...alert.offered, isReported: true as const } } : {}),
      timeline: withStep(alert.timeline, ownStep('asked', at, { sent: ids.length })),
      escalations: remindersWith(alert, ids),
    });
  }
  return due.length === batchSize || offers.length === batchSize;
}

function workdaysOf(tenant: StoredTenant | null, { settings, defaults }: World) {
  return { timezone: tenant?.contact?.timezone ?? defaults.timezone, holidays: settings.holidays };
}

/**
 * Returns until when those who were asked before have time to answer: an hour from when their platform took the question, which may be
 * late. Null when that has passed, or when the next ones are asked on another platform. What no platform takes holds up the next
 * question by an hour at most.
 */
async function answerableUntil(tx: Tx, { alert, whom, recipients }: Asking, at: string): Promise<string | null> {
  if (whom === 'holder') return null;
  const times: string[] = [];
  for (const id of (alert.escalations ?? []).slice(-messagesOfQuestion)) {
    const row = await tx.get('deliveries', id);
    if (row?.about.kind !== 'asked' || row.refusals !== undefined) continue;
    const isEarlier = row.about.whom !== whom && ['holder', 'channel'].includes(row.about.whom);
    if (!isEarlier || recipients.some(({ to }) => platformOf(queueOf(to)) !== platformOf(row.queue))) continue;
    if (isPending(row) && later(row.since, 2 * askedApartMs) > at) times.push(later(at, retryMs));
    if (row.state === 'posted' && row.doneAt) times.push(later(row.doneAt, askedApartMs));
  }
  // A question that was taken within minutes moves nothing.
  const until = times.toSorted().at(-1) ?? at;
  return until >= later(at, retryMs) ? until : null;
}

/**
 * Returns who is asked now whether work on the alert continues (holder, channel or admins); null when nobody can be asked yet. What was
 * acknowledged at its source has no holder: its channel is asked at once.
 */
async function askingOf(tx: Tx, alert: Alert, whom: Ask['whom'], round: Round): Promise<Asking | null> {
  const { admins, orphaned, at } = round;
  if (whom === 'holder' && holderOf(alert) && !orphaned.has(alert.id)) return toHolder(alert);
  const holder = holderOf(alert)?.by;
  const recipients = whom === 'admins' ? [] : await channelsFor(tx, alert, holder ? [holder] : [], at);
  if (recipients.length > 0) return { alert, whom: 'channel', recipients };
  if (admins.length === 0) return null;
  return { alert, whom: 'admins', recipients: admins.map((to) => ({ to, calls: [] })) };
}

async function toHolder(alert: Alert): Promise<Asking> {
  const holder = holderOf(alert);
  const recipients = holder ? [{ to: { kind: 'person', id: holder.by } as const, calls: [] }] : [];
  return { alert, whom: 'holder', recipients };
}

/**
 * Returns the channel in which the question is asked, with whoever is on call there and is none of `but`; when there is nobody, with the
 * second level.
 */
async function channelsFor(tx: Tx, alert: Alert, but: readonly Identity[], at: string): Promise<Asking['recipients']> {
  const tenant = await tenantOf(tx, alert);
  const { first, second } = onCallAt(tenant, at);
  const others = first.filter((id) => !but.includes(id));
  const people = others.length > 0 ? others : second.filter((id) => !but.includes(id));
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  const there = await channelsToRemind(tx, { cards, tenant, people });
  return [...there.values()].map(({ card, people: calls }) => ({ to: card.to, calls }));
}

/** Returns the alerts of the same holders that are due soon. */
async function comingAlong(tx: Tx, asking: readonly Asking[], at: string): Promise<Alert[]> {
  const holders = new Set(asking.flatMap(({ alert, whom }) => (whom === 'holder' ? (holderOf(alert)?.by ?? []) : [])));
  if (holders.size === 0) return [];
  const until = later(at, earlyMs);
  const soon = await tx.scan('alerts.ask', { key: '', after: at, limit: batchSize });
  return soon.filter((alert) => {
    const { ask } = alert;
    const holder = holderOf(alert)?.by;
    return ask && ask.due > at && ask.due <= until && ask.whom === 'holder' && holder && holders.has(holder);
  });
}

/** Returns who is notified that a handover was not accepted: the person who offered it, and the channel. */
async function askingAboutOffer(tx: Tx, alert: Alert, at: string): Promise<Asking[]> {
  const { offered } = alert;
  if (!offered) return [];
  const giver = { to: { kind: 'person', id: offered.by }, calls: [] } as const;
  const recipients = await channelsFor(tx, alert, [offered.by, offered.to], at);
  return [
    { alert, whom: 'giver', recipients: [giver] },
    { alert, whom: 'offer', recipients },
  ];
}

/** Enqueues one message for all alerts of which the same are asked in the same place. Returns the ids of the messages by alert. */
async function enqueueAll(tx: Tx, asking: readonly Asking[], { posts, at }: Round) {
  const sent = new Map<string, string[]>();
  for (const { alert, whom, recipients } of asking)
    for (const { to, calls } of recipients) {
      const key = `${whom} ${queueOf(to)}`;
      const row = posts.has(key) ? await tx.get('deliveries', posts.get(key) ?? '') : null;
      const before = row?.about.kind === 'asked' ? row.about : null;
      const about = {
        kind: 'asked',
        id: before?.id ?? (await nextNumber(tx, 'asked')),
        whom,
        alertIds: [...(before?.alertIds ?? []), alert.id].slice(0, named),
        count: (before?.count ?? 0) + 1,
        calls: [...new Set([...(before?.calls ?? []), ...calls])],
      } as const;
      if (row && before) await requestEdit(tx, row, row.want + 1, { about });
      else await enqueue(tx, { about, to, rank: whom === 'holder' || whom === 'giver' ? talkRank : highRank }, at);
      const id = deliveryId(about, to);
      posts.set(key, id);
      sent.set(alert.id, [...(sent.get(alert.id) ?? []), id]);
    }
  return sent;
}
