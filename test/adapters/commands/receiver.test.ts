/** What an operator does with receivers: they try one, list them, and have doctor look at them. */
import { writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { doctor } from '../doctor/doctor-run.ts';
import { command, folder, type Settings } from '../process/child.ts';

const key = 'a-key-of-a-receiver-1234567890';

/** A receiver on this machine that answers so. */
async function receiver(answer: (response: ServerResponse) => void) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      answer(response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/in`, bodies };
}

function settings(...receivers: readonly object[]): Settings {
  const file = join(folder(), 'receivers.json');
  writeFileSync(file, JSON.stringify({ version: 1, receivers }));
  return { RECEIVERS: file, KEY: key, STATE_DIR: join(folder(), 'state'), NODE_ENV: 'production' };
}

const desk = (url: string, more: object = {}) => ({
  ...{ name: 'desk', format: 'json', url, private: true, auth: { bearer: ['env:KEY'] }, events: ['alert.accepted'] },
  ...{ reference: 'id', ...more },
});

it('a test event that was taken is shown with its answer and its reference', async () => {
  const to = await receiver((response) => void response.end('{"id":4711}'));
  const { code, out } = await command('receiver', settings(desk(to.url)), 'try', 'desk').ended;
  expect([code, out]).toEqual([0, 'desk took the test event.\nStatus: 200\nAnswer: {"id":4711}\nReference: 4711\n']);
  expect(JSON.parse(to.bodies[0] ?? '')).toMatchObject({ event: 'receiver.test', subject: 'receivers/desk' });
});

it('a test event has what a ticket system needs, and a missing reference is said', async () => {
  const to = await receiver((response) => void response.end('{"id":4711}'));
  const body = { number: '{number}', summary: '{title}', tenant: '{tenant}' };
  const set = settings(desk(to.url, { body, reference: 'tiket.id' }));
  const { code, out } = await command('receiver', set, 'try', 'desk').ended;
  expect([code, out]).toEqual([0, expect.stringContaining('No reference at tiket.id in the answer.\n')]);
  expect(JSON.parse(to.bodies[0] ?? '')).toEqual({ number: '0', summary: 'Test', tenant: 'Test' });
});

it('what went wrong is said in words, with its code', async () => {
  const to = await receiver((response) => void response.writeHead(401).end('no'));
  const said = async (url: string, more: object = {}) =>
    (await command('receiver', settings(desk(url, more)), 'try', 'desk').ended).err;
  expect(await said(to.url)).toContain('Status: 401: it does not accept the secret in auth, key or headers');
  expect(await said('http://127.0.0.1:9/in')).toContain('No answer: nobody listens there (ECONNREFUSED)');
  expect(await said('https://10.0.0.1/in', { private: false })).toContain('needs "private":true');
});

it('one that was refused ends with 1, and shows the answer without the secret', async () => {
  const to = await receiver((response) => void response.writeHead(422).end(`no ${key}\nmore`));
  const { code, err } = await command('receiver', settings(desk(to.url)), 'try', 'desk').ended;
  expect(code).toBe(1);
  expect(err).toContain('desk did not take the test event.\nStatus: 422\nAnswer: no ');
  expect(err).not.toContain(key);
});

it.each([
  [['try', 'pager'], 'The receivers’ file has no receiver pager, only: desk.'],
  [['try'], 'Missing: NAME.'],
  [['look'], 'Say try NAME, or list.'],
])('%j says what is wrong', async (args, why) => {
  const { err } = await command('receiver', settings(desk('http://127.0.0.1:9/in')), ...args).ended;
  expect(err).toContain(why);
});

it('list says of each receiver what waits, before the bot ran too', async () => {
  const set = settings(desk('http://127.0.0.1:9/in'), desk('https://example.com', { name: 'second', auth: undefined }));
  const { code, out } = await command('receiver', set, 'list').ended;
  expect([code, out]).toEqual([
    0,
    'desk (json): nothing waits; nothing sent yet\nsecond (json): nothing waits; nothing sent yet\n',
  ]);
});

it('doctor connects to each receiver, sends nothing, and says what is wrong with the file', async () => {
  const to = await receiver((response) => void response.end('{}'));
  const forbidden = desk('https://169.254.169.254/in', { name: 'cloud' });
  const gone = desk('http://127.0.0.1:9/in', { name: 'gone' });
  const { check: found } = await doctor(settings(desk(to.url), forbidden, gone));
  expect(found('receivers')).toMatchObject({ state: 'ok', detail: '3 receivers in the file.' });
  expect(found('receiver:desk')).toMatchObject({ state: 'off', fix: expect.stringContaining('try desk') });
  expect(found('receiver:cloud')).toMatchObject({
    state: 'failed',
    detail: expect.stringContaining('which needs "private":true, or one that is never called (addressNotAllowed)'),
  });
  expect(found('receiver:gone')).toMatchObject({
    state: 'failed',
    detail: expect.stringContaining('nobody listens there (ECONNREFUSED)'),
  });
  expect(to.bodies).toEqual([]);
  const wrong = await doctor(settings({ name: 'desk' }), '--offline');
  expect(wrong.check('receivers')).toMatchObject({ state: 'failed' });
});
