import type { GraphError } from '../microsoft/api/graph-error.ts';
import { type CheckResult, failed, off } from './check.ts';

/** Returns the check of a failed request; `what` failed. */
export function refusalOf(what: string, { kind, code, status, step }: GraphError): CheckResult {
  const said = `${what} (${status === null ? code : `${status}, ${code}`}).`;
  if (kind === 'throttled') return off(said, 'Run this again in a minute.');
  // The usual step is to run doctor.
  if (code === 'InvalidAuthenticationToken')
    return failed(
      said,
      'Look whether `login` and `api` of the file belong together, and run this again in some minutes.',
    );
  return failed(said, step);
}
