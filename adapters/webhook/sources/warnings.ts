import { ruleLine } from '../../../src/domain/alert/rule.ts';
import { activeAmong, type StoredTenant } from '../../../src/domain/tenant/partner-tenant.ts';
import type { SourceRules } from '../../../src/ports/collections.ts';
import type { Source } from './source.ts';
import { namesTenant, tenantsNamedBy } from './sources-file.ts';
import type { ConfiguredSource } from './sources-schema.ts';

/** Something about a source that its people should fix, although the bot runs. */
export interface SourceWarning {
  source: string;
  /** A sentence that repeats no secret. */
  why: string;
}

/** A shorter secret can be guessed by trying. */
const shortest = 16;

/**
 * Returns what should be fixed in the sources' file: weak and shared secrets, and partner tenants that are not set up, or retired.
 * `tenants` are all that are in the store.
 */
export function warningsOf(sources: readonly ConfiguredSource[], tenants: readonly StoredTenant[]): SourceWarning[] {
  const all = (one: ConfiguredSource) =>
    exposed(one).concat(secretWarnings(one, sources), tenantWarnings(one, tenants));
  return sources.flatMap((one) => all(one).map((why) => ({ source: one.source.name, why })));
}

function exposed({ auth }: ConfiguredSource): string[] {
  return auth.kind === 'urlToken'
    ? ['it proves itself by a token in the URL, which proxies may log: use another way where its product has one']
    : [];
}

/** Returns what is wrong with a source's secrets, in sentences; `sources` are all of the file, with their secrets. */
export function secretWarnings(one: ConfiguredSource, sources: readonly ConfiguredSource[]): string[] {
  return [...weak(one), ...shared(one, sources)];
}

function weak({ auth }: ConfiguredSource): string[] {
  return auth.secrets.some(({ value }) => value.length < shortest)
    ? [`its secret has fewer than ${shortest} characters, and can be guessed`]
    : [];
}

function shared({ source, auth }: ConfiguredSource, sources: readonly ConfiguredSource[]): string[] {
  const mine = auth.secrets.map(({ value }) => value);
  const same = sources
    .filter((other) => other.source !== source && other.auth.secrets.some(({ value }) => mine.includes(value)))
    .map((other) => other.source.name);
  return same.length === 0
    ? []
    : [`it has the same secret as ${same.join(', ')}: who learns it can send as each of them`];
}

/** Returns what should be fixed of a source's tenant rule, in sentences. It needs no secret. */
export function tenantWarnings({ source }: ConfiguredSource, tenants: readonly StoredTenant[]): string[] {
  const { tenant } = source;
  const active = activeAmong(tenants).map(({ id }) => id);
  if (tenant.kind === 'only')
    return active.length > 1 && !namesTenant(source)
      ? [`it names no tenant, and there are ${active.length}: its alerts go to the admins until the file has "tenant"`]
      : [];
  const named = tenantsNamedBy(source);
  const isStored = (id: string) => tenants.some((one) => one.id === id);
  const unknown = named.filter((id) => !isStored(id));
  const retired = named.filter((id) => isStored(id) && !active.includes(id));
  const about = (ids: readonly string[], what: string) =>
    ids.length === 0 ? [] : [`the partner tenant ${ids.join(', ')} ${what}: its alerts go to the admins`];
  return [...about(unknown, 'is not set up here'), ...about(retired, 'is retired')];
}

/* What the state says of the rules of a source: which of them applied to nothing for long, and which windows are over. */

/** The days after which a rule that applied to nothing is named. */
const unusedDays = 90;
const dayMs = 86_400_000;

/** A rule of a source, by its place in the file, with what is known of it; `usedAt` is null when it never applied. */
export type RuleUse = ReturnType<typeof ruleUses>[number];

/** Returns the rules of a source in their order. `known` is its row in the state; null before the first start with it. */
export function ruleUses({ rules }: Pick<Source, 'rules'>, known: SourceRules | null, now: string) {
  const before = new Date(Date.parse(now) - unusedDays * dayMs).toISOString();
  return rules.map((rule, index) => {
    const row = known?.list.find(({ id }) => id === rule.id);
    const usedAt = row?.usedAt ?? null;
    return {
      /** The path in the source's entry, such as `rules.0`. */
      path: `rules.${index}`,
      ...{ line: ruleLine(rule), usedAt },
      /** It was read at least 90 days ago, and applied to nothing in that time. */
      isUnused: row !== undefined && (usedAt ?? row.since) < before,
      /** Its maintenance window is over. */
      isOver: rule.until !== undefined && rule.until <= now,
    };
  });
}
