/**
 * How long `vi.waitFor` and `vi.waitUntil` wait where a test names no timeout: Vitest's own second is too short for a busy machine.
 * `expect.poll` gets the same from `vitest.config.ts`.
 */
import { vi } from 'vitest';

/** In ms. */
const patient = { timeout: 20_000 };

const { waitFor, waitUntil } = vi;
const patiently = <T extends object>(given?: number | T) =>
  typeof given === 'number' ? { ...patient, timeout: given } : { ...patient, ...given };
const patientFor: typeof waitFor = (look, options) => waitFor(look, patiently(options));
const patientUntil: typeof waitUntil = (look, options) => waitUntil(look, patiently(options));

// A worker loads this anew for each test file, and changes them once.
if (!('isPatient' in waitFor)) {
  vi.waitFor = Object.assign(patientFor, { isPatient: true });
  vi.waitUntil = patientUntil;
}
