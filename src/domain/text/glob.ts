/**
 * Returns whether the whole text fits a glob: `*` matches any text, also an empty one, and every other character itself. Capital and
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
    const at = whole.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return whole.length - from >= last.length && whole.endsWith(last);
}
