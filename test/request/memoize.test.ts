import { expect, it } from 'vitest';
import { memoize } from '../../src/domain/text/memoize.ts';

it('remembers a result by all arguments, also where they have blanks', () => {
  const joined = memoize(10, (...parts: [string, string]) => parts.join('+'));
  expect([joined('a b', 'c'), joined('a', 'b c'), joined('a b', 'c')]).toEqual(['a b+c', 'a+b c', 'a b+c']);
});
