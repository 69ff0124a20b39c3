import type { Finding } from './domain/finding.ts';
import { groupsOf } from './domain/finding-group.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { findingDetail, findingTitle } from './finding-text.ts';
import type { Names } from './names.ts';
import { rowButton } from './remedy.ts';
import type { Button, Row } from './view.ts';
import type { Voice } from './voice.ts';

export interface TenantFindings {
  tenant: StoredTenant;
  /** Why it looks outdated, the worst first. */
  findings: readonly Finding[];
  names: Names;
  now: string;
}

/** What looks outdated, a row for each kind, each with the one button that clears it where the card's own buttons do not. */
export function findingRows(voice: Voice, about: TenantFindings, buttons: readonly Button[]): Row[] {
  return groupsOf(about.findings).map((group) => ({
    title: findingTitle(voice.words, group),
    detail: findingDetail(voice, { ...about, group }),
    button: rowButton(group.findings, about.tenant, voice.words, { buttons, mark: '', may: () => true }),
  }));
}
