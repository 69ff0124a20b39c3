/** Keeps what does not work between the bot and Microsoft, as an adapter heard it, and notifies the admins of it. */
import type { Destination } from '../domain/delivery/delivery.ts';
import type { MicrosoftNews } from '../domain/delivery/kinds.ts';
import {
  causeKey,
  isAboutAll,
  type MicrosoftAway,
  type MicrosoftSignal,
  type SignalTrouble,
  type StoredTrouble,
  type TroubleEnd,
  type TroubleKind,
} from '../domain/microsoft-trouble.ts';
import { isRetired } from '../domain/tenant/partner-tenant.ts';
import { runMsFrom } from '../domain/time/trusted-time.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { adminPlaces } from './admin-destinations.ts';
import { enqueueMicrosoftNews } from './microsoft-news.ts';
import { requestEdit } from './transitions.ts';

/** How long (ms) silence about one signal, or from Microsoft as a whole, lasts until admins are notified of it (again). */
export const longMs = 12 * 3_600_000;
/** The milliseconds from one message about a trouble to the next while it lasts. */
const weekMs = 7 * 24 * 3_600_000;
/** How long (ms) another cause lasts until it takes the place of one that admins were notified of. */
export const settledMs = 15 * 60_000;

/** Failures since some time: the first of these was `forMs` before the last, and the last is `agoMs` old. */
export interface Failing {
  forMs: number;
  agoMs: number;
}

/** What an adapter heard of one signal since the process began; `unknown` where nothing is certain. */
export interface HeardSignal {
  tenantId: string;
  name: string;
  signal: MicrosoftSignal;
  state: 'unknown' | 'works' | (Failing & { kind: TroubleKind; code: string });
}

/** What an adapter heard: of each signal that the file turns on, and of Microsoft as a whole. `reach` is null where nothing is certain. */
export interface HeardOfMicrosoft {
  signals: readonly HeardSignal[];
  reach: 'answers' | Failing | null;
}

/**
 * Stores what was heard, and notifies the admins: of a refusal at once and weekly, of silence about one signal after 12 hours and weekly,
 * and of Microsoft's silence as a whole once, after 12 hours, and at its end. Messages about one signal are edited when it works again.
 * Call it every minute: it writes only what changed. While no admin can be notified, what they should hear waits.
 *
 * @example await recordTroubles({ signals: [{ tenantId, name: 'contoso', signal: 'score', state: 'works' }], reach: 'answers' }, world);
 */
export async function recordTroubles(heard: HeardOfMicrosoft, world: World): Promise<void> {
  const at = world.steady.now();
  const known = await world.store.read((reader) => knownNow(reader, heard, at));
  if (isNothing(planOf(known, true))) return;
  const admins = (await adminPlaces(world)).usual;
  const tells = admins.length > 0;
  if (isNothing(planOf(known, tells))) return;
  // Several signals report at once: what another one has stored by now is not told again.
  const change = async (tx: Tx) => carryOut(tx, planOf(await knownNow(tx, heard, at), tells), admins);
  await world.store.change(change, { evenWhenFull: true });
}

/** What a plan is made of. `signals` are those that are asked: no tenant among them is retired. */
interface KnownTroubles extends HeardOfMicrosoft {
  troubles: readonly SignalTrouble[];
  away: MicrosoftAway | null;
  at: string;
  runMs: number;
}

async function knownNow(reader: Reader, { signals, reach }: HeardOfMicrosoft, at: string): Promise<KnownTroubles> {
  const rows = await reader.list('troubles');
  const asked: HeardSignal[] = [];
  for (const one of signals) {
    const tenant = await reader.get('tenants', one.tenantId);
    if (tenant === null || !isRetired(tenant)) asked.push(one);
  }
  const away = rows.find(isAboutAll) ?? null;
  const troubles = rows.flatMap((row) => (isAboutAll(row) ? [] : [row]));
  return { signals: asked, reach, troubles, away, at, runMs: runMsFrom(await reader.get('trusted', 'clock'), at) };
}

/** What has to be written. `edits` are about the messages of a cause that stand already. */
interface Plan {
  rows: StoredTrouble[];
  gone: string[];
  news: MicrosoftNews[];
  edits: { key: string; change: { signals: readonly MicrosoftSignal[] } | { end: TroubleEnd } }[];
}

function isNothing(plan: Plan): boolean {
  return Object.values(plan).every((all) => all.length === 0);
}

async function carryOut(tx: Tx, { rows, gone, news, edits }: Plan, admins: readonly Destination[]): Promise<void> {
  for (const row of rows) await tx.put('troubles', row);
  for (const id of gone) await tx.remove('troubles', id);
  for (const { key, change } of edits)
    for (const delivery of await tx.scan('deliveries.trouble', { key, after: null })) {
      const { about } = delivery;
      if (about.kind !== 'microsoftNews' || about.what !== 'trouble' || about.end !== undefined) continue;
      await requestEdit(tx, delivery, delivery.want + 1, { about: { ...about, ...change } });
    }
  for (const one of news) await enqueueMicrosoftNews(tx, one, admins);
}

/** Returns what has to be written. `tells`: there is an admin who can be notified. */
function planOf(known: KnownTroubles, tells: boolean): Plan {
  const plan: Plan = { rows: [], gone: [], news: [], edits: [] };
  planAway(plan, known, tells);
  planTroubles(plan, known, tells);
  return plan;
}

/** Returns the time, by the clock and by the trusted time's `runMs`, of the first of these failures. */
function firstOf({ forMs, agoMs }: Failing, { at, runMs }: KnownTroubles) {
  const ms = forMs + agoMs;
  return { since: new Date(Date.parse(at) - ms).toISOString(), sinceRunMs: runMs - ms };
}

