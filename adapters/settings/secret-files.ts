import { readSecretFile } from './secret-file.ts';
import { type Environment, secretNames } from './settings.ts';

/**
 * Reads the secrets that are in files: for a secret `NAME`, the variable `NAME_FILE` names the file. Returns the
 * variables with these secrets among them, and a sentence for each file that gives none; no sentence repeats a value.
 * `set` is what `given` returns.
 */
export function withSecretFiles(set: Environment): { set: Environment; problems: string[] } {
  const problems: string[] = [];
  const read = secretNames.flatMap((name): [string, string][] => {
    const path = set[`${name}_FILE`];
    if (path === undefined) return [];
    const found = readSecretFile(path);
    if (set[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set: remove one of them.`);
    else if (found.kind === 'unreadable') problems.push(`${name}_FILE ${found.why}`);
    return found.kind === 'read' ? [[name, found.value.trim()]] : [];
  });
  return { set: { ...set, ...Object.fromEntries(read) }, problems };
}
