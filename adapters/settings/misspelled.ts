import { nearest } from '../../src/domain/text/words.ts';
import { botbuilderOverrides, type Environment, Settings, secretNames } from './settings.ts';

const files = secretNames.map((name) => `${name}_FILE`);
const names = [...Settings.keyof().options, ...files, ...botbuilderOverrides, 'NODE_ENV'];
const known = new Map(names.map((name) => [name.toLowerCase(), name]));
/**
 * Returns the names in the environment that are one slip away from a setting and are none, so that they have no effect, each
 * with the setting that was probably meant. `used` are the variables that the sources' file names. Values are not looked at.
 */
export function misspellingsIn(env: Environment, used: readonly string[] = []): { name: string; meant: string }[] {
  return Object.keys(env).flatMap((name) => {
    if (used.includes(name.replace(/_FILE$/, ''))) return [];
    const near = nearest(name.toLowerCase(), [...known.keys()]);
    const meant = known.get(near.word);
    const slip = near.mistakes <= 1 || haveSameLetters(name, near.word);
    return meant && meant !== name && slip ? [{ name, meant }] : [];
  });
}

/** Returns whether both have the same letters, as when two were typed in the wrong order. */
function haveSameLetters(name: string, word: string): boolean {
  return [...name.toLowerCase()].sort().join('') === [...word].sort().join('');
}
