import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entraAudience, entraClient, entraTenant, fakeEntra } from '../../../support/entra.ts';
import { secret } from '../../../support/sender.ts';
import { plainFields, type SourceDoor, sourceDoor } from '../../../support/source-door.ts';

const token = 'a-token-of-more-than-thirty-two-characters';
const env = {
  KEY: 'the-bearer-key',
  PASSWORD: 'the-password',
  HMAC: 'the-hmac-secret',
  TOKEN: token,
  STANDARD: secret,
};
const source = (name: string, auth: object) => ({ name, preset: 'fields', fields: plainFields, auth });

let entra: Awaited<ReturnType<typeof fakeEntra>>;
let door: SourceDoor;
beforeEach(async () => {
  entra = await fakeEntra();
  const audience = { tenantId: entraTenant, audience: entraAudience, clientIds: [entraClient] };
  door = await sourceDoor({
    env,
    sources: [
      source('bearer', { bearer: ['env:KEY'] }),
      source('basic', { basic: { user: 'u', password: ['env:PASSWORD'] } }),
      source('hmac', { hmac: { secret: ['env:HMAC'], signature: 'X-Mine', timestamp: 'X-Time' } }),
      source('token', { urlToken: ['env:TOKEN'] }),
      source('entra', { entra: { ...audience, issuer: entra.issuer, keys: entra.keys } }),
      source('standard', { standardWebhooks: ['env:STANDARD'] }),
    ],
  });
});
afterEach(async () => {
  await door.close();
  await entra.stop();
});

const known = ['bearer', 'basic', 'hmac', 'token', 'entra', 'standard'];
const unknown = [
  'nobody',
  'Bearer',
  'bearer%20',
  '%62earer',
  'default',
  '',
  '{source}',
  '__proto__',
  'constructor',
  'a'.repeat(5_000),
];

