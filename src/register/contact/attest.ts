import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessAdmin, refusalUnlessResponder } from '../../request/authorize.ts';
import { parseRevisionValue, tenantById, withTenant } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { type Attestation, recordAttestation } from './record-attestation.ts';
import { goneTenant, markedReply, shownContact } from './show.ts';

/** Answers «Done in Partner Center»: a Global Administrator attests that Partner Center says the same as the record. */
export const pressAttest = attesting('attested');
/** A Global Administrator attests that the phone is answered day and night. */
export const pressPhone24x7 = attesting('phoneAttested');
/** A Global Administrator attests that a user holds the Compliance admin role. */
export const pressCompliance = attesting('complianceAttested');

function attesting(attestation: Attestation): PressHandler {
  return async (request, value, world) => {
    const refused = await refusalUnlessAdmin(request, world);
    if (refused) return refused;
    return markedReply(
      request,
      await recordAttestation(request, { ...parseRevisionValue(value), attestation }, world),
      world,
    );
  };
}

/** Answers the command `confirm`: a responder confirms that the contact of a tenant, as it is now, is still right. */
export const confirmContact: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'press', id: 'contact.confirm' }, world, (tenant) =>
    confirm(request, tenant, null, world),
  );

/** Answers the button «Still right»: a responder confirms the revision that the card shows. */
export const pressConfirm: PressHandler = async (request, value, world) => {
  if (value === '') return confirmContact(request, '', world);
  const { id, revision } = parseRevisionValue(value);
  const tenant = await tenantById(id, world);
  return tenant ? confirm(request, tenant, revision, world) : goneTenant(request);
};

async function confirm(request: Request, tenant: StoredTenant, revision: number | null, world: World): Promise<Reply> {
  if (!tenant.contact) return shownContact(request, tenant, world);
  const refused = await refusalUnlessResponder(request, tenant, world);
  if (refused) return refused;
  const what = { id: tenant.id, revision, attestation: 'confirmed' } as const;
  return markedReply(request, await recordAttestation(request, what, world), world);
}
