import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleaned, cleanedLine, withoutMiddle } from '../../src/domain/text/clean-text.ts';

describe('text from outside', () => {
  it.each([
    ['Con\u200btoso', 'Contoso'],
    ['Con\u200dtoso', 'Contoso'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['\u2066a\u2069\u200e\u200f\u061c', 'a'],
    ['a\u0000b\u0007c\u009bd', 'abcd'],
    ['a\ud83d', 'a'],
    ['\ufeffsoft\u00adhyphen\u2060\u3164', 'softhyphen'],
    ['hidden\u{e0041}\u{e0042}', 'hidden'],
    ['Contoso\ufe0f', 'Contoso'],
    ['👩\u200d\u200d', '👩'],
    ['one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
  ])('loses what nobody sees: %j becomes %j', (text, seen) => {
    expect(cleaned(text)).toBe(seen);
  });

  it.each([
    'L’été dernier, Œuvre à 24 h — « déjà vu »\u00a0!',
    'مركز الأمن',
    'می\u200cخواهم',
    'क्\u200dष',
    '👩\u200d🚀 👩🏽\u200d💻 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3 ⚠\ufe0f',
    'tab\tand\nline',
  ])('keeps what people write: %s', (text) => {
    expect(cleaned(text)).toBe(text);
  });

  it('is the same when it is cleaned again, whatever it is', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u200d', '\ufe0f', '\r', '👩', 'a', '\u20e3'),
    );
    fc.assert(
      fc.property(fc.array(unit), (parts) => {
        const once = cleaned(parts.join(''));
        expect(cleaned(once)).toBe(once);
      }),
    );
  });

  it('is one line as a name', () => {
    expect(cleanedLine(' Ada\n\u202e  Lovelace ')).toBe('Ada Lovelace');
  });

  it('is read by its first 1,500 and last 500 characters, never by half of one', () => {
    expect(withoutMiddle('x'.repeat(2_000))).toBeNull();
    expect(withoutMiddle(`${'a'.repeat(1_500)}b${'c'.repeat(500)}`)).toBe(`${'a'.repeat(1_500)} … ${'c'.repeat(500)}`);
    expect(withoutMiddle(`${'a'.repeat(1_499)}👩${'c'.repeat(500)}`)).toBe(`${'a'.repeat(1_499)} … ${'c'.repeat(500)}`);
  });
});
