/** SHA-256 (FIPS 180-4) of a short text, for a core that has no Node: https://doi.org/10.6028/NIST.FIPS.180-4 */

/** Returns the first 32 bits of the fractional parts of a root of each of the first 64 prime numbers. */
function primeRoots(root: (prime: number) => number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map((prime) => Math.floor((root(prime) % 1) * 2 ** 32) | 0);
}

const initial = primeRoots(Math.sqrt).slice(0, 8);
const constants = primeRoots(Math.cbrt);
const turned = (x: number, by: number) => (x >>> by) | (x << (32 - by));

/** Returns the hash of a text in UTF-8, in hex. */
export function sha256(text: string): string {
  let state = initial;
  const words = paddedWords(text);
  for (let at = 0; at < words.length; at += 16) state = compressed(state, words.slice(at, at + 16));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function paddedWords(text: string): number[] {
  const bytes =
    encodeURIComponent(text)
      .match(/%..|./g)
      ?.map((one) => (one.length === 3 ? Number(`0x${one.slice(1)}`) : one.charCodeAt(0))) ?? [];
  const length = bytes.length;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  const bits = length * 8;
  bytes.push(0, 0, 0, 0, bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
  const words: number[] = [];
  for (const [at, byte] of bytes.entries()) words[at >> 2] = ((words[at >> 2] ?? 0) << 8) | byte;
  return words;
}

function compressed(state: readonly number[], block: readonly number[]): number[] {
  const w = [...block];
  const at = (n: number) => w[n] ?? 0;
  for (let n = 16; n < 64; n++) {
    const small = turned(at(n - 15), 7) ^ turned(at(n - 15), 18) ^ (at(n - 15) >>> 3);
    const large = turned(at(n - 2), 17) ^ turned(at(n - 2), 19) ^ (at(n - 2) >>> 10);
    w[n] = (at(n - 16) + small + at(n - 7) + large) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (const [n, constant] of constants.entries()) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + constant + at(n);
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, n) => (word + (state[n] ?? 0)) | 0);
}
