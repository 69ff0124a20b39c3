import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestVersion } from './manifest.ts';

type Schema = 'MicrosoftTeams.schema.json' | 'MicrosoftTeams.Localization.schema.json';

/** What Microsoft's own schema finds wrong with a document, one line each. Offline; development dependencies only. */
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
