/** Answers the buttons by which people vouch for a record: that it is right, that Partner Center says the same, that channels may stay. */
import { z } from 'zod';
import { isWider, type Readers } from '../../domain/tenant/channel-reach.ts';
import { channelOfKey, type Identity } from '../../domain/tenant/identity.ts';
import { type Contact, isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { capitalised } from '../../domain/text/words.ts';
import { findingsToShow } from '../../findings/current.ts';
import { overviewOf, reachedBy } from '../../findings/overview.ts';
import { asking, confirmingAtOnce, remedyButton } from '../../findings/remedies.ts';
import type { World } from '../../ports/world.ts';
import { mayPressOf, outdated } from '../../request/authorize.ts';
import {
  goneTenant,
  parseRevisionValue,
  tenantHandlers,
  withTenant,
  withTenantOfId,
} from '../../request/choose-tenant.ts';
import { list, stateIn } from '../../request/form-input.ts';
import type { CommandHandler, PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { countToFix } from '../../request/tenant-state.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { markOnce } from '../../store/idempotency.ts';
import { form } from '../../view/build-fields.ts';
import { button, card, lines } from '../../view/view.ts';
import { askConfirmAll } from './all-contacts.ts';
import { nextAsked } from './next-asked.ts';
import { portalKeys, portalValues } from './portal-values.ts';
import { shownContact } from './show.ts';

/** Opens the question after **Done in Partner Center**. Buttons of older cards asked by themselves: these attest at once. */
export const pressAttest: PressHandler = async (request, value, world) => {
  if (!value.endsWith(` ${asking}`)) return attesting('attested')(request, value, world);
  const { id, revision } = parseRevisionValue(value);
  return withTenantOfId(request, id, world, async (tenant) => {
    if (!tenant.contact) return shownContact(request, tenant, world);
    const isOlder = Number.isInteger(revision) && revision !== tenant.revision.number;
    const notice = isOlder ? request.messages.securityContact.attestForm.changedMeanwhile : null;
    // Who pressed the button of this very record has looked; everybody else ticks what they have seen.
    return attestForm(request, tenant, tenant.contact, { notice, isDone: revision === tenant.revision.number });
  });
};

const State = z.object({ tenant: z.string(), revision: z.number() });

/** Records what was ticked in the question. */
export const saveAttested: SubmitHandler = async (request, { state, values }, world) => {
  const sent = stateIn(State, state);
  if (!sent) return outdated(request.messages, request.messages.contactForm.stale);
  const ticked = list(values.attested) ?? [];
  const chosen = attestable.filter((attestation) => ticked.includes(attestation));
  const what = { id: sent.tenant, revision: sent.revision, chosen };
  if (chosen.length > 0) return recordAttested(request, what, world);
  return withTenantOfId(request, sent.tenant, world, async (tenant) =>
    tenant.contact
      ? attestForm(request, tenant, tenant.contact, { isNothingTicked: true })
      : shownContact(request, tenant, world),
  );
};

type QuestionState = { isNothingTicked?: true; notice?: string | null; isDone?: boolean };

/**
 * Returns the question: what Partner Center has to show, and a tick for each fact. That both are the same is ticked already where somebody
 * pressed **Done in Partner Center**.
 */
function attestForm(request: Request, tenant: StoredTenant, contact: Contact, how: QuestionState): Reply {
  const { isNothingTicked = false, notice = null, isDone = false } = how;
  const { attestForm: say } = request.messages.securityContact;
  const asked = attestable.filter((one) => one !== 'complianceAttested' || tenant.complianceAttestedAt === null);
  const choices = asked.map((value) => ({ value, label: say.facts[value] }));
  const value = isDone ? ['attested'] : [];
  const shown = form('contact.attest', say, request.messages.contactForm.toCorrect, {
    intro: [say.intro(tenant.name), lines(portalValues(request, contact, portalKeys))],
    fields: [{ kind: 'ticks', name: 'attested', label: say.label, hint: say.hint, required: true, value, choices }],
    problems: isNothingTicked ? { attested: say.nothing } : {},
    notice,
    state: JSON.stringify({ tenant: tenant.id, revision: tenant.revision.number }),
  });
  return { kind: 'form', form: shown };
}

/** Returns the handler of the button with which a Global Administrator attests this. */
export function attesting(attestation: Attestation): PressHandler {
  return (request, value, world) =>
    recordAttested(request, { ...parseRevisionValue(value), chosen: [attestation] }, world);
}

/**
 * Records that a responder confirms a tenant's contact: the revision that the button's card shows, or after the verb the contact as it is
 * now.
 */
export const confirmContact = tenantHandlers(
  { kind: 'press', id: 'contact.confirm' },
  async (request, tenant, world, rest) => {
    if (!tenant.contact) return shownContact(request, tenant, world, { instead: false });
    if (rest?.endsWith(asking)) return confirmQuestion(request, tenant, world, Number(rest.split(' ', 1)));
    const revision = rest ? Number(rest) : null;
    return recordAttested(request, { id: tenant.id, revision, chosen: ['confirmed'] }, world);
  },
  askConfirmAll,
);

/** Answers a sentence that says that the contact is still right: asks whether it is, with the button that records it. */
export const askToConfirm: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'press', id: 'contact.confirm' }, world, async (tenant) =>
    tenant.contact ? confirmQuestion(request, tenant, world) : shownContact(request, tenant, world, { instead: false }),
  );

