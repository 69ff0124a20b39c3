/** What the state says of the rules of a source: which of them applied to nothing for long, and which windows are over. */
import { ruleLine } from '../../../src/domain/alert/rule.ts';
import type { SourceRules } from '../../../src/ports/collections.ts';
import type { Source } from './source.ts';

/** The days after which a rule that applied to nothing is named. */
const unusedDays = 90;
const dayMs = 86_400_000;

/** A rule of a source, by its place in the file, with what is known of it; `usedAt` is null where it never applied. */
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
