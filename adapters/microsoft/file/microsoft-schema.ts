/** Describes the file that MICROSOFT names: what it may say about each partner tenant, and what becomes of it. */
import { z } from 'zod';
import { PersonId } from '../../../src/domain/tenant/identity.ts';
import {
  always,
  duration,
  exactlyOne,
  guid,
  loopbackUrl,
  secrets,
  sourceName,
  strict,
  text,
} from '../../settings/schema-parts.ts';
import { readSecretFile } from '../../settings/secret-file.ts';
import type { SecretEnvironment, SecretShape } from '../../settings/secrets.ts';
import { misfitOf } from './certificate-pair.ts';
import { mailName } from './source-settings.ts';
import type { MicrosoftFile, MicrosoftTenant, TenantCredential } from './tenant.ts';

/** What the check of the file has to know besides the file. */
export interface MicrosoftFileContext {
  /** Where `env:` secrets are; null leaves all secrets unread. */
  env: SecretEnvironment | null;
  /** The names of the sources of the sources' file, which no tenant may have. */
  sourceNames: readonly string[];
  /** True in local mode, which asks no real tenant. */
  isLocal: boolean;
  /** True where DATABASE_URL is set: sign-ins of people are encrypted rows then. Absent for false. */
  isShared?: boolean;
}

/** A client secret of Entra. Its ID, which Entra shows beside it, is a GUID. */
const clientSecret: SecretShape = {
  pattern: /^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)[!-~]+$/i,
  error: 'The secret must be its value, not its ID: letters, digits and signs of ASCII, and no spaces.',
};
const privateKey: SecretShape = {
  pattern: /-----BEGIN (RSA )?PRIVATE KEY-----[A-Za-z0-9+/=\s]+-----END \1PRIVATE KEY-----/,
  error: 'The key must be PEM: -----BEGIN PRIVATE KEY-----, and not encrypted.',
};
const certificate: SecretShape = {
  pattern: /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/,
  error: 'The certificate must be PEM: -----BEGIN CERTIFICATE-----.',
};

function credentialSchema(env: SecretEnvironment | null) {
  return exactlyOne({
    secret: secrets(clientSecret, env),
    certificate: certificateSchema(env),
    federated: strict({ tokenFile: tokenFile(env) }),
    managedIdentity: z.literal(true),
  }).transform(({ secret, certificate: pairs, federated }): TenantCredential => {
    if (secret) return { kind: 'secret', secrets: secret };
    if (pairs) return { kind: 'certificate', pairs };
    return federated ? { kind: 'federated', tokenFile: federated.tokenFile } : { kind: 'managedIdentity' };
  });
}

function certificateSchema(env: SecretEnvironment | null) {
  return strict({ key: secrets(privateKey, env), certificate: secrets(certificate, env) })
    .superRefine((value, context) => {
      const { key, certificate: certificates }: Partial<typeof value> = value;
      if (Array.isArray(key) && Array.isArray(certificates) && key.length !== certificates.length)
        context.addIssue({ code: 'custom', message: 'Must have as many keys as certificates, in the same order.' });
    }, always)
    .transform(({ key: keys, certificate: certificates }, context) =>
      certificates.flatMap((one, index) => {
        const key = keys[index];
        if (key === undefined) return [];
        const why = env === null ? null : misfitOf(key.value, one.value);
        if (why !== null) context.addIssue({ code: 'custom', path: ['key', index], message: why });
        return [{ key, certificate: one }];
      }),
    );
}

/** Takes the path of a file that another issuer renews. It has to be there at start, as the files of secrets do. */
function tokenFile(env: SecretEnvironment | null) {
  return text
    .regex(/^(?!(env|file):)[^\0]+$/, 'Write the path alone, without file: before it.')
    .transform((path, context) => {
      const reading = env === null ? null : readSecretFile(path);
      if (reading?.kind === 'unreadable') context.addIssue(`It ${reading.why}`);
      return path;
    });
}

/** A Slack identity. Teams people are known by their tenant and object id. */
const slackPerson = /^slack:[A-Z0-9]+\/(?!S)[A-Z0-9]+$/;

/** Takes the people of a platform that has no Entra identity, with their object ids. */
const people = z
  .record(z.string(), guid)
  .superRefine((value, context) => {
    for (const id of Object.keys(value))
      if (!slackPerson.test(id) || !PersonId.safeParse(id).success)
        context.addIssue({ code: 'custom', path: [id], message: 'Must be a person of Slack: slack:T0123/U0456.' });
  }, always)
  .meta({ propertyNames: { pattern: slackPerson.source } });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const alertsSchema = strict({
  by: z.enum(['app', 'user']).default('app'),
  every: duration.refine((ms) => ms <= hourMs, 'May be PT1H at most.').prefault('PT5M'),
  writeBack: z.boolean().default(false),
}).transform(({ every, ...rest }) => ({ ...rest, everyMs: every }));

