/** How the bot proves to a receiver that it is the bot, over real connections. */
import { writeFileSync } from 'node:fs';
import { jwtVerify } from 'jose';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SendResult } from '../../src/ports/receivers.ts';
import { entraClient, entraTenant, fakeEntra } from '../support/entra.ts';
import { type Answering, aReceiver, openedReceivers, outgoing } from '../support/receiver.ts';
import { isoNow, minute, moveDate, now, second } from '../support/time.ts';

let there: Awaited<ReturnType<typeof aReceiver>>;
beforeEach(async () => {
  there = await aReceiver();
});
const receiver = (more: object = {}) => ({
  ...{ name: 'siem', format: 'json', url: there.url, private: true, events: ['alert.*'] },
  ...more,
});
const headersOf = (call = there.calls.at(-1)) =>
  Object.fromEntries(Object.entries(call?.headers ?? {}).map(([name, value]) => [name, String(value)]));

describe('the signature of Standard Webhooks, which its own library verifies', () => {
  const secretOf = (letter: string) => `whsec_${Buffer.from(letter.repeat(24)).toString('base64')}`;
  const env = { OLD: secretOf('o'), NEXT: secretOf('n') };

  /** Sends one event, and returns what checks it with a secret. */
  async function signed(...secrets: string[]) {
    const auth = { standardWebhooks: secrets };
    const { receivers } = openedReceivers([receiver({ auth, format: 'cloudevents' })], { env });
    await receivers.send('siem', outgoing());
    const [body, headers] = [there.calls.at(-1)?.body ?? '', headersOf()];
    return (secret: string, text = body, more: object = {}) =>
      new Webhook(secret).verify(text, { ...headers, ...more });
  }

  it('is good by its secret, and by no other one', async () => {
    const verify = await signed('env:OLD');
    expect(verify(env.OLD)).toMatchObject({ id: 'out_1', data: { number: 17 } });
    expect(() => verify(env.NEXT)).toThrow('No matching signature found');
  });

  it('is good by each of two secrets while one takes the place of the other', async () => {
    const verify = await signed('env:NEXT', 'env:OLD');
    for (const secret of Object.values(env)) expect(verify(secret)).toMatchObject({ id: 'out_1' });
    expect(() => verify(secretOf('x'))).toThrow('No matching signature found');
  });

  it('is not good for another body, another id or another time', async () => {
    const verify = await signed('env:OLD');
    const body = there.calls[0]?.body ?? '';
    expect(() => verify(env.OLD, body.replace('17', '18'))).toThrow('No matching signature found');
    expect(() => verify(env.OLD, body, { 'webhook-id': 'out_2' })).toThrow('No matching signature found');
    const later = String(Math.floor(now() / second) + 60);
    expect(() => verify(env.OLD, body, { 'webhook-timestamp': later })).toThrow('No matching signature found');
  });

  it('is too old after five minutes; a repeat has one of its own time', async () => {
    const verify = await signed('env:OLD');
    onTestFinished(moveDate(new Date(now() + 6 * minute).toISOString()));
    expect(() => verify(env.OLD)).toThrow('Message timestamp too old');
    expect((await signed('env:OLD'))(env.OLD)).toMatchObject({ id: 'out_1' });
  });
});

it('a request has a bearer or a basic credential, the first of two, and the receiver’s own headers', async () => {
  const env = { ONE: 'one', TWO: 'two', APP: 'Splunk 123' };
  const { receivers } = openedReceivers(
    [
      receiver({ name: 'a', auth: { bearer: ['env:ONE', 'env:TWO'] }, headers: { 'X-App': ['env:APP'] } }),
      receiver({ name: 'b', auth: { basic: { user: 'bot', password: ['env:TWO'] } } }),
      receiver({ name: 'c', headers: { Authorization: ['env:APP'] } }),
    ],
    { env },
  );
  for (const name of ['a', 'b', 'c']) await receivers.send(name, outgoing());
  expect(there.calls.map(({ headers }) => [headers.authorization, headers['x-app']])).toEqual([
    ['Bearer one', 'Splunk 123'],
    [`Basic ${Buffer.from('bot:two').toString('base64')}`, undefined],
    ['Splunk 123', undefined],
  ]);
  expect(there.calls[0]?.headers['content-type']).toBe('application/json');
});

