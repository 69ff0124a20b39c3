const longest = 80;

/** A person's or a channel's name as cards show it. Slack stops at 80 characters, Teams at some 300: ten of those fill a card. */
export function shortName(name: string): string {
  return name.length > longest ? `${name.slice(0, longest - 1).trimEnd()}…` : name;
}