/** Asks whether a contact is still right: what people confirm, with the button that records it. `seen` is the revision of an older card. */
async function confirmQuestion(request: Request, tenant: StoredTenant, world: World, seen?: number): Promise<Reply> {
  const { messages } = request;
  const { attestForm, buttons, confirmQuestion: say } = messages.securityContact;
  const isOlder = seen !== undefined && seen !== tenant.revision.number;
  const about = await world.store.read((reader) => overviewOf(reader, [{ tenant, findings: [] }], world));
  const may = await mayPressOf(request, tenant, world);
  const title = say.title(tenant.name);
  const asked = card(title, title, {
    text: [
      ...(isOlder ? [attestForm.changedMeanwhile] : []),
      reachedBy(askerLocale(request), tenant, { ...about, detail: 'whole' }),
      say.text,
    ],
    buttons: [
      { ...confirmingAtOnce(remedyButton('contact.confirm', tenant, messages)), style: 'primary' as const },
      button('form', 'contact.update', buttons.update, tenant.id),
    ].filter(({ id }) => may(id)),
  });
  return { kind: 'card', instead: false, card: asked };
}

/** Chooses a tenant for the question: without a revision it asks about the record as it is. */
const askAnyTenant = {
  kind: 'form',
  id: 'contact.attest',
  valueFor: ({ id }: { id: string }) => `${id} ${asking}`,
} as const;

/** Answers a sentence that says that Partner Center shows the contact: opens the question of the button. */
export const askToAttest: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, askAnyTenant, world, async (tenant) =>
    tenant.contact ? attestForm(request, tenant, tenant.contact, {}) : shownContact(request, tenant, world),
  );

/** Records that alerts stay in channels that more people can read now than when they were chosen, as a Global Administrator says. */
export const pressKeepChannels: PressHandler = async (request, value, world) => {
  const { actor, key, messages } = request;
  const kept = await world.store.change(async (tx) => {
    const at = world.clock.now();
    const check = await tx.get('checks', value);
    if (!check || !(await markOnce(tx, key, { at, by: actor.id }))) return false;
    const all = Object.entries(check.readers ?? {});
    const channels = all.flatMap(([id, one]) => (isWider(one) ? (channelOfKey(id) ?? []) : []));
    if (channels.length === 0) return false;
    const agreed = all.map(([id, one]): [string, Readers] => [id, { ...one, agreed: one.now }]);
    await tx.put('checks', { ...check, readers: Object.fromEntries(agreed) });
    const changes = [{ field: 'channels', before: null, after: channels }];
    const who = { by: actor.id, byName: actor.name };
    await tx.appendHistory({ at, ...who, deed: 'contact.channelsKept', tenantId: value, changes });
    return true;
  });
  const { channelsKept, repeated } = messages.securityContact;
  return withTenantOfId(request, value, world, (tenant) =>
    shownContact(request, tenant, world, { notice: kept ? channelsKept : repeated }),
  );
};

/** The facts that people vouch for: the action in the history, and the contact's fields with the date and the person. */
const attestations = {
  confirmed: { deed: 'contact.confirmed', of: 'contact', at: 'confirmedAt', by: 'confirmedBy' },
  attested: { deed: 'contact.attested', of: 'contact', at: 'attestedAt', by: 'attestedBy' },
  phoneAttested: { deed: 'contact.phoneAttested', of: 'contact', at: 'phone24x7At', by: 'phone24x7By' },
  complianceAttested: {
    deed: 'tenant.complianceAttested',
    of: 'tenant',
    at: 'complianceAttestedAt',
    by: 'complianceAttestedBy',
  },
} as const;
type Attestation = keyof typeof attestations;

