import { cleanedLine } from '../../src/domain/text/clean-text.ts';

/** The outcome of looking at one thing. */
export interface CheckResult {
  /** `off`: not checked, because it is not set up, does not exist yet, or cannot be known. */
  state: 'ok' | 'off' | 'failed';
  /** What was found, in one or two sentences, without a secret. */
  detail: string;
  /** What a person should do; empty when there is nothing to do. */
  fix: string;
}

/** One of doctor's checks and its result. */
export interface DoctorCheck extends CheckResult {
  /** The same in every version, in small letters; a colon parts a group from what is in it: `slack:token`. */
  name: string;
}

/** Looks at one or more things together, because one look shows all of them. */
export interface Examination {
  /** The names of its checks. A check without a result at the timeout counts as failed. */
  names: readonly string[];
  /** True when it only asks another machine, so that it is left out offline. */
  needsNetwork: boolean;
  /** `offline`: it must ask no other machine. */
  look(offline: boolean): Promise<ExaminationResult>;
}

/** One verdict for all names of an examination; or one for each in their order, and then further checks with names of their own. */
export type ExaminationResult = CheckResult | readonly (CheckResult | DoctorCheck)[];

/** Returns the verdict that all is well. */
export function fine(detail: string): CheckResult {
  return { state: 'ok', detail, fix: '' };
}

/** Returns the verdict on something that was not looked at, or that is not there yet, with what a person may do about it. */
export function off(detail: string, fix = ''): CheckResult {
  return { state: 'off', detail, fix };
}

/** Returns the verdict on something that is wrong, with what a person should do. */
export function failed(detail: string, fix: string): CheckResult {
  return { state: 'failed', detail, fix };
}

/** Returns what another program said, as it may stand in a sentence: one clean line of at most `longest` characters. */
export function quoted(text: string | undefined, longest = 80): string {
  return cleanedLine(text ?? '').slice(0, longest);
}

/** Returns what another program gave as its code for a refusal; `no code` for what is none. */
export function codeFrom(code: unknown): string {
  return typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? code : 'no code';
}

/** Returns a number of something, with its word in the singular or plural: `1 day`, `12 days`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
