import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isLoopback, isTeams } from '../../../adapters/teams/api/cloud.ts';
import { cardReply, type StubBot, stubBot } from '../../support/stub-bot.ts';
import { fakeTeams } from '../../support/teams.ts';
import type { TeamsPerson } from '../../support/teams-person.ts';
import { member, otherTenant, type Running, runTeams, tenantId } from '../../support/teams-run.ts';
import type { TokenOptions } from '../../support/teams-tokens.ts';
import { now } from '../../support/time.ts';

const ada = member(1, 'Ada');
let bot: StubBot;
let run: Running;
let person: TeamsPerson;

beforeEach(async () => {
  bot = stubBot(() => cardReply('Security contact'));
  run = await runTeams(bot);
  person = run.person(ada);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await run.close();
});

const hello = (more: Record<string, unknown> = {}) => person.activity({ type: 'message', text: 'show', ...more });
const bearing = async (options: TokenOptions) => ({ authorization: `Bearer ${await run.teams.token(options)}` });

describe('the last contact', () => {
  it('is that of a request that is of Teams, and of no other', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    expect(run.platform.lastContactAt()).toBeNull();
    await person.send(hello(), await bearing({ key: 'stranger' }));
    expect(run.platform.lastContactAt()).toBeNull();
    await person.send(hello());
    expect(run.platform.lastContactAt()).toMatch(/^2026-11-24T/);
  });
});

describe('a token of Teams', () => {
  it('opens the door', async () => {
    expect((await person.send(hello())).status).toBe(200);
    expect(bot.done).toHaveLength(1);
  });

  it('may have expired two minutes ago', async () => {
    expect((await person.send(hello(), await bearing({ expiresIn: -120 }))).status).toBe(200);
  });

  it.each<[string, TokenOptions]>([
    ['have been issued four minutes ahead', { claims: { iat: Math.floor(now() / 1_000) + 240 } }],
    [
      'say when it begins, and not when it was issued',
      { begins: null, claims: { nbf: Math.floor(now() / 1_000) - 60 } },
    ],
  ])('may %s', async (_what, options) => {
    expect((await person.send(hello(), await bearing(options))).status).toBe(200);
  });

  const forged: [string, TokenOptions][] = [
    ['that is signed by somebody else', { key: 'stranger' }],
    ['with an unknown key id', { kid: 'nobody' }],
    ['for another bot', { audience: 'bbbbbbbb-0000-4000-8000-000000000001' }],
    ['by another issuer', { issuer: 'https://evil.example' }],
    ['by the issuer of the Emulator', { issuer: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }],
    ['that expired ten minutes ago', { expiresIn: -600 }],
    ['whose service URL is another', { claims: { serviceurl: 'https://evil.example/' } }],
    ['without a service URL', { claims: { serviceurl: null } }],
    ['whose key is not endorsed for Teams', { key: 'unendorsed' }],
    ['whose key is endorsed for nothing', { key: 'bare' }],
    ['that never expires', { expiresIn: null }],
    ['that expires in two days', { expiresIn: 2 * 86_400 }],
    ['that does not say when it begins', { begins: null }],
    ['that begins in ten minutes', { begins: 600, expiresIn: 4_000 }],
    ['that was issued in six minutes', { claims: { iat: Math.floor(now() / 1_000) + 360 } }],
    ['with a part that the bot would have to understand', { critical: 'urn:example:rule' }],
  ];
  it.each(forged)('%s is 401 and changes nothing', async (_, options) => {
    vi.spyOn(console, 'error').mockReturnValue();
    const answer = await person.send(hello(), await bearing(options));
    expect([answer.status, answer.body.title]).toEqual([401, 'Unauthorized']);
    expect(JSON.stringify(answer.body)).not.toMatch(/signature|jwt|claim|key/i);
    expect([bot.done, run.teams.requests]).toEqual([[], []]);
    expect(await run.options.store.read((reader) => reader.list('conversations'))).toEqual([]);
  });

  it.each([[''], ['Bearer abc'], ['Bearer'], ['Basic dXNlcjpwYXNz'], ['Bearer a.b.c']])(
    '"%s" is none',
    async (header) => {
      const answer = await person.send(hello(), { authorization: header });
      expect([answer.status, bot.done]).toEqual([401, []]);
    },
  );

  it('cannot be told while Microsoft’s keys are unreachable, and can again later', async () => {
    run.teams.state.keysDown = true;
    expect([(await person.send(hello())).status, bot.done]).toEqual([503, []]);
    run.teams.state.keysDown = false;
    expect((await person.send(hello())).status).toBe(200);
  });
});

