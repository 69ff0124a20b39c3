import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodedHost } from '../../src/domain/text/punycode.ts';

it.each([
  ['xn--cntoso-zqc.com', domainToUnicode('xn--cntoso-zqc.com')],
  ['mail.xn--bcher-kva.example', 'mail.bücher.example'],
  ['XN--BCHER-KVA.example', 'bücher.example'],
  ['xn--fiqs8s.cn', '中国.cn'],
  ['xn--80ak6aa92e.com', 'аррӏе.com'],
  ['contoso.com', null],
  ['xn--.com', '.com'],
  ['xn--a-b!.com', '�.com'],
  ['xn--99999999999.com', '�.com'],
])('%s reads as %s', (host, read) => {
  expect(decodedHost(host)).toBe(read);
});

it('reads the letters of Latin, Greek and Cyrillic names as Node does', () => {
  const label = fc.stringMatching(/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{1,12}$/u);
  fc.assert(
    fc.property(label, (text) => {
      const ascii = domainToASCII(`${text}.com`);
      const read = domainToUnicode(ascii);
      // Some become punctuation: «ŀ» is «l·».
      fc.pre(ascii.startsWith('xn--') && /^[\p{L}\p{N}\p{M}-]+\.com$/u.test(read) && read !== ascii);
      expect(decodedHost(ascii)).toBe(read);
    }),
    { numRuns: 300 },
  );
});

it('shows nothing that would turn or hide text', () => {
  // A right-to-left override between two letters.
  expect(decodedHost('xn--ab-hwn.com')).toMatch(/^[\p{L}\p{N}\p{M}�.-]+$/u);
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9-]{0,80}$/), (text) => {
      expect(decodedHost(`xn--${text}.com`)).toMatch(/^[\p{L}\p{N}\p{M}�.-]*$/u);
    }),
  );
});
