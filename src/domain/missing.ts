import type { StoredTenant } from './partner-tenant.ts';

/** What a contact still lacks, worst first. */
export type Missing = 'contact' | 'channels' | 'attestation' | 'confirmation' | 'phone24x7' | 'onCall' | 'compliance';

export function missingOf(tenant: StoredTenant): Missing[] {
  const { contact } = tenant;
  if (!contact) return ['contact', ...(tenant.complianceAttestedAt ? [] : (['compliance'] as const))];
  const lacks: Record<Missing, boolean> = {
    contact: false,
    channels: contact.channels.length === 0,
    attestation: contact.attestedAt === null,
    confirmation: contact.confirmedAt === null,
    phone24x7: contact.phone24x7At === null,
    onCall: contact.onCall.length === 0,
    compliance: tenant.complianceAttestedAt === null,
  };
  return order.filter((what) => lacks[what]);
}

const order = ['channels', 'attestation', 'confirmation', 'phone24x7', 'onCall', 'compliance'] as const;
