import { readFileSync, statSync } from 'node:fs';

/** The environment in which the names of secrets are looked up. */
export type SecretEnvironment = Readonly<Record<string, string | undefined>>;

/** Says what a secret of one kind looks like. */
export interface SecretShape {
  pattern: RegExp;
  /** The sentence for a secret that does not fit. */
  error: string;
}

/** A secret of the sources' file, as it was read last. */
export interface Secret {
  /** `env:NAME` or `file:/path`. */
  reference: string;
  shape: SecretShape;
  value: string;
}

/** A secret that was read, or a sentence that says why it was not. */
type SecretReading = { kind: 'read'; value: string } | { kind: 'unreadable'; why: string };

const maxBytes = 64 << 10;

/** Reads the secret that `env:NAME` or `file:/path` names, without the end of its line. The reason for a failure repeats no value. */
export function readSecret(reference: string, shape: SecretShape, env: SecretEnvironment): SecretReading {
  const found = reference.startsWith('env:') ? fromEnvironment(reference.slice(4), env) : fromFile(reference.slice(5));
  if (found.kind === 'unreadable' || shape.pattern.test(found.value)) return found;
  return { kind: 'unreadable', why: shape.error };
}

function fromEnvironment(name: string, env: SecretEnvironment): SecretReading {
  const value = withoutLineEnd(env[name] ?? '');
  return value.trim() === '' ? { kind: 'unreadable', why: `${name} is not set.` } : { kind: 'read', value };
}

function fromFile(path: string): SecretReading {
  try {
    const about = statSync(path);
    // Reading from a pipe would wait for whoever writes into it.
    if (!about.isFile() || about.size > maxBytes)
      return { kind: 'unreadable', why: `${path} is no file with a secret.` };
    const value = withoutLineEnd(readFileSync(path, 'utf8'));
    return value.trim() === '' ? { kind: 'unreadable', why: `${path} is empty.` } : { kind: 'read', value };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return { kind: 'unreadable', why: `${path} cannot be read${code}.` };
  }
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
