import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainBody, plainFields, type SourceDoor, sourceDoor } from '../../../support/source-door.ts';
import { moveDate, now, today } from '../../../support/time.ts';

const standard = (text: string) => `whsec_${Buffer.from(text).toString('base64')}`;
const env = {
  BEARER: 'bearer-one',
  BEARER_NEXT: 'bearer-two',
  BEARER_OTHER: 'bearer-of-another',
  PASSWORD: 'pass word:é',
  PASSWORD_NEXT: 'password-two',
  HMAC: 'hmac-one',
  HMAC_NEXT: 'hmac-two',
  TOKEN: 'token-one-with-thirty-two-characters',
  TOKEN_NEXT: 'token-two+with/thirty-two=characters',
  STANDARD: standard('standard webhooks, the first'),
  STANDARD_NEXT: standard('standard webhooks, the next'),
};
const two = (name: string) => [`env:${name}`, `env:${name}_NEXT`];
const source = (name: string, auth: object) => ({ name, preset: 'fields', fields: plainFields, auth });
const timed = { signature: 'X-Sig', timestamp: 'X-Sig-Time' };
const sources = [
  source('bearer', { bearer: two('BEARER') }),
  source('other', { bearer: ['env:BEARER_OTHER'] }),
  source('basic', { basic: { user: 'prom', password: two('PASSWORD') } }),
  source('hmac', { hmac: { secret: two('HMAC'), ...timed } }),
  source('bare', { hmac: { secret: ['env:HMAC'], signature: 'X-Hub', format: 'base64', prefix: 'sha256=' } }),
  source('dot', { hmac: { secret: ['env:HMAC'], ...timed, separator: '.' } }),
  source('token', { urlToken: two('TOKEN') }),
  source('standard', { standardWebhooks: two('STANDARD') }),
];

let door: SourceDoor;
let putRight: () => void;
beforeEach(async () => {
  putRight = moveDate(today);
  door = await sourceDoor({ sources, env });
});
afterEach(async () => {
  await door.close();
  putRight();
});

type Headers = [string, string][];
const body = JSON.stringify(plainBody());
const to = async (path: string, ...headers: Headers) =>
  (await door.ask(`/webhooks/alerts/${path}`, { headers, body })).status;
const authorized = (value: string): [string, string] => ['Authorization', value];
const coded = (pair: string) => Buffer.from(pair).toString('base64');

describe('bearer', () => {
  it.each([
    ['right', 'Bearer bearer-one'],
    ['the second of two', 'Bearer bearer-two'],
    ['a scheme in other letters, as HTTP has it', 'bEARER bearer-one'],
    ['more spaces after the scheme', 'Bearer   bearer-one'],
    ['spaces around', '  Bearer bearer-one  '],
  ])('takes what is %s', async (_what, value) => {
    expect(await to('bearer', authorized(value))).toBe(202);
  });

  it.each([
    ['wrong', 'Bearer bearer-onf'],
    ['longer', 'Bearer bearer-one1'],
    ['shorter', 'Bearer bearer-on'],
    ['in other letters', 'Bearer BEARER-ONE'],
    ['another source’s', 'Bearer bearer-of-another'],
    ['empty', 'Bearer '],
    ['without a scheme', 'bearer-one'],
    ['of another scheme', 'Basic bearer-one'],
    ['two at once', 'Bearer bearer-one bearer-two'],
    ['a list', 'Bearer bearer-one, Bearer bearer-one'],
  ])('refuses what is %s', async (_what, value) => {
    expect(await to('bearer', authorized(value))).toBe(401);
    expect(await door.alerts()).toEqual([]);
  });

  it('refuses when it is not there, or twice, right or wrong', async () => {
    const right = authorized('Bearer bearer-one');
    expect(await to('bearer')).toBe(401);
    expect(await to('bearer', right, right)).toBe(401);
    expect(await to('bearer', right, authorized('Bearer x'))).toBe(401);
    expect(await to('bearer', authorized('Bearer x'), right)).toBe(401);
    expect(await to('bearer?token=bearer-one')).toBe(401);
  });
});