/** What the question after **Done in Partner Center** may ask about, in its order. */
const attestable = ['attested', 'phoneAttested', 'complianceAttested'] as const satisfies readonly Attestation[];

/** How long (ms) after a press another one counts as the same. */
const secondPressMs = 10_000;

type Result = { kind: 'gone' } | { kind: 'done' | 'repeated' | 'changedMeanwhile'; tenant: StoredTenant };

type Attested = { id: string; revision: number | null; chosen: readonly Attestation[] };

/**
 * Records in one change that the asker vouches for these facts, and answers with the tenant's card. Nothing is recorded when the tenant has
 * another revision than the card that was pressed (null for any), or no contact to vouch for.
 */
async function recordAttested(request: Request, what: Attested, world: World): Promise<Reply> {
  const { actor, key, messages } = request;
  const facts = what.chosen.map((one) => attestations[one]);
  const result = await world.store.change(async (tx): Promise<Result> => {
    const at = world.clock.now();
    const tenant = await tx.get('tenants', what.id);
    if (!tenant || isRetired(tenant)) return { kind: 'gone' };
    const now = { at, by: actor.id };
    const isRepeat = facts.every((fact) => isSecondPress(lastOf(fact, tenant), tenant, now));
    if (!(await markOnce(tx, key, now)) || isRepeat) return { kind: 'repeated', tenant };
    const stale = what.revision !== null && what.revision !== tenant.revision.number;
    if (stale || (!tenant.contact && facts.some(({ of }) => of === 'contact')))
      return { kind: 'changedMeanwhile', tenant };
    const after = facts.reduce((changed, fact) => vouchedFor(fact, changed, now), tenant);
    await tx.put('tenants', after);
    for (const fact of facts) {
      const changes = [{ field: fact.at, before: lastOf(fact, tenant).at, after: at }];
      await tx.appendHistory({ ...now, byName: actor.name, deed: fact.deed, tenantId: tenant.id, changes });
    }
    return { kind: 'done', tenant: after };
  });
  if (result.kind === 'gone') return goneTenant(request, what.id, world);
  const say = messages.securityContact;
  if (result.kind === 'changedMeanwhile')
    return shownContact(request, result.tenant, world, { notice: say[result.kind] });
  const isConfirmed = what.chosen.includes('confirmed');
  const next = isConfirmed
    ? nextAsked(request, [result.tenant], world)
    : await stillToFix(request, result.tenant, world);
  const notice = result.kind === 'done' ? [say.recorded(what.chosen), ...next] : say[result.kind];
  return shownContact(request, result.tenant, world, { notice, isRecorded: true, isConfirmed });
}

/** Returns how much is left after a confirmation; an empty list where nothing is. */
async function stillToFix({ messages }: Request, tenant: StoredTenant, world: World): Promise<string[]> {
  const findings = await world.store.read((reader) => findingsToShow(reader, tenant, world));
  const { open } = countToFix({ tenant, findings });
  return open > 0 ? [` ${capitalised(messages.findings.moreToFix(open))}.`] : [];
}

type VouchedFact = (typeof attestations)[Attestation];

function vouchedFor(
  { of, at, by }: VouchedFact,
  tenant: StoredTenant,
  now: { at: string; by: Identity },
): StoredTenant {
  const marks = { [at]: now.at, [by]: now.by };
  return of === 'tenant'
    ? { ...tenant, ...marks }
    : { ...tenant, contact: tenant.contact && { ...tenant.contact, ...marks } };
}

type Last = Record<'at' | 'by', string | null>;

function lastOf(fact: VouchedFact, tenant: StoredTenant): Last {
  if (fact.of === 'tenant') return { at: tenant[fact.at], by: tenant[fact.by] };
  return { at: tenant.contact?.[fact.at] ?? null, by: tenant.contact?.[fact.by] ?? null };
}

function isSecondPress(last: Last, { revision }: StoredTenant, now: { at: string; by: string }): boolean {
  if (last.at === null || last.by !== now.by) return false;
  const changedSince = revision.at !== null && revision.at > last.at;
  return !changedSince && Math.abs(Date.parse(now.at) - Date.parse(last.at)) < secondPressMs;
}
