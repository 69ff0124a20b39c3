import { z } from 'zod';
import type { Alert } from '../../domain/alert/alert.ts';
import type { Note } from '../../domain/alert/timeline.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Archived } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal, refusalUnlessResponder } from '../../request/authorize.ts';
import { type Problems, stateIn } from '../../request/form-input.ts';
import type { CardReply, Reply, Request } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import { notesOf } from '../../store/open-alerts.ts';
import { problemsNotice } from '../../view/build-fields.ts';
import { button, type Form } from '../../view/view.ts';
import { tenantName } from '../cards/alert-facts.ts';
import { type AlertOf, tenantOf } from '../cards/load-alert.ts';

/** An alert with its deliveries, from the live document or from the archive. */
export interface FoundAlert extends AlertOf {
  /** The tenants from which its sender moved it away. */
  former: readonly StoredTenant[];
  deliveries: readonly Delivery[];
  /** What people noted about it, in the order of time. */
  notes: readonly Note[];
  /** True when it is in the archive. */
  closed: boolean;
}

/** Returns the reply that there is no such alert any more; with the number that somebody typed. */
export function goneAlert({ actor, platform, messages }: Request, number?: string): Reply {
  const { gone, goneNumber, goneTitle, buttons } = messages.alerts;
  const list = button('press', 'alerts.list', buttons.list, '');
  const why = number === undefined ? gone : goneNumber(number, commandOf('alerts', actor.locale, platform));
  return { ...refusal(messages, [why], { title: goneTitle, buttons: [list] }), unknown: true };
}

/** Answers with an alert that was found. */
type UseAlert = (found: FoundAlert) => Reply | Promise<Reply>;

/** Calls `use` with the alert whose id, or our number, is a button's value. Replies that it is gone when there is none. */
export async function withAlert(request: Request, value: string, world: World, use: UseAlert): Promise<Reply> {
  const found = await findAlert(value, world);
  return found ? use(found) : goneAlert(request);
}

/** Returns whether a button names an alert by our number. A sender's id never looks like one: there is a space in it. */
export function isNumber(value: string): boolean {
  return /^\d{1,15}$/.test(value);
}

/** Returns the alert of an id, or of our number; null when there is none. */
export async function findAlert(id: string, world: World): Promise<FoundAlert | null> {
  if (isNumber(id)) return findByNumber(id, world);
  const { store, archive } = world;
  const { live, closed } = await store.read(async (reader) => ({
    live: await liveAlert(reader, id),
    closed: await reader.get('closed', id),
  }));
  if (live || !closed) return live;
  const row = (await archive.read(closed.segment)).find((one) => one.id === id);
  if (!row) return null;
  return { ...(await store.read((reader) => withTenants(reader, row))), closed: true };
}

