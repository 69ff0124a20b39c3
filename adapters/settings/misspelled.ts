import { nearest } from '../../src/domain/text/words.ts';
import { botbuilderOverrides, type Environment, Settings } from './settings.ts';

const names = [...Settings.keyof().options, ...botbuilderOverrides, 'DATABASE_URL', 'NODE_ENV'];
const known = new Map(names.map((name) => [name.toLowerCase(), name]));
/** Names of other programs do not begin like this. */
const ours = /^(SLACK_|ALERT_|Microsoft)/i;

/** A name in the environment that looks like a setting and is none. */
export interface Misspelling {
  name: string;
  /** The setting that was probably meant. */
  meant: string;
}

/**
 * Names of the environment that look like a setting and are none, so that they have no effect. Only names, never a
 * value.
 */
export function misspellingOf(env: Environment): Misspelling[] {
  return Object.keys(env).flatMap((name) => {
    const near = nearest(name.toLowerCase(), [...known.keys()]);
    const meant = known.get(near.word);
    const slip = near.mistakes <= 1 || haveSameLetters(name, near.word);
    return meant && meant !== name && (slip || ours.test(name)) ? [{ name, meant }] : [];
  });
}

/** Returns whether both have the same letters, as when two were typed in the wrong order. */
function haveSameLetters(name: string, word: string): boolean {
  return [...name.toLowerCase()].sort().join('') === [...word].sort().join('');
}

/** One sentence for each name that looks like a setting: what is missing may be there under that name. */
export function misspellings(env: Environment): string[] {
  return misspellingOf(env).map(({ name, meant }) => `${name} is not a setting: is ${meant} meant?`);
}
