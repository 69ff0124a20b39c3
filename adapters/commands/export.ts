import { exportRegister } from '../../src/register/file/register-file.ts';
import { writeWhole } from '../store/durable-file.ts';
import { defineCommand, jsonOption } from './command.ts';
import { checkTarget, filePath } from './named-file.ts';
import { theState } from './the-state.ts';

/** `security-contact export [FILE]` writes the register as JSON. */
export const command = defineCommand({
  about: `Prints the register as JSON: the partner tenants and their contacts. With FILE it goes into that file, which only you
may read. The bot may run meanwhile.`,
  positionals: ['[FILE]'],
  options: { json: { ...jsonOption, help: 'with FILE prints which one was written; an error is JSON too' } },
  slow: true,
  examples: ['security-contact export register.json', 'security-contact export | head -3'],
  async run({ positionals: [named] }) {
    const file = named === undefined ? null : filePath(named);
    const state = await theState();
    if (file) checkTarget(file, state);
    const text = `${JSON.stringify(await state.read(exportRegister), null, 2)}\n`;
    if (!file) return { text };
    await writeWhole(file, [Buffer.from(text)]);
    return { text: '', hints: [`Written to ${file}`], json: { ...state.place, file } };
  },
});
