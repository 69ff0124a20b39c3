/** A bot as its own process, whose events and audit trail other systems get. */
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { alert, post, secret } from '../../support/sender.ts';
import { fakeSlack } from '../../support/slack.ts';
import { bot, folder, patient } from './child.ts';

/** What a receiver got: the headers, and the body as JSON. */
interface Got {
  path: string;
  headers: Record<string, unknown>;
  body: Record<string, unknown>;
}

/** A receiver on this machine, which answers with a ticket. */
async function receiver() {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(body) });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ticket: { id: 4711 } }));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const at = (path: string) => got.filter((one) => one.path === path);
  return { url: `http://127.0.0.1:${port}`, at };
}

it('gets what happens to an alert and each entry of the audit trail; a reload adds a receiver', async () => {
  const slack = await fakeSlack();
  onTestFinished(() => slack.stop());
  slack.addUser('U1ADA', {});
  const to = await receiver();
  const dir = folder();
  const file = join(dir, 'receivers.json');
  const siem = {
    ...{ name: 'siem', format: 'cloudevents', url: `${to.url}/siem`, private: true },
    ...{ auth: { bearer: ['env:SIEM_KEY'] }, events: ['audit'] },
  };
  const desk = (name: string) => ({
    ...{ name, format: 'json', url: `${to.url}/${name}`, private: true, events: ['alert.accepted'] },
    ...{ body: { summary: '{title}', priority: '{severity}' }, reference: 'ticket.id' },
  });
  const write = (...receivers: readonly object[]) => {
    writeFileSync(`${file}.new`, JSON.stringify({ version: 1, receivers }));
    renameSync(`${file}.new`, file);
  };
  write(siem, desk('desk'));
  const admins = join(dir, 'admins');
  writeFileSync(admins, 'slack:T0HOME/U1ADA');
  const { url, said, child } = await bot({
    ...{ STATE_DIR: folder(), HOST: '127.0.0.1', NODE_ENV: 'production', ADMINS_FILE: admins },
    ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: 'a-signing-secret', SLACK_API_URL: slack.apiUrl },
    ...{ ALERT_WEBHOOK_SECRET: secret, RECEIVERS: file, SIEM_KEY: 'a-key-of-a-siem-1234567890' },
  });
  expect((await post(url, [alert({ severity: 'high' })])).status).toBe(202);
  await vi.waitFor(() => expect(to.at('/desk')).toHaveLength(1), patient);
  expect(to.at('/desk')[0]?.body).toEqual({ summary: alert({}).displayName, priority: 'high' });
  expect(to.at('/desk')[0]?.headers['webhook-id']).toMatch(/-e\d+$/);

  write(siem, desk('desk'), desk('second'));
  writeFileSync(admins, 'slack:T0HOME/U1ADA, slack:T0HOME/U2EVE');
  child.kill('SIGHUP');
  await vi.waitUntil(() => said.out.includes('"settings reloaded"'), patient);
  expect(said.out).toContain('"receivers":{"added":["second"]}');
  expect((await post(url, [alert({ id: 'another', severity: 'high' })])).status).toBe(202);
  await vi.waitFor(() => expect(to.at('/second')).toHaveLength(1), patient);
  expect(to.at('/desk')).toHaveLength(2);

  const isChange = ({ body }: Got) => JSON.stringify(body).includes('admins.changed');
  await vi.waitFor(() => expect(to.at('/siem').filter(isChange)).not.toEqual([]), patient);
  const change = to.at('/siem').findLast(isChange);
  expect(change?.headers).toMatchObject({
    'content-type': expect.stringContaining('application/cloudevents+json'),
    authorization: 'Bearer a-key-of-a-siem-1234567890',
  });
  expect(change?.body).toMatchObject({
    specversion: '1.0',
    data: { class_uid: 3004, unmapped: { fields: ['admins'] } },
  });

  write(desk('desk'), { ...siem, events: ['audit', 'everything'] });
  child.kill('SIGHUP');
  await vi.waitUntil(() => said.out.includes('settings not reloaded'), patient);
  expect(said.out).toContain('receivers.1.events.1');
  expect(said.out).not.toContain('a-key-of-a-siem');
});