describe('basic', () => {
  it.each([
    ['right', `Basic ${coded('prom:pass word:é')}`],
    ['the second of two', `Basic ${coded('prom:password-two')}`],
    ['a scheme in other letters', `basic ${coded('prom:password-two')}`],
  ])('takes what is %s', async (_what, value) => {
    expect(await to('basic', authorized(value))).toBe(202);
  });

  it.each([
    ['a wrong password', `Basic ${coded('prom:password')}`],
    ['a wrong user', `Basic ${coded('Prom:password-two')}`],
    ['no user', `Basic ${coded(':password-two')}`],
    ['no password', `Basic ${coded('prom:')}`],
    ['no colon', `Basic ${coded('prom')}`],
    ['nothing', 'Basic '],
    ['what is no base64', 'Basic prom:password-two'],
    ['another source’s', 'Bearer bearer-one'],
    ['a space in it', `Basic ${coded('prom:password-two')} x`],
  ])('refuses %s', async (_what, value) => {
    expect(await to('basic', authorized(value))).toBe(401);
  });

  it('refuses when it is not there, or twice', async () => {
    const right = authorized(`Basic ${coded('prom:password-two')}`);
    expect(await to('basic')).toBe(401);
    expect(await to('basic', right, right)).toBe(401);
  });
});

describe('a token in the URL', () => {
  const right = encodeURIComponent(env.TOKEN);
  it.each([
    ['right', `?token=${right}`],
    ['the second of two, coded', `?token=${encodeURIComponent(env.TOKEN_NEXT)}`],
    ['among others', `?a=1&token=${right}&b=2`],
  ])('is taken when it is %s', async (_what, query) => {
    expect(await to(`token${query}`)).toBe(202);
  });

  it.each([
    ['wrong', '?token=x'],
    ['empty', '?token='],
    ['not there', ''],
    ['under a name in other letters', `?Token=${right}`],
    ['in other letters', `?token=${right.toUpperCase()}`],
    ['twice', `?token=${right}&token=${right}`],
    ['there with another', `?token=${right}&token=x`],
    ['there after another', `?token=x&token=${right}`],
    ['longer', `?token=${right}1`],
    ['with a space', `?token=${right}%20`],
    ['after a second question mark', `??token=${right}`],
    ['in the fragment', `#token=${right}`],
  ])('is refused when it is %s', async (_what, query) => {
    expect(await to(`token${query}`)).toBe(401);
  });

  it('is refused in a header', async () => {
    expect(await to('token', authorized(`Bearer ${env.TOKEN}`))).toBe(401);
  });
});

describe('HMAC', () => {
  const seconds = (ahead = 0) => String(Math.floor(now() / 1_000) + ahead);
  const hex = (text: string, secret = env.HMAC) => createHmac('sha256', secret).update(text).digest('hex');
  const signed = (time: string, secret?: string, separator = ':'): Headers => [
    ['X-Sig', hex(`${time}${separator}${body}`, secret)],
    ['X-Sig-Time', time],
  ];

  it('takes a signature over time and body, of either secret, in any letters, and keeps the time that was signed', async () => {
    expect(await to('hmac', ...signed(seconds()))).toBe(202);
    expect(await to('hmac', ...signed(seconds(), env.HMAC_NEXT))).toBe(202);
    const time = seconds();
    expect(await to('hmac', ['x-sig', hex(`${time}:${body}`).toUpperCase()], ['X-SIG-TIME', time])).toBe(202);
    expect(await door.alerts()).toMatchObject([{ sentAt: new Date(Number(seconds()) * 1_000).toISOString() }]);
  });

  it('tells people of a wrong type, where the signature is right', async () => {
    const type = 'text/plain';
    expect((await door.ask('/webhooks/alerts/hmac', { headers: signed(seconds()), body, type })).status).toBe(415);
    expect((await door.ask('/webhooks/alerts/hmac', { headers: signed('0'), body, type })).status).toBe(401);
    const row = await door.store.read((reader) => reader.get('sources', 'hmac'));
    expect(row).toMatchObject({ unread: 1 });
  });

  it('takes a time in milliseconds, and one that is up to 5 minutes off', async () => {
    for (const ms of [0, -299_000, 299_000]) expect(await to('hmac', ...signed(String(now() + ms)))).toBe(202);
    for (const s of [-299, 299]) expect(await to('hmac', ...signed(seconds(s)))).toBe(202);
  });

  it('refuses a time that is more than 5 minutes off, or none', async () => {
    for (const ms of [-301_000, 302_000]) expect(await to('hmac', ...signed(String(now() + ms)))).toBe(401);
    for (const s of [-301, 302]) expect(await to('hmac', ...signed(seconds(s)))).toBe(401);
    for (const time of ['', 'now', '-1', '1e9', `${seconds()}.5`, `${seconds()}:x`])
      expect(await to('hmac', ...signed(time)), time).toBe(401);
    expect(await to('hmac', ['X-Sig', hex(`:${body}`)])).toBe(401);
  });

  it('refuses a signature that is wrong, of another secret, of another body or time, cut, doubled or not there', async () => {
    const [[, right] = ['', '']] = signed(seconds());
    const time: [string, string] = ['X-Sig-Time', seconds()];
    for (const wrong of [
      ...[hex(body), hex(`${seconds(1)}:${body}`), hex(`${seconds()}:${body} `), hex(`${seconds()}:${body}`, 'x')],
      ...[right.slice(1), `${right}0`, '', `sha256=${right}`, '0'.repeat(64), ` ${right},${right}`],
    ])
      expect(await to('hmac', ['X-Sig', wrong], time), wrong).toBe(401);
    expect(await to('hmac', ...signed(seconds()), ['X-Sig', right])).toBe(401);
    expect(await to('hmac', ...signed(seconds()), time)).toBe(401);
    expect(await to('hmac', time)).toBe(401);
    expect(await to('hmac')).toBe(401);
  });

  it('reads base64, a prefix and another separator where the file says so', async () => {
    const right = createHmac('sha256', env.HMAC).update(body).digest('base64');
    expect(await to('bare', ['X-Hub', `sha256=${right}`])).toBe(202);
    for (const wrong of [right, `SHA256=${right}`, `sha256=${hex(body)}`, `sha256=${right.slice(0, -1)}`])
      expect(await to('bare', ['X-Hub', wrong]), wrong).toBe(401);
    expect(await to('dot', ...signed(seconds(), env.HMAC, '.'))).toBe(202);
    expect(await to('dot', ...signed(seconds()))).toBe(401);
  });

  it('signs the bytes as they came, whatever they are', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    const signature = createHmac('sha256', env.HMAC).update(bytes).digest('base64');
    const { status } = await door.ask('/webhooks/alerts/bare', {
      headers: [['X-Hub', `sha256=${signature}`]],
      body: bytes,
    });
    expect(status).toBe(400);
  });
});

