/**
 * Reads from the headers of a mail whether Microsoft's own servers found that it comes from the domain in its From.
 *
 * Exchange Online writes `Authentication-Results` without a server's name at its start, and a sender may write the same line: what counts
 * is where it stands. Each server puts its lines on top, so all that stands above the line of the first server that took the mail from
 * outside was written by Microsoft. When in doubt, a mail is not verified.
 * https://www.rfc-editor.org/rfc/rfc8601, https://github.com/jstedfast/MimeKit/issues/490
 */
import { z } from 'zod';
import { type HeaderToken, headerTokens } from './header-tokens.ts';

const Headers = z.array(z.object({ name: z.string(), value: z.string() }));
type Header = z.infer<typeof Headers>[number];

/**
 * Servers between which a mail is passed on inside Exchange Online. Those that take mail from outside call themselves
 * `….mail.protection.outlook.com`, which is none of these: the name in their `Received` is the one that the sender claimed.
 */
const inside = ['.prod.outlook.com', '.prod.exchangelabs.com', '.outlook.office365.com'] as const;
/** The names by which the servers that take mail from outside pass it on. */
const passingOn = [...inside, '.prod.protection.outlook.com'] as const;

/**
 * Returns whether a mail is verified: Microsoft found `dmarc=pass` for the domain of `from`, which is the address that Graph shows, and it
 * is the only one that the mail has. `headers` is `internetMessageHeaders` of Graph, the topmost first; anything else is not verified.
 */
export function isVerified(headers: unknown, from: string): boolean {
  const all = Headers.safeParse(headers).data?.map(({ name, value }) => ({ name: name.trim().toLowerCase(), value }));
  if (!all || !isOnlyFrom(all, from)) return false;
  const domain = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
  const results = writtenInside(all).filter(({ name }) => name === 'authentication-results');
  return results.length > 0 && results.every(({ value }) => passesFor(value, domain));
}

/** Returns the headers below the topmost `Received` and above the first one from outside; none where no such one is there. */
function writtenInside(headers: readonly Header[]): readonly Header[] {
  const top = headers.findIndex(({ name }) => name === 'received');
  const outside = headers.findIndex(({ name, value }) => name === 'received' && !isPassedOnInside(value));
  return top === -1 || outside === -1 ? [] : headers.slice(top, outside);
}

/** Returns whether a `Received` says that one of Microsoft's servers got the mail from another one: `from <host> by <host> …`. */
function isPassedOnInside(value: string): boolean {
  const [from, sender, by, receiver] = headerTokens(value, ';') ?? [];
  if (!isWord(from, 'from') || !isWord(by, 'by')) return false;
  return isHost(sender, passingOn) && isHost(receiver, inside);
}

function isWord(token: HeaderToken | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

function isHost(token: HeaderToken | undefined, suffixes: readonly string[]): boolean {
  return token?.kind === 'word' && suffixes.some((suffix) => token.text.toLowerCase().endsWith(suffix));
}

/** Returns whether the value has one result of DMARC, which is `pass` for this very domain. */
function passesFor(value: string, domain: string): boolean {
  const tokens = headerTokens(value, ';=');
  const parts = tokens === null ? [] : partsOf(tokens).map(pairsOf);
  const named = (key: string) => (pair: Pair) => pair.key === key;
  const [part, ...others] = parts.filter((pairs) => pairs.some(named('dmarc')));
  if (!part || others.length > 0) return false;
  const [results, domains] = [part.filter(named('dmarc')), part.filter(named('header.from'))];
  const isOne = results.length === 1 && domains.length === 1;
  return isOne && part[0]?.key === 'dmarc' && results[0]?.value === 'pass' && domains[0]?.value === domain;
}

type Pair = Record<'key' | 'value', string>;

/** Returns the tokens between semicolons. */
function partsOf(tokens: readonly HeaderToken[]): HeaderToken[][] {
  const parts: HeaderToken[][] = [[]];
  for (const token of tokens)
    if (token.kind === 'sign' && token.text === ';') parts.push([]);
    else parts.at(-1)?.push(token);
  return parts;
}

/** Returns `key=value` of a part, in small letters. A quoted string is a value alone. */
function pairsOf(part: readonly HeaderToken[]): Pair[] {
  return part.flatMap((token, index) => {
    const [key, value] = [part[index - 1], part[index + 1]];
    if (token.kind !== 'sign' || key?.kind !== 'word' || value === undefined || value.kind === 'sign') return [];
    return [{ key: key.text.toLowerCase(), value: value.text.toLowerCase() }];
  });
}

/** Returns whether the mail has one `From` with one address, which is this one. */
function isOnlyFrom(headers: readonly Header[], from: string): boolean {
  const [value, ...others] = headers.filter(({ name }) => name === 'from').map((header) => header.value);
  return value !== undefined && others.length === 0 && addressIn(value) === from.toLowerCase();
}

/** Returns the address of a header that has one alone, in small letters; null for anything else: a list, a group, none. */
function addressIn(value: string): string | null {
  const tokens = headerTokens(value, '<>,:;') ?? [];
  const signs = tokens.flatMap(({ kind, text }) => (kind === 'sign' ? [text] : [])).join('');
  if (signs === '') return onlyWord(tokens);
  const open = tokens.findIndex(({ text, kind }) => kind === 'sign' && text === '<');
  return signs === '<>' && tokens.at(-1)?.text === '>' ? onlyWord(tokens.slice(open + 1, -1)) : null;
}

function onlyWord([token, ...others]: readonly HeaderToken[]): string | null {
  return token?.kind === 'word' && others.length === 0 ? token.text.toLowerCase() : null;
}
