/** Keeps a person's sign-in for a tenant as an encrypted row, which all replicas share: a file would die with its machine. */
import { StoreUnwritable } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import type { SealedSignIn, SealedSignIns } from '../../store/sealed-sign-ins.ts';
import { GraphError, signInCommand } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { sealed, unsealed } from './sealing.ts';
import { generationAfter, type SignedIn, type SignInStore, signedInOf, textOf } from './signed-in.ts';

/** Returns what reads and writes the row of a tenant. Its tokens are replaced by whoever acts alone. */
export function signInRow(
  rows: SealedSignIns,
  tenant: Pick<MicrosoftTenant, 'id' | 'name' | 'credential'>,
  clock: World['clock'],
): SignInStore {
  const { id } = tenant;
  const sealedRow = (signedIn: SignedIn): SealedSignIn => ({
    generation: signedIn.generation,
    text: sealed(textOf(signedIn), tenant, clock.now()),
  });

  async function read(): Promise<SignedIn | null> {
    const found = await reached(rows.get(id));
    if (!found) return null;
    const opened = unsealed(found.text, tenant, clock.now());
    const signedIn = opened && signedInOf(opened.text);
    if (!signedIn || signedIn.generation !== found.generation) throw unreadable(tenant);
    if (!opened.byNewest) await renewed(signedIn, found.text);
    return signedIn;
  }

  /** Encrypts it with the newer credential, since the older one will be removed. What cannot be stored now can at the next reading. */
  async function renewed(signedIn: SignedIn, was: string): Promise<void> {
    await rows.replace(id, sealedRow(signedIn), was).catch((error: unknown) => {
      if (!(error instanceof StoreUnwritable)) throw error;
    });
  }

  return {
    read,
    async write(person) {
      const there = await reached(rows.get(id));
      const generation = generationAfter(there?.generation ?? null, person);
      await reached(rows.put(id, sealedRow({ ...person, generation })));
    },
    replaceToken: (signedIn, refreshToken) => reached(rows.replace(id, sealedRow({ ...signedIn, refreshToken }))),
  };
}

async function reached<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
    const step = `The database, which has the sign-ins of people, cannot be used: ${error.message}.`;
    throw new GraphError({ kind: 'unavailable', code: 'database', step });
  }
}

function unreadable(tenant: Pick<MicrosoftTenant, 'name'>): GraphError {
  const why =
    'no `credential` of the tenant opens it: the one that it was encrypted with was removed, or it was changed';
  const step = `The sign-in for ${tenant.name} in the database cannot be read (${why}). Sign in again with ${signInCommand(tenant)}`;
  return new GraphError({ kind: 'signIn', code: 'signInSealed', step });
}
