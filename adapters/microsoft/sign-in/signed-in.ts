/** A person's sign-in for a tenant, and what keeps it: a file of the state folder, or a row of a database. */

import { z } from 'zod';
import { orNull } from '../../../src/domain/or-null.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { refreshTokenForm } from '../api/token.ts';

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
/** A sign-in that has not been stored yet. */
export type NewSignIn = Omit<SignedIn, 'generation'>;

/**
 * Keeps the sign-in of one tenant. Whoever has it can read what this person may read, so it is in no backup and no export. The command
 * writes it while the bot runs: the newer sign-in wins.
 */
export interface SignInStore {
  /** Resolves with null where nobody signed in. Rejects with GraphError where it cannot be read. */
  read(): Promise<SignedIn | null>;
  /** Writes a new sign-in over an older one; a newer one stays. Resolves once it is durable. */
  write(person: NewSignIn): Promise<void>;
  /** Stores the next refresh token of a sign-in. Resolves with false, and does nothing, where that is no longer the one that is kept. */
  replaceToken(signedIn: SignedIn, refreshToken: string): Promise<boolean>;
}

/** Returns the text of a sign-in, as it is kept. */
export function textOf(signedIn: SignedIn): string {
  return `${JSON.stringify({ version: 1, ...signedIn })}\n`;
}

/** Returns the sign-in of a text; null where it is none. */
export function signedInOf(text: string): SignedIn | null {
  return orNull(() => Content.parse(JSON.parse(text)));
}

/** Returns the generation of a new sign-in, larger than the one that is there. It goes by the time, so that it grows after a removal too. */
export function generationAfter(there: number | null, { signedInAt }: NewSignIn): number {
  return Math.max(Date.parse(signedInAt), 1 + (there ?? 0));
}
