import '../support/time.ts';
import { describe, expect, it } from 'vitest';
import { mayReach } from '../../adapters/receivers/call.ts';
import { aReceiver, openedReceivers, outgoing } from '../support/receiver.ts';

const to = (url: string, more: object = {}) => ({ name: 'there', format: 'json', url, events: ['alert.*'], ...more });

/** What no call may reach without `private`, as it may be written in a URL. `@` is the port of a listener on this machine. */
const byNumber = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.255.255.254',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
  ],
  ...['127.0.0.1.', '%31%32%37.0.0.1', '0', '0.0.0.0', '0x0', '00.0.0.0'],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[::7f00:1]'],
  ...['[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]'],
  ...['[fe80::1]', '[fec0::1]', '[fc00::1]', '[fd12:3456::1]', '[ff02::1]', '[fd00:ec2::254]', '[fd20:ce::254]'],
  ...['[2001:db8::1]', '[100::1]', '[::ffff:169.254.169.254]', '[::ffff:10.0.0.1]', '[::ffff:a9fe:a9fe]'],
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '0xa.1', '012.0.0.1', '167772161'],
  ...['169.254.169.254', '169.254.170.2', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '168.63.129.16'],
  ...['100.64.0.1', '100.100.100.200', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
];

describe('no connection is made', () => {
  it.each(byNumber)('to https://%s', async (host) => {
    const there = await aReceiver();
    const { receivers } = openedReceivers([to(`https://${host}:${there.port}/hook`)]);
    expect(await receivers.send('there', outgoing())).toEqual({
      ...{ kind: 'failed', why: 'addressNotAllowed', retryAfterMs: null, maybeDone: false },
    });
    expect(there.state.connections).toBe(0);
  });

  it.each([
    ...['127.0.0.1', '0.0.0.0', '10.0.0.1', '169.254.169.254', '168.63.129.16', '100.100.100.200', '192.168.1.1'],
    ...['::1', '::', 'fe80::1', 'fe80::1%lo', 'fd00::1', 'fd00:ec2::254', '::ffff:127.0.0.1', '::ffff:7f00:1'],
    ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001::1'],
  ])('to a name whose address is %s, also beside a public one', async (address) => {
    const there = await aReceiver();
    const family = address.includes(':') ? 6 : 4;
    for (const found of [
      [{ address, family }],
      [
        { address: '93.184.216.34', family: 4 },
        { address, family },
      ],
    ]) {
      const { receivers } = openedReceivers([to(there.url)], { world: { lookup: (_host, done) => done(null, found) } });
      expect(await receivers.send('there', outgoing())).toMatchObject({ why: 'addressNotAllowed', maybeDone: false });
    }
    expect(there.state.connections).toBe(0);
  });

  it.each(['localhost', 'localhost.', 'LOCALHOST', 'ip6-localhost'])(
    'to %s, by the name servers of this machine',
    async (name) => {
      const there = await aReceiver();
      const { receivers } = openedReceivers([to(`https://${name}:${there.port}/`)], { world: { lookup: undefined } });
      expect(await receivers.send('there', outgoing())).toMatchObject({ kind: 'failed', maybeDone: false });
      expect(there.state.connections).toBe(0);
    },
  );

  it('to a name that has another address by the time of the connection', async () => {
    const there = await aReceiver();
    const answers = ['93.184.216.34', '127.0.0.1'];
    const asked: string[] = [];
    const { receivers } = openedReceivers([to(`https://receiver.example:${there.port}/`, { private: false })], {
      world: {
        lookup: (host, done) => {
          asked.push(host);
          done(null, [{ address: answers.at(asked.length) ?? '127.0.0.1', family: 4 }]);
        },
      },
    });
    expect(await receivers.send('there', outgoing())).toMatchObject({ why: 'addressNotAllowed' });
    // What was judged is what is connected to: nobody asks again in between.
    expect(asked).toEqual(['receiver.example']);
    expect(there.state.connections).toBe(0);
  });

  it('to where an answer redirects', async () => {
    const [there, other] = [await aReceiver(), await aReceiver()];
    const { receivers } = openedReceivers([to(there.url, { private: true })]);
    for (const status of [301, 302, 303, 307, 308]) {
      there.state.answer = (response) => void response.writeHead(status, { location: other.url }).end();
      expect(await receivers.send('there', outgoing())).toMatchObject({ kind: 'refused', status });
    }
    expect(other.state.connections).toBe(0);
  });
});

describe('"private": true', () => {
  const open = { isPrivate: true, isLocal: false };

  it('opens private, unique-local and loopback addresses, by http too', async () => {
    for (const address of ['127.0.0.1', '::1', '10.1.2.3', '172.16.0.1', '192.168.1.1', 'fd12::1', '::ffff:10.0.0.1'])
      for (const isEncrypted of [true, false])
        expect([address, mayReach(address, open, isEncrypted)]).toEqual([address, true]);
    const plain = await aReceiver(null);
    const { receivers } = openedReceivers([to(plain.url, { private: true })]);
    expect(await receivers.send('there', outgoing())).toMatchObject({ kind: 'sent' });
    const { receivers: named } = openedReceivers([to(`http://receiver.example:${plain.port}/`, { private: true })]);
    expect(await named.send('there', outgoing())).toMatchObject({ kind: 'sent' });
  });

  it('never opens link-local addresses and metadata services, and none on the internet by http', () => {
    const never = [
      ...['169.254.169.254', '169.254.1.1', '168.63.129.16', '100.100.100.200', '0.0.0.0', '192.0.0.192', '224.0.0.1'],
      ...[
        'fe80::1',
        'fe80::1%eth0',
        'fd00:ec2::254',
        'fd20:ce::254',
        '::ffff:169.254.169.254',
        '64:ff9b::a9fe:a9fe',
        '::',
      ],
    ];
    for (const address of never)
      for (const isEncrypted of [true, false])
        expect([address, mayReach(address, open, isEncrypted)]).toEqual([address, false]);
    expect(mayReach('93.184.216.34', open, true)).toBe(true);
    expect(mayReach('93.184.216.34', open, false)).toBe(false);
  });
});

it('local mode calls this machine alone, and that without "private"', async () => {
  const plain = await aReceiver(null);
  const { receivers } = openedReceivers([to(plain.url), to('https://receiver.example/', { name: 'far' })], {
    isLocal: true,
    world: { lookup: (_host, done) => done(null, [{ address: '93.184.216.34', family: 4 }]) },
  });
  expect(await receivers.send('there', outgoing())).toMatchObject({ kind: 'sent' });
  expect(await receivers.send('far', outgoing())).toMatchObject({ why: 'addressNotAllowed' });
  const local = { isPrivate: true, isLocal: true };
  for (const address of ['10.0.0.1', '93.184.216.34', '169.254.169.254'])
    expect(mayReach(address, local, true)).toBe(false);
});