const address = z
  .string()
  .max(254)
  .regex(/^[^\s@<>,;"]+@[^\s@<>,;".]+(\.[^\s@<>,;".]+)+$/, 'Must be one whole address, such as no-reply@microsoft.com.')
  .transform((said) => said.toLowerCase());

/** Azure Monitor's action groups send mail from it, in which strangers write what they like. */
const openToStrangers = 'azure-noreply@microsoft.com';

const mailSchema = strict({
  mailbox: address,
  senders: z.array(address).min(1),
  high: z.array(address).default([]),
}).superRefine((value, context) => {
  const { senders = [], high = [] }: Partial<typeof value> = value;
  for (const [index, one] of high.entries()) {
    const issue = (message: string) => context.addIssue({ code: 'custom', path: ['high', index], message });
    if (one === openToStrangers)
      issue('Strangers can send words of their own from this genuine address: its mail is never high. Remove it.');
    else if (!senders.includes(one)) issue('Is not among senders.');
  }
}, always);

/** Returns what is wrong with the name of a tenant that has mail, by the name that its mail has as a source; null for nothing. */
function misfitOfMail(name: string, sourceNames: readonly string[]): string | null {
  const ofMail = mailName({ name });
  if (sourceNames.includes(ofMail))
    return 'A source of the sources’ file has the name of this tenant’s mail: this one with -mail.';
  if (!sourceName.safeParse(name).success || sourceName.safeParse(ofMail).success) return null;
  return 'With mail, may have 25 characters at most: its mail has this name with -mail.';
}

function tenantSchema({ env, sourceNames, isShared }: MicrosoftFileContext) {
  const own = env?.MicrosoftAppTenantId?.trim().toLowerCase();
  return strict({
    id: guid,
    name: sourceName.refine((name) => !sourceNames.includes(name), 'A source of the sources’ file has this name.'),
    clientId: guid,
    credential: credentialSchema(env),
    roles: z.boolean().default(false),
    people: people.optional(),
    score: z.boolean().default(false),
    alerts: alertsSchema.optional(),
    mail: mailSchema.optional(),
  })
    .superRefine((value, context) => {
      const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
      const { id, name, roles, people: linked, credential, alerts, mail }: Partial<typeof value> = value;
      const misfit = mail && name !== undefined ? misfitOfMail(name, sourceNames) : null;
      if (misfit !== null) issue(['name'], misfit);
      if (linked !== undefined && roles !== true) issue(['people'], 'Only a tenant with "roles": true has people.');
      if (isShared && credential?.kind === 'federated' && alerts?.by === 'user')
        issue(['alerts', 'by'], notSealed(sourceName.safeParse(name).data));
      if (credential?.kind !== 'managedIdentity') return;
      if (own && id !== undefined && id !== own)
        issue(
          ['credential', 'managedIdentity'],
          'A managed identity signs in to its own tenant only, and MicrosoftAppTenantId is another one.',
        );
      if (alerts?.by === 'user')
        issue(['alerts', 'by'], 'No person can sign in through a managed identity: use another credential, or app.');
    }, always)
    .transform(
      ({ people: linked = {}, alerts = null, mail = null, ...rest }): MicrosoftTenant => ({
        ...rest,
        people: new Map(Object.entries(linked)),
        alerts,
        mail,
      }),
    );
}

/** Returns why nobody can sign in for a tenant where the sign-in has to be encrypted. */
const notSealed = (name = 'This tenant') =>
  `${name} has a federated credential, and with DATABASE_URL a person’s sign-in is encrypted with the app’s secret or the key of its certificate: use one of these as credential, or app here.`;

const origin = loopbackUrl.transform((address, context) => {
  const { origin } = new URL(address);
  if (origin === address.replace(/\/$/, '')) return origin;
  context.addIssue('Must be an origin alone, such as http://127.0.0.1:4000.');
  return z.NEVER;
});

/** Returns the schema of the file, which also reads its secrets. */
export function microsoftSchema(about: MicrosoftFileContext) {
  return strict({
    version: z.literal(1),
    login: origin.optional(),
    api: origin.optional(),
    tenants: z.array(tenantSchema(about)),
  })
    .superRefine((value, context) => {
      const named = (['login', 'api'] as const).filter((key) => value[key] !== undefined);
      // Half a rehearsal would send a real token to the other address.
      if (named.length === 2 || (named.length === 0 && !about.isLocal)) return;
      const why = about.isLocal
        ? 'Local mode asks no real tenant'
        : 'Other addresses are for rehearsals, which need both';
      const message = `${why}: name an address of this machine, such as http://127.0.0.1:4000.`;
      for (const key of ['login', 'api'] as const)
        if (!named.includes(key)) context.addIssue({ code: 'custom', path: [key], message });
    }, always)
    .transform(
      ({
        login = 'https://login.microsoftonline.com',
        api = 'https://graph.microsoft.com',
        tenants,
      }): MicrosoftFile => ({
        login,
        api,
        tenants,
      }),
    );
}
