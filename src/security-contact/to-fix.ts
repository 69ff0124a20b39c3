import type { Asking } from '../asking.ts';
import type { Finding } from '../domain/finding.ts';
import { missingOf } from '../domain/missing.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { findingDetail } from '../finding-text.ts';
import type { Names } from '../names.ts';
import { remedyButton, remedyOf } from '../remedy.ts';
import type { Button, Row } from '../view.ts';
import { voiceOfAsker } from '../voice.ts';

/** As many as a card bears beside its facts. */
const most = 10;

export interface ToFix {
  tenant: StoredTenant;
  /** Why it looks outdated, the worst first. */
  findings: readonly Finding[];
  names: Names;
  now: string;
}

/** How many things are to be fixed, what no finding asks for yet included. */
export function countToFix({ tenant, findings }: Pick<ToFix, 'tenant' | 'findings'>): number {
  return findings.length + missingOf(tenant, findings).length;
}

/** What is to be fixed, each with the one button that does it where the card's own buttons do not; and how many more. */
export function rowsToFix(asking: Asking, shown: ToFix, buttons: readonly Button[]): { rows: Row[]; more: number } {
  const { findings: said, securityContact } = asking.words;
  // The card's text says when there is no contact at all.
  const findings = shown.findings.filter(({ code }) => code !== 'contactMissing');
  const rows = [
    ...findings.map((finding): Row => {
      const detail = findingDetail(voiceOfAsker(asking), { ...shown, finding });
      return { title: said.titles[finding.code], detail, button: remedy(asking, shown.tenant, finding, buttons) };
    }),
    ...missingOf(shown.tenant, shown.findings).map((what) => ({ ...securityContact.missing[what], button: null })),
  ];
  return { rows: rows.slice(0, most), more: Math.max(0, rows.length - most) };
}

function remedy({ words }: Asking, tenant: StoredTenant, finding: Finding, buttons: readonly Button[]): Button | null {
  const id = remedyOf(finding, tenant);
  return id === null || buttons.some((one) => one.id === id) ? null : remedyButton(id, tenant, words);
}
