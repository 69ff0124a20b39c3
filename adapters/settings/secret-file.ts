import { readFileSync, statSync } from 'node:fs';

/** The text of a file that holds a secret, or why there is none: words that go on behind the name of the setting. */
export type SecretReading = { kind: 'read'; value: string } | { kind: 'unreadable'; why: string };

const maxBytes = 64 << 10;

/**
 * Reads the text of a file that holds one secret, as it stands. The reason for a failure does not repeat `path`: the secret itself may
 * stand there by mistake.
 */
export function readSecretFile(path: string): SecretReading {
  try {
    const about = statSync(path);
    // Reading from a pipe would block until somebody writes into it.
    if (!about.isFile() || about.size > maxBytes)
      return { kind: 'unreadable', why: 'names something that is no file of at most 64 kB.' };
    const value = readFileSync(path, 'utf8');
    return value.trim() === '' ? { kind: 'unreadable', why: 'names a file that is empty.' } : { kind: 'read', value };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return { kind: 'unreadable', why: `names a file that cannot be read${code}.` };
  }
}
