import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsGlob } from '../../src/domain/text/glob.ts';
import { elapsed } from '../support/time.ts';

describe('a glob', () => {
  it.each([
    ['Get-CIPPAlertMFA*', 'get-cippalertmfaADMINS', true],
    ['Get-CIPPAlertMFA*', 'Get-CIPPAlertNewRole', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*abc', 'ababc', true],
    ['*aab*', 'aaab', true],
    ['a.c', 'abc', false],
    ['a**b', 'a.b', true],
    ['*mfa', 'MFA admins', false],
  ])('%s fits %s: %s', (glob, text, right) => {
    expect(fitsGlob(text, glob)).toBe(right);
  });

  it('fits what the expression of the same meaning fits', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 12 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 20 }), (glob, text) => {
        expect(fitsGlob(text, glob)).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text));
      }),
    );
  });

  it('of 500 stars takes time in proportion to the text', () => {
    const glob = `${'*a'.repeat(250)}*${'a'.repeat(249)}b`;
    const begun = elapsed();
    for (const length of [100_000, 200_000]) expect(fitsGlob('a'.repeat(length), glob)).toBe(false);
    expect(fitsGlob('a'.repeat(200_000), '*a'.repeat(250))).toBe(true);
    expect(elapsed() - begun).toBeLessThan(1_000);
  });
});
