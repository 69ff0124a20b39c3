import { describe, expect, it } from 'vitest';
import { withPages } from '../../src/request/contact-links.ts';

describe('a page in a text of ours', () => {
  it('is a link that names its host, without the dot that ends the sentence', () => {
    expect(withPages('See https://learn.microsoft.com/partner-center/security/security-contact.')).toEqual([
      'See ',
      {
        kind: 'link',
        url: 'https://learn.microsoft.com/partner-center/security/security-contact',
        label: 'learn.microsoft.com/…/security-contact',
      },
      '.',
    ]);
  });

  it('is nothing that is no https address', () => {
    expect(withPages('See http://contoso.example and javascript:alert(1).')).toBe(
      'See http://contoso.example and javascript:alert(1).',
    );
  });
});