describe('a token of Entra', () => {
  const scope = 'https://monitor.azure.com/.default';
  let entra: Awaited<ReturnType<typeof fakeEntra>>;
  beforeEach(async () => {
    entra = await fakeEntra();
    onTestFinished(entra.stop);
    entra.tokens.register({ tenantId: entraTenant, clientId: entraClient, secrets: [{ value: 'right' }] });
    there.state.answer = bearers;
  });

  /** Takes what has the token that Entra gave last, and nothing else. */
  const bearers: Answering = (response, { headers }) =>
    void response.writeHead(headers.authorization === `Bearer ${entra.tokens.issued.at(-1)}` ? 204 : 401).end('who?');

  /** The milliseconds by which `uptimeMs` is moved on. */
  let passed = 0;
  function opened({ secret = ['env:SECRET'], ...more }: { secret?: string[]; scope?: string; clientId?: string } = {}) {
    passed = 0;
    const app = { tenantId: entraTenant, clientId: entraClient, secret, scope, login: entra.login, ...more };
    const env = { SECRET: 'right', WRONG: 'a-wrong-secret' };
    const rig = openedReceivers([receiver({ auth: { entra: app } })], { env, world: { uptimeMs: () => passed } });
    return { ...rig, send: () => rig.receivers.send('siem', outgoing()) };
  }
  const sent: SendResult = { kind: 'sent', reference: null, keyId: null };
  const unproven = (why: string) => ({ kind: 'failed', why, retryAfterMs: null, maybeDone: false });

  it('is of the app, for the resource that the file names, and kept until most of its life is over', async () => {
    const { send } = opened();
    for (let n = 0; n < 3; n++) expect(await send()).toEqual(sent);
    expect(entra.tokens.asked).toMatchObject([{ clientId: entraClient, grant: 'client_credentials', outcome: 'ok' }]);
    const token = headersOf().authorization?.replace('Bearer ', '') ?? '';
    const audience = 'https://monitor.azure.com';
    const options = { audience, currentDate: new Date(isoNow()) };
    const { payload } = await jwtVerify(token, await entra.signingKey(), options);
    expect(payload).toMatchObject({ appid: entraClient, tid: entraTenant });
    passed = 50 * minute;
    expect(await send()).toEqual(sent);
    expect(entra.tokens.asked).toHaveLength(2);
    expect(headersOf().authorization).not.toBe(`Bearer ${token}`);
  });

  it('that the receiver refuses is asked for once more before the event counts as refused', async () => {
    const { send } = opened();
    await send();
    entra.tokens.issued.push('a later one');
    expect(await send()).toEqual(sent);
    expect([entra.tokens.asked.length, there.calls.length]).toEqual([2, 3]);
    there.state.answer = (response) => void response.writeHead(401).end('no role');
    expect(await send()).toEqual({ kind: 'refused', status: 401, line: 'no role' });
    expect([entra.tokens.asked.length, there.calls.length]).toEqual([3, 5]);
    there.state.answer = (response) => void response.writeHead(403).end('no role');
    expect(await send()).toEqual({ kind: 'refused', status: 403, line: 'no role' });
    expect([entra.tokens.asked.length, there.calls.length]).toEqual([3, 6]);
  });

  it('by the second of two secrets, where Entra no longer takes the first one', async () => {
    expect(await opened({ secret: ['env:WRONG', 'env:SECRET'] }).send()).toEqual(sent);
    expect(entra.tokens.asked.map(({ outcome }) => outcome)).toEqual([7000215, 'ok']);
  });

  it.each([
    ['a wrong secret', { secret: ['env:WRONG'] }, 'AADSTS7000215', 'copy its value, not its id'],
    ['another app', { clientId: entraTenant }, 'AADSTS700016', 'Correct clientId or tenantId'],
    ['another resource', { scope: 'https://other.example/.default' }, 'AADSTS500011', 'Correct scope'],
    ['no resource', { scope: 'https://monitor.azure.com' }, 'AADSTS1002012', 'ends in /.default'],
  ])('is not given for %s, which is said by Entra’s code and with what to do', async (_what, app, code, step) => {
    const { send, answered, logged } = opened(app);
    expect(await send()).toEqual(unproven(`entra ${code}`));
    const { status, line } = await answered('siem', outgoing());
    expect([status, line]).toEqual([null, expect.stringContaining(`Microsoft Entra gave no token (${code}). `)]);
    expect(line).toContain(step);
    expect(there.calls).toEqual([]);
    expect(logged.join() + line).not.toContain('a-wrong-secret');
  });

  it('that Entra cannot give now is asked for again with the next attempt', async () => {
    const { send } = opened();
    const fail = (fault: Parameters<typeof entra.tokens.faults.fail>[1]) => entra.tokens.faults.fail(() => true, fault);
    fail({ kind: 'answer', status: 503, body: 'down' });
    expect(await send()).toEqual(unproven('entra 503'));
    fail({ kind: 'reset' });
    expect(await send()).toEqual(unproven('entra network'));
    fail({ kind: 'html' });
    expect(await send()).toEqual(unproven('entra noToken'));
    fail({ kind: 'answer', status: 429, body: { error: 'slow_down' }, headers: { 'retry-after': '90' } });
    expect(await send()).toMatchObject({ kind: 'failed', why: 'entra slow_down', retryAfterMs: 90_000 });
    const { length } = entra.tokens.asked;
    passed = 30 * second;
    expect(await send()).toMatchObject({ retryAfterMs: 60_000 });
    expect(entra.tokens.asked).toHaveLength(length);
    passed = 90 * second;
    expect(await send()).toEqual(sent);
  });
});

it('a secret in a file that would add a header is not used', async () => {
  const { folder } = openedReceivers([]);
  const file = `${folder}/token`;
  writeFileSync(file, 'good\n');
  const rig = openedReceivers([receiver({ headers: { 'x-key': [`file:${file}`] } })]);
  writeFileSync(file, 'good\r\nx-admin: yes\n');
  there.state.answer = (response) => void response.writeHead(401).end('who?');
  expect(await rig.receivers.send('siem', outgoing())).toMatchObject({ kind: 'refused', status: 401 });
  expect(there.calls.map(({ headers }) => [headers['x-key'], headers['x-admin']])).toEqual([['good', undefined]]);
});
