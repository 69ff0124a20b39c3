/** Splits the value of a mail's header into its tokens, as RFC 5322 has them: https://www.rfc-editor.org/rfc/rfc5322#section-3.2 */

/** A token: a word, a quoted string, or one of the signs that `headerTokens` was asked for. */
export interface HeaderToken {
  kind: 'word' | 'quoted' | 'sign';
  text: string;
}

/** The longest value that is read, in characters: Exchange Online takes no mail whose headers are longer in all. */
const maxLength = 262_144;
const blank = new Set([' ', '\t', '\r', '\n']);

/**
 * Returns the tokens of a value, without comments and without the space between them; folded lines are space. Each of `signs` is a token
 * of its own. Null where a comment or a quoted string has no end, and for a value that is too long.
 */
export function headerTokens(value: string, signs: string): HeaderToken[] | null {
  if (value.length > maxLength) return null;
  const tokens: HeaderToken[] = [];
  let word = '';
  const end = () => {
    if (word !== '') tokens.push({ kind: 'word', text: word });
    word = '';
  };
  for (let at = 0; at < value.length; at++) {
    const sign = value.charAt(at);
    if (sign === '(' || sign === '"') {
      const after = sign === '(' ? afterComment(value, at) : afterQuoted(value, at);
      if (after === null) return null;
      end();
      if (sign === '"') tokens.push({ kind: 'quoted', text: value.slice(at + 1, after - 1) });
      at = after - 1;
    } else if (blank.has(sign)) end();
    else if (signs.includes(sign)) {
      end();
      tokens.push({ kind: 'sign', text: sign });
    } else word += sign;
  }
  end();
  return tokens;
}

/** Returns the place after the comment that begins at `from`; null where it has no end. Comments stand in comments. */
function afterComment(value: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < value.length; at++) {
    const sign = value.charAt(at);
    if (sign === '\\') at += 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return null;
}

/** Returns the place after the quoted string that begins at `from`; null where it has no end. */
function afterQuoted(value: string, from: number): number | null {
  for (let at = from + 1; at < value.length; at++) {
    const sign = value.charAt(at);
    if (sign === '\\') at += 1;
    else if (sign === '"') return at + 1;
  }
  return null;
}
