/** The file that keeps a person's sign-in for a tenant: `STATE_DIR/microsoft/<tenant id>.token`. */
import { randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createPrivate, flushFolder, isAbsent, makeFolder, withFile } from '../../store/durable-file.ts';
import { GraphError, signInCommand } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { generationAfter, type SignedIn, type SignInStore, signedInOf, textOf } from './signed-in.ts';

/** Returns what reads and writes the file of a tenant. Two processes may use it at once. */
export function signInFile(
  stateDir: string,
  tenant: Pick<MicrosoftTenant, 'id' | 'name'>,
): SignInStore & { readonly path: string } {
  const path = join(stateDir, 'microsoft', `${tenant.id}.token`);

  function read(): SignedIn | null {
    const text = textAt(path, tenant);
    if (text === null) return null;
    const found = signedInOf(text);
    if (found) return found;
    const step = `The file ${path} is damaged: sign in again with ${signInCommand(tenant)}`;
    throw new GraphError({ kind: 'signIn', code: 'tokenFile', step });
  }

  /** Puts the sign-in in the place of the file unless `isRight` returns false, which runs right before. */
  async function put(signedIn: SignedIn, draft: string, isRight: () => boolean): Promise<boolean> {
    try {
      await withFile(createPrivate(draft), async (handle) => {
        await handle.writeFile(textOf(signedIn));
        await handle.sync();
      });
      if (!isRight()) return false;
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
    await flushFolder(dirname(path));
    return true;
  }

  return {
    path,
    read: async () => read(),
    async write(person) {
      makeFolder(dirname(path));
      chmodSync(dirname(path), 0o700);
      const generation = generationAfter(generationOf(read), person);
      const signedIn = { ...person, generation };
      // Another command may write at the same moment: each has a draft of its own.
      const draft = `${path}.${randomUUID()}`;
      const isNewer = () => (generationOf(read) ?? 0) < generation;
      // The bot or a command may have put an older one there since: it looks at the file right before, but not in the same instant.
      do await put(signedIn, draft, isNewer);
      while ((generationOf(read) ?? generation) < generation);
    },
    async replaceToken(signedIn, refreshToken) {
      const isSame = () => generationOf(read) === signedIn.generation;
      return put({ ...signedIn, refreshToken }, `${path}.next`, isSame);
    },
  };
}

function textAt(path: string, tenant: Pick<MicrosoftTenant, 'name'>): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return null;
    if (!(error instanceof Error && 'code' in error)) throw error;
    const step = `The file ${path} cannot be read (${error.code}): give it to the user of the bot, or as that user run ${signInCommand(tenant)}`;
    throw new GraphError({ kind: 'signIn', code: 'tokenFile', step });
  }
}

/** Null also where the file cannot be read: whatever stands there is no sign-in. */
function generationOf(read: () => SignedIn | null): number | null {
  try {
    return read()?.generation ?? null;
  } catch (error) {
    if (error instanceof GraphError) return null;
    throw error;
  }
}
