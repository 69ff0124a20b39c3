import type { Asking } from './asking.ts';
import type { Finding } from './domain/finding.ts';
import { missingOf } from './domain/missing.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { findingRows, type TenantFindings } from './finding-rows.ts';
import type { Button, Row } from './view.ts';
import { voiceOfAsker } from './voice.ts';

/** How many things are to be fixed, what no finding asks for yet included. */
export function countToFix({ tenant, findings }: { tenant: StoredTenant; findings: readonly Finding[] }): number {
  return findings.length + missingOf(tenant, findings).length;
}

/** What is to be fixed, each with the one button that does it where the card's own buttons do not. */
export function rowsToFix(asking: Asking, shown: TenantFindings, buttons: readonly Button[]): Row[] {
  return [
    ...findingRows(voiceOfAsker(asking), shown, buttons),
    ...missingOf(shown.tenant, shown.findings).map((what) => ({
      ...asking.words.securityContact.missing[what],
      button: null,
    })),
  ];
}
