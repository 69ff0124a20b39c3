import { readSecretFile } from './secret-file.ts';
import { type Environment, fileNames } from './settings.ts';

/**
 * Reads settings from files: the environment variable `NAME_FILE` is the path of the file with the setting `NAME`, a secret or ADMINS.
 * Returns the variables with these settings added, and one sentence per problem (unreadable file, or both variables set). No sentence
 * contains a secret. `set` is what `given` returns.
 */
export function withSecretFiles(set: Environment): { set: Environment; problems: string[] } {
  const problems: string[] = [];
  const read = fileNames.flatMap((name): [string, string][] => {
    const path = set[`${name}_FILE`];
    if (path === undefined) return [];
    const found = readSecretFile(path);
    if (set[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set: remove one of them.`);
    else if (found.kind === 'unreadable') problems.push(`${name}_FILE ${found.why}`);
    return found.kind === 'read' ? [[name, found.value.trim()]] : [];
  });
  return { set: { ...set, ...Object.fromEntries(read) }, problems };
}
