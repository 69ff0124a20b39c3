/**
 * Reads the mail to the security contact: https://learn.microsoft.com/graph/api/message-delta. The mailbox is never changed, and no
 * attachment is asked for.
 */
import { z } from 'zod';
import { acceptPolled, type PolledEvent } from '../../../src/alerts/sources/accept-polled.ts';
import { ShareFull } from '../../../src/alerts/sources/room.ts';
import { alertId } from '../../../src/domain/alert/alert.ts';
import type { Unread } from '../../../src/domain/alert/source.ts';
import { isRetired } from '../../../src/domain/tenant/partner-tenant.ts';
import type { Cursor } from '../../../src/ports/collections.ts';
import { ifUnwritable, StoreFull } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import type { Log } from '../../process/log.ts';
import type { Graph } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';
import { patientAsk } from '../api/pages.ts';
import { mailName } from '../file/source-settings.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { mailFailure } from './mail-failure.ts';
import { asOf, beginAt, cursorOf, isInboxLink, type MailPlace, placeOf } from './mail-place.ts';
import {
  claimedFrom,
  idOf,
  type KnownIds,
  type ListedMail,
  type MailContext,
  readMail,
  receivedAt,
} from './read-mail.ts';

type MailTenant = Pick<MicrosoftTenant, 'id' | 'name'> & { mail: NonNullable<MicrosoftTenant['mail']> };

/** What reading mail needs. `answered` and `failed` hear how each look at a mailbox ended. */
export interface MailWorld extends World {
  log: Log;
  answered(tenant: MailTenant, signal: 'mail'): void;
  failed(tenant: MailTenant, signal: 'mail', error: GraphError): void;
}

/** Graph takes four requests at once for a mailbox: https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits */
const requestsAtOnce = 4;
const prefer = 'outlook.body-content-type="text", IdType="ImmutableId"';

/**
 * Returns the looks at the mailboxes, one for each tenant that has one, so that none waits for another. Each is to be called every minute,
 * but not before its last call ended. What fails leaves the place in the mailbox where it was, so that the next call goes on there; it
 * rejects for a bug alone.
 */
export function createMail(
  tenants: readonly MicrosoftTenant[],
  graphOf: (id: string) => Pick<Graph, 'request' | 'pages'>,
  world: MailWorld,
): readonly (() => Promise<void>)[] {
  async function look(tenant: MailTenant, failedLooks: FailedLooks): Promise<void> {
    const { store } = world;
    if (await store.read(async (reader) => isRetired((await reader.get('tenants', tenant.id)) ?? {}))) return;
    const place = await placeIn(tenant, world);
    const graph = graphOf(tenant.id);
    try {
      const parts = { graph, failedLooks, world };
      const failure = await lookFrom(place, tenant, parts).catch((error) => {
        if (place.link === null || !isExpired(error)) throw error;
        return lookFrom({ ...place, link: null }, tenant, parts);
      });
      if (failure) throw failure;
    } catch (thrown) {
      if (!(thrown instanceof GraphError)) throw thrown;
      const error = mailFailure(thrown);
      const { kind, code, step } = error;
      world.log.warn({ event: 'mail.failed', tenant: tenant.name, kind, code, step }, 'mail not read');
      return world.failed(tenant, 'mail', error);
    }
    world.answered(tenant, 'mail');
  }

  const noteRoom = (name: string) =>
    ifUnwritable((error) => {
      const isFull = error instanceof StoreFull || error instanceof ShareFull;
      if (isFull) world.log.warn({ event: 'mail.noRoom', tenant: name }, 'no room for new mails');
    });
  return tenants.flatMap(({ id, name, mail }) => {
    const failedLooks: FailedLooks = new Map();
    return mail ? [() => look({ id, name, mail }, failedLooks).catch(noteRoom(name))] : [];
  });
}

/** At how many looks in a row a mail could not be read, by its id in Graph. */
type FailedLooks = Map<string, number>;

/** The statuses with which Graph may refuse a delta link that it no longer knows, or whose folder is gone. */
const expired: ReadonlySet<number | null> = new Set([400, 404, 410]);

/** Returns whether Graph refuses a delta link: https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset */
function isExpired(error: unknown): boolean {
  return error instanceof GraphError && (expired.has(error.status) || /syncState/i.test(error.code));
}

