/** Words that begin a sentence of these messages. No person's or channel's name begins with one. */
const first =
  /^(?:[CJL]’|D’autres |(?:Ce|Cette|Ces|Aucun|Aucune|Depuis|Il|Je|Le canal|Mon|Personne|Plus|Rien|Tous|Tout|Toutes|Trop|Un|Une|Vous)(?![\p{L}-]))/u;

/** Returns a sentence as it stands behind a colon, where French has no capital. A name keeps its capital. */
export function behindColon(text: string): string {
  return first.test(text) ? lowerFirst(text) : text;
}

/** Returns a text that begins with no name, such as a finding's title, with a small first letter. */
export function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
