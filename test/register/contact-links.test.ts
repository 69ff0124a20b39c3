import { domainToUnicode } from 'node:url';
import { describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { mailText, withPages } from '../../src/request/contact-links.ts';

describe('an e-mail address whose domain is encoded', () => {
  const read = (email: string) => mailText(email, { messages: messages('en'), readDomain: domainToUnicode });

  it.each([
    ['soc@xn--cntoso-wqf.com', 'cоntoso.com'],
    ['soc@mail.xn--bcher-kva.example', 'mail.bücher.example'],
    ['soc@XN--BCHER-KVA.example', 'bücher.example'],
    // IDNA forbids these: a sign that stands for two (“⒈”), a label of nothing, and garbage.
    ['soc@xn--a-ecp.ru', '�'],
    ['soc@xn--.com', '�'],
    ['soc@xn--0.com', '�'],
    ['soc@xn--99999999999.com', '�'],
  ])('%s reads as “%s”, and is no link', (email, shown) => {
    expect(read(email)).toBe(`${email} (reads as “${shown}”. Caution: such letters can imitate another name)`);
  });

  it('reads as nothing where the reader knows nothing to read', () => {
    for (const nothing of ['', 'mail.xn--bcher-kva.example'])
      expect(mailText('soc@xn--bcher-kva.example', { messages: messages('en'), readDomain: () => nothing })).toContain(
        '“�”',
      );
  });

  it('is any other one as it stands', () => {
    expect(['soc@contoso.com', 'soc@axn--b.com'].map(read)).toEqual(['soc@contoso.com', 'soc@axn--b.com']);
  });
});

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
