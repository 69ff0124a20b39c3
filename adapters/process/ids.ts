import { randomInt } from 'node:crypto';
import type { Ids } from '../../src/ports/world.ts';

/** Digits and letters without I, L, O and U, which are mistaken for others when they are read out. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Makes references such as `7K2M-Q9RD`, which people read out and the log contains. A reference is random, and is not checked to be new. */
export const ids: Ids = { reference: () => `${four()}-${four()}` };

function four(): string {
  return Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
}
