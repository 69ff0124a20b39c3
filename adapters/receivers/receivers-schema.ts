/** Describes the receivers' file: what it may say, and what becomes of it. */
import { z } from 'zod';
import { Severity } from '../../src/domain/alert/severity.ts';
import { type EventType, eventTypes } from '../../src/domain/outgoing/event.ts';
import { nearest } from '../../src/domain/text/words.ts';
import {
  always,
  anything,
  durationFrom,
  exactlyOne,
  guid,
  headerName,
  loopbackUrl,
  plain,
  secret,
  secrets,
  sourceName,
  standard,
  strict,
  text,
} from '../settings/schema-parts.ts';
import type { SecretEnvironment, SecretShape } from '../settings/secrets.ts';
import { type ConfiguredReceiver, formatNames, type ReceiverAuth } from './receiver.ts';
import { misplacedBraces, type Template, templateNames, unknownNames } from './template.ts';

/** What the check of the file has to know besides the file. */
export interface ReceiversFileContext {
  /** Where `env:` secrets are; null leaves all secrets unread. */
  env: SecretEnvironment | null;
  /** The sources, whose names `when` may use. */
  sources: readonly { name: string; source: string }[];
  /** True in local mode, which calls this machine alone. */
  isLocal: boolean;
}

const minuteMs = 60_000;
/** The longest time (ms) that an alert may be unacknowledged before `alert.unacknowledged`. */
const maxAfterMs = 24 * 60 * minuteMs;
/** The most receivers: each event is judged for all of them. */
const maxReceivers = 50;

/** PagerDuty's own address: https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
const pagerdutyUrl = 'https://events.pagerduty.com/v2/enqueue';
/** What may open an incident at a pager; acknowledge and resolve follow by themselves. */
const opening: readonly EventType[] = (['accepted', 'unacknowledged', 'overdue', 'reopened'] as const).flatMap(
  (event): EventType[] => [`alert.${event}`, `drill.${event}`],
);

const wildcards = ['alert.*', 'drill.*', 'finding.*'] as const;
const eventName = z.string().transform((said, context): EventType[] => {
  if (wildcards.some((wildcard) => wildcard === said))
    return eventTypes.filter((type) => type.startsWith(said.slice(0, -1)));
  const type = eventTypes.find((one) => one === said);
  if (type !== undefined) return [type];
  const near = nearest(said.slice(0, 100), [...eventTypes, ...wildcards]);
  context.addIssue(
    `Is no event${near.mistakes <= 3 ? `: is ${near.word} meant?` : `, only ${[...eventTypes, ...wildcards].join(', ')}.`}`,
  );
  return z.NEVER;
});

/** Takes values with | between them, `high|medium`, into a list. */
function alternatives<T>(one: z.ZodType<T, string>) {
  return text.transform((said, context): T[] =>
    said.split('|').flatMap((part) => {
      const parsed = one.safeParse(part.trim());
      for (const issue of parsed.error?.issues ?? []) context.addIssue(issue.message);
      return parsed.success ? [parsed.data] : [];
    }),
  );
}

const severities = z.enum(Severity.options, `Must be of ${Severity.options.join(', ')}, with | between several.`);
const tenant = z.guid('Must be the id of a partner tenant, or several with | between them.').toLowerCase();

function whenSchema({ sources }: ReceiversFileContext) {
  const source = sourceName.or(z.literal('default')).transform((name) => {
    return sources.find((one) => one.name === name)?.source ?? `webhook:${name}`;
  });
  const after = durationFrom(
    'Must be a duration of ISO 8601 such as PT10M, at least PT1M and at most P1D.',
    maxAfterMs,
  );
  return strict({
    tenant: alternatives(tenant).optional(),
    severity: alternatives(severities).optional(),
    source: alternatives(source).optional(),
    after: after.prefault('PT10M'),
  }).transform(({ tenant: tenants = null, severity = null, source: names = null, after: afterMs }) => ({
    ...{ tenants, severities: severity, sources: names, afterMs },
  }));
}

function authSchema(env: SecretEnvironment | null) {
  const login = loopbackUrl.transform((address) => new URL(address).origin);
  return exactlyOne({
    standardWebhooks: secrets(standard, env),
    bearer: secrets(plain, env),
    basic: strict({ user: text.regex(/^[^:\0]+$/, 'Must not have a colon.'), password: secrets(anything, env) }),
    entra: strict({
      tenantId: guid,
      clientId: guid,
      secret: secrets(plain, env),
      scope: text,
      login: login.optional(),
    }),
  }).transform(({ standardWebhooks, bearer, basic, entra }, context): ReceiverAuth => {
    if (standardWebhooks) return { kind: 'standardWebhooks', secrets: standardWebhooks };
    if (bearer) return { kind: 'bearer', secrets: bearer };
    if (basic) return { kind: 'basic', user: basic.user, secrets: basic.password };
    if (entra) {
      const { secret: ofApp, login: origin = 'https://login.microsoftonline.com', ...app } = entra;
      return { kind: 'entra', app: { ...app, login: origin }, secrets: ofApp };
    }
    context.addIssue('Required, but missing.');
    return z.NEVER;
  });
}

/** A value that a header can hold: https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
const headerValue: SecretShape = {
  pattern: /^[!-~]([ -~]*[!-~])?$/,
  error: 'The value may have letters, digits, signs and spaces of ASCII.',
};
/** These belong to the connection or to the format, or the bot sends them itself. */
const ownHeader =
  /^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|webhook-.*|x-security-contact-.*)$/;

