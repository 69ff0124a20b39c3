import { randomInt } from 'node:crypto';
import type { Ids } from '../../src/ports/world.ts';

/** Without what is mistaken for something else when read out: I, L, O, U. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const ids: Ids = { reference: () => `${four()}-${four()}` };

function four(): string {
  return Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
}
