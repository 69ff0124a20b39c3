/** Whether a mail comes from whom it claims, by the headers of made-up mails. */
import { describe, expect, it } from 'vitest';
import { isVerified } from '../../../../adapters/microsoft/mail/authentication-results.ts';
import { forgedHeaders, from, headersOf, hops, received, results } from '../../../support/mail-headers.ts';

const sender = 'no-reply@microsoft.com';
const verified = (headers: unknown, address = sender) => isVerified(headers, address);
const withResults = (...values: string[]) =>
  verified(headersOf({ mine: values.map((value) => ({ name: 'Authentication-Results', value })) }));

describe('a mail is verified', () => {
  it('where Microsoft’s own servers found that it comes from the domain of its From', () => {
    expect(verified(headersOf())).toBe(true);
    expect(verified(forgedHeaders())).toBe(false);
  });

  it.each([
    ['comments in comments', 'dmarc (of (the) domain \\) ;dmarc=fail) = (x) pass (y) header.from (z) = microsoft.com'],
    ['folded lines', 'dmarc\r\n\t=\r\n pass\r\n action=none\r\n\theader.from=microsoft.com'],
    ['upper case', 'DMARC=PASS ACTION=NONE HEADER.FROM=MICROSOFT.COM'],
    ['quoted values', 'dmarc="pass" reason="a; dmarc=fail \\" (" header.from="microsoft.com"'],
    ['a server’s name and a version', 'protection.outlook.com 1; spf=none; dmarc=pass header.from=microsoft.com'],
  ])('with %s', (_name, value) => {
    expect(withResults(value)).toBe(true);
  });

  it('with names of headers in any case, and a From in each form of one address', () => {
    const loud = headersOf().map(({ name, value }) => ({ name: name.toUpperCase(), value }));
    expect(verified(loud)).toBe(true);
    for (const value of [sender, `<${sender}>`, `Azure (x) <NO-REPLY@Microsoft.com>`, `"a, b <c@d.e>" <${sender}> (x)`])
      expect([value, verified(headersOf({ below: [from(value)] }))]).toEqual([value, true]);
  });

  it('where several lines there agree', () => {
    expect(verified(headersOf({ mine: [results(), results()] }))).toBe(true);
  });
});

describe('a mail is not verified', () => {
  it.each([
    ['that failed', 'dmarc=fail action=oreject header.from=microsoft.com'],
    ['of another domain', 'dmarc=pass header.from=microsoft.com.example.net'],
    ['of a part of the domain', 'dmarc=pass header.from=mail.microsoft.com'],
    ['of no domain', 'dmarc=pass action=none'],
    ['of two domains', 'dmarc=pass header.from=microsoft.com header.from=example.net'],
    ['that is there twice', 'dmarc=pass header.from=microsoft.com; dmarc=fail header.from=microsoft.com'],
    ['that is there twice in one part', 'dmarc=pass header.from=microsoft.com dmarc=fail'],
    ['in a comment', 'spf=pass (dmarc=pass header.from=microsoft.com)'],
    ['in a quoted string', 'spf=fail reason="; dmarc=pass header.from=microsoft.com"'],
    ['behind another one', 'spf=pass dmarc=pass header.from=microsoft.com'],
    ['in a comment without an end', 'spf=pass (; dmarc=pass header.from=microsoft.com'],
    ['behind a quoted string without an end', 'spf="pass; dmarc=pass header.from=microsoft.com'],
    ['that is nearly pass', 'dmarc=passed header.from=microsoft.com'],
    ['of bestguesspass', 'dmarc=bestguesspass header.from=microsoft.com'],
    ['with signs alone', ';;==;= dmarc == pass'],
    ['that is empty', ''],
  ])('by a result %s', (_name, value) => {
    expect(withResults(value)).toBe(false);
  });

  it('where several lines there disagree', () => {
    expect(verified(headersOf({ mine: [results(), results('dmarc=fail header.from=microsoft.com')] }))).toBe(false);
    expect(verified(headersOf({ mine: [results(), results('compauth=pass')] }))).toBe(false);
  });

  it('by a line below the first server from outside, whatever Microsoft wrote above it', () => {
    expect(verified(forgedHeaders([results(), from()]))).toBe(false);
    expect(verified(headersOf({ mine: [], below: [results(), from()] }))).toBe(false);
  });

  it('by a line above the topmost Received, or where there is none', () => {
    expect(verified([results(), ...forgedHeaders()])).toBe(false);
    expect(verified([results(), ...headersOf({ mine: [] })])).toBe(false);
    expect(verified([results(), from()])).toBe(false);
    expect(verified([from(), results()])).toBe(false);
  });

  it('by forged lines of Microsoft’s servers below its own, however the sender calls its server', () => {
    const forged = [hops.front, results(), hops.outside(), from()];
    for (const host of ['DB9PR01MB0002.eurprd01.prod.outlook.com', 'x.outlook.office365.com', 'mail.example.net'])
      expect(verified([hops.mailbox, hops.front, hops.outside(host), ...forged])).toBe(false);
  });

  it('where no server took it from outside, or one that is not known', () => {
    expect(verified([hops.mailbox, results(), hops.front, from()])).toBe(false);
    const unknown = received('mail.example.net', 'mx.microsoft');
    expect(verified([unknown, results(), hops.outside(), from()])).toBe(false);
    for (const value of [
      '',
      'by x.prod.outlook.com with HTTPS',
      'from (x) by y',
      'from a.prod.outlook.com.example.net by b',
    ])
      expect(verified([{ name: 'Received', value }, results(), hops.outside(), from()])).toBe(false);
  });

  it.each([
    ['two From', [from(), from()]],
    ['two From, one of which is somebody else', [from(), from('eve@example.net')]],
    ['no From', []],
    ['two addresses', [from(`${sender}, eve@example.net`)]],
    ['two addresses in brackets', [from(`<${sender}> <eve@example.net>`)]],
    ['a group', [from(`x: ${sender};`)]],
    ['another address than Graph shows', [from('eve@example.net')]],
    ['an address in a name', [from(`"${sender}" <eve@example.net>`)]],
    ['a quoted address', [from(`"no-reply"@microsoft.com`)]],
    ['an address with words around it', [from(`<a ${sender}>`)]],
    ['words behind it', [from(`<${sender}> eve`)]],
  ])('with %s', (_name, below) => {
    expect(verified(headersOf({ below }))).toBe(false);
  });

  it('without headers, or with headers of the wrong types', () => {
    const [first, ...rest] = headersOf();
    const wrong = [null, undefined, 'x', 7, {}, [], [null], [first, null, ...rest], [{ name: 7, value: '' }, ...rest]];
    for (const headers of wrong) expect(verified(headers)).toBe(false);
    expect(verified([...headersOf(), { name: 'X', value: null }])).toBe(false);
  });

  it('for an address of another domain, or none', () => {
    expect(verified(headersOf(), 'no-reply@microsoft.com.example.net')).toBe(false);
    expect(verified(headersOf(), '')).toBe(false);
  });
});

it('reads 10,000 headers, and refuses a header that is longer than any mail’s', () => {
  const many = Array.from({ length: 10_000 }, (_, n) => ({ name: n % 2 ? 'X-Filler' : 'Received', value: `(${n}` }));
  expect(verified(headersOf({ below: [...many, from()] }))).toBe(true);
  expect(verified([...many, ...headersOf()])).toBe(false);
  expect(withResults(`${'('.repeat(300_000)}${')'.repeat(300_000)} dmarc=pass header.from=microsoft.com`)).toBe(false);
});
