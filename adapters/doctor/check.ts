import { cleanedLine } from '../../src/domain/text/clean-text.ts';
import type { Config } from '../settings/config.ts';

/** One thing that doctor looked at. */
export interface DoctorCheck {
  /** The same in every version, in small letters; a colon parts a group from what is in it: `slack:token`. */
  name: string;
  /** `off` is what was not looked at: it is not set up, not there yet, or nobody can tell. */
  state: 'ok' | 'off' | 'failed';
  /** What was found, in one or two sentences, without a secret. */
  detail: string;
  /** What a person should do; empty where there is nothing to do. */
  fix: string;
}

/** Looks at one or more things together, because one look shows all of them. */
export interface Examination {
  /** The names of the checks that it makes. Where it makes none of a name in time, that one counts as failed. */
  names: readonly string[];
  /** True where it asks another machine. */
  needsNetwork: boolean;
  /** Resolves with the checks, at least one for each name. Other names may come with them. */
  look(): Promise<readonly DoctorCheck[]>;
}

/** Resolves with one check, or with several. */
type Look = () => Promise<DoctorCheck | readonly DoctorCheck[]>;

/** Makes an examination that asks no other machine. */
export function localExamination(name: string, look: Look): Examination {
  return { names: [name], needsNetwork: false, look: async () => [await look()].flat() };
}

/** Makes an examination that asks other machines. */
export function remoteExamination(names: readonly string[], look: Look): Examination {
  return { names, needsNetwork: true, look: async () => [await look()].flat() };
}

/** Makes an `ok` check. */
export function fine(name: string, detail: string): DoctorCheck {
  return { name, state: 'ok', detail, fix: '' };
}

/** Makes the check of something that was not looked at, or that is not there yet, with what a person may do about it. */
export function off(name: string, detail: string, fix = ''): DoctorCheck {
  return { name, state: 'off', detail, fix };
}

/** Makes the check of something that is wrong, with what a person should do. */
export function failed(name: string, detail: string, fix: string): DoctorCheck {
  return { name, state: 'failed', detail, fix };
}

/** Makes an examination whose checks are all `off` for the same reason. */
export function notLookedAt(names: readonly string[], why: string): Examination {
  return { names, needsNetwork: false, look: async () => names.map((name) => off(name, why)) };
}

/** Returns the examinations that need the settings; where these need a correction, one whose checks are all `off`. */
export function withConfig(
  names: readonly string[],
  config: Config | null,
  examinations: (config: Config) => Examination | readonly Examination[],
): readonly Examination[] {
  if (config === null) return [notLookedAt(names, 'Not looked at: the settings need a correction first.')];
  return [examinations(config)].flat();
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
