import { readSecretFile, type SecretReading } from './secret-file.ts';

/** The environment in which the names of secrets are looked up. */
export type SecretEnvironment = Readonly<Record<string, string | undefined>>;

/** The format of one kind of secret. */
export interface SecretShape {
  pattern: RegExp;
  /** The sentence for a secret that does not fit. */
  error: string;
}

/** A secret of a file that a setting names. `value` is as it was read last: `secretRereader` keeps it current. */
export interface Secret {
  /** `env:NAME` or `file:/path`. */
  reference: string;
  shape: SecretShape;
  value: string;
}

/**
 * Reads the secret that `env:NAME` or `file:/path` names, without the end of its line; for `env:NAME`, the variable `NAME_FILE` may name
 * its file instead. The reason for a failure repeats no value.
 */
export function readSecret(reference: string, shape: SecretShape, env: SecretEnvironment): SecretReading {
  const found = reference.startsWith('env:')
    ? fromEnvironment(reference.slice(4), env)
    : named('It', fromFile(reference.slice(5)));
  if (found.kind === 'unreadable' || shape.pattern.test(found.value)) return found;
  return { kind: 'unreadable', why: shape.error };
}

function fromEnvironment(name: string, env: SecretEnvironment): SecretReading {
  const file = env[name]?.trim() ? undefined : env[`${name}_FILE`]?.trim();
  if (file) return named(`${name}_FILE`, fromFile(file));
  const value = withoutLineEnd(env[name] ?? '');
  return value.trim() === '' ? { kind: 'unreadable', why: `${name} is not set.` } : { kind: 'read', value };
}

/** Prefixes a reason with its subject. */
function named(what: string, found: SecretReading): SecretReading {
  return found.kind === 'read' ? found : { kind: 'unreadable', why: `${what} ${found.why}` };
}

function fromFile(path: string): SecretReading {
  const found = readSecretFile(path);
  return found.kind === 'read' ? { kind: 'read', value: withoutLineEnd(found.value) } : found;
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** Returns the names of the environment variables that hold secrets: `NAME` of each `env:NAME`. */
export function variablesWith(secrets: readonly Secret[]): string[] {
  return secrets.flatMap(({ reference }) => (reference.startsWith('env:') ? [reference.slice(4)] : []));
}
