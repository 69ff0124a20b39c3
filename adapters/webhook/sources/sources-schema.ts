/** Describes the sources' file: what it may say, and what becomes of it. */
import { z } from 'zod';
import { ruleChannels, ruleId, type SourceRule, sameFields } from '../../../src/domain/alert/rule.ts';
import { atLeast, Severity } from '../../../src/domain/alert/severity.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import {
  always,
  anything,
  defined,
  duration,
  exactlyOne,
  guid,
  headerName,
  loopbackUrl,
  plain,
  secrets,
  sourceName,
  standard,
  strict,
  text,
} from '../../settings/schema-parts.ts';
import type { Secret, SecretEnvironment, SecretShape } from '../../settings/secrets.ts';
import type { EntraRule } from '../auth/entra.ts';
import type { HmacScheme } from '../auth/hmac.ts';
import { fieldNames } from '../presets/fields.ts';
import { type FieldPaths, presetNames, type Source, type TenantRule } from './source.ts';

/** How a source authenticates its requests, with its secrets. Any one of the secrets is valid, so that they can be rotated. */
export type SourceAuth =
  | { kind: 'standardWebhooks' | 'bearer' | 'urlToken'; secrets: readonly Secret[] }
  | { kind: 'basic'; user: string; secrets: readonly Secret[] }
  | { kind: 'hmac'; scheme: HmacScheme; secrets: readonly Secret[] }
  | { kind: 'entra'; rule: EntraRule; secrets: readonly Secret[] };

/** A source, and how it proves that a request is its own. */
export interface ConfiguredSource {
  source: Source;
  auth: SourceAuth;
}

const long: SecretShape = {
  pattern: /^[!-~]{32,}$/,
  error: 'The token must have at least 32 characters: letters, digits and signs of ASCII, and no spaces.',
};
const rehearsal = { issuer: loopbackUrl.optional(), keys: loopbackUrl.optional() };

function authSchema(env: SecretEnvironment | null) {
  return exactlyOne({
    standardWebhooks: secrets(standard, env),
    bearer: secrets(plain, env),
    basic: strict({
      user: text.regex(/^[^:\0]+$/, 'Must not have a colon.'),
      password: secrets(anything, env),
    }),
    hmac: strict({
      secret: secrets(anything, env),
      signature: headerName,
      timestamp: headerName.optional(),
      format: z.enum(['hex', 'base64']).default('hex'),
      prefix: z.string().max(100).default(''),
      separator: z.string().max(100).default(':'),
    }),
    entra: strict({ tenantId: guid, audience: text, clientIds: z.array(guid).min(1), ...rehearsal }),
    urlToken: secrets(long, env),
  }).transform((auth, context): SourceAuth => {
    const { standardWebhooks, bearer, basic, hmac, entra, urlToken } = auth;
    if (standardWebhooks) return { kind: 'standardWebhooks', secrets: standardWebhooks };
    if (bearer) return { kind: 'bearer', secrets: bearer };
    if (urlToken) return { kind: 'urlToken', secrets: urlToken };
    if (basic) return { kind: 'basic', user: basic.user, secrets: basic.password };
    if (hmac) {
      const { secret, timestamp = null, ...scheme } = hmac;
      return { kind: 'hmac', scheme: { ...scheme, timestamp }, secrets: secret };
    }
    if (entra) {
      const { issuer = null, keys = null, ...rule } = entra;
      return { kind: 'entra', rule: { ...rule, issuer, keys }, secrets: [] };
    }
    context.addIssue('Required, but missing.');
    return z.NEVER;
  });
}

const tenantSchema = exactlyOne({ fixed: guid, byCustomer: z.record(z.string().min(1), guid) }).transform(
  ({ fixed, byCustomer = {} }): TenantRule =>
    fixed === undefined ? { kind: 'byCustomer', tenants: inSmallLetters(byCustomer) } : { kind: 'fixed', id: fixed },
);

function inSmallLetters<T>(values: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(values).map(([key, value]) => [key.trim().toLowerCase(), value]));
}

const path = text;
const optionalFields = fieldNames.filter((name) => name !== 'id' && name !== 'displayName');
/** Takes the paths of `fields`: those of the alert's fields, and of the list that holds the alerts. */
const fieldsSchema = strict({
  items: path.optional(),
  id: path,
  displayName: path,
  ...Object.fromEntries(optionalFields.map((name) => [name, path.optional()])),
}).transform(
  (paths): FieldPaths =>
    Object.fromEntries(Object.entries(paths).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
);

/** Upper limit of `pace.alerts`, since every arriving alert counts the ones before it. */
const maxPace = 1_000;

const anyPreset = z.enum(presetNames);

/**
 * Returns the schema of the sources' file, which also reads its secrets. `now` is the time of reading (ISO 8601, UTC): a window of a rule
 * ends at most 14 days after it.
 */
export function sourcesSchema(env: SecretEnvironment | null, now: string) {
  const source = strict({
    name: sourceName,
    preset: anyPreset,
    auth: authSchema(env),
    tenant: tenantSchema.optional(),
    severity: Severity.default('medium'),
    severities: z.record(z.string().min(1), Severity).default({}),
    maxSeverity: Severity.default('high'),
    pace: strict({ alerts: z.int().min(1).max(maxPace), in: duration }).prefault({ alerts: 60, in: 'PT10M' }),
    expectEvery: duration.optional(),
    data: anyPreset.exclude(['cloudevents']).optional(),
    fields: fieldsSchema.optional(),
    rules: rulesSchema(now),
  })
    .superRefine((value, context) => {
      const misplaced = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
      const { preset, data, fields } = value;
      const isEnvelope = preset === 'cloudevents';
      if (isEnvelope && data === undefined) misplaced('data', 'The preset cloudevents needs the preset of its data.');
      if (!isEnvelope && data !== undefined) misplaced('data', 'Only the preset cloudevents has data.');
      const readsFields = (isEnvelope ? data : preset) === 'fields';
      if (readsFields && fields === undefined) misplaced('fields', 'The preset fields needs the paths of the fields.');
      if (!readsFields && fields !== undefined) misplaced('fields', 'Only the preset fields has paths of fields.');
      addRuleIssues(value, context);
    }, always)
    .transform(({ auth, tenant, severities, pace, expectEvery, data, fields, ...rest }): ConfiguredSource => {
      const counted = { pace: { alerts: pace.alerts, ms: pace.in } };
      const rules = { ...counted, tenant: tenant ?? { kind: 'only' as const }, severities: inSmallLetters(severities) };
      const optional = { data: data ?? null, fields: fields ?? null, expectEveryMs: expectEvery ?? null };
      return { source: { ...rest, ...rules, ...optional }, auth };
    });
  return strict({ version: z.literal(1), sources: z.array(source) });
}

/* Describes the rules of a source in the sources' file. */

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

/** Returns the schema of the rules of a source. `now` (ISO 8601, UTC) is the time of reading; empty when no window is judged. */
function rulesSchema(now: string) {
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

/** Adds the problems of a source's rules in combination: a rule that never applies, and a severity that the source may not have. */
function addRuleIssues({ rules = [], maxSeverity = 'high' }: WithRules, context: z.RefinementCtx): void {
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
