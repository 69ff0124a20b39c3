import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EntraTokenOptions,
  entraAudience,
  entraClient,
  entraTenant,
  fakeEntra,
  type KeyFault,
} from '../../../support/entra.ts';
import { type DoorSetting, plainBody, plainFields, type SourceDoor, sourceDoor } from '../../../support/source-door.ts';
import { day, hour, minute, moveDate, now, second, today } from '../../../support/time.ts';

let entra: Awaited<ReturnType<typeof fakeEntra>>;
let door: SourceDoor;
let putRight: () => void;
const other = 'cccccccc-0000-4000-8000-00000000000c';

const setting = (more: object = {}): DoorSetting => ({
  sources: [
    {
      name: 'azure',
      preset: 'fields',
      fields: plainFields,
      auth: {
        entra: {
          ...{ tenantId: entraTenant, audience: entraAudience, clientIds: [other, entraClient.toUpperCase()] },
          ...{ issuer: entra.issuer, keys: entra.keys, ...more },
        },
      },
    },
    { name: 'plain', preset: 'fields', fields: plainFields, auth: { bearer: ['env:KEY'] } },
  ],
  env: { KEY: 'a-key' },
});

beforeEach(async () => {
  putRight = moveDate(today);
  entra = await fakeEntra();
  door = await sourceDoor(setting());
});
afterEach(async () => {
  await door.close();
  await entra.stop();
  putRight();
});

const say = (value: string, source = 'azure') =>
  door.ask(`/webhooks/alerts/${source}`, { headers: [['Authorization', value]] });
const send = async (options?: EntraTokenOptions) => (await say(`Bearer ${await entra.token(options)}`)).status;

describe('takes a token', () => {
  it('of the tenant, for us, by a client on the list, and reads the keys once', async () => {
    expect(await send()).toBe(202);
    expect(await send({ claims: { azp: other } })).toBe(202);
    expect(entra.state.asked).toBe(1);
  });

  it('of version 1, whose client is appid', async () => {
    expect(await send({ claims: { appid: entraClient }, without: ['azp'] })).toBe(202);
  });

  it('of version 2, which names us by the id alone', async () => {
    expect(await send({ claims: { aud: entraAudience.slice(6) } })).toBe(202);
  });

  it('while clocks differ by 5 minutes, and one of a managed identity, which is valid for a day', async () => {
    expect(await send({ exp: -120 })).toBe(202);
    expect(await send({ nbf: 120 })).toBe(202);
    expect(await send({ claims: { iat: Math.floor(now() / 1_000) + 240 } })).toBe(202);
    expect(await send({ without: ['iat'] })).toBe(202);
    expect(await send({ exp: day / second })).toBe(202);
  });
});

describe('401 for', () => {
  it.each<[string, EntraTokenOptions]>([
    ['an audience of another', { claims: { aud: `api://${other}` } }],
    ['several audiences, one of them ours', { claims: { aud: [entraAudience, 'x'] } }],
    ['another issuer', { claims: { iss: 'https://sts.windows.net/other/' } }],
    ['Microsoft’s issuer, where another one is named', { claims: { iss: `https://sts.windows.net/${entraTenant}/` } }],
    ['another tenant', { claims: { tid: other } }],
    ['no tenant', { without: ['tid'] }],
    ['a client that is not on the list', { claims: { azp: entraTenant } }],
    ['a second client that is not on the list', { claims: { appid: entraTenant } }],
    ['no client', { without: ['azp'] }],
    ['an old token', { exp: -302 }],
    ['a token that is not valid yet', { nbf: 302 }],
    ['a token that was issued in the future', { claims: { iat: Math.floor(now() / 1_000) + 302 } }],
    ['a token without an end', { exp: null }],
    ['a token that is valid for a year', { exp: (365 * day) / second }],
    ['a signature of another key', { key: 'stranger', kid: 'one' }],
    ['a key that nobody knows', { key: 'stranger' }],
  ])('%s', async (_what, options) => {
    expect(await send(options)).toBe(401);
    expect(await door.alerts()).toEqual([]);
  });

  it('no token, garbage, and tokens that nobody signed', async () => {
    const good = await entra.token();
    const [head, claims, signature] = good.split('.');
    for (const value of [
      ...[
        '',
        'Bearer ',
        'Bearer x',
        'Bearer a.b.c',
        'Bearer ..',
        `Bearer ${head}.${claims}.`,
        `Bearer ${claims}.${head}.${signature}`,
      ],
      ...[`Bearer ${await entra.forged('none')}`, `Bearer ${await entra.forged('HS256')}`],
      ...[
        `Basic ${good}`,
        good,
        `Bearer ${good} x`,
        `Bearer ${good}, Bearer ${good}`,
        `Bearer ${good}x`,
        `Bearer ${good.slice(0, -9)}`,
      ],
    ])
      expect((await say(value)).status, value).toBe(401);
    const twice = await door.ask('/webhooks/alerts/azure', {
      headers: [
        ['Authorization', `Bearer ${good}`],
        ['Authorization', `Bearer ${good}`],
      ],
    });
    expect(twice.status).toBe(401);
    expect((await say(`Bearer ${good}`, 'plain')).status).toBe(401);
    expect((await say('Bearer a-key')).status).toBe(401);
    expect((await say(`Bearer ${good}`)).status).toBe(202);
  });
});

