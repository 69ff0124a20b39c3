import type { Change } from '../domain/history.ts';
import { Channel, Identity } from '../domain/identity.ts';
import { type Names, namesOf } from '../names.ts';
import type { Reader } from '../ports.ts';

/** The names of everybody and every channel that these changes mention, those that are gone included. */
export function namesInChanges(reader: Reader, changes: readonly Change[]): Promise<Names> {
  const values = changes.flatMap(({ before, after }) => [before, after].flat());
  return namesOf(
    reader,
    values.flatMap((value) => Identity.safeParse(value).data ?? []),
    values.flatMap((value) => Channel.safeParse(value).data ?? []),
  );
}
