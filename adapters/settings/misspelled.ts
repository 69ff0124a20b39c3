import { nearest } from '../../src/domain/text/words.ts';
import { botbuilderOverrides, type Environment, Settings } from './settings.ts';

const names = [...Settings.keyof().options, ...botbuilderOverrides, 'DATABASE_URL', 'NODE_ENV'];
const known = new Map(names.map((name) => [name.toLowerCase(), name]));
/** Matches a name that no other program's settings have. */
const ours = /^(SLACK_|ALERT_|Microsoft)/i;

/**
 * Returns the names in the environment that look like a setting and are none, so that they have no effect, each with the
 * setting that was probably meant. Values are not looked at.
 */
export function misspellingsIn(env: Environment): { name: string; meant: string }[] {
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