function headersSchema(env: SecretEnvironment | null) {
  return z
    .record(z.string(), secrets(headerValue, env))
    .transform((headers, context) => {
      const named = Object.entries(headers).map(([said, values]) => {
        const name = headerName.safeParse(said).data;
        const issue = (message: string) => context.addIssue({ code: 'custom', path: [said], message });
        if (name === undefined) issue('Must be the name of a header.');
        else if (ownHeader.test(name)) issue('The bot sends this header itself.');
        return [name ?? said, values] as const;
      });
      return new Map(named);
    })
    .optional();
}

const template: z.ZodType<Template> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(template), z.record(z.string(), template)]),
);
const bodySchema = z.union([z.array(template), z.record(z.string(), template)]).superRefine((body, context) => {
  for (const { path, why } of misplacedBraces(body))
    context.addIssue({ code: 'custom', path: [...path], message: why });
  for (const { path, name } of unknownNames(body)) {
    const near = nearest(name, templateNames);
    const hint = near.mistakes <= 2 ? `is {${near.word}} meant?` : `only ${templateNames.join(', ')}.`;
    context.addIssue({
      code: 'custom',
      path: [...path],
      message: `{${name.slice(0, 40)}} stands for nothing: ${hint}`,
    });
  }
});

/** Returns what is wrong with an address, in a sentence that does not repeat it; null for nothing. */
export function misfitOfUrl(address: string, format: string, mayBeHttp: boolean): string | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'The address must be a URL that begins with https://.';
  if (url.protocol === 'http:' && !mayBeHttp)
    return 'The address must begin with https://; http:// is for receivers with "private": true.';
  if (url.username || url.password)
    return 'The address must have no user name and no password in it: use auth, with basic.';
  if (url.hash) return 'The address must have no # in it: nothing would send what follows.';
  if (format === 'ntfy' && !/\/[-_A-Za-z0-9]{1,64}$/.test(url.pathname))
    return 'The address must end in a topic of ntfy: https://ntfy.sh/your-topic.';
  return null;
}

const urlShape: SecretShape = { pattern: /^[!-~]{1,2000}$/, error: 'The address may have ASCII alone, and no spaces.' };

function urlSchema(env: SecretEnvironment | null) {
  const address = z
    .string()
    .max(2_000)
    .regex(/^(?!env:|file:)[!-~]+$/, 'The address may have ASCII alone, and no spaces.');
  const asSecret = secret(urlShape, env);
  return z.string().transform((said, context) => {
    const schema = /^(env|file):/.test(said) ? asSecret : address;
    const parsed = schema.safeParse(said);
    for (const issue of parsed.error?.issues ?? []) context.addIssue(issue.message);
    return parsed.success ? parsed.data : z.NEVER;
  });
}

/** Returns the schema of the receivers' file, which also reads its secrets. */
export function receiversSchema(about: ReceiversFileContext) {
  const { env, isLocal } = about;
  const receiver = strict({
    name: sourceName,
    format: z.enum(formatNames),
    url: urlSchema(env).optional(),
    key: secrets(plain, env).optional(),
    auth: authSchema(env).optional(),
    headers: headersSchema(env),
    events: z.array(eventName).min(1),
    when: whenSchema(about).prefault({}),
    body: bodySchema.optional(),
    reference: text.regex(/^[^.\0]+(\.[^.\0]+)*$/, 'Must be a path, such as ticket.id.').optional(),
    values: z.boolean().default(false),
    private: z.boolean().default(false),
  })
    .superRefine((value, context) => {
      const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
      const { format, url, key, auth, headers, events, body, private: isPrivate }: Partial<typeof value> = value;
      const isPager = format === 'pagerduty';
      if (isPager && key === undefined) issue(['key'], 'The format pagerduty needs the key of an integration.');
      if (!isPager && key !== undefined) issue(['key'], 'Only the format pagerduty has a key.');
      if (format !== undefined && !isPager && url === undefined) issue(['url'], 'Required, but missing.');
      if (format !== 'json' && body !== undefined) issue(['body'], 'Only the format json has a body.');
      if (auth && headers instanceof Map && headers.has('authorization') && auth.kind !== 'standardWebhooks')
        issue(['headers'], 'auth sends the header authorization: remove one of them.');
      if (isPager && Array.isArray(events))
        for (const [index, types] of events.entries())
          if (Array.isArray(types) && types.some((type) => !opening.includes(type)))
            issue(['events', index], `What opens an incident is one of ${opening.join(', ')}.`);
      const said = typeof url === 'string' ? url : url?.value;
      const misfit = said ? misfitOfUrl(said, format ?? '', isPrivate === true || isLocal) : null;
      if (misfit !== null) issue(['url'], misfit);
    }, always)
    .transform((value): ConfiguredReceiver => {
      const { name, format, when, values, url = pagerdutyUrl, key = [], auth = null, headers, body, reference } = value;
      const events = [...new Set(value.events.flat())];
      return {
        receiver: { name, events, when, values, follows: format === 'pagerduty' },
        ...{ format, url, keys: key, auth, headers: headers ?? new Map(), body: body ?? null },
        reference: reference?.split('.') ?? null,
        isPrivate: value.private,
      };
    });
  return strict({ version: z.literal(1), receivers: z.array(receiver).max(maxReceivers) });
}
