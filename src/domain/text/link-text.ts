/**
 * Returns a link as plain text: its words, with the address behind them in brackets, or the address alone where it has no words.
 * The address is left out only where the words are that address, with or without its scheme and a slash at its end: words
 * that are another address are how people are deceived.
 */
export function linkText(words: string, address: string): string {
  const said = words.trim();
  if (said === '') return `${words}${address}`;
  const bare = address.replace(/^(?:https?:\/\/|mailto:|tel:)/i, '');
  const isAddress = [address, bare].some((one) => one === said || one === `${said}/`);
  return isAddress ? words : `${words} (${address})`;
}