it('a stranger, who knows neither audience nor client, causes no request to the key server', async () => {
  await send({ claims: { aud: 'x' } });
  await send({ claims: { azp: entraTenant } });
  await send({ claims: { iss: 'x' } });
  await send({ exp: null });
  expect(entra.state.asked).toBe(0);
});

describe('keys', () => {
  it('of a rotation are read at once, one time a minute at most', async () => {
    expect(await send()).toBe(202);
    entra.state.published = ['two'];
    expect(await send({ key: 'two' })).toBe(202);
    expect(entra.state.asked).toBe(2);
    expect(await send({ key: 'one' })).toBe(401);
    for (let n = 0; n < 5; n++) expect(await send({ key: 'stranger' })).toBe(401);
    expect(entra.state.asked).toBe(2);
    entra.state.published = ['two', 'three'];
    await door.time.advance(minute);
    expect(await send({ key: 'three' })).toBe(202);
    expect(entra.state.asked).toBe(3);
  });

  it('that were withdrawn are forgotten', async () => {
    expect(await send()).toBe(202);
    entra.state.published = ['two'];
    await door.time.advance(hour + 1);
    expect(await send()).toBe(202);
    expect(await send({ key: 'two' })).toBe(202);
    expect(await send()).toBe(401);
  });

  it.each<KeyFault>(['down', 'status', 'huge', 'redirect', 'garbage'])(
    'that cannot be read (%s) are 503 with Retry-After, and are asked for again after that',
    async (fault) => {
      entra.state.fault = fault;
      const first = await say(`Bearer ${await entra.token()}`);
      expect([first.status, first.headers['retry-after']]).toEqual([503, '10']);
      expect(await send()).toBe(503);
      expect(entra.state.asked).toBe(1);
      // One line for what was read, however many ask.
      expect(door.lines().filter(({ msg }) => /Entra signing keys not fetched/.test(msg))).toHaveLength(1);
      expect(await door.metrics()).toMatch(/source_requests_total\{source="[^"]*",outcome="unavailable"\} 2/);
      entra.state.fault = null;
      await door.time.advance(10 * second);
      expect(await send()).toBe(202);
    },
  );

  it('are waited for 5 seconds', async () => {
    entra.state.fault = 'silent';
    const sent = send();
    for (let n = 0; n < 200 && entra.state.asked === 0; n++) await door.ask('/healthz', { method: 'GET' });
    await door.time.advance(5 * second);
    expect(await sent).toBe(503);
  });

  it('serve for a day while the key server is down, and no longer', async () => {
    expect(await send()).toBe(202);
    entra.state.fault = 'down';
    for (const hours of [2, 12, 9, 1]) {
      await door.time.advance(hours * hour);
      expect(await send()).toBe(202);
      expect(await send({ key: 'two' })).toBe(503);
    }
    await door.time.advance(minute);
    expect(await send()).toBe(503);
    entra.state.fault = null;
    await door.time.advance(minute);
    expect(await send()).toBe(202);
  });
});

it('without issuer and keys of a rehearsal, only Microsoft’s issuers of the tenant are believed', async () => {
  await door.close();
  door = await sourceDoor(setting({ issuer: undefined }));
  for (const iss of [
    `https://sts.windows.net/${entraTenant}/`,
    `https://login.microsoftonline.com/${entraTenant}/v2.0`,
  ])
    expect(await send({ claims: { iss } })).toBe(202);
  for (const iss of [entra.issuer, `https://sts.windows.net/${other}/`, `https://sts.windows.net/${entraTenant}`])
    expect(await send({ claims: { iss } })).toBe(401);
});

it('a body that is too large, with a token that nobody can check now, is reported to nobody', async () => {
  entra.state.fault = 'down';
  const body = JSON.stringify({ ...plainBody(), more: 'x'.repeat(1 << 20) });
  const headers = [['Authorization', `Bearer ${await entra.token({ key: 'two' })}`]] as const;
  const { status } = await door.ask('/webhooks/alerts/azure', { headers, body });
  expect([413, 503]).toContain(status);
  expect(await door.metrics()).not.toMatch(/source_requests_total\{source="azure",outcome="unread"\} [1-9]/);
  expect(await door.store.read((reader) => reader.list('sources'))).toEqual([]);
});
