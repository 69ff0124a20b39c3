import { describe, expect, it } from 'vitest';
import { mailDomains, type NameServers } from '../../../adapters/world/mail-dns.ts';

type Answer<T> = readonly T[] | string | null;

/** Name servers that answer so: a list, an error code, or null for never. */
function names(mx: Answer<string>, four: Answer<string> = 'ENODATA', six: Answer<string> = 'ENODATA', blind = false) {
  const asked: string[] = [];
  const say =
    <T, R>(answer: Answer<T>, wrap: (value: T) => R) =>
    (name: string): Promise<R[]> => {
      asked.push(name);
      if (answer === null) return new Promise(() => {});
      if (typeof answer === 'string') return Promise.reject(Object.assign(new Error(answer), { code: answer }));
      return Promise.resolve(answer.map(wrap));
    };
  const host = (exchange: string) => ({ exchange, priority: 10 });
  const open = () =>
    ({
      resolveMx: (name: string) => say(name === 'microsoft.com' && !blind ? ['mx'] : mx, host)(name),
      resolve4: say(four, (address) => address),
      resolve6: say(six, (address) => address),
      cancel: () => asked.push('cancelled'),
    }) as unknown as NameServers;
  return { asked, mail: mailDomains(open, 50) };
}

describe('whether a domain takes mail', () => {
  it.each([
    ['yes with a mail host', ['mx.contoso.example'], 'ENODATA', 'ENODATA', 'yes'],
    ['no when the domain does not exist', 'ENOTFOUND', null, null, 'no'],
    ['no when it says so by RFC 7505', [''], null, null, 'no'],
    ['no when it says so by RFC 7505, with the dot', ['.'], null, null, 'no'],
    ['no with neither a mail host nor an address', 'ENODATA', 'ENODATA', 'ENODATA', 'no'],
    ['unknown with an address alone', 'ENODATA', ['192.0.2.1'], 'ENODATA', 'unknown'],
    ['unknown with an IPv6 address alone', 'ENODATA', 'ENODATA', ['2001:db8::1'], 'unknown'],
    ['unknown when the address cannot be asked', 'ENODATA', 'ESERVFAIL', 'ENODATA', 'unknown'],
    ['unknown when the servers fail', 'ESERVFAIL', null, null, 'unknown'],
    ['unknown when they refuse', 'EREFUSED', null, null, 'unknown'],
    ['unknown when they are silent', null, null, null, 'unknown'],
    ['unknown when they are silent about the address', 'ENODATA', null, null, 'unknown'],
  ] as const)('is %s', async (_, mx, four, six, verdict) => {
    const { mail, asked } = names(mx, four, six);
    expect(await mail.takesMail('contoso.example')).toBe(verdict);
    expect(asked.at(-1)).toBe('cancelled');
  });

  it.each(['ENOTFOUND', 'ENODATA'])(
    'is unknown where the servers say %s of everything, as in a closed network',
    async (code) => {
      const { mail } = names(code, code, code, true);
      expect(await mail.takesMail('contoso.example')).toBe('unknown');
    },
  );

  it('is asked of the name in ASCII', async () => {
    const { mail, asked } = names(['mx']);
    await mail.takesMail('société.example.');
    expect(asked[0]).toBe('xn--socit-esab.example');
  });

  it.each([
    'localhost',
    'intranet',
    '[192.0.2.1]',
    '192.0.2.1',
    'a..b',
    '-a.example',
    'a b.example',
    '',
    `${'a'.repeat(64)}.example`,
  ])('is unknown, and nobody is asked, for %j', async (domain) => {
    const { mail, asked } = names(['mx']);
    expect(await mail.takesMail(domain)).toBe('unknown');
    expect(asked).toEqual([]);
  });
});