/** Returns the alert with this number of ours, with or without `#`; null when there is none. A number is never read as a sender's id. */
export async function findByNumber(number: string, world: World): Promise<FoundAlert | null> {
  const id = await world.store.read((reader) => idOfNumber(reader, number.replace(/^#/, '')));
  return id === null ? null : findAlert(id, world);
}

async function idOfNumber(reader: Reader, number: string): Promise<string | null> {
  const query = { key: String(Number(number)), after: null, limit: 1 };
  const [live] = await reader.scan('alerts.number', query);
  const [closed] = await reader.scan('closed.number', query);
  return (live ?? closed)?.id ?? null;
}

/** Returns the alert of our number, or of a sender's id unless it is archived; null when there is none. */
export async function findByWord(word: string, world: World): Promise<FoundAlert | null> {
  const key = word.trim().replace(/^#/, '');
  if (key === '') return null;
  const id = await world.store.read(async (reader) => {
    const numbered = isNumber(key) ? await idOfNumber(reader, key) : null;
    const [sent] = numbered === null ? await reader.scan('alerts.sender', { key, after: null, limit: 1 }) : [];
    return numbered ?? sent?.id ?? null;
  });
  return id === null ? null : findAlert(id, world);
}

async function liveAlert(reader: Reader, id: string): Promise<FoundAlert | null> {
  const alert = await reader.get('alerts', id);
  if (!alert) return null;
  const own = await reader.scan('deliveries.alert', { key: id, after: null });
  const reminders = await Promise.all((alert.escalations ?? []).map((one) => reader.get('deliveries', one)));
  // Reminders of this alert alone are among its own deliveries already.
  const shared = reminders.filter((one) => one !== null).filter((one) => !('alertId' in one.about));
  const notes = await notesOf(reader, alert);
  return { ...(await withTenants(reader, { alert, deliveries: [...own, ...shared], notes })), closed: false };
}

async function withTenants(reader: Reader, { alert, deliveries, notes = [] }: Omit<Archived, 'id'>) {
  const former = await Promise.all((alert.formerTenants ?? []).map((id) => reader.get('tenants', id)));
  const tenant = await tenantOf(reader, alert);
  return { alert, tenant, former: former.filter((one) => one !== null), deliveries, notes };
}

/* Forms about one alert, and forms that come back with what is wrong in them. */

/** Calls `answer` with the alert that a button's value names by id or number. Refuses askers who may not answer that alert. */
export function withAnswerable(request: Request, value: string, world: World, answer: UseAlert): Promise<Reply> {
  return withAlert(request, value, world, async (found) => {
    return (await refusalToAnswer(request, found, world)) ?? answer(found);
  });
}

const State = z.object({ alert: z.string() });

/** Calls `answer` with the alert that a form is about, as `withAnswerable` does. */
export function withAlertOfForm(request: Request, state: string, world: World, answer: UseAlert): Promise<Reply> {
  return withAnswerable(request, stateIn(State, state)?.alert ?? '', world, answer);
}

/** Returns the part of a form that names the alert which it is about. */
export function formHead(request: Request, { alert, tenant }: FoundAlert): Pick<Form, 'intro' | 'state'> {
  const which = `${request.messages.alerts.numbered(alert.number)} · ${tenantName(request, { alert, tenant })}`;
  return { intro: [alert.content.displayName, which], state: JSON.stringify({ alert: alert.id }) };
}

/** Returns the form with what is wrong, which it says at its top too. `notice` stands there where nothing is wrong. */
export function formReply(
  { messages }: Request,
  form: Omit<Form, 'problems' | 'notice'>,
  problems: Problems,
  notice: string | null = null,
): Extract<Reply, { kind: 'form' }> {
  const wrong = problemsNotice({ ...form, problems }, messages.contactForm.toCorrect);
  return { kind: 'form', form: { ...form, problems, notice: wrong ?? notice } };
}

/* Says which alerts somebody may answer. */

/** Returns null when the asker may answer the alert, otherwise why not: they have not the right, or the alert is in the archive. */
export async function refusalToAnswer(request: Request, found: FoundAlert, world: World): Promise<Reply | null> {
  const { alert, tenant, former, closed } = found;
  const { messages } = request;
  const refused = await refusalUnlessResponder(request, tenant, world, former);
  if (refused || !closed) return refused;
  const timeline = button('press', 'alerts.show', messages.alerts.buttons.timeline, alert.id);
  return refusal(messages, [messages.alerts.closed], { title: messages.alerts.closedTitle, buttons: [timeline] });
}

/** What somebody may answer of many alerts: those of the tenants of these ids, and those that were there before. */
interface MayAnswer {
  tenants: readonly (string | null)[];
  /** The refusal for the others; null when there are none. */
  refused: CardReply | null;
}

/** Returns which of these alerts the asker may answer. A refusal since nobody knows goes before one since they may not. */
export async function tenantsToAnswer(request: Request, alerts: readonly Alert[], world: World): Promise<MayAnswer> {
  const checked = await Promise.all(
    [...new Set(alerts.flatMap(tenantsOf))].map(async (id) => {
      const tenant = await world.store.read((reader) => tenantOf(reader, { tenantId: id }));
      return { id, refused: await refusalUnlessResponder(request, tenant, world) };
    }),
  );
  const tenants = checked.filter(({ refused }) => refused === null).map(({ id }) => id);
  const left = alerts.filter((alert) => !isAmong(tenants, alert)).flatMap(tenantsOf);
  const refusals = checked.flatMap(({ id, refused }) => (refused && left.includes(id) ? [refused] : []));
  return { tenants, refused: refusals.find(({ unsure }) => unsure) ?? refusals[0] ?? null };
}

/** Returns whether the alert is of one of these tenants, or was before its sender moved it. */
export function isAmong(tenants: readonly (string | null)[], alert: Alert): boolean {
  return tenantsOf(alert).some((id) => tenants.includes(id));
}

/** Returns the ids of the alert's tenant, and of those from which its sender moved it. */
export function tenantsOf({ tenantId, formerTenants = [] }: Alert): readonly (string | null)[] {
  return [tenantId, ...formerTenants];
}

type NotAnswered = Pick<MayAnswer, 'refused'> & { others: number };
/** Returns the sentence about skipped alerts: those the asker may not answer, or whose permission is unknown. Null for none. */
export function othersText({ messages }: Request, { others, refused }: NotAnswered) {
  const { notYours, notSure } = messages.alerts;
  return others === 0 ? null : (refused?.unsure ? notSure : notYours)(others);
}
