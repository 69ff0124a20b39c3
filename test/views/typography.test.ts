import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../src/messages/fr/', import.meta.url);

/** A plain space where French has one that does not break; `a ? b : c` of the code is none. */
const breaks = /« | »|\} [?;!](?=['`])|[\p{L}\d] ;|[\p{L}\d] !(?!=)|\p{L} :(?= \p{L})|\p{L} \?(?=['`»])/u;

it.each(readdirSync(folder))('no line of the French %s breaks before its punctuation', (file) => {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
  expect(lines.filter((line) => breaks.test(line))).toEqual([]);
});
