import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { version as botVersion } from '../process/version.ts';
import { environment } from '../settings/config.ts';
import { given } from '../settings/settings.ts';
import { appSettings, appVersion, tooLongIn } from '../teams/app-package/manifest.ts';
import { packageFiles, schemaIsInstalled, zipped } from '../teams/app-package/package.ts';
import { CommandError, defineCommand, jsonOption, UsageError } from './command.ts';

const ownVersion = appVersion(botVersion);

/** `security-contact teams` writes the app package that a Teams administrator uploads. */
export const command = defineCommand({
  about: `Writes the app package that a Teams administrator uploads: out/teams-app.zip in the working folder, with --slash
out/teams-app-slash.zip. It needs the setting MicrosoftAppId; docs/settings.md has the others. Teams takes an update of an
app only when the version grew: it is the bot's own (${ownVersion}), and --version sets another one.`,
  options: {
    slash: { type: 'boolean', help: 'offers the commands in the menu of “/” too: manifest 1.30 in place of 1.25' },
    version: {
      type: 'string',
      value: 'X.Y.Z',
      help: 'gives the app this version, for example after a setting changed',
    },
    out: { type: 'string', value: 'FILE', help: 'writes the package there' },
    json: jsonOption,
  },
  examples: [
    'MicrosoftAppId=aaaaaaaa-0000-4000-8000-000000000001 security-contact teams',
    'MicrosoftAppId=aaaaaaaa-0000-4000-8000-000000000001 security-contact teams --slash --version 1.0.1',
  ],
  async run({ values: { slash, version = ownVersion, out } }) {
    if (!/^(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}$/.test(version))
      throw new UsageError(`--version must be three numbers, for example ${ownVersion}.`);
    const set = given(environment());
    const file = out ?? `out/teams-app${slash ? '-slash' : ''}.zip`;
    const settings = appSettings(set, { version, slash });
    const zip = zipped(await packageFiles(settings));
    const checked = schemaIsInstalled();
    await write(file, zip);
    if (!checked)
      process.stderr.write(
        'Not checked against Microsoft’s schema, which is no part of this installation: Teams will say what it refuses.\n',
      );
    const tooLong = tooLongIn(settings);
    if (tooLong.length > 0)
      process.stderr.write(
        `TEAMS_APP_ORGANISATION is too long for the short name of the app in ${tooLong.join(', ')}: it stands in the full name alone.\n`,
      );
    if (!set.TEAMS_APP_SITE)
      process.stderr.write('Set TEAMS_APP_SITE to your organisation’s own page before you publish it to everybody.\n');
    return {
      text: `Written: ${file} (version ${version}, ${zip.length} bytes). Upload it in Teams admin center, Teams apps, Manage apps.\n`,
      json: { file: resolve(file), version, bytes: zip.length, checkedAgainstSchema: checked },
    };
  },
});

/** Rejects with CommandError where the file cannot be written: the program's own folder is often read-only. */
async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new CommandError(`${file} cannot be written (${error.code}). Name another file with --out.`);
  }
}
