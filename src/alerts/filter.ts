import { Severity, severities } from '../domain/alert.ts';
import { findTenants } from '../domain/find-tenant.ts';
import { fold } from '../domain/fold.ts';
import { nearest } from '../domain/nearest.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Words } from '../messages/words.ts';
import { quoted } from '../text.ts';

export interface Filter {
  /** Null for all. */
  severity: Severity | null;
  /** Ids; null for all, empty when the words fit none. */
  tenants: readonly string[] | null;
  /** What names no tenant; null when all was understood. */
  unknown: string | null;
  /** Whether the severity is one that was probably meant. */
  guessed: boolean;
}

/** What people typed after `alerts`: a severity, in their language or in English, and a tenant, in any order. */
export function filterOf(text: string, tenants: readonly StoredTenant[], { alerts }: Words): Filter {
  const words = text.split(/\s+/).filter(Boolean);
  const severity = words.map((word) => severityOf(word, alerts.severities)).find((one) => one !== null) ?? null;
  const rest = words.filter((word) => severityOf(word, alerts.severities) === null).join(' ');
  const sure = { severity, unknown: null, guessed: false };
  if (rest === '') return { ...sure, tenants: null };
  const found = findTenants(tenants, rest).map(({ id }) => id);
  if (found.length > 0) return { ...sure, tenants: found };
  const slip = severity === null ? nearlySeverity(rest, alerts.severities) : null;
  return slip
    ? { severity: slip, tenants: null, unknown: null, guessed: true }
    : { severity, tenants: [], unknown: quoted(rest), guessed: false };
}

type Names = Words['alerts']['severities'];

function severityOf(word: string, names: Names): Severity | null {
  const wanted = fold(word);
  return severities.find((severity) => fold(names[severity]) === wanted) ?? Severity.safeParse(wanted).data ?? null;
}

/** «hihg», «élevé», «moyennes»: as near as a misspelt verb may be, with the same first letter. */
function nearlySeverity(text: string, names: Names): Severity | null {
  const known = severities.flatMap((severity) => [severity, fold(names[severity])]);
  const said = fold(text);
  const { word, mistakes } = nearest(said, known);
  return word[0] === said[0] && mistakes <= Math.ceil(said.length / 3) ? severityOf(word, names) : null;
}
