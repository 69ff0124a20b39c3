import { readSecret, type Secret } from './secrets.ts';

/** TTL (ms) of secrets that were read from files. */
export const rereadEveryMs = 60_000;

/** What reading secrets again needs of the world. `hide` keeps a secret out of the log. */
interface RereadWorld {
  log: { warn(fields: { event: string; [field: string]: unknown }, message: string): void };
  hide(secret: string): void;
}

/**
 * Returns a function that reads secrets again, those of files, and sets their new values; it returns whether any has changed. `secrets`
 * belong together, as a key and its certificate do: while one of them cannot be read or is no good, or `misfit` says why they do not fit
 * each other, all keep their old values, since a file may be half-written. The log says so once; `owner` are its fields for whose they
 * are: `{ source: 'cipp' }`.
 */
export function secretRereader({ log, hide }: RereadWorld) {
  /** The secrets that kept their old values last time. */
  const failing = new Set<string>();

  return (
    owner: Readonly<Record<string, string>>,
    secrets: readonly Secret[],
    misfit: (values: readonly string[]) => string | null = () => null,
  ): boolean => {
    const readings = secrets.map(({ reference, shape, value }) =>
      reference.startsWith('file:') ? readSecret(reference, shape, {}) : { kind: 'read' as const, value },
    );
    const values = readings.flatMap((reading) => (reading.kind === 'read' ? [reading.value] : []));
    const unreadable = readings.find((reading) => reading.kind === 'unreadable');
    const why = unreadable?.why ?? misfit(values);
    const key = [...Object.values(owner), ...secrets.map(({ reference }) => reference)].join(' ');
    if (why !== null) {
      if (!failing.has(key))
        log.warn({ event: 'secret.unreadable', ...owner, why }, 'secret not reloaded: the old value stays');
      failing.add(key);
      return false;
    }
    failing.delete(key);
    const changed = secrets.filter((secret, index) => secret.value !== values[index]);
    for (const [index, secret] of secrets.entries()) secret.value = values[index] ?? secret.value;
    for (const { value } of changed) hide(value);
    return changed.length > 0;
  };
}
