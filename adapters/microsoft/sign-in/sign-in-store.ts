import type { World } from '../../../src/ports/world.ts';
import type { SealedSignIns } from '../../store/sealed-sign-ins.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { signInFile } from './sign-in-file.ts';
import { signInRow } from './sign-in-row.ts';
import type { SignInStore } from './signed-in.ts';

/** Where the sign-ins of people are: in the state folder, or as rows of `signIns` where it is there. */
export interface SignInPlace {
  stateDir: string;
  signIns?: SealedSignIns | undefined;
}

/** Returns what keeps the sign-in of a tenant. */
export function signInStore(
  { stateDir, signIns }: SignInPlace,
  tenant: Pick<MicrosoftTenant, 'id' | 'name' | 'credential'>,
  clock: World['clock'],
): SignInStore {
  return signIns ? signInRow(signIns, tenant, clock) : signInFile(stateDir, tenant);
}
