/** `npm run teams:package`: writes the app package that a Teams administrator uploads. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { environment, given } from '../../environment.ts';
import { colorIcon, outlineIcon } from './icons.ts';
import { type AppSettings, localisation, manifest } from './manifest.ts';
import { problemsOf } from './validate.ts';

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

/** The package's files by name. Throws when Microsoft's schema refuses one. */
export async function packageFiles(settings: AppSettings): Promise<Record<string, Buffer>> {
  const documents = {
    'manifest.json': manifest(settings),
    'en.json': localisation('en'),
    'fr.json': localisation('fr'),
  };
  const problems = [
    ...(await problemsOf('MicrosoftTeams.schema.json', documents['manifest.json'])),
    ...(await problemsOf('MicrosoftTeams.Localization.schema.json', documents['en.json'])),
    ...(await problemsOf('MicrosoftTeams.Localization.schema.json', documents['fr.json'])),
  ];
  if (problems.length > 0) throw new Error(['Microsoft’s schema refuses the app package:', ...problems].join('\n  '));
  const texts = Object.entries(documents).map(([name, document]) => [
    name,
    Buffer.from(JSON.stringify(document, null, 2)),
  ]);
  return { ...Object.fromEntries(texts), 'color.png': colorIcon(), 'outline.png': outlineIcon() };
}

/** The zip. Its time stamps are fixed, so that the same settings give the same bytes. */
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

if (import.meta.main) await main();
