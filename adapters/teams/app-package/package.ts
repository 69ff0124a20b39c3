/** `npm run teams:package`: writes the app package that a Teams administrator uploads. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { Locale } from '../../../src/domain/tenant/locales.ts';
import { environment, given } from '../../settings/settings.ts';
import { type AppSettings, localisation, manifest, manifestVersion } from './manifest.ts';

const { zipSync } = await import('fflate').catch((): never => {
  console.error('This needs all parts: run npm ci, without --omit=dev, here or in a copy on another machine.');
  process.exit(1);
});

const file = 'out/teams-app.zip';

const Settings = z.object({
  MicrosoftAppId: z.guid({ error: 'must be the Application (client) ID of the bot’s Entra app registration' }),
  TEAMS_APP_SITE: z
    .url({ protocol: /^https$/, error: 'must be an https address' })
    .default('https://learn.microsoft.com/partner-center/security/security-contact'),
  TEAMS_APP_ORGANISATION: z.string().max(32, { error: 'must have at most 32 characters' }).default('Security team'),
});

/** Resolves with the package's files by name. Rejects when Microsoft's schema refuses one. */
export async function packageFiles(settings: AppSettings): Promise<Record<string, Buffer>> {
  const documents = [
    { name: 'manifest.json', schema: 'MicrosoftTeams.schema.json', document: manifest(settings) } as const,
    ...Locale.options.map((locale) => {
      const document = localisation(locale);
      return { name: `${locale}.json`, schema: 'MicrosoftTeams.Localization.schema.json', document } as const;
    }),
  ];
  const problems = await Promise.all(documents.map(({ schema, document }) => problemsOf(schema, document)));
  if (problems.flat().length > 0)
    throw new Error(['Microsoft’s schema refuses the app package:', ...problems.flat()].join('\n  '));
  const texts = documents.map(({ name, document }) => [name, Buffer.from(JSON.stringify(document, null, 2))]);
  const icons = ['color.png', 'outline.png'].map((name) => [name, readFileSync(join(import.meta.dirname, name))]);
  return Object.fromEntries([...texts, ...icons]);
}

/** Returns the files as a zip. Its time stamps are fixed, so that the same settings give the same bytes. */
export function zipped(files: Record<string, Buffer>): Uint8Array {
  return zipSync(files, { mtime: '2000-01-01T00:00:00Z' });
}

async function main(): Promise<void> {
  const parsed = Settings.safeParse(given(environment()));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`);
    console.error(['The settings need a correction:', ...lines].join('\n  '));
    process.exitCode = 1;
    return;
  }
  const { MicrosoftAppId, TEAMS_APP_SITE, TEAMS_APP_ORGANISATION } = parsed.data;
  const settings = {
    appId: MicrosoftAppId,
    version: packageJson.version,
    site: TEAMS_APP_SITE,
    organisation: TEAMS_APP_ORGANISATION,
  };
  const zip = zipped(await packageFiles(settings));
  mkdirSync('out', { recursive: true });
  writeFileSync(file, zip);
  console.log(`Written: ${file} (${zip.length} bytes). Upload it in Teams admin center, Teams apps, Manage apps.`);
  if (!given(process.env).TEAMS_APP_SITE)
    console.log('Set TEAMS_APP_SITE to your organisation’s own page before you publish it to everybody.');
}

type Schema = 'MicrosoftTeams.schema.json' | 'MicrosoftTeams.Localization.schema.json';

/**
 * Resolves with what Microsoft's own schema finds wrong with a document, one line each. It works offline, with the
 * development dependencies alone.
 */
export async function problemsOf(schema: Schema, document: object): Promise<string[]> {
  const { default: Ajv } = await import('ajv-draft-04');
  const { default: addFormats } = await import('ajv-formats');
  // The localisation schema has a pattern that no regular expression with the u flag may have.
  const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const check = ajv.compile(JSON.parse(readFileSync(fileOf(schema), 'utf8')));
  check(document);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}

function fileOf(schema: Schema): string {
  const root = dirname(fileURLToPath(import.meta.resolve('@microsoft/app-manifest/package.json')));
  return join(root, 'build/json-schemas/teams', `v${manifestVersion}`, schema);
}

if (import.meta.main) await main();