/** Resolves with the place in the mailbox; the first time, it is noted before anything is asked, so that no failure moves it. */
async function placeIn({ id, mail }: MailTenant, { store, clock }: MailWorld): Promise<MailPlace> {
  const found = placeOf(await store.read((reader) => reader.get('cursors', cursorOf(id))), mail.mailbox);
  if (found) return asOf(found, clock.now());
  const place = beginAt(mail.mailbox, clock.now());
  await store.change((tx) => tx.put('cursors', rowOf(id, place)));
  return place;
}

const rowOf = (tenantId: string, place: MailPlace): Cursor => ({
  id: cursorOf(tenantId),
  value: JSON.stringify(place),
});

/** What a look works with. */
interface MailLookParts {
  graph: Pick<Graph, 'request' | 'pages'>;
  failedLooks: FailedLooks;
  world: MailWorld;
}

/**
 * Takes the mails from a place on, page by page; with the last ones, the place where the next look goes on. Resolves with why some mails
 * were left for the next look, which begins at the same place; null where none was.
 */
async function lookFrom(place: MailPlace, tenant: MailTenant, parts: MailLookParts): Promise<Error | null> {
  const { graph, failedLooks, world } = parts;
  const { mailbox, senders } = tenant.mail;
  const path = place.link ?? listPath(mailbox, place.newest);
  const headers = { prefer: `${prefer}, odata.maxpagesize=100` };
  const counts = { mails: 0, read: 0 };
  let { newest } = place;
  let failure: Error | null = null;
  await graph.pages('mail', path, { headers }, async (items, link) => {
    const now = world.clock.now();
    const ours = items.filter((item) => senders.includes(claimedFrom(item) ?? ''));
    const { events, problems, failures } = await readAll(ours, tenant, parts);
    counts.mails += items.length;
    counts.read += events.length;
    newest = [newest, ...items.flatMap((item) => receivedAt(item, now) ?? [])].toSorted().at(-1) ?? newest;
    failure ??= failures[0] ?? null;
    const isNext = failure === null && link !== null && isInboxLink(link, mailbox);
    const isMoved = isNext && (counts.mails > 0 || place.link === null);
    const cursor = isMoved ? { cursor: rowOf(tenant.id, { mailbox, link, newest }) } : {};
    await acceptPolled(mailName(tenant), { events, problems, ...cursor }, world).catch((error) => {
      // A store that is nearly full takes a page with a high mail, which may be one of the next pages.
      if (!(error instanceof StoreFull)) throw error;
      failure ??= error;
    });
    if (isEnough(failures)) throw failures[0];
  });
  if (failure === null) failedLooks.clear();
  if (counts.mails > 0) world.log.debug({ tenant: tenant.name, ...counts }, 'mail read');
  return failure;
}

/** Returns the path that lists the mails of the Inbox that were received since then (ISO 8601, UTC). */
export function listPath(mailbox: string, since: string): string {
  const filter = encodeURIComponent(`receivedDateTime ge ${since}`);
  const query = `changeType=created&$select=from,receivedDateTime,subject&$filter=${filter}`;
  return `/v1.0/users/${encodeURIComponent(mailbox)}/mailFolders/inbox/messages/delta?${query}`;
}

const anything = z.unknown().optional();
const WithId = z.object({ id: z.string().min(1), subject: anything, receivedDateTime: anything });
const noId: Unread = { pointer: '/id', detail: 'A mail has no id.' };

/** Reads those of these mails that are no alerts yet; those that failed before come last, so that the others do not wait for them. */
async function readAll(
  items: readonly unknown[],
  tenant: MailTenant,
  { graph, failedLooks, world }: MailLookParts,
): Promise<{ events: PolledEvent[]; problems: Unread[]; failures: GraphError[] }> {
  const listed = items.flatMap((item): ListedMail[] => {
    const mail = WithId.safeParse(item).data;
    return mail ? [{ ...mail, from: claimedFrom(item) ?? '' }] : [];
  });
  const failedAt = ({ id }: ListedMail) => failedLooks.get(id) ?? 0;
  const fresh = (await unknownAmong(listed, tenant, world)).toSorted((a, b) => failedAt(a) - failedAt(b));
  const context: MailContext = {
    ...{ tenantId: tenant.id, source: mailName(tenant), mail: tenant.mail, now: world.clock.now() },
    known: fresh.length === 0 ? { customers: new Set(), subscriptions: new Set() } : await knownIds(tenant, world),
  };
  const ask = patientAsk((path) => graph.request('mail', 'GET', path, { headers: { prefer } }), world.timers);
  const { results: events, failures } = await severalAtOnce(fresh, async (mail) => {
    try {
      return readMail(mail, await messageOf(mail, tenant.mail.mailbox, { ask, failedLooks: failedAt(mail) }), context);
    } catch (error) {
      if (error instanceof GraphError && isOfMail(error)) failedLooks.set(mail.id, failedAt(mail) + 1);
      throw error;
    }
  });
  return { events, problems: items.length > listed.length ? [noId] : [], failures };
}

