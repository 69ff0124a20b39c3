/** Answers the buttons by which people vouch for a record: that it is right, that Partner Center says the same, that channels may stay. */
import { isWider, type Readers } from '../../domain/tenant/channel-reach.ts';
import { channelOfKey } from '../../domain/tenant/identity.ts';
import { isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { remedyButton } from '../../findings/remedies.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnless } from '../../request/authorize.ts';
import {
  goneTenant,
  parseRevisionValue,
  tenantHandlers,
  withTenant,
  withTenantOfId,
} from '../../request/choose-tenant.ts';
import type { CommandHandler, PressHandler, Reply, Request } from '../../request/interaction.ts';
import { markOnce } from '../../store/idempotency.ts';
import { button, card } from '../../view/view.ts';
import { shownContact } from './show.ts';

/** Returns the handler of the button with which a Global Administrator attests this. */
export function attesting(attestation: Attestation): PressHandler {
  return (request, value, world) => recordAttested(request, { ...parseRevisionValue(value), attestation }, world);
}

/**
 * Records that a responder confirms a tenant's contact: the revision that the button's card shows, or after the verb the contact as it is
 * now.
 */
export const confirmContact = tenantHandlers(
  { kind: 'press', id: 'contact.confirm' },
  async (request, tenant, world, rest) => {
    if (!tenant.contact) return shownContact(request, tenant, world, { instead: false });
    const revision = rest ? Number(rest) : null;
    return recordAttested(request, { id: tenant.id, revision, attestation: 'confirmed' }, world);
  },
);

const vouching = { confirm: ['contact.confirm'], attest: ['contact.attest', 'contact.phone24x7'] } as const;

/** Answers a sentence that vouches for the contact: asks whether that is so, with the buttons that record it. */
export function askToVouch(what: keyof typeof vouching): CommandHandler {
  const [first, ...others] = vouching[what];
  return (request, rest, world) =>
    withTenant(request, rest, { kind: 'press', id: 'contact.show' }, world, async (tenant) => {
      const refused = await refusalUnless(request.rightOf(first), request, tenant, world);
      if (refused) return refused;
      const { messages } = request;
      const shown = await shownContact(request, tenant, world, { instead: false });
      if (!tenant.contact) return shown;
      const { title, text } = messages.securityContact.vouch[what];
      const main = { ...remedyButton(first, tenant, messages), style: 'primary' } as const;
      const buttons = [main, ...others.map((id) => remedyButton(id, tenant, messages))];
      const update = button('form', 'contact.update', messages.securityContact.buttons.update, tenant.id);
      const { facts } = shown.card;
      return { ...shown, card: card(title(tenant.name), text, { text: [text], facts, buttons: [...buttons, update] }) };
    });
}

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

/** How long (ms) after a press another one counts as the same. */
const secondPressMs = 10_000;

type Result = { kind: 'gone' } | { kind: Attestation | 'repeated' | 'changedMeanwhile'; tenant: StoredTenant };

type Attested = { id: string; revision: number | null; attestation: Attestation };

/**
 * Records that the asker vouches for a fact, and answers with the tenant's card. Nothing is recorded when the tenant has another
 * revision than the card that was pressed (null for any), or no contact to vouch for.
 */
async function recordAttested(request: Request, what: Attested, world: World): Promise<Reply> {
  const { actor, key, messages } = request;
  const fact = attestations[what.attestation];
  const result = await world.store.change(async (tx): Promise<Result> => {
    const at = world.clock.now();
    const tenant = await tx.get('tenants', what.id);
    if (!tenant || isRetired(tenant)) return { kind: 'gone' };
    const last = lastOf(fact, tenant);
    if (!(await markOnce(tx, key, { at, by: actor.id })) || isSecondPress(last, tenant, { at, by: actor.id }))
      return { kind: 'repeated', tenant };
    const stale = what.revision !== null && what.revision !== tenant.revision.number;
    if (stale || (fact.of === 'contact' && !tenant.contact)) return { kind: 'changedMeanwhile', tenant };
    const marks = { [fact.at]: at, [fact.by]: actor.id };
    const after =
      fact.of === 'tenant'
        ? { ...tenant, ...marks }
        : { ...tenant, contact: tenant.contact && { ...tenant.contact, ...marks } };
    await tx.put('tenants', after);
    const changes = [{ field: fact.at, before: last.at, after: at }];
    await tx.appendHistory({ at, by: actor.id, byName: actor.name, deed: fact.deed, tenantId: tenant.id, changes });
    return { kind: what.attestation, tenant: after };
  });
  if (result.kind === 'gone') return goneTenant(request, what.id, world);
  return shownContact(request, result.tenant, world, { notice: messages.securityContact[result.kind] });
}

type Last = Record<'at' | 'by', string | null>;

function lastOf(fact: (typeof attestations)[Attestation], tenant: StoredTenant): Last {
  if (fact.of === 'tenant') return { at: tenant[fact.at], by: tenant[fact.by] };
  return { at: tenant.contact?.[fact.at] ?? null, by: tenant.contact?.[fact.by] ?? null };
}

function isSecondPress(last: Last, { revision }: StoredTenant, now: { at: string; by: string }): boolean {
  if (last.at === null || last.by !== now.by) return false;
  const changedSince = revision.at !== null && revision.at > last.at;
  return !changedSince && Math.abs(Date.parse(now.at) - Date.parse(last.at)) < secondPressMs;
}
