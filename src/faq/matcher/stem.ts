const endings = [
  'issements',
  'issement',
  'ations',
  'ation',
  'ements',
  'ement',
  'ments',
  'ment',
  'ions',
  'ion',
  'ings',
  'ing',
  'ables',
  'able',
  'ees',
  'ee',
  'ers',
  'er',
  'ez',
  'ent',
  'ed',
  'es',
  'al',
  'aux',
  'ly',
  'e',
  's',
  'x',
  'y',
];

/** Returns the stem of an English or French word by cutting its ending. The stem need not be a word: it only has to be the same for all forms. */
export function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= 3);
  return ending ? word.slice(0, -ending.length) : word;
}
