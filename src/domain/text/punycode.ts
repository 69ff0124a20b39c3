/**
 * Returns a host name as a browser would show it, each `xn--` label decoded; null when no label is encoded. A label that cannot be decoded
 * reads as `�`, and so does every character that is no letter, digit or mark of one, so that no controls or mirrored text are shown.
 * Source: RFC 3492, https://www.rfc-editor.org/rfc/rfc3492
 */
export function decodedHost(host: string): string | null {
  const labels = host.toLowerCase().split('.');
  if (!labels.some((label) => label.startsWith(prefix))) return null;
  return labels.map((label) => (label.startsWith(prefix) ? labelText(label.slice(prefix.length)) : label)).join('.');
}

const prefix = 'xn--';
const unknown = '\uFFFD';

function labelText(encoded: string): string {
  return decoded(encoded)?.replace(/[^\p{L}\p{N}\p{M}-]/gu, unknown) ?? unknown;
}

/** RFC 3492, section 5, sets these parameters. */
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialCode = 128;
/** Section 5 gives these digits their places as values. */
const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Decodes a label by section 6.2. Returns null when it is no valid encoding. A label has at most 63 characters (RFC 1035), so that this is quick. */
function decoded(label: string): string | null {
  if (label.length > 63) return null;
  const split = label.lastIndexOf('-');
  const codes = Array.from(label.slice(0, Math.max(0, split)), (letter) => letter.charCodeAt(0));
  let [code, place, bias] = [initialCode, 0, initialBias];
  for (let at = split + 1; at < label.length; ) {
    const before = place;
    for (let weight = 1, k = base; ; k += base) {
      const digit = digits.indexOf(label[at++] ?? '-');
      if (digit < 0) return null;
      place += digit * weight;
      const threshold = Math.min(tMax, Math.max(tMin, k - bias));
      if (digit < threshold) break;
      weight *= base - threshold;
    }
    const length = codes.length + 1;
    bias = adaptedBias(place - before, length, before === 0);
    code += Math.floor(place / length);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    place %= length;
    codes.splice(place++, 0, code);
  }
  return String.fromCodePoint(...codes);
}

/** Adapts the bias by section 6.1. */
function adaptedBias(delta: number, length: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? damp : 2));
  left += Math.floor(left / length);
  let k = 0;
  for (; left > ((base - tMin) * tMax) / 2; k += base) left = Math.floor(left / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * left) / (left + skew));
}
