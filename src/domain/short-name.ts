const longest = 80;

/**
 * A person's or a channel's name as cards show it: of a long one the beginning and the end, where channels differ.
 * Slack stops at 80 characters, Teams at some 300, of which ten would fill a card.
 */
export function shortName(name: string, most = longest): string {
  const letters = [...name];
  if (letters.length <= most) return name;
  const half = Math.floor(most / 2);
  return `${letters.slice(0, half - 1).join('')}…${letters.slice(-half).join('')}`;
}