describe('Standard Webhooks', () => {
  const signed = (secret: string, ahead = 0): Headers => {
    const at = new Date(now() + ahead * 1_000);
    return [
      ['webhook-id', 'msg_1'],
      ['webhook-timestamp', String(Math.floor(at.getTime() / 1_000))],
      ['webhook-signature', new Webhook(secret).sign('msg_1', at, body)],
    ];
  };

  it('takes the signature of either secret, and keeps the time that was signed', async () => {
    expect(await to('standard', ...signed(env.STANDARD))).toBe(202);
    expect(await to('standard', ...signed(env.STANDARD_NEXT))).toBe(202);
    expect(await door.alerts()).toMatchObject([{ sentAt: today }]);
  });

  it('refuses another secret, a time that is off, and what is not there or twice', async () => {
    expect(await to('standard', ...signed(standard('of somebody else, not ours')))).toBe(401);
    expect(await to('standard', ...signed(env.STANDARD, -301))).toBe(401);
    expect(await to('standard', ...signed(env.STANDARD, 302))).toBe(401);
    const [id, time, signature] = signed(env.STANDARD);
    if (!id || !time || !signature) throw new Error('three headers');
    for (const some of [
      [id, time],
      [time, signature],
      [id, signature],
      [],
      [id, id, time, signature],
      [id, time, time, signature],
    ])
      expect(await to('standard', ...some)).toBe(401);
  });
});

it('a credential of one kind opens no source of another kind', async () => {
  const all: [string, ...Headers][] = [
    ['', authorized('Bearer bearer-one')],
    ['', authorized(`Basic ${coded('prom:password-two')}`)],
    [`?token=${env.TOKEN}`],
  ];
  const opened = [];
  for (const { name } of sources)
    for (const [query, ...headers] of all) if ((await to(`${name}${query}`, ...headers)) === 202) opened.push(name);
  expect(opened).toEqual(['bearer', 'basic', 'token']);
});

it('says of whom an alert is by the route alone, whatever the body says', async () => {
  const forged = { ...plainBody('9'), source: 'other' };
  await door.ask('/webhooks/alerts/bearer', { headers: [authorized('Bearer bearer-one')], body: forged });
  expect(await door.alerts()).toMatchObject([{ id: 'webhook:bearer 9', source: 'webhook:bearer' }]);
});
