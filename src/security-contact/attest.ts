import { aboutOf } from '../about-tenant.ts';
import { refusalUnlessAdmin } from '../request/authorize.ts';
import type { PressHandler } from '../request/request.ts';
import { marking, type Vouched } from './marking.ts';
import { markedReply } from './show.ts';

const partnerCenter: Vouched = {
  deed: 'contact.attested',
  field: 'attestedAt',
  said: 'attested',
  dateOf: ({ contact }) => contact?.attestedAt ?? null,
  byOf: ({ contact }) => contact?.attestedBy ?? null,
  mark: (tenant, at, by) => ({
    ...tenant,
    contact: tenant.contact && { ...tenant.contact, attestedAt: at, attestedBy: by },
  }),
};

const phone24x7: Vouched = {
  deed: 'contact.phoneAttested',
  field: 'phone24x7At',
  said: 'phoneAttested',
  dateOf: ({ contact }) => contact?.phone24x7At ?? null,
  byOf: ({ contact }) => contact?.phone24x7By ?? null,
  mark: (tenant, at, by) => ({
    ...tenant,
    contact: tenant.contact && { ...tenant.contact, phone24x7At: at, phone24x7By: by },
  }),
};

const compliance: Vouched = {
  deed: 'tenant.complianceAttested',
  field: 'complianceAttestedAt',
  said: 'complianceAttested',
  dateOf: (tenant) => tenant.complianceAttestedAt,
  byOf: (tenant) => tenant.complianceAttestedBy,
  mark: (tenant, at, by) => ({ ...tenant, complianceAttestedAt: at, complianceAttestedBy: by }),
};

export const pressAttest = attesting(partnerCenter);
export const pressPhone24x7 = attesting(phone24x7);
export const pressCompliance = attesting(compliance);

/** What only a Global Administrator can vouch for. */
function attesting(fact: Vouched): PressHandler {
  return async (request, value, world) => {
    const refused = await refusalUnlessAdmin(request, world);
    return refused ?? markedReply(request, await marking(request, { ...aboutOf(value), fact }, world), world);
  };
}
