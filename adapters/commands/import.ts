import { readFile } from 'node:fs/promises';
import { activeAmong, type StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { mixesScripts } from '../../src/domain/text/look-alike.ts';
import { EveryTenantRetired, importRegister, TwinNames } from '../../src/register/file/import.ts';
import { type RegisterFile, readRegister } from '../../src/register/file/register-file.ts';
import { leaveUnclaimed } from '../local/claim-folder.ts';
import { clock } from '../process/timers.ts';
import { progressed } from '../store/progress.ts';
import { CommandError, defineCommand, jsonOption, messageOf } from './command.ts';
import { filePath, missingFile } from './named-file.ts';
import { theState } from './the-state.ts';

/** `security-contact import FILE` adds and updates partner tenants from a register. */
export const command = defineCommand({
  about: `Adds the partner tenants of FILE, a register as JSON, and updates those that are there. It changes all or nothing. The
bot must not be running.`,
  positionals: ['FILE'],
  options: { json: jsonOption },
  slow: true,
  examples: ['security-contact import register.json'],
  async run({ positionals }) {
    const path = filePath(positionals[0]);
    const file = await registerIn(path);
    const by = { id: null, name: 'npm run import' };
    const state = await theState();
    const store = await state.open(leaveUnclaimed);
    try {
      const { added, changed, same } = await importRegister(file, by, {
        store,
        clock,
        onTenant: (done, of) => progressed({ step: 'Importing', done, of, unit: 'tenants' }),
      }).catch(refusedFor(path));
      const tenants = activeAmong(await store.read((reader) => reader.list('tenants')));
      const several = `There are ${tenants.length} partner tenants: alerts that name none go to the admins. See docs/senders/README.md, “The partner tenant”.`;
      return {
        hints: [...(added > 0 && tenants.length > 1 ? [several] : []), ...tenants.flatMap(hintsOn)],
        text: `Imported: ${added} added, ${changed} changed, ${same} already so.\n`,
        json: { ...state.place, added, changed, same },
      };
    } finally {
      await store.close();
    }
  },
});

/** Returns what should be looked at in a tenant. */
function hintsOn({ name, contact }: StoredTenant): string[] {
  const isUnnamed = contact?.kind === 'person' && contact.lastName === '';
  return [
    ...(mixesScripts(name)
      ? [`${name}: the name has letters of several alphabets, which can imitate another name.`]
      : []),
    ...(isUnnamed ? [`${name}: the contact is a person without lastName, which Partner Center requires.`] : []),
  ];
}

async function registerIn(file: string): Promise<RegisterFile> {
  const reading = readRegister(jsonOf(await readFile(file, 'utf8').catch(missingFile(file)), file));
  return reading.kind === 'register' ? reading.file : refuse(file, reading.problems);
}

/** For `catch`: says which names of the file look the same as others, or that no tenant would be left. */
function refusedFor(file: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof TwinNames) refuse(file, error.problems);
    if (error instanceof EveryTenantRetired)
      throw new CommandError(
        'Nothing was imported. At least one partner tenant must not be retired: leave out its retiredAt.',
      );
    throw error;
  };
}

function refuse(file: string, problems: readonly string[]): never {
  throw new CommandError([`Nothing was imported. ${file} needs a correction:`, ...problems].join('\n  '));
}

function jsonOf(text: string, file: string): unknown {
  try {
    // Windows' editors put a byte-order mark first.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CommandError(`Nothing was imported. ${file} is not JSON: ${messageOf(error)}`);
  }
}
