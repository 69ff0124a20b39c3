import { z } from 'zod';
import { type Change, changeForHistory, changesBetween, type HistoryEntry } from '../../domain/history.ts';
import {
  organisationSubject,
  type StoredApproval,
  type WantedChange,
  waitingInSetup,
  waitingSetup,
  withoutWaiting,
} from '../../domain/tenant/approval.ts';
import { type Channel, platformOf } from '../../domain/tenant/identity.ts';
import {
  activeAmong,
  channelsOf,
  isRetired,
  type Organisation,
  type StoredTenant,
  tenantOfUnnamed,
} from '../../domain/tenant/partner-tenant.ts';
import { tenantKeys } from '../../domain/tenant/tenant-fields.ts';
import { lookAlike, mixesScripts } from '../../domain/text/look-alike.ts';
import { type Checked, nameChannels } from '../../findings/check-channels.ts';
import type { World } from '../../ports/world.ts';
import { outdated } from '../../request/authorize.ts';
import { type Problems, stateIn } from '../../request/form-input.ts';
import type { Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { button, card } from '../../view/view.ts';
import {
  type AlsoTold,
  ask,
  isRefused,
  type NotAsked,
  notAsked,
  notAskedReply,
  type WaitingPlan,
  waitingPlan,
} from '../approvals/ask.ts';
import { askedReply } from '../approvals/card.ts';
import { checkForm, Marks, mergeInput } from '../check-form.ts';
import { changeFacts, conflictNotice, namesInChanges } from '../history/change-facts.ts';
import { lastSetup } from '../history/concurrent-changes.ts';
import { enqueueChangeNotice } from '../notices/enqueue-notice.ts';
import {
  blankTenant,
  organisationChanges,
  organisationIn,
  recordOrganisation,
  recordTenant,
} from '../record-changes.ts';
import { unnamedSenders } from './consequences.ts';
import { openSetup, recordedSetup, setupReply } from './setup.ts';
import {
  checkTenant,
  type DeclaredTenant,
  organisationAfter,
  type TenantInput,
  tenantInputFrom,
  tenantInputIn,
  tenantMarks,
} from './tenant-input.ts';

const State = z.object({ tenant: z.string().nullable(), since: z.number(), marks: Marks });

/** Saves the set-up form: the tenant and the organisation's channels, in one change. */
export const saveSetup: SubmitHandler = async (request, form, world) => {
  const state = stateIn(State, form.state);
  if (!state) return outdated(request.messages, request.messages.contactForm.stale);
  const { tenant: before, organisation } = await recordedSetup(state.tenant, world);
  const now = tenantInputFrom(before, organisation, request.platform);
  const given = tenantInputIn(form.values, now, request);
  const { input, marks, clashes } = mergeInput(given, now, state.marks, tenantMarks);
  const { posts } = request.messages.setup;
  const field = (name: keyof typeof posts, known: readonly (Channel | null)[]) => ({
    [name]: { chosen: input[name], known, posts: posts[name] },
  });
  const sent = {
    channels: {
      ...field('fraudChannels', before?.fraudChannels ?? []),
      ...field('adminChannel', [organisation.adminChannel]),
      ...field('expertsChannel', [organisation.expertsChannel]),
    },
    allowPublic: input.allowPublic,
    people: [{ field: 'manager', added: input.manager.filter((id) => id !== before?.manager) }],
    found: checkTenant(input, before, request.actor.id, request.messages),
  };
  const { problems, declared, checked } = await checkForm(request, sent, world);
  const { since } = state;
  const refuse = (all: Problems) =>
    setupReply(request, { tenant: before, organisation, input, opened: { since, marks }, problems: all }, world);
  if (!declared) return refuse(problems);
  const senders = await unnamedSenders(request.messages, world);
  const asksUnnamed = senders !== '' && !input.allowUnnamed;
  const plan = await waitingPlan(request, world);
  if (isRefused(plan)) return plan;
  const what = { seen: { before, organisation }, declared, input, since, clashes, checked, asksUnnamed, plan };
  const recorded = await recordSetup(request, what, world);
  if (recorded.kind === 'overtaken') return saveSetup(request, form, world);
  if (recorded.kind === 'conflict') {
    const { conflict, fields: labels } = request.messages.setup;
    const notice = conflictNotice(request, conflict, { last: recorded.last, fields: clashes, labels });
    return openSetup(request, declared.id, world, { input, notice });
  }
  if (recorded.kind === 'unnamed') return refuse({ allowUnnamed: request.messages.setup.problems.unnamed(senders) });
  if (recorded.kind === 'waits already' || recorded.kind === 'too many asked') return notAskedReply(request, recorded);
  if (recorded.kind === 'waiting') return askedReply(request, recorded.waiting, recorded.changes, world);
  if (recorded.kind !== 'saved') return refuse({ [recorded.field]: request.messages.setup.problems[recorded.kind] });
  return savedReply(request, recorded, senders, world);
};

type Saved = Extract<SetupSaveResult, { kind: 'saved' }>;

async function savedReply(request: Request, { tenant, changes }: Saved, senders: string, world: World): Promise<Reply> {
  const { messages } = request;
  const { buttons } = messages.securityContact;
  const { names, tenants } = await world.store.read(async (reader) => ({
    names: await namesInChanges(reader, changes),
    tenants: activeAmong(await reader.list('tenants')).length,
  }));
  const isNew = changes.some(({ field }) => field === 'id');
  const main = tenant.contact
    ? button('press', 'contact.show', buttons.show, tenant.id, { style: 'primary' })
    : button('form', 'contact.update', buttons.add, tenant.id, { style: 'primary' });
  const done = card(messages.setup.saved.title, messages.setup.saved.summary(tenant.name), {
    tone: 'good',
    text: [
      ...(changes.length === 0 ? [messages.contactForm.saved.unchanged] : []),
      tenant.contact ? tenant.name : messages.setup.saved.next,
      ...(mixesScripts(tenant.name) ? [messages.setup.saved.mixedScripts] : []),
      ...(isNew && senders !== '' && tenants > 1 ? [messages.setup.saved.senders(senders)] : []),
    ],
    facts: changeFacts(changes, askerLocale(request), names),
    buttons: [main],
  });
  return { kind: 'card', instead: true, card: done };
}

/** The outcome of saving the set-up form. */
type SetupSaveResult =
  | { kind: 'saved'; tenant: StoredTenant; changes: readonly Change[] }
  /** These wait for a second administrator; all other changes are saved. */
  | { kind: 'waiting'; waiting: readonly StoredApproval[]; changes: readonly Change[] }
  | NotAsked
  /** Somebody set other values to the same fields after this form was opened; `last` is null when the history does not say who. */
  | { kind: 'conflict'; last: HistoryEntry | null }
  /** Somebody saved while this was being checked. */
  | { kind: 'overtaken' }
  | { kind: 'idTaken' | 'retired'; field: 'id' }
  | { kind: 'nameTaken'; field: 'name' }
  /** It would be the second tenant, and there are senders that name none: nobody has allowed that yet. */
  | { kind: 'unnamed' };

/** Records the tenant and the organisation's channels in one change. */
async function recordSetup(
  { actor, key }: Request,
  what: {
    /** The record that was checked against; null for a new tenant. */
    seen: { before: StoredTenant | null; organisation: Organisation };
    declared: DeclaredTenant;
    input: TenantInput;
    since: number;
    clashes: readonly string[];
    checked: readonly Checked[];
    /** True when some senders name no tenant, and nobody has allowed that. */
    asksUnnamed: boolean;
    /** How changes wait; null when they are made at once. */
    plan: WaitingPlan | null;
  },
  { store, clock }: World,
): Promise<SetupSaveResult> {
  const { declared, seen, since, input, clashes } = what;
  return store.change(async (tx): Promise<SetupSaveResult> => {
    const at = clock.now();
    const before = await tx.get('tenants', declared.id);
    if (before && (await wasDone(tx, key))) return { kind: 'saved', tenant: before, changes: [] };
    if (before && isRetired(before)) return { kind: 'retired', field: 'id' };
    if (before && !seen.before) return { kind: 'idTaken', field: 'id' };
    const organisation = await organisationIn(tx);
    if (differs({ before, organisation }, seen)) return { kind: 'overtaken' };
    if (clashes.length > 0)
      return { kind: 'conflict', last: await lastSetup(tx, { tenant: declared.id, since, fields: clashes }) };
    const others = (await tx.list('tenants')).filter(({ id }) => id !== declared.id);
    const isNew = before?.name !== declared.name;
    if (isNew && activeAmong(others).some(({ name }) => lookAlike(name) === lookAlike(declared.name)))
      return { kind: 'nameTaken', field: 'name' };
    if (!before && what.asksUnnamed && activeAmong(others).length === 1) return { kind: 'unnamed' };
    const all = changesBetween<DeclaredTenant>(before, declared, tenantKeys);
    const wanted = organisationAfter(input, organisation, platformOf(actor.id));
    // The first partner tenant is set up at once: nothing is there yet that has to be protected.
    const asking = { before, declared, all, organisation, wanted, others };
    const asked = what.plan && (before || others.length > 0) ? askedChanges(asking) : [];
    const refused =
      what.plan &&
      (await notAsked(
        tx,
        what.plan,
        asked.map(([{ subject }]) => subject),
        at,
      ));
    if (refused) return refused;
    await markDone(tx, key, { at, by: actor.id });
    await nameChannels(tx, what.checked);
    const waiting: StoredApproval[] = [];
    for (const [change, also] of what.plan ? asked : [])
      if (what.plan) waiting.push(await ask(tx, what.plan, change, also, at));
    const who = { at, by: actor.id, byName: actor.name };
    const waits = asked.flatMap(([{ changes }]) => changes);
    const changes = all.filter((change) => !waits.includes(change)).map(changeForHistory);
    const entry = { ...who, deed: 'tenant.setUp', tenantId: declared.id, changes } as const;
    const after = { ...(before ?? blankTenant), ...(before ? withoutWaiting(declared, before, waits) : declared) };
    const isAsked = !before && asked.some(([{ what: about }]) => about === 'added');
    const tenant = isAsked
      ? null
      : await recordTenant(tx, before, after, entry, { unnamed: tenantOfUnnamed(others, at) });
    const isMoving = waits.some(({ field }) => field === 'adminChannel');
    const channels = isMoving ? { ...wanted, adminChannel: organisation.adminChannel } : wanted;
    const moved = await recordOrganisation(tx, channels, { ...who, deed: 'organisation.setUp' });
    const [near] = activeAmong(others);
    // Every tenant has the organisation's channels on its form: the notice names the tenant of this one.
    const named = tenant ?? near;
    if (moved && named)
      await enqueueChangeNotice(tx, { ...moved.notice, tenantId: named.id, manager: named.manager }, at);
    const done = [...changes, ...(moved?.changes ?? [])];
    return tenant && waiting.length === 0
      ? { kind: 'saved', tenant, changes: done }
      : { kind: 'waiting', waiting, changes: done };
  });
}

interface SetupToAsk extends Seen {
  declared: DeclaredTenant;
  all: readonly Change[];
  wanted: Organisation;
  others: readonly StoredTenant[];
}

/** Returns those changes of a set-up that wait, with those who are notified of each: of the tenant, and of the admin channel. */
function askedChanges({ before, declared, all, organisation, wanted, others }: SetupToAsk): [WantedChange, AlsoTold][] {
  const { id: subject, name: tenantName } = declared;
  // Somebody adds a tenant, which nobody knows yet: people are notified in the name of a known tenant.
  const near = before ?? activeAmong(others)[0] ?? others[0];
  if (!near) return [];
  const also = {
    channels: [...channelsOf(near), ...declared.fraudChannels],
    managers: [near.manager, declared.manager],
  };
  const named = { tenantId: near.id, tenantName };
  const waits = waitingInSetup(all);
  const moves = organisationChanges(organisation, wanted).filter(({ field }) => field === 'adminChannel');
  const ofTenant = (change: WantedChange): [WantedChange, AlsoTold][] => [[change, also]];
  const set = { adminChannel: wanted.adminChannel };
  const inOrganisation = { ...named, subject: organisationSubject, tenantName: near.name };
  const moving: WantedChange = { ...inOrganisation, what: 'adminChannel', changes: moves, set };
  return [
    ...(!before ? ofTenant({ ...named, subject, changes: all, what: 'added', set: declared }) : []),
    ...(before && waits.length > 0
      ? ofTenant({ ...named, subject, changes: waits, what: 'setup', set: waitingSetup(declared, waits) })
      : []),
    ...(moves.length > 0
      ? [
          [moving, { channels: [wanted.adminChannel, ...channelsOf(near)], managers: [near.manager] }] satisfies [
            WantedChange,
            AlsoTold,
          ],
        ]
      : []),
  ];
}

type Seen = Parameters<typeof recordSetup>[1]['seen'];

function differs(now: Seen, seen: Seen): boolean {
  const tenant = now.before ? changesBetween<DeclaredTenant>(seen.before, now.before, tenantKeys) : [];
  return [...tenant, ...organisationChanges(seen.organisation, now.organisation)].length > 0;
}
