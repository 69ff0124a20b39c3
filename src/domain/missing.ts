import type { Finding } from './finding.ts';
import type { StoredTenant } from './partner-tenant.ts';

/** What a contact still lacks before any finding asks for it. */
export type Missing = 'attestation' | 'confirmation' | 'onCall';

/** What a contact lacks that no finding asks for yet, in a fixed order; nothing while there is no contact. */
export function missingOf({ contact }: StoredTenant, findings: readonly Finding[]): Missing[] {
  if (!contact) return [];
  const found = (code: Finding['code']) => findings.some((finding) => finding.code === code);
  const lacks: Record<Missing, boolean> = {
    attestation: contact.attestedAt === null && !found('unattested'),
    confirmation: contact.confirmedAt === null && !found('unconfirmed'),
    onCall: contact.onCall.length === 0,
  };
  return order.filter((what) => lacks[what]);
}

const order = ['attestation', 'confirmation', 'onCall'] as const;
