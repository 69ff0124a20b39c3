/**
 * The file that keeps a person's sign-in for a tenant: `STATE_DIR/microsoft/<tenant id>.token`. Whoever has it can read what this person may
 * read, so it is in no backup and no export. The command writes it while the bot runs: the newer sign-in wins.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { createPrivate, flushFolder, isAbsent, makeFolder, withFile } from '../../store/durable-file.ts';
import { GraphError, signInCommand } from '../api/graph-error.ts';
import { refreshTokenForm } from '../api/token.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';

const Content = z.object({
  version: z.literal(1),
  /** Grows with each sign-in. */
  generation: z.number().int().positive(),
  refreshToken: z.string().regex(refreshTokenForm),
  /** ISO 8601. */
  signedInAt: z.iso.datetime(),
  /** The person: the user principal name, as Entra said it, and the object id. */
  who: z.object({ name: z.string().max(320).transform(cleanedLine), objectId: z.string() }),
});
/** A sign-in of a person. */
export type SignedIn = Omit<z.output<typeof Content>, 'version'>;

/** The file of one tenant. */
export type SignInFile = ReturnType<typeof signInFile>;

/** Returns what reads and writes the file of a tenant. Two processes may use it at once. */
export function signInFile(stateDir: string, tenant: Pick<MicrosoftTenant, 'id' | 'name'>) {
  const path = join(stateDir, 'microsoft', `${tenant.id}.token`);

  function read(): SignedIn | null {
    const text = textOf(path, tenant);
    if (text === null) return null;
    const found = Content.safeParse(jsonOf(text)).data;
    if (found) return found;
    const step = `The file ${path} is damaged: sign in again with ${signInCommand(tenant)}`;
    throw new GraphError({ kind: 'signIn', code: 'tokenFile', step });
  }

  /** Puts the sign-in in the place of the file unless `isRight` returns false, which runs right before. */
  async function put(signedIn: SignedIn, draft: string, isRight: () => boolean): Promise<boolean> {
    const text = `${JSON.stringify({ version: 1, ...signedIn })}\n`;
    try {
      await withFile(createPrivate(draft), async (handle) => {
        await handle.writeFile(text);
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
    /** Returns what the file says; null where nobody signed in. Throws GraphError where it cannot be read. */
    read,
    /** Writes a new sign-in over an older one; a newer one stays. Resolves once it is durable. */
    async write(person: Omit<SignedIn, 'generation'>): Promise<void> {
      makeFolder(dirname(path));
      chmodSync(dirname(path), 0o700);
      const generation = Math.max(Date.parse(person.signedInAt), 1 + (generationOf(read) ?? 0));
      const signedIn = { ...person, generation };
      // Another command may write at the same moment: each has a draft of its own.
      const draft = `${path}.${randomUUID()}`;
      const isNewer = () => (generationOf(read) ?? 0) < generation;
      // The bot or a command may have put an older one there since: it looks at the file right before, but not in the same instant.
      do await put(signedIn, draft, isNewer);
      while ((generationOf(read) ?? generation) < generation);
    },
    /** Stores the next refresh token of a sign-in. Resolves with false, and does nothing, where that is no longer the one of the file. */
    async replaceToken(signedIn: SignedIn, refreshToken: string): Promise<boolean> {
      const isSame = () => generationOf(read) === signedIn.generation;
      return put({ ...signedIn, refreshToken }, `${path}.next`, isSame);
    },
  };
}

function textOf(path: string, tenant: Pick<MicrosoftTenant, 'name'>): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return null;
    if (!(error instanceof Error && 'code' in error)) throw error;
    const step = `The file ${path} cannot be read (${error.code}): give it to the user of the bot, or as that user run ${signInCommand(tenant)}`;
    throw new GraphError({ kind: 'signIn', code: 'tokenFile', step });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
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
