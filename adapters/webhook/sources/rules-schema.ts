/** Describes the rules of a source in the sources' file. */
import { z } from 'zod';
import { ruleChannels, ruleId, type SourceRule, sameFields } from '../../../src/domain/alert/rule.ts';
import { atLeast, Severity } from '../../../src/domain/alert/severity.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { always, defined, duration, strict, text } from './schema-parts.ts';

/** The most rules of a source: each alert is compared with all of them. */
const maxRules = 100;
const dayMs = 86_400_000;
/** The most days that a window may last from when the file is read. */
const maxDays = 14;
/** For how long (ms) a finding that comes again reopens its alert, where the rule does not say it. */
const sameForMs = 7 * dayMs;
/** The longest such time: its alerts stay out of the archive meanwhile. */
const maxSameForMs = 31 * dayMs;

const line = text.overwrite(cleanedLine).refine((said) => said !== '', 'Must have a visible character.');

/** Returns the schema of the rules of a source. `now` (ISO 8601, UTC) is the time of reading; empty where no window is judged. */
export function rulesSchema(now: string) {
  const ahead = now === '' ? '' : new Date(Date.parse(now) + maxDays * dayMs).toISOString();
  const rule = strict({
    when: strict({ alertType: text, customer: text, title: text, severity: Severity }).partial().default({}),
    severity: Severity.optional(),
    channels: z.enum(ruleChannels).optional(),
    sameAs: z.array(z.enum(sameFields)).max(sameFields.length).optional(),
    reopen: z.boolean().default(false),
    sameFor: duration.refine((ms) => ms <= maxSameForMs, 'May be 31 days at most.').optional(),
    until: z.iso
      .datetime({ offset: true })
      .transform((at) => new Date(at).toISOString())
      .refine((at) => ahead === '' || at <= ahead, `May be at most ${maxDays} days ahead.`)
      .optional(),
    high: z.boolean().default(false),
    why: line.optional(),
  })
    .superRefine((value, context) => {
      const issue = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
      const { when, sameAs, reopen, sameFor, until, high, why } = value;
      if (until !== undefined && why === undefined) issue('why', 'A rule with until has to say why.');
      if (high && until === undefined) issue('high', 'Only a rule with until has high.');
      if (high && when?.title !== undefined)
        issue('high', 'A rule on the title may hold no high alert: anybody may choose a title.');
      if (reopen && !sameAs?.length) issue('reopen', 'Only a rule with sameAs has reopen.');
      if (sameFor !== undefined && !reopen) issue('sameFor', 'Only a rule with reopen has sameFor.');
      if (sameAs && new Set(sameAs).size < sameAs.length) issue('sameAs', 'Has a field twice.');
    }, always)
    .transform(({ when, reopen, sameFor, high, ...rest }): SourceRule => {
      const { alertType, customer, title, severity } = when;
      const globs = defined({ alertType, customer, title, severity });
      return {
        ...{ id: ruleId(globs), when: globs },
        ...defined(rest),
        ...(reopen ? { reopenForMs: sameFor ?? sameForMs } : {}),
        ...(high ? { high } : {}),
      };
    });
  return z.array(rule).max(maxRules).default([]);
}

/** The part of a source that its rules have to agree with; parts with mistakes are absent. */
interface WithRules {
  rules?: readonly SourceRule[] | undefined;
  maxSeverity?: Severity | undefined;
}

/** Adds what is wrong with the rules of a source together: one that never counts, and a severity that the source may not have. */
export function addRuleIssues({ rules = [], maxSeverity = 'high' }: WithRules, context: z.RefinementCtx): void {
  for (const [index, { id, severity }] of rules.entries()) {
    const issue = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['rules', index, key], message });
    const first = rules.findIndex((one) => one?.id === id);
    if (id !== undefined && first < index)
      issue('when', `The rule ${first} is for the same alerts, so this one never counts.`);
    if (severity !== undefined && !atLeast(maxSeverity, severity))
      issue('severity', `Is above maxSeverity of the source, which is ${maxSeverity}.`);
  }
}
