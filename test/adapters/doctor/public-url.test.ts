import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Certified, certified } from '../../support/certificate.ts';
import { listening } from '../../support/loopback.ts';
import { fakeTeams } from '../../support/teams.ts';
import { appId } from '../../support/teams-tokens.ts';
import { moveDate } from '../../support/time.ts';
import { bot, folder, type Settings } from '../process/child.ts';
import { doctor } from './doctor-run.ts';
import { appToken, botToken, slackApi } from './slack-api.ts';

const authority = certified({ name: 'An authority', isAuthority: true });

/** A proxy with TLS before what `serve` does. `chain` is what it sends beside its own certificate. */
async function proxy(
  of: Certified,
  serve: (request: IncomingMessage, response: ServerResponse) => void,
  chain: readonly Certified[] = [],
) {
  const cert = [of, ...chain].map(({ certificate }) => certificate).join('');
  const server = createServer({ cert, key: of.keyPem }, serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return `https://localhost:${typeof address === 'object' && address ? address.port : 0}`;
}

/** Hands requests on to the bot, as a proxy does. */
const before = (url: string) => (request: IncomingMessage, response: ServerResponse) =>
  void fetch(`${url}${request.url}`, { method: request.method ?? 'GET' }).then(async (answer) =>
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      .end(await answer.text()),
  );

const says =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

/** This machine knows the authority, as it knows those of the world. */
function known(): Settings {
  const file = join(folder(), 'authority.pem');
  writeFileSync(file, authority.certificate);
  return { NODE_EXTRA_CA_CERTS: file };
}

const http = { SLACK_SIGNING_SECRET: 'the-signing-secret', ADMINS: 'slack:T0/U0' };

async function overHttp(): Promise<Settings> {
  const { apiUrl } = await slackApi();
  return { STATE_DIR: join(folder(), 'state'), SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, ...http, ...known() };
}

const server = certified({ name: 'localhost', by: authority });

it('is green where the address leads to the bot, with a certificate that the world accepts', async () => {
  const settings = await overHttp();
  const { url, port } = await bot(settings);
  const PUBLIC_URL = await proxy(server, before(url));
  const asked = { ...settings, PORT: String(port), PUBLIC_URL };
  const { ok, check } = await doctor(asked);
  expect(ok).toBe(true);
  expect(check('public-url')?.detail).toBe('It leads to the bot: /slack/events.');
  expect(check('public-url:certificate')?.detail).toMatch(
    /ends on 2120-01-01, in \d+ days\. Its name and chain are right\.$/,
  );
  // Asking counted as no request of Slack's.
  expect(check('slack:events')?.state).toBe('off');
});

it('finds a bot that runs with other settings behind the address', async () => {
  const settings = await overHttp();
  const { url } = await bot(settings);
  const teams = await fakeTeams();
  onTestFinished(teams.close);
  const PUBLIC_URL = await proxy(server, before(url));
  const more = {
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: appId,
    MicrosoftAppPassword: 'a-password-of-a-test',
    ...teams.overrides,
  };
  const { failed, check } = await doctor({ ...settings, ...more, STATE_DIR: folder(), PUBLIC_URL });
  expect(failed).toEqual(['public-url']);
  expect(check('public-url')?.detail).toMatch(/does not take \/api\/messages: that bot runs with other settings/);
});

it('asks with Socket Mode for what senders of alerts reach, and for nothing where nobody calls', async () => {
  const { apiUrl } = await slackApi();
  const socket = { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, ADMINS: 'slack:T0/U0' };
  const settings = { ...socket, ...known(), STATE_DIR: join(folder(), 'state') };
  const notFound = '{"type":"about:blank","title":"Not found","status":404,"detail":"Nothing is here."}';
  const stranger = { ...settings, PUBLIC_URL: await proxy(server, says(404, notFound)) };
  expect((await doctor(stranger)).check('public-url')).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(/nobody calls the bot/),
  });
  const SOURCES = join(folder(), 'sources.json');
  const source = { name: 'prom', preset: 'alertmanager', auth: { bearer: ['env:PROM_KEY'] } };
  writeFileSync(SOURCES, JSON.stringify({ version: 1, sources: [source] }));
  const alerts = {
    ALERT_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    SOURCES,
    PROM_KEY: 'a-token-of-a-test-with-32-characters',
  };
  expect((await doctor({ ...stranger, ...alerts })).failed).toEqual(['public-url']);
  const { url } = await bot({ ...settings, ...alerts });
  const PUBLIC_URL = await proxy(server, before(url));
  expect((await doctor({ ...settings, ...alerts, PUBLIC_URL })).check('public-url')).toMatchObject({
    state: 'ok',
    detail: 'It leads to the bot: /webhooks/alerts, /webhooks/alerts/prom.',
  });
});

