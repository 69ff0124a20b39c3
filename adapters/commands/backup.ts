import { defineCommand, jsonOption } from './command.ts';
import { checkTarget, filePath } from './named-file.ts';
import { theState } from './the-state.ts';

/** `security-contact backup FILE` writes the whole state of one instant into one file. */
export const command = defineCommand({
  about: `Writes the whole state of one instant into FILE, and reads it back. The bot may run meanwhile. Only you may read the
file: it holds names, addresses and phone numbers.`,
  positionals: ['FILE'],
  options: { json: jsonOption },
  slow: true,
  examples: ['security-contact backup before-upgrade.backup'],
  async run({ positionals }) {
    const file = filePath(positionals[0]);
    const state = await theState();
    checkTarget(file, state);
    const unnoted = await state.backup(file);
    return {
      hints: unnoted === null ? [] : [`The backup is complete, but its time could not be stored: ${unnoted}`],
      text: `Backup written to ${file}, and read back. It holds names, addresses and phone numbers: keep it safe.\n`,
      json: { ...state.place, file },
    };
  },
});