function planAway({ rows, gone, news }: Plan, known: KnownTroubles, tells: boolean): void {
  const { away, reach, at, runMs } = known;
  const signals = [...new Set(known.signals.map(({ signal }) => signal))];
  if (away && signals.length === 0) gone.push('away');
  if (reach === null || signals.length === 0 || !tells) return;
  const lasts = away !== null && away.overRunMs === undefined;
  if (reach === 'answers') {
    if (!lasts) return;
    rows.push({ ...away, overRunMs: runMs });
    news.push({ what: 'back', signals, since: away.since, at });
  } else if (!lasts) {
    const row: MicrosoftAway = { id: 'away', ...firstOf(reach, known), isLasting: false };
    rows.push(row);
    news.push({ what: 'away', signals, since: row.since, at });
  } else if (!away.isLasting && runMs - reach.agoMs - away.sinceRunMs >= longMs) {
    rows.push({ ...away, isLasting: true });
    news.push({ what: 'stillAway', signals, since: away.since, at });
  }
}

/** Plans what changes by what was heard of each signal, and after that what admins are notified of. */
function planTroubles(plan: Plan, known: KnownTroubles, tells: boolean): void {
  const heard = new Map(known.signals.map((one) => [idOf(one), one]));
  const before = new Map(known.troubles.map((row) => [row.id, row]));
  const after = new Map<string, SignalTrouble>();
  for (const id of new Set([...before.keys(), ...heard.keys()])) {
    const one = heard.get(id);
    const row = one ? afterwards(before.get(id) ?? null, one, known) : null;
    if (row) after.set(id, row);
  }
  const old = Map.groupBy(known.troubles, causeKey);
  const now = Map.groupBy(after.values(), causeKey);
  const told = (tells ? [...now.values()] : []).flatMap((rows) => afterTelling(rows, heard, plan, known));
  for (const row of told) after.set(row.id, row);
  for (const row of after.values()) if (before.get(row.id) !== row) plan.rows.push(row);
  for (const id of before.keys()) if (!after.has(id)) plan.gone.push(id);
  const isOver = ({ id }: SignalTrouble) => heard.get(id)?.state === 'works';
  for (const [key, rows] of old)
    if (rows.some(({ notifiedRunMs }) => notifiedRunMs !== null)) {
      const signals = toldIn([...after.values()].filter((row) => causeKey(row) === key));
      const end: TroubleEnd = { at: known.at, why: rows.every(isOver) ? 'answered' : 'other' };
      if (signals.length === 0) plan.edits.push({ key, change: { end } });
      else if (signals.join() !== toldIn(rows).join()) plan.edits.push({ key, change: { signals } });
    }
}

function toldIn(rows: readonly SignalTrouble[]): MicrosoftSignal[] {
  return rows.filter(({ notifiedRunMs }) => notifiedRunMs !== null).map(({ signal }) => signal);
}

function idOf({ tenantId, signal }: HeardSignal): string {
  return `${tenantId} ${signal}`;
}

/** Returns the row of a signal after what was heard of it; null for none. Silence of Microsoft as a whole is no trouble of one signal. */
function afterwards(row: SignalTrouble | null, one: HeardSignal, known: KnownTroubles): SignalTrouble | null {
  const { state } = one;
  if (state === 'works') return null;
  const lasts = known.away !== null && known.away.overRunMs === undefined;
  const isWhole = lasts || (known.reach !== null && known.reach !== 'answers');
  if (row?.kind === 'silent' && isWhole) return null;
  if (state === 'unknown') return row;
  const { kind, code } = state;
  if (kind === 'silent' && (row || isWhole)) return row;
  if (row?.kind === kind && row.code === code) return row;
  if (row && row.kind !== 'silent' && row.notifiedRunMs !== null && state.forMs < settledMs) return row;
  const { tenantId, name, signal } = one;
  return { id: idOf(one), tenantId, name, signal, kind, code, ...firstOf(state, known), notifiedRunMs: null };
}

/** Adds the news about a cause, when it is due, and returns the rows of those signals of which admins were notified by now. */
function afterTelling(
  rows: readonly SignalTrouble[],
  heard: ReadonlyMap<string, HeardSignal>,
  { news }: Plan,
  { at, runMs }: KnownTroubles,
): SignalTrouble[] {
  const lastRunMs = ({ id }: SignalTrouble) => {
    const state = heard.get(id)?.state ?? 'unknown';
    return typeof state === 'string' ? Number.NEGATIVE_INFINITY : runMs - state.agoMs;
  };
  const isNew = (row: SignalTrouble) =>
    row.notifiedRunMs === null && (row.kind !== 'silent' || lastRunMs(row) - row.sinceRunMs >= longMs);
  const isOld = (row: SignalTrouble) => row.notifiedRunMs !== null && lastRunMs(row) - row.notifiedRunMs >= weekMs;
  const tellable = rows.filter((row) => row.notifiedRunMs !== null || isNew(row));
  const told = rows.map(({ notifiedRunMs }) => notifiedRunMs).filter((ms) => ms !== null);
  const isMessage = tellable.length > 0 && (told.length === 0 || tellable.some(isOld));
  const [first] = tellable;
  if (first && isMessage) {
    const { tenantId, name, kind, code } = first;
    const since = tellable.map((row) => row.since).toSorted()[0] ?? first.since;
    const signals = tellable.map(({ signal }) => signal);
    news.push({ what: 'trouble', cause: { tenantId, name, kind, code }, signals, since, at });
  }
  const notifiedRunMs = isMessage ? runMs : Math.max(...told);
  return tellable.filter((row) => row.notifiedRunMs !== notifiedRunMs).map((row) => ({ ...row, notifiedRunMs }));
}
