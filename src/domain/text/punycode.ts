/**
 * A host name as a browser would show it: each `xn--` label decoded. Null when it has none. What cannot be decoded, and every
 * character that is no letter, digit or mark of one, reads as `�`: so nothing that decodes to controls or mirrored text is shown.
 * Source: RFC 3492, https://www.rfc-editor.org/rfc/rfc3492
 */
export function decodedHost(host: string): string | null {
  const labels = host.toLowerCase().split('.');
  if (!labels.some(isEncoded)) return null;
  return labels.map((label) => (isEncoded(label) ? shown(decoded(label.slice(prefix.length))) : label)).join('.');
}

const prefix = 'xn--';
const unknown = '\uFFFD';

function isEncoded(label: string): boolean {
  return label.startsWith(prefix);
}

function shown(label: string | null): string {
  return label === null ? unknown : label.replace(/[^\p{L}\p{N}\p{M}-]/gu, unknown);
}

/** The parameters of RFC 3492, section 5. */
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const firstBias = 72;
const firstCode = 128;
const lastCode = 0x10ffff;

/** Section 6.2. Null when it is no valid encoding. A label has at most 63 characters (RFC 1035), so that this is quick. */
function decoded(text: string): string | null {
  if (text.length > 63) return null;
  const split = text.lastIndexOf('-');
  const out = [...text.slice(0, Math.max(0, split))].map((letter) => letter.charCodeAt(0));
  let at = split < 0 ? 0 : split + 1;
  let code = firstCode;
  let place = 0;
  let bias = firstBias;
  while (at < text.length) {
    const number = numberAt(text, at, bias);
    if (number === null) return null;
    at = number.next;
    bias = adapted(number.value, out.length + 1, place === 0 && code === firstCode);
    code += Math.floor((place + number.value) / (out.length + 1));
    place = (place + number.value) % (out.length + 1);
    if (code > lastCode || (code >= 0xd800 && code <= 0xdfff)) return null;
    out.splice(place, 0, code);
    place += 1;
  }
  return String.fromCodePoint(...out);
}

/** One number of variable length, and where the next one begins. Null when it ends too early, has another sign, or is too large. */
function numberAt(text: string, start: number, bias: number): { value: number; next: number } | null {
  let value = 0;
  let weight = 1;
  for (let at = start, k = base; ; at += 1, k += base) {
    const digit = digitOf(text.charCodeAt(at));
    if (digit === null) return null;
    value += digit * weight;
    const threshold = Math.min(tMax, Math.max(tMin, k - bias));
    if (digit < threshold) return { value, next: at + 1 };
    weight *= base - threshold;
    if (value > lastCode * 64 || weight > lastCode * 64) return null;
  }
}

/** Letters are 0 to 25, digits 26 to 35; past the end there is none. */
function digitOf(code: number): number | null {
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 48 && code <= 57 ? code - 22 : null;
}

/** Section 6.1. */
function adapted(delta: number, length: number, first: boolean): number {
  let left = Math.floor(delta / (first ? damp : 2));
  left += Math.floor(left / length);
  let k = 0;
  for (; left > ((base - tMin) * tMax) / 2; k += base) left = Math.floor(left / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * left) / (left + skew));
}
