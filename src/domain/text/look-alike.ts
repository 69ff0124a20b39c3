/**
 * Detects homoglyphs: names that differ in code points but look the same to people.
 *
 * The table is small and our own: the look-alikes, in common fonts, of the letters, digits and the hyphen of a name such as `contoso-2`.
 * Unicode's full list of confusables (https://www.unicode.org/reports/tr39/#Confusable_Detection) would report many pairs that nobody
 * confuses in such names, and a package for it would be one more dependency in the path of every alert.
 */

/** Look-alikes by Latin character. Without those that Unicode normalisation folds already (full width, mathematical, accents). */
const alike: Readonly<Record<string, string>> = {
  a: 'аɑαᴀАΑᎪꓮ',
  b: 'вьβʙВΒᏴꓐƅ',
  c: 'сϲᴄСϹᏟꓚⅽⲥ',
  d: 'ԁᴅᎠꓓđɗ',
  e: 'еεєᴇЕΕᎬꓰҽ℮',
  f: 'ƒꜰꓝϝ',
  g: 'ɡցɢԌᏀꓖԍ',
  h: 'һհнʜНΗᎻꓧħḥ',
  i: 'іιɩıɪІΙᎥꓲӏ',
  j: 'јϳᴊЈᎫꓙյ',
  k: 'кκᴋКΚᏦꓗ',
  l: '1|ʟⳑᏞꓡłӀ∣լ',
  m: 'мᴍМΜᎷꓟ',
  n: 'пոηɴΝꓠ',
  o: '0оοσօᴏОΟꓳøⲟ',
  p: 'рρᴘРΡᏢꓑⲣ',
  q: 'ԛզգ',
  r: 'гʀᎡᏒꓣⲅ',
  s: 'ѕꜱЅᏚꓢ',
  t: 'тτᴛТΤᎢꓔ',
  u: 'υսᴜꓴμ',
  v: 'νѵᴠѴᏙꓦ',
  w: 'ԝωᴡԜᎳꓪ',
  x: 'хχХΧꓫ×',
  y: 'уүγʏУΥҮꓬ',
  z: 'ᴢΖᏃꓜ',
  3: 'зЗӡȝ',
  4: 'ч',
  6: 'б',
  '-': '‐‒–—―−⁃',
};

const plain = new Map(Object.entries(alike).flatMap(([latin, others]) => [...others].map((one) => [one, latin])));
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{M}]/gu;

/** Returns a text in which everything that looks alike is one: two names are twins when this is the same for both. */
export function lookAlike(text: string): string {
  const letters = text.normalize('NFKC').normalize('NFD').replace(unseen, '');
  const latin = Array.from(letters, (letter) => plain.get(letter) ?? letter.toLowerCase());
  return Array.from(latin, (letter) => plain.get(letter) ?? letter)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u] as const;

/** Returns whether a word of a text has letters of several alphabets that look alike, which hardly any honest name has. */
export function mixesScripts(text: string): boolean {
  const words = text.normalize('NFKC').split(/[^\p{L}\p{M}]+/u);
  return words.some((word) => scripts.filter((script) => script.test(word)).length > 1);
}
