/** Makes the app package that a Teams administrator uploads. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { Locale } from '../../../src/domain/tenant/locales.ts';
import { type AppSettings, localisation, manifest, manifestVersion } from './manifest.ts';

/** Resolves with the package's files by name. Rejects when Microsoft's schema is installed and refuses one. */
export async function packageFiles(settings: AppSettings): Promise<Record<string, Buffer>> {
  const documents = [
    { name: 'manifest.json', schema: 'MicrosoftTeams.schema.json', document: manifest(settings) } as const,
    ...Locale.options.map((locale) => {
      const document = localisation(settings, locale);
      return { name: `${locale}.json`, schema: 'MicrosoftTeams.Localization.schema.json', document } as const;
    }),
  ];
  const checking = schemaIsInstalled() ? documents : [];
  const problems = await Promise.all(checking.map(({ schema, document }) => problemsOf(settings, schema, document)));
  if (problems.flat().length > 0)
    throw new Error(['Microsoft’s schema refuses the app package:', ...problems.flat()].join('\n  '));
  const texts = documents.map(({ name, document }) => [name, Buffer.from(JSON.stringify(document, null, 2))]);
  const icons = ['color.png', 'outline.png'].map((name) => [name, readFileSync(join(import.meta.dirname, name))]);
  return Object.fromEntries([...texts, ...icons]);
}

/** Returns the files as a zip. Its time stamps are fixed, so that the same settings give the same bytes. */
export function zipped(files: Record<string, Buffer>): Uint8Array {
  // A zip has local times, so the moment differs by the zone and the bytes do not.
  return zipSync(files, { mtime: new Date(2000, 0, 1) });
}

/** Returns whether the package can be checked against Microsoft's schema, which comes with the development dependencies. */
export function schemaIsInstalled(): boolean {
  try {
    return ['@microsoft/app-manifest/package.json', 'ajv-draft-04', 'ajv-formats'].every((name) =>
      import.meta.resolve(name),
    );
  } catch {
    return false;
  }
}

type Schema = 'MicrosoftTeams.schema.json' | 'MicrosoftTeams.Localization.schema.json';

/**
 * Resolves with what Microsoft's own schema finds wrong with a document, one line each. It works offline, with the
 * development dependencies alone.
 */
export async function problemsOf(how: Pick<AppSettings, 'slash'>, schema: Schema, document: object): Promise<string[]> {
  const { default: Ajv } = await import('ajv-draft-04');
  const { default: addFormats } = await import('ajv-formats');
  // The localisation schema has a pattern that no regular expression with the u flag may have.
  const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const check = ajv.compile(JSON.parse(readFileSync(fileOf(schema, manifestVersion(how)), 'utf8')));
  check(document);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}

function fileOf(schema: Schema, version: string): string {
  const root = dirname(fileURLToPath(import.meta.resolve('@microsoft/app-manifest/package.json')));
  return join(root, 'build/json-schemas/teams', `v${version}`, schema);
}
