import type { Finding } from './domain/finding.ts';
import { missingOf } from './domain/missing.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { findingRows, type TenantFindings } from './finding-rows.ts';
import type { Button, Row } from './view.ts';
import type { Voice } from './voice.ts';

/** How many things are to be fixed, what no finding asks for yet included. */
export function countToFix({ tenant, findings }: { tenant: StoredTenant; findings: readonly Finding[] }): number {
  return findings.length + missingOf(tenant, findings).length;
}

/** What is to be fixed, each with the one button that does it where the card's own buttons do not. */
export function rowsToFix(voice: Voice, shown: TenantFindings, buttons: readonly Button[]): Row[] {
  return [
    ...findingRows(voice, shown, buttons),
    ...missingOf(shown.tenant, shown.findings).map((what) => ({
      ...voice.words.securityContact.missing[what],
      button: null,
    })),
  ];
}