describe('a body', () => {
  async function post(body: string, type = 'application/json') {
    const headers = { 'content-type': type, authorization: `Bearer ${await run.teams.token()}` };
    return fetch(run.url, { method: 'POST', headers, body });
  }

  it.each(['', '{', 'null', '[]', '{}', '"x"', '{"type":"message"}'])('that is %j is 400', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'of type %s is 415',
    async (type) => {
      expect((await post(JSON.stringify(hello()), type)).status).toBe(415);
    },
  );

  it('comes by POST alone', async () => {
    expect((await fetch(run.url)).status).toBe(405);
  });

  it.each([
    ['another channel', { channelId: 'webchat' }],
    ['no conversation', { conversation: {} }],
    ['a service URL that is none', { serviceUrl: 'teams' }],
    ['an id that is too long', { id: 'x'.repeat(1_000) }],
    ['no id', { id: undefined }],
  ])('with %s is 400', async (_, wrong) => {
    expect([(await person.send(hello(wrong))).status, bot.done]).toEqual([400, []]);
  });
});

describe('a service URL', () => {
  it('that is not one of Teams gets nothing, although the token names it too', async () => {
    const foreign = await fakeTeams();
    const serviceUrl = foreign.serviceUrl.replace('127.0.0.1', '127.0.0.2');
    const answer = await person.send(hello({ serviceUrl }), await bearing({ claims: { serviceurl: serviceUrl } }));
    expect([answer.status, bot.done, foreign.requests]).toEqual([403, [], []]);
    await foreign.close();
  });

  it.each([
    'https://smba.trafficmanager.net/emea/',
    'https://smba.infra.gov.teams.microsoft.us/',
    'https://emea.ng.teams.microsoft.com/x',
  ])('%s is one of Teams', (url) => expect(isTeams(url)).toBe(true));
  it.each([
    'http://smba.trafficmanager.net/emea/',
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evilteams.microsoft.com/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net:8443/',
    'https://127.0.0.1/',
    'file:///etc/passwd',
  ])('%s is none', (url) => expect(isTeams(url)).toBe(false));
  it.each(['http://127.0.0.1.evil.example/', 'http://user@127.0.0.1/', 'http://10.0.0.1/', 'ftp://localhost/'])(
    '%s is not this machine',
    (url) => expect(isLoopback(url)).toBe(false),
  );
});

describe('a conversation that does not say what it is', () => {
  it('is taken for one with others in it', async () => {
    await person.send(hello({ conversation: { id: person.here.id, tenantId } }));
    await vi.waitFor(() => expect(bot.done).toHaveLength(1));
    expect(bot.done[0]?.fromChannel).toEqual({ platform: 'teams', address: person.here.id });
  });
});

describe('another organisation', () => {
  it('is told so in one sentence, and nothing else happens', async () => {
    await person.send(
      hello({ conversation: { id: person.here.id, conversationType: 'personal', tenantId: otherTenant } }),
    );
    await vi.waitFor(() => expect(person.texts()).toEqual([expect.stringContaining('another organisation')]));
    expect(bot.done).toEqual([]);
    expect(await run.options.store.read((reader) => reader.list('conversations'))).toEqual([]);
  });

  it('is refused when only one of the two tenants named is ours, or none is named', async () => {
    const conversation = { id: person.here.id, conversationType: 'personal', tenantId };
    await person.send(hello({ conversation, channelData: { tenant: { id: otherTenant } } }));
    await person.send(hello({ conversation: { id: person.here.id }, channelData: {} }));
    expect(bot.done).toEqual([]);
  });

  it('gets a sentence in a dialog and at a button too', async () => {
    const elsewhere = { channelData: { tenant: { id: otherTenant } } };
    const data = { action: 'contact.update', value: '' };
    const dialog = await person.invoke('task/fetch', { data }, elsewhere);
    expect(dialog.body.task).toEqual({ type: 'message', value: expect.stringContaining('another organisation') });
    const button = await person.invoke('adaptiveCard/action', { action: { verb: 'contact.confirm', data } }, elsewhere);
    expect(button.body.value).toContain('another organisation');
    expect(bot.done).toEqual([]);
  });

  it('has no say as a person without an account', async () => {
    await person.send(hello({ from: { id: '29:anonymous', name: 'Anonymous' } }));
    await vi.waitFor(() => expect(person.texts()).toEqual([expect.stringContaining('account')]));
    expect(bot.done).toEqual([]);
  });
});

describe('local mode', () => {
  let local: Running;
  beforeEach(async () => {
    local = await runTeams(bot, { local: true });
  });
  afterEach(() => local.close());

  it('needs no token, and speaks to this machine only', async () => {
    const here = local.person(ada);
    expect((await here.says('show')).status).toBe(200);
    const away = await here.send(
      here.activity({ type: 'message', text: 'show', serviceUrl: 'https://smba.trafficmanager.net/emea/' }),
    );
    expect([away.status, bot.done.length]).toEqual([403, 1]);
  });

  it('answers to a loopback name only, so that no web page reaches it through its own name', async () => {
    const body = JSON.stringify(local.person(ada).activity({ type: 'message', text: 'show' }));
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'rebound.example:3978', 'content-type': 'application/json' };
      httpRequest(local.url, { method: 'POST', headers }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end(body);
    });
    expect([status, bot.done]).toEqual([421, []]);
  });
});
