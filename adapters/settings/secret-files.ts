import { readSecretFile } from './secret-file.ts';
import { type Environment, secretNames } from './settings.ts';

/**
 * Reads secrets from files: the environment variable `NAME_FILE` is the path of the file with the secret `NAME`. Returns the
 * variables with these secrets added, and one sentence per problem (unreadable file, or both variables set). No sentence contains a
 * secret. `set` is what `given` returns.
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
