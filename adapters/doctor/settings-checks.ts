import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MicrosoftInspection } from '../microsoft/inspection.ts';
import { misspellingsIn, secretNames } from '../settings/settings.ts';
import { variablesOf } from '../webhook/sources/sources-file.ts';
import { intoAdmins } from './admins-check.ts';
import { type CheckResult, type DoctorCheck, type ExaminationResult, failed, fine, off } from './check.ts';
import type { Subject } from './subject.ts';

/**
 * Checks the settings: `settings` for all of them, `settings:ADMINS`, and one check with the name of each setting that is wrong,
 * misspelt, or in a file that others can read.
 */
export async function settingsChecks(subject: Subject): Promise<ExaminationResult> {
  const found = await subject.microsoft();
  const microsoft = found.kind === 'read' ? found.file : nothingSet;
  const wrong = [...wrongSettings(subject), ...misspelt(subject, microsoft), ...openFiles(subject, microsoft)];
  const name = 'settings:ADMINS';
  const isWrong = wrong.some((check) => check.name === name);
  return [summary(subject, wrong.length), ...wrong, ...(isWrong ? [] : [{ name, ...(await admins(subject)) }])];
}

/** What the file that MICROSOFT names says of secrets: the variables and the files that hold them. */
type MicrosoftSecrets = Pick<MicrosoftInspection, 'variables' | 'secretFiles'>;
const nothingSet: MicrosoftSecrets = { variables: [], secretFiles: [] };

function summary({ config }: Subject, wrong: number): CheckResult {
  if (config === null)
    return failed(
      'The bot does not start with these settings.',
      'Correct each setting that is named below, in .env or where the process gets its environment: docs/settings.md.',
    );
  const { slack, teams, mode } = config;
  const platforms = [
    ...(slack ? [`Slack ${slack.entrance.kind === 'socket' ? 'by Socket Mode' : 'over HTTP'}`] : []),
    ...(teams ? ['Microsoft Teams'] : []),
  ];
  const served = mode === 'local' ? 'Local mode: no platform is connected.' : `Connected: ${platforms.join(' and ')}.`;
  return fine(wrong === 0 ? `All are right. ${served}` : `The bot starts with them. ${served}`);
}

/** Returns a check for each setting that the bot refuses, with all that is wrong with it. */
function wrongSettings({ problems }: Subject): DoctorCheck[] {
  const byName = Map.groupBy(problems, (problem) => problem.split(' ', 1)[0] ?? '');
  const where = 'in .env or where the process gets its environment, and start the bot again: docs/settings.md.';
  return [...byName].map(([name, sentences]) => ({
    name: `settings:${name}`,
    ...failed(sentences.join(' '), `Correct ${name}, ${where}`),
  }));
}

/** Returns a check for each misspelt name. Where the bot refuses the settings, they are among what it says. */
function misspelt({ config, set, sources }: Subject, microsoft: MicrosoftSecrets): DoctorCheck[] {
  if (config === null) return [];
  const ofSources = sources.kind === 'read' ? variablesOf(sources.sources) : [];
  return misspellingsIn(set, [...ofSources, ...microsoft.variables]).map(({ name, meant }) => {
    const detail = `There is no setting of this name, so it has no effect: is ${meant} meant?`;
    return { name: `settings:${name}`, ...failed(detail, `Write ${meant}, or remove ${name}.`) };
  });
}

/** Docker, Kubernetes and systemd put secrets there, each for one container or service. */
const handedOver = /^\/(var\/)?run\//;

/** Returns a check for each setting that names files which may hold secrets, where all users of this machine can read some. */
function openFiles({ set, sources: found }: Subject, microsoft: MicrosoftSecrets): DoctorCheck[] {
  const sources = found.kind === 'read' ? found.sources : [];
  const files = [
    { name: '.env', path: '.env' },
    ...[...secretNames, ...variablesOf(sources), ...microsoft.variables].map((name) => ({
      name: `${name}_FILE`,
      path: set[`${name}_FILE`],
    })),
    ...microsoft.secretFiles.map((path) => ({ name: 'MICROSOFT', path })),
    ...sources
      .flatMap(({ auth }) => auth.secrets)
      .filter(({ reference }) => reference.startsWith('file:'))
      .map(({ reference }) => ({ name: 'SOURCES', path: reference.slice('file:'.length) })),
  ];
  const open = files.flatMap(({ name, path }) => (path && isReadByAll(path) ? [{ name, path }] : []));
  return [...Map.groupBy(open, ({ name }) => name)].map(([name, some]) => {
    const paths = [...new Set(some.map(({ path }) => path))];
    const detail = `All users of this machine can read the file ${paths.join(' and ')}, which may hold secrets.`;
    return { name: `settings:${name}`, ...failed(detail, `Close it to others: chmod 600 ${paths.join(' ')}.`) };
  });
}

/** Returns whether all users can read a file, which every folder above it has to let them reach. */
function isReadByAll(path: string): boolean {
  if (process.platform === 'win32' || handedOver.test(path) || !existsSync(path)) return false;
  const file = realpathSync(path);
  let folder = dirname(file);
  while ((statSync(folder).mode & 0o001) !== 0 && folder !== dirname(folder)) folder = dirname(folder);
  return folder === dirname(folder) && (statSync(file).mode & 0o004) !== 0;
}

async function admins({ config, state }: Subject): Promise<CheckResult> {
  if (config === null) return off('Not looked at: the settings need a correction first.');
  if (config.mode === 'local') return off('In local mode the user of Agents Playground is the administrator.');
  const { ADMINS = [] } = config.settings;
  if (ADMINS.length > 0) return fine(`${ADMINS.length} named.`);
  const found = await state();
  const isSetUp = found.kind === 'read' && (await found.reader.list('tenants')).length > 0;
  const nobody = 'These settings name nobody, so nobody may set the bot up or change a contact.';
  return isSetUp ? failed(nobody, intoAdmins) : off(`${nobody} This is the next step of a new bot.`, intoAdmins);
}
