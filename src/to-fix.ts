import type { FindingToShow } from './domain/finding.ts';
import { groupsOf } from './domain/finding-group.ts';
import { type Missing, missingOf } from './domain/missing.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { findingRows, openOf, type TenantFindings } from './finding-rows.ts';
import type { Words } from './messages/words.ts';
import { remedyButton } from './remedy.ts';
import type { MayPress } from './request/authorize.ts';
import type { Button, Row } from './view.ts';
import type { Voice } from './voice.ts';

interface Known {
  tenant: StoredTenant;
  findings: readonly FindingToShow[];
}

/** How many lines of things there are to be fixed now, what no finding asks for yet included, and how many are put off. */
export function countToFix({ tenant, findings }: Known): { open: number; off: number } {
  const open = openOf(findings);
  const off = findings.filter((finding) => !open.includes(finding));
  return { open: groupsOf(open).length + missingOf(tenant, findings).length, off: groupsOf(off).length };
}

/** What is to be fixed now, a line each, with the button that does it where the reader may press it. The first button is the main one. */
export function rowsToFix(voice: Voice, shown: TenantFindings, may: MayPress): Row[] {
  const missing = missingOf(shown.tenant, shown.findings).map((what) =>
    missingRow(voice.words, shown.tenant, what, may),
  );
  const rows = [...findingRows(voice, shown, may), ...missing];
  const first = rows.find(({ button }) => button !== null);
  return rows.map((row) =>
    row === first && row.button ? { ...row, button: { ...row.button, style: 'primary' } } : row,
  );
}

function missingRow(words: Words, tenant: StoredTenant, what: Missing, may: MayPress): Row {
  const { missing, buttons } = words.securityContact;
  const id = remedies[what];
  const named: Partial<Button> = what === 'onCall' ? { label: buttons.onCall } : {};
  const button = may(id) ? { ...remedyButton(id, tenant, words), ...named } : null;
  return { title: missing[what].title, detail: '', button };
}

const remedies: Record<Missing, string> = {
  attestation: 'contact.attest',
  confirmation: 'contact.confirm',
  onCall: 'contact.update',
};

/** How a tenant stands, in a line: «Contoso: no alert channel, 2 more to fix». */
export function standsAt({ findings: say }: Words, known: Known): string {
  const { open, off } = countToFix(known);
  const [first] = openOf(known.findings);
  const worst = first ? briefOf(first) : missingOf(known.tenant, known.findings)[0];
  return say.stands(known.tenant.name, (worst && say.brief[worst]) ?? null, Math.max(0, open - 1), off);
}

function briefOf({ code, subject }: FindingToShow): string {
  return code === 'fieldMissing' || code === 'singlePoint' ? `${code}.${subject}` : code;
}
