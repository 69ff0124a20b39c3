import { shownLimits } from './platforms.ts';

/**
 * Returns a person's or a channel's name as cards show it: of a long one the beginning and the end, where channels differ.
 */
export function shortName(name: string, most: number = shownLimits.name): string {
  const letters = [...name];
  if (letters.length <= most) return name;
  const half = Math.floor(most / 2);
  return `${letters.slice(0, half - 1).join('')}…${letters.slice(-half).join('')}`;
}