it.each([404, 403])('cannot tell where the proxy admits the senders of alerts alone (status %i)', async (status) => {
  const settings = { ...(await overHttp()), ALERT_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
  const { url, port } = await bot(settings);
  const admits = (answer: number) =>
    proxy(server, (request, response) =>
      (request.url === '/webhooks/alerts' ? says(answer) : before(url))(request, response),
    );
  const asked = { ...settings, PORT: String(port) };
  const PUBLIC_URL = await admits(status);
  expect((await doctor({ ...asked, PUBLIC_URL })).check('public-url')).toEqual({
    name: 'public-url',
    state: 'off',
    detail:
      'It leads to the bot: /slack/events. Of /webhooks/alerts nothing can be told from here: the proxy may admit your senders alone.',
    fix: `Try it from one of your senders: curl -i ${PUBLIC_URL}/webhooks/alerts should show 405.`,
  });
  expect((await doctor({ ...asked, PUBLIC_URL: await admits(502) })).failed).toEqual(['public-url']);
});

it.each([
  [
    'a proxy that does not reach the bot',
    says(502, 'Bad gateway'),
    /status 502: it does not reach the bot/,
    /Start the bot/,
  ],
  [
    'a redirect',
    says(301, '', { location: 'https://elsewhere.example/' }),
    /leads elsewhere \(status 301\)/,
    /end the redirect/,
  ],
  ['another site', says(200, '<html>Welcome to nginx</html>'), /is not the bot \(status 200\)/, /hand these paths on/],
  [
    'a page that is not found',
    says(404, '<html>Not found</html>'),
    /is not the bot \(status 404\)/,
    /hand these paths on/,
  ],
  [
    'a site that sends without end',
    (_: IncomingMessage, response: ServerResponse) => {
      response.on('error', () => {});
      const more = () => void (response.destroyed || response.write('x'.repeat(64 << 10), () => setImmediate(more)));
      more();
    },
    /is not the bot \(status 200\)/,
    /hand these paths on/,
  ],
])('finds %s', async (_, serve, detail, fix) => {
  const PUBLIC_URL = await proxy(server, serve);
  const { failed, check } = await doctor({ ...(await overHttp()), PUBLIC_URL });
  expect(failed).toEqual(['public-url']);
  expect(check('public-url')?.detail).toMatch(detail);
  expect(check('public-url')?.fix).toMatch(fix);
});

const between = certified({ name: 'Between', by: authority, isAuthority: true });

it.each([
  [
    'that has expired',
    certified({ name: 'localhost', by: authority, until: '2021-01-01T00:00:00Z' }),
    /has expired \(CERT_HAS_EXPIRED\)/,
  ],
  ['for another name', certified({ name: 'bot.example.com', by: authority }), /does not match certificate's altnames/],
  ['signed by itself', certified({ name: 'localhost' }), /self-signed certificate/],
  ['without its chain', certified({ name: 'localhost', by: between }), /unable to verify the first certificate/],
])('finds a certificate %s', async (_, of, detail) => {
  const PUBLIC_URL = await proxy(of, says(405));
  const { failed, check } = await doctor({ ...(await overHttp()), PUBLIC_URL });
  expect(failed).toEqual(['public-url', 'public-url:certificate']);
  expect(check('public-url:certificate')?.detail).toMatch(detail);
  expect(check('public-url')?.detail).toMatch(/shows a certificate that this machine does not accept/);
});

it('takes a whole chain', async () => {
  const PUBLIC_URL = await proxy(certified({ name: 'localhost', by: between }), says(405), [between]);
  expect((await doctor({ ...(await overHttp()), PUBLIC_URL })).check('public-url:certificate')?.state).toBe('ok');
});

it('finds a certificate that ends in less than two weeks', async () => {
  // The machine's own clock, by which TLS goes, is far from its end.
  onTestFinished(moveDate('2119-12-25T00:00:00Z'));
  const PUBLIC_URL = await proxy(server, says(405));
  const { check } = await doctor({ ...(await overHttp()), PUBLIC_URL });
  expect(check('public-url:certificate')).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(/ends on 2120-01-01, in 6 days/),
    fix: expect.stringMatching(/^Renew it/),
  });
});

it('needs no certificate on this machine', async () => {
  const settings = await overHttp();
  const { url } = await bot(settings);
  const { check } = await doctor({ ...settings, PUBLIC_URL: url });
  expect(check('public-url')?.state).toBe('ok');
  expect(check('public-url:certificate')?.state).toBe('off');
});

it.each([
  ['without an address', 'https://no-such-host.invalid', /^no-such-host\.invalid has no address: the name server /],
  [
    'at a blocked port',
    'https://127.0.0.1:1',
    /^127\.0\.0\.1:1 is at a port that browsers and Node\.js refuse to call, /,
  ],
])('finds a host %s, and says to correct PUBLIC_URL', async (_, PUBLIC_URL, detail) => {
  const { failed, check } = await doctor({ ...(await overHttp()), PUBLIC_URL });
  expect(failed).toEqual(['public-url']);
  expect(check('public-url')).toMatchObject({
    detail: expect.stringMatching(detail),
    fix: expect.stringMatching(/^Correct PUBLIC_URL if it is misspelt\. /),
  });
});

it('gives up counterparts that never answer, all at the same time', async () => {
  const silent = await listening(async () => {});
  onTestFinished(silent.stop);
  const { state, apiUrl } = await slackApi();
  state.fault = { method: 'auth.test', what: 'hang' };
  const never = `${silent.origin}/microsoft`;
  const { failed, check } = await doctor({
    ...{ STATE_DIR: join(folder(), 'state'), SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, ...http },
    ...{ MicrosoftAppId: appId, MicrosoftAppTenantId: appId, MicrosoftAppPassword: 'a-password-of-a-test' },
    ...{ ToChannelFromBotLoginUrl: never, ToBotFromChannelOpenIdMetadataUrl: `${never}/openid` },
    ...{ PUBLIC_URL: silent.origin, PORT: new URL(silent.origin).port },
  });
  expect(failed).toEqual(['bot', 'slack:token', 'teams:token', 'teams:keys', 'public-url']);
  expect(check('slack:token')?.detail).toMatch(/^Slack gives no answer within 8 seconds\. Slack was asked at http:/);
  expect(check('public-url')?.detail).toMatch(/gives no answer within 8 seconds, as seen from this machine/);
});
