/**
 * Returns whether the whole text fits a glob: `*` stands for any text, also for none, and every other character for itself. Capital and
 * small letters are the same. It takes time in proportion to both lengths, whatever they are, since both may come from outside.
 */
export function fitsGlob(text: string, glob: string): boolean {
  const [first = '', ...rest] = glob.toLowerCase().split('*');
  const whole = text.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return whole === first;
  if (!whole.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = indexIn(whole, part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return whole.length - from >= last.length && whole.endsWith(last);
}

/**
 * Returns where `part` begins in the text at or after `from`; -1 for nowhere. `indexOf` may compare each character with the whole part;
 * this algorithm of Knuth, Morris and Pratt never goes back in the text.
 */
function indexIn(text: string, part: string, from: number): number {
  const fallback = fallbackOf(part);
  let matched = 0;
  for (let at = from; matched < part.length; at++) {
    if (at === text.length) return -1;
    while (matched > 0 && text[at] !== part[matched]) matched = fallback[matched - 1] ?? 0;
    if (text[at] === part[matched]) matched++;
    if (matched === part.length) return at - matched + 1;
  }
  return from;
}

/** Returns for each character of the part how much of its beginning also ends there: so much still fits when the next character does not. */
function fallbackOf(part: string): number[] {
  const fallback = [0];
  let matched = 0;
  for (let at = 1; at < part.length; at++) {
    while (matched > 0 && part[at] !== part[matched]) matched = fallback[matched - 1] ?? 0;
    if (part[at] === part[matched]) matched++;
    fallback.push(matched);
  }
  return fallback;
}