/** After how many looks, a minute apart, a mail that Graph lists and does not give is taken without what cannot be read of it. */
const mostLooks = 10;
/** The most mails of a page that may fail until the look ends: it is not one mail then. */
const mostFailures = 8;

/** A mail that has just come may be listed before each server of Microsoft has it. */
const notYetThere = new GraphError({
  ...{ kind: 'unavailable', status: 404, code: 'notYetThere' },
  step: 'Wait: Microsoft lists a mail and does not give it yet, the bot asks again.',
});

/** Returns whether the failure may come from that mail, such as one that Exchange cannot convert, or not in time. */
function isOfMail({ kind }: GraphError): boolean {
  return kind === 'unavailable' || kind === 'refused';
}

/** Returns whether no more mails are to be read after these failures. */
function isEnough(failures: readonly GraphError[]): boolean {
  return failures.length >= mostFailures || failures.some((error) => !isOfMail(error));
}

/** Returns the mails without those that are alerts already: a mail never changes. */
function unknownAmong(mails: readonly ListedMail[], { id }: MailTenant, { store }: MailWorld): Promise<ListedMail[]> {
  return store.read(async (reader) => {
    const known = await Promise.all(mails.map((mail) => reader.get('alerts', alertId(`mail:${id}`, idOf(mail)))));
    return mails.filter((_mail, index) => known[index] === null);
  });
}

/** Returns the ids of the tenant's customers, and the subscriptions of its open alerts. */
function knownIds({ id }: MailTenant, { store }: MailWorld): Promise<KnownIds> {
  return store.read(async (reader) => {
    const customers = Object.keys((await reader.get('tenants', id))?.customers ?? {});
    const open = await reader.scan('alerts.open', { key: '', after: null });
    const ofTenant = open.filter(({ tenantId }) => tenantId === id);
    const subscriptions = ofTenant.flatMap(({ content }) => content.subscriptionId ?? []);
    return { customers: new Set(customers), subscriptions: new Set(subscriptions) };
  });
}

/**
 * Resolves with the mail; without its text where that is too long, and with null where it is gone at two looks, or its headers are too
 * long too. After enough failed looks, what cannot be read counts as too long.
 */
async function messageOf(
  { id }: ListedMail,
  mailbox: string,
  { ask, failedLooks }: { ask(path: string): Promise<unknown>; failedLooks: number },
): Promise<unknown> {
  const isLastTry = failedLooks + 1 >= mostLooks;
  const path = `/v1.0/users/${encodeURIComponent(mailbox)}/messages/${encodeURIComponent(id)}?$select=internetMessageHeaders`;
  for (const one of [`${path},body`, path])
    try {
      return await ask(one);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      if (error.kind === 'notFound') {
        if (failedLooks === 0) throw notYetThere;
        return null;
      }
      if (error.code !== 'tooLarge' && !(isLastTry && isOfMail(error))) throw error;
    }
  return null;
}

/**
 * Resolves with what the work on the items resolves with, in their order, and with how the work on others failed. After enough failures
 * no more work begins. Rejects for a bug, when nothing is under way any more.
 */
async function severalAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>) {
  const results = new Map<number, R>();
  const queue = items.entries();
  const failures: GraphError[] = [];
  const bugs: unknown[] = [];
  const one = async () => {
    for (const [index, item] of queue) {
      if (bugs.length > 0 || isEnough(failures)) return;
      try {
        results.set(index, await work(item));
      } catch (error) {
        if (error instanceof GraphError) failures.push(error);
        else bugs.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, one));
  if (bugs.length > 0) throw bugs[0];
  return { results: items.flatMap((_item, index) => results.get(index) ?? []), failures };
}
