import { readFile } from 'node:fs/promises';
import { importRegister } from '../../src/register/file/import.ts';
import { type RegisterFile, readRegister } from '../../src/register/file/register-file.ts';
import { leaveUnclaimed } from '../local/claim-folder.ts';
import { clock } from '../process/timers.ts';
import { openStore } from '../store/embedded/open-store.ts';
import { progressed } from '../store/progress.ts';
import { CommandError, defineCommand, jsonOption, messageOf } from './command.ts';
import { filePath, missingFile, stateDir } from './state-folder.ts';

/** `security-contact import FILE` adds and updates partner tenants from a register. */
export const command = defineCommand({
  about: `Adds the partner tenants of FILE, a register as JSON, and updates those that are there. It changes all or nothing. The
bot must not be running.`,
  positionals: ['FILE'],
  options: { json: jsonOption },
  slow: true,
  examples: ['security-contact import register.json'],
  async run({ positionals }) {
    const file = await registerIn(filePath(positionals[0]));
    const by = { id: null, name: 'npm run import' };
    const dir = stateDir();
    const store = await openStore({ dir, onOwned: () => leaveUnclaimed(dir), onFatal: () => {} });
    try {
      const { added, changed, same } = await importRegister(file, by, {
        store,
        clock,
        onTenant: (done, of) => progressed({ step: 'Importing', done, of, unit: 'tenants' }),
      });
      for (const { name, contact } of await store.read((reader) => reader.list('tenants')))
        if (contact?.kind === 'person' && contact.lastName === '')
          process.stderr.write(`${name}: the contact is a person without lastName, which Partner Center requires.\n`);
      return {
        text: `Imported: ${added} added, ${changed} changed, ${same} already so.\n`,
        json: { stateDir: dir, added, changed, same },
      };
    } finally {
      await store.close();
    }
  },
});

async function registerIn(file: string): Promise<RegisterFile> {
  const reading = readRegister(jsonOf(await readFile(file, 'utf8').catch(missingFile(file)), file));
  if (reading.kind === 'register') return reading.file;
  throw new CommandError([`Nothing was imported. ${file} needs a correction:`, ...reading.problems].join('\n  '));
}

function jsonOf(text: string, file: string): unknown {
  try {
    // Windows' editors put a byte-order mark first.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CommandError(`Nothing was imported. ${file} is not JSON: ${messageOf(error)}`);
  }
}