/** What a stranger may try, each at every source. */
const tries: [string, string, [string, string][]][] = [
  ['nothing', '', []],
  ['a wrong bearer', '', [['Authorization', 'Bearer wrong']]],
  ['an empty bearer', '', [['Authorization', 'Bearer ']]],
  ['a wrong password', '', [['Authorization', 'Basic dTp3cm9uZw==']]],
  [
    'two bearers',
    '',
    [
      ['Authorization', 'Bearer a'],
      ['Authorization', 'Bearer b'],
    ],
  ],
  ['a wrong token in the URL', '?token=wrong', []],
  ['two tokens in the URL', '?token=a&token=b', []],
  ['a token of nobody', '', [['Authorization', 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln']]],
  ['a signature', '', [['X-Hub-Signature-256', 'sha256=00']]],
  [
    'the header that a source signs in',
    '',
    [
      ['X-Mine', '0'.repeat(64)],
      ['X-Time', '1'],
    ],
  ],
  [
    'Standard Webhooks',
    '',
    [
      ['webhook-id', 'a'],
      ['webhook-timestamp', '1'],
      ['webhook-signature', 'v1,AAAA'],
    ],
  ],
];

describe('a source that is not there answers, byte for byte, like one that is: to', () => {
  it.each(tries)('%s', async (_what, query, headers) => {
    const answers = new Set<string>();
    for (const name of [...known, ...unknown]) {
      const answer = await door.ask(`/webhooks/alerts/${name}${query}`, { headers });
      expect(answer.status, name).toBe(401);
      answers.add(answer.raw);
    }
    expect(answers.size).toBe(1);
    expect([...answers].join()).not.toMatch(/www-authenticate|nobody|X-Mine/i);
    expect(await door.alerts()).toEqual([]);
  });

  it.each([
    ['text', 'text/plain', 415],
    ['no type', null, 415],
    ['JSON of no kind', 'application/jsonp', 415],
    ['a compressed body', 'application/json', 415],
  ] as const)('%s', async (what, type, status) => {
    const headers: [string, string][] = what === 'a compressed body' ? [['Content-Encoding', 'gzip']] : [];
    const answers = new Set<string>();
    for (const name of [...known, ...unknown]) {
      const answer = await door.ask(`/webhooks/alerts/${name}`, { headers, type });
      expect(answer.status).toBe(status);
      answers.add(answer.raw);
    }
    expect(answers.size).toBe(1);
  });

  it('a body of more than 1 MB, signed or not, and of 20 MB', async () => {
    for (const headers of [[], [['X-Signature', 'x'] as [string, string]]])
      for (const size of [(1 << 20) + 1, 20 << 20]) {
        const answers = new Set<string>();
        for (const name of ['bearer', 'hmac', 'entra', 'nobody'])
          answers.add((await door.ask(`/webhooks/alerts/${name}`, { headers, body: 'x'.repeat(size) })).raw);
        expect(answers.size).toBe(1);
        expect([...answers][0]).toMatch(headers.length > 0 ? /^413/ : /^401/);
      }
  });
});

describe('the head alone decides when the answer comes', () => {
  /** Whether the answer came before the body did. */
  async function early(name: string, headers: [string, string][]): Promise<boolean> {
    const sending = door.begin(`/webhooks/alerts/${name}`, { headers });
    // What was asked later is answered before this, unless this waits for its body.
    for (let n = 0; n < 20 && !sending.isAnswered(); n++) await door.ask('/healthz', { method: 'GET' });
    const was = sending.isAnswered();
    sending.end();
    expect((await sending.answer).status).toBe(401);
    return was;
  }

  it.each(tries.filter(([, query]) => query === ''))('%s', async (what, _query, headers) => {
    const waits = ['a token of nobody', 'a signature', 'the header that a source signs in', 'Standard Webhooks'];
    for (const name of [...known, 'nobody']) expect(await early(name, headers), name).toBe(!waits.includes(what));
  });
});

it('says in the log why a source was refused, once a minute for each, and of those that nobody knows together', async () => {
  for (let n = 0; n < 3; n++)
    for (const name of ['bearer', 'token', 'nobody', 'nobody-else'])
      await door.ask(`/webhooks/alerts/${name}?token=secret-that-was-sent`, {
        headers: [['Authorization', 'Bearer was-sent']],
      });
  const refused = door.lines().filter(({ msg }) => msg.startsWith('request refused'));
  expect(refused.map(({ source: who, why, route }) => [route, who, why])).toEqual([
    ['/webhooks/alerts/{source}', 'bearer', 'the token is not right'],
    ['/webhooks/alerts/{source}', 'token', 'the token in the URL is not right'],
    ['/webhooks/alerts/{source}', 'unknown', 'there is no such source'],
  ]);
  expect(door.log()).not.toMatch(/was-sent|nobody/);
});

it('counts what came, by source and outcome, with zeros, and never by what a stranger wrote', async () => {
  await door.ask('/webhooks/alerts/bearer', { headers: [['Authorization', `Bearer ${env.KEY}`]] });
  await door.ask('/webhooks/alerts/bearer', { headers: [['Authorization', `Bearer ${env.KEY}`]], body: {} });
  await door.ask('/webhooks/alerts/nobody?token=sent-by-a-stranger');
  await door.ask('/webhooks/alerts/token?token=sent-by-a-stranger');
  const text = await door.metrics();
  const counted = text
    .split('\n')
    .flatMap((line) => /source_requests_total\{(.*)\} (\d+)/.exec(line)?.slice(1).join(' ') ?? []);
  const zero = (name: string) =>
    ['accepted', 'unread', 'refused', 'unavailable'].map((how) => `source="${name}",outcome="${how}" 0`);
  expect(counted).toEqual([
    'source="bearer",outcome="accepted" 1',
    'source="bearer",outcome="unread" 1',
    'source="bearer",outcome="refused" 0',
    'source="bearer",outcome="unavailable" 0',
    ...zero('basic'),
    ...zero('hmac'),
    ...zero('token').with(2, 'source="token",outcome="refused" 1'),
    ...zero('entra'),
    ...zero('standard'),
    'source="unknown",outcome="refused" 1',
  ]);
  expect(text).toContain('http_requests_total{route="/webhooks/alerts/{source}",status="401"} 2');
  expect(text).not.toMatch(/sent-by-a-stranger|"nobody"/);
});

it('has no secret in the whole log, whatever is right or wrong', async () => {
  await door.ask(`/webhooks/alerts/token?token=${token}`);
  await door.ask(`/webhooks/alerts/token?token=${token}&token=${token}`);
  await door.ask(`/webhooks/alerts/nobody?token=${token}`);
  await door.ask(`/webhooks/alerts?token=${token}`);
  await door.ask('/webhooks/alerts/bearer', { headers: [['Authorization', `Bearer ${env.KEY}`]] });
  await door.ask(`/webhooks/alerts/token?token=${token}`, { body: '{' });
  expect(door.log()).not.toMatch(new RegExp(`${token}|${env.KEY}`));
  expect(await door.metrics()).not.toContain(token);
});
