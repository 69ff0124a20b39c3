import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type Acting,
  answerChallenge,
  challengePath,
  createChallenge,
  replicaKeys,
} from '../../../adapters/http/challenge.ts';
import { createDoor } from '../../../adapters/http/door.ts';
import { standardLimits } from '../../../adapters/http/limits.ts';
import type { HttpResponse } from '../../../adapters/http/message.ts';
import { isPrivate } from '../../../adapters/http/replica-connections.ts';
import { certified } from '../../support/certificate.ts';
import {
  actingReplica,
  bytesOf,
  connectedTo,
  followingReplica,
  keys,
  portOf,
  secrets,
  sent,
  served,
  somethingElse,
} from './replicas.ts';

const bearer = { authorization: 'Bearer secret-token' };
const again = { status: 503, headers: { 'retry-after': '5', 'content-type': 'application/problem+json' } };
/** A pause before the next look, and the whole wait, in ms. */
const look = 100;
const whole = 2_000;

describe('a request to a replica that follows', () => {
  it('reaches the one that acts with its host, query and headers, and its answer comes back', async () => {
    const acting = await actingReplica(() => ({ status: 202, headers: { 'x-own': 'yes' }, body: { taken: true } }));
    const { url, outcomes } = await followingReplica(acting.acting);
    const headers = { ...bearer, host: 'bot.example.com', 'x-twice': ['a', 'b'], 'x-request-id': 'proxy-42' };
    const answer = await sent(url, { path: '/here?a=1&b=%2F', headers, body: Buffer.from('hello') });
    expect(answer).toMatchObject({ status: 202, headers: { 'x-own': 'yes', 'x-request-id': 'proxy-42' } });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(answer.body.toString())).toEqual({ taken: true });
    expect(acting.came).toMatchObject([
      { method: 'POST', path: '/here', query: 'a=1&b=%2F', requestId: 'proxy-42', body: Buffer.from('hello') },
    ]);
    expect(acting.came[0]?.headers).toMatchObject({ ...bearer, host: 'bot.example.com', 'x-twice': 'a, b' });
    expect(outcomes).toEqual(['ok']);
  });

  it('has one id in both logs, where its sender gave none, or one that is not safe', async () => {
    const acting = await actingReplica();
    const { url } = await followingReplica(acting.acting);
    for (const given of [{}, { 'x-request-id': '<script>' }]) {
      const { headers } = await sent(url, { headers: given });
      const { requestId } = acting.came.at(-1) ?? {};
      expect(requestId).toBe(headers['x-request-id']);
      expect(requestId).toMatch(/^[0-9a-f]{10}-[12]$/);
    }
  });

  it('leaves out what is for one connection, both ways', async () => {
    const acting = await actingReplica(() => ({ status: 200, headers: { connection: 'x-hop, close', 'x-hop': 'b' } }));
    const { url } = await followingReplica(acting.acting);
    const forOne = { te: 'trailers', 'proxy-authorization': 'p', 'keep-alive': 'timeout=9', expect: '100-continue' };
    const { status, headers } = await sent(url, {
      headers: { ...forOne, connection: 'close, X-Mine, host', 'x-mine': 'a', 'x-end': 'b', host: 'h.example' },
    });
    const names = Object.keys(acting.came[0]?.headers ?? {});
    for (const name of [...Object.keys(forOne), 'x-mine', 'transfer-encoding']) expect(names).not.toContain(name);
    expect(acting.came[0]?.headers).toMatchObject({ 'x-end': 'b', host: 'h.example', connection: 'keep-alive' });
    expect([status, headers['x-hop']]).toEqual([200, undefined]);
  });

  it('keeps the signature of Slack, whatever bytes its body has', async () => {
    const sign = (body: Buffer) => createHmac('sha256', 'signing').update('v0:1:').update(body).digest('hex');
    const acting = await actingReplica(({ body, headers }) => ({
      status: headers['x-slack-signature'] === `v0=${sign(body)}` ? 200 : 401,
    }));
    const { url } = await followingReplica(acting.acting);
    const body = Buffer.from([...Array(256).keys(), 0xff, 0xfe, 0x0d, 0x0a, 0x00]);
    expect((await sent(url, { headers: { 'x-slack-signature': `v0=${sign(body)}` }, body })).status).toBe(200);
  });

  it('may have the largest body, in chunks too, and one byte more is refused here', async () => {
    const acting = await actingReplica();
    const { url } = await followingReplica(acting.acting);
    const body = Buffer.alloc(standardLimits.bodyBytes, 'largest.');
    expect((await sent(url, { body })).body.equals(body)).toBe(true);
    expect((await sent(url, { body, headers: { 'transfer-encoding': 'chunked' } })).body.equals(body)).toBe(true);
    expect((await sent(url, { body: Buffer.alloc(body.length + 1) })).status).toBe(413);
    expect(acting.came).toHaveLength(2);
  });

  it('goes over the connection of the one before, which was challenged once', async () => {
    const acting = await actingReplica();
    const { url } = await followingReplica(acting.acting);
    for (let one = 0; one < 5; one++) expect((await sent(url)).status).toBe(200);
    expect(acting.now.challenges).toBe(1);
  });

  it.each([64, 8])('gets its own answer among 64 at once, over %i connections at most', async (connections) => {
    let answerAll: () => void = () => {};
    const together = new Promise<void>((resolve) => {
      answerAll = resolve;
    });
    const acting = await actingReplica(async ({ body }) => {
      await together;
      return { status: 200, body };
    });
    const { url, outcomes, begun, endEach } = await followingReplica(acting.acting, { connections });
    const numbers = Array.from({ length: 64 }, (_, index) => String(index));
    const answers = Promise.all(numbers.map((number) => sent(url, { body: Buffer.from(number) })));
    await vi.waitFor(() => expect(acting.came).toHaveLength(connections));
    if (connections < 64) await begun(look, 64 - connections);
    answerAll();
    expect((await endEach(look, answers)).map(({ body }) => body.toString())).toEqual(numbers);
    expect([acting.now.challenges, acting.came.length]).toEqual([connections, 64]);
    expect(new Set(outcomes)).toEqual(new Set(['ok']));
  });

  it('goes over a new connection where the last one was closed meanwhile', async () => {
    const acting = await actingReplica();
    const { url } = await followingReplica(acting.acting);
    expect((await sent(url)).status).toBe(200);
    acting.host.cut();
    // Whatever the cut sent arrives before this.
    expect((await sent(url, { path: '/elsewhere' })).status).toBe(404);
    expect((await sent(url)).status).toBe(200);
    expect([acting.now.challenges, acting.came.length]).toEqual([2, 2]);
  });

  it('is done although its sender goes away, and the next one is answered', async () => {
    let take: (response: HttpResponse) => void = () => {};
    const taken = new Promise<HttpResponse>((resolve) => {
      take = resolve;
    });
    const acting = await actingReplica(({ body }) => (body.length > 0 ? taken : { status: 204 }));
    const { url, outcomes } = await followingReplica(acting.acting);
    const sender = connect(Number(new URL(url).port), '127.0.0.1');
    sender.write('POST /here HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nhi');
    await vi.waitFor(() => expect(acting.came).toHaveLength(1));
    sender.destroy();
    take({ status: 200 });
    await vi.waitFor(() => expect(outcomes).toEqual(['ok']));
    expect((await sent(url, { body: Buffer.alloc(0) })).status).toBe(204);
    expect(acting.came).toHaveLength(2);
  });
});

describe('while nobody acts', () => {
  it('a request waits for two seconds, and then its sender is asked to send it again', async () => {
    const { url, outcomes, end, waits } = await followingReplica(null);
    const answer = sent(url);
    for (let looks = 0; looks < 19; looks++) await end(look);
    expect([outcomes, waits().includes(whole)]).toEqual([[], true]);
    await end(whole);
    expect(await answer).toMatchObject(again);
    expect(outcomes).toEqual(['refused']);
  });

  it('all that wait are passed on as soon as somebody acts', async () => {
    const { url, now, end } = await followingReplica(null);
    const answers = Promise.all(Array.from({ length: 10 }, () => sent(url)));
    await end(look, 10);
    const acting = await actingReplica();
    now.acting = acting.acting;
    await end(look, 10);
    expect((await answers).map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(acting.came).toHaveLength(10);
  });

  it('no more bytes of bodies wait than fit into the memory', async () => {
    const { url, end, outcomes } = await followingReplica(null, { allBodiesBytes: 10 });
    const first = sent(url, { body: Buffer.alloc(8) });
    await end(look);
    expect(await sent(url, { body: Buffer.alloc(8) })).toMatchObject(again);
    await end(whole);
    expect((await first).status).toBe(503);
    const small = sent(url, { body: Buffer.alloc(8) });
    await end(whole);
    expect((await small).status).toBe(503);
    expect(outcomes).toEqual(['refused', 'refused', 'refused']);
  });
});

describe('a connection that cannot be made', () => {
  it('is tried again, and the request arrives once', async () => {
    const gone = await somethingElse(() => {});
    gone.stop();
    const { url, now, end, log } = await followingReplica(gone.acting);
    const answer = sent(url);
    await end(look);
    await end(look);
    const acting = await actingReplica();
    now.acting = acting.acting;
    await end(look);
    expect((await answer).status).toBe(200);
    expect(acting.came).toHaveLength(1);
    const why = { event: 'replica.unreachable', url: gone.url, term: '1', why: 'ECONNREFUSED' };
    expect(log.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields)).toEqual([why]);
  });

  it('is logged, and so is that it can be made again', async () => {
    let answers = false;
    const proves = proving(
      () => back.acting,
      (response) => response.end('back'),
    );
    const back = await somethingElse((...asked) => (answers ? proves(...asked) : void asked[2].destroy()));
    const { acting } = back;
    const { url, end, log } = await followingReplica(acting);
    const answer = sent(url);
    await end(look);
    answers = true;
    expect((await answer).status).toBe(200);
    const about = { url: acting.url, term: '1' };
    expect(log.lines.map(({ fields }) => fields)).toEqual([
      { event: 'replica.unreachable', ...about, why: 'it did not answer the challenge' },
      { event: 'replica.reached', ...about },
    ]);
  });

  it('gets nothing when it is cut before a byte, or nobody answers the challenge', async () => {
    const said: string[] = [];
    const heard = Promise.withResolvers<void>();
    const cutting = await connectedTo((socket) => socket.destroy());
    const silent = await connectedTo((socket) => {
      socket.on('error', () => {}).on('data', (bytes) => heard.resolve(void said.push(String(bytes))));
    });
    const { url, now, end, endEach } = await followingReplica({ term: '1', url: cutting }, { proofMs: 100 });
    const answer = sent(url, { headers: bearer });
    await end(look);
    now.acting = { term: '2', url: silent };
    await endEach(look, heard.promise);
    await end(look);
    expect(said.join('')).toContain(`POST ${challengePath}`);
    expect(said.join('')).not.toContain('Bearer');
    const acting = await actingReplica(undefined, { term: '3' });
    now.acting = acting.acting;
    expect((await endEach(look, answer)).status).toBe(200);
    expect(acting.came).toHaveLength(1);
  });
});

/** What a replica with these keys answers to a challenge, or to a replica with them what it would. */
async function macs(acting: Acting, challenge: Buffer, own = keys): Promise<string> {
  const head = { method: 'POST', path: challengePath, query: '', headers: {}, requestId: '1' };
  const [nonce = ''] = challenge.toString().split('\n');
  const asked = own === keys ? challenge : Buffer.from(createChallenge(own, acting, nonce).body);
  const { body } = await answerChallenge(() => acting, own).answer({ ...head, body: asked });
  return String(body);
}

/** Answers challenges as the replica that acts does, and everything else by `answer`. */
const proving =
  (acting: () => Acting, answer: (response: ServerResponse) => void) =>
  async (request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> => {
    if (request.url === challengePath) response.end(await macs(acting(), body));
    else answer(response);
  };

describe('a request of which bytes were sent', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['the connection is cut', (response) => response.destroy()],
    [
      'the connection is cut within the answer',
      (response) => response.writeHead(200, { 'content-length': 9 }).write('hi', () => response.destroy()),
    ],
    ['nobody answers in time', () => {}],
    ['the answer has no end', (response) => void response.writeHead(200).write(Buffer.alloc(2_000))],
  ])('is not sent again when %s, and its sender may repeat it', async (_, answer) => {
    const odd = await somethingElse(proving(() => odd.acting, answer));
    const { url, outcomes, endEach } = await followingReplica(odd.acting, { answerMs: 150, answerBytes: 1_000 });
    expect(await endEach(look, sent(url))).toMatchObject(again);
    expect(odd.came.filter((one) => one.url !== challengePath)).toHaveLength(1);
    expect(outcomes).toEqual(['failed']);
  });

  it('is not waited for once its machine died, which closes no connection', async () => {
    let isDead = false;
    const odd = await somethingElse((incoming, body, response) => {
      isDead ||= incoming.url !== challengePath;
      if (!isDead)
        void proving(
          () => odd.acting,
          () => {},
        )(incoming, body, response);
    });
    const limits = { proveAgainMs: 50, proofMs: 50, answerMs: 600_000, idleMs: 600_000 };
    const { url, outcomes, endEach } = await followingReplica(odd.acting, limits);
    // The first proof may come too late.
    expect(await endEach(look, sent(url))).toMatchObject(again);
    expect(outcomes).toEqual(['failed']);
  });

  it('is waited for while its machine proves that it acts', async () => {
    let take: (response: HttpResponse) => void = () => {};
    const acting = await actingReplica(() => new Promise<HttpResponse>((resolve) => (take = resolve)));
    const { url, outcomes } = await followingReplica(acting.acting, { proveAgainMs: 20 });
    const answer = sent(url);
    await vi.waitFor(() => expect(acting.now.challenges).toBeGreaterThan(1));
    take({ status: 202 });
    expect((await answer).status).toBe(202);
    expect(outcomes).toEqual(['ok']);
  });

  it('is sent again only where the other side says that it took nothing, as after a gentle stop', async () => {
    const following = await followingReplica(null);
    const first = await actingReplica(undefined, { follows: following.route });
    const second = await actingReplica(undefined, { term: '2' });
    following.now.acting = first.acting;
    expect((await sent(following.url)).status).toBe(200);
    first.now.acts = false;
    const answer = sent(following.url, { body: Buffer.alloc(standardLimits.bodyBytes, 'x') });
    await following.begun(look);
    following.now.acting = second.acting;
    await following.end(look);
    expect((await answer).status).toBe(200);
    expect([first.came.length, second.came.length]).toEqual([1, 1]);
    expect(following.outcomes).toEqual(['ok', 'ok']);
  });
});

it('when another one acts, the connections to the one before are closed, and one in use after its answer', async () => {
  let finish: (response: HttpResponse) => void = () => {};
  const slow = new Promise<HttpResponse>((resolve) => {
    finish = resolve;
  });
  const first = await actingReplica(({ body }) => (String(body) === 'slow' ? slow : { status: 200 }));
  const second = await actingReplica(
    async ({ body }) => {
      // The last two are answered once both are there, so that each has a connection of its own.
      if (String(body) === 'pair') await vi.waitFor(() => expect(second.came).toHaveLength(3));
      return { status: 202 };
    },
    { term: '2' },
  );
  const { url, now, end } = await followingReplica(first.acting, { connections: 2 });
  const underWay = sent(url, { body: Buffer.from('slow') });
  await vi.waitFor(() => expect(first.came).toHaveLength(1));
  expect((await sent(url)).status).toBe(200);
  now.acting = second.acting;
  const moved = sent(url);
  // There is room for a new connection once an old one has closed.
  await end(look);
  expect((await moved).status).toBe(202);
  finish({ status: 201 });
  expect((await underWay).status).toBe(201);
  // Of two connections at most, none leads to the first one any more.
  const pair = { body: Buffer.from('pair') };
  expect(await Promise.all([sent(url, pair), sent(url, pair)])).toMatchObject([{ status: 202 }, { status: 202 }]);
  expect([first.came.length, second.came.length]).toEqual([2, 3]);
});

describe('whoever does not prove that it acts', () => {
  const wrong = replicaKeys(['guessed']);
  /** The answer to an earlier challenge. */
  let before = '';

  it.each<[string, (here: Acting, body: Buffer) => Promise<string> | string]>([
    ['has other secrets', (here, body) => macs(here, body, wrong)],
    ['sends the challenge back', (_, body) => body.toString()],
    ['sends nothing', () => ''],
    ['is asked in another term', (here, body) => macs({ ...here, term: '0' }, body)],
    ['has another address', (here, body) => macs({ ...here, url: 'http://127.0.0.1:1' }, body)],
    [
      'repeats what an earlier challenge got',
      async (here, body) => {
        const now = await macs(here, body);
        const answer = before;
        before ||= now;
        return answer;
      },
    ],
  ])('gets nothing of a request: it %s', async (_, answer) => {
    const odd = await somethingElse(
      async (_request, body, response) => void response.end(await answer(odd.acting, body)),
    );
    const { url, end, outcomes, log } = await followingReplica(odd.acting);
    const sending = sent(url, { headers: bearer, body: Buffer.from('private') });
    await end(look);
    await end(look);
    await end(whole);
    expect(await sending).toMatchObject(again);
    expect(odd.came.length).toBeGreaterThan(1);
    expect(new Set(odd.came.map((one) => one.url))).toEqual(new Set([challengePath]));
    expect(JSON.stringify(odd.came)).not.toMatch(/Bearer|private|secret-token/);
    expect(outcomes).toEqual(['unproven']);
    expect(log.lines.filter(({ fields }) => JSON.stringify(fields).includes('replica.unproven'))).toHaveLength(1);
  });
});

describe('the proof', () => {
  it('needs one secret in common, so that one of several can be rotated', async () => {
    const acting = await actingReplica(undefined, { own: replicaKeys(['postgres://bot:new@db/bot', 'xoxb-shared']) });
    const { url } = await followingReplica(acting.acting);
    expect((await sent(url)).status).toBe(200);
  });

  it('is never given where no secret is in common, or there is none', async () => {
    expect(replicaKeys(['', 'a'])).toEqual(replicaKeys(['a']));
    for (const others of [['other'], [''], []]) {
      const acting = await actingReplica(undefined, { own: replicaKeys(others) });
      const { url, end, outcomes } = await followingReplica(acting.acting);
      const answer = sent(url);
      await end(look);
      await end(whole);
      expect((await answer).status).toBe(503);
      expect([acting.came, outcomes]).toEqual([[], ['unproven']]);
    }
  });

  it('is given to replicas alone, so that nobody can guess secrets by it', async () => {
    const acting = await actingReplica();
    const ask = (body: string, headers = {}) =>
      sent(acting.url, { path: challengePath, body: Buffer.from(body), headers });
    const { body } = createChallenge(keys, acting.acting);
    expect((await ask(body)).status).toBe(200);
    const [nonce = '', ...proofs] = body.split('\n');
    const refused = [
      nonce,
      createChallenge(replicaKeys(['guessed']), acting.acting).body,
      createChallenge(keys, acting.acting, nonce.slice(1)).body,
      createChallenge(keys, acting.acting, nonce.replace(/./, '!')).body,
      [nonce.split('').reverse().join(''), ...proofs].join('\n'),
      `${body}\n${'x'.repeat(2_000)}`,
      '',
    ];
    for (const one of refused) {
      const answer = await ask(one);
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ detail: 'Only replicas ask here.' });
    }
    expect((await ask(body, { 'transfer-encoding': 'chunked' })).status).toBe(403);
    expect(acting.log.lines).toContainEqual(
      expect.objectContaining({ fields: expect.objectContaining({ event: 'request.refused', source: 'replica' }) }),
    );
  });

  it('is not given by a replica that does not act yet, which is no trouble', async () => {
    const acting = await actingReplica();
    acting.now.acts = false;
    const { url, begun, end, outcomes, log } = await followingReplica(acting.acting);
    const answer = sent(url);
    await begun(look);
    acting.now.acts = true;
    await end(look);
    expect((await answer).status).toBe(200);
    expect(outcomes).toEqual(['ok']);
    expect(log.lines).toEqual([]);
  });

  it('says nothing of a secret', async () => {
    const acting = await actingReplica();
    const { body } = createChallenge(keys, acting.acting);
    const answer = await sent(acting.url, { path: challengePath, body: Buffer.from(body) });
    for (const secret of secrets) expect(body + answer.body.toString()).not.toContain(secret);
    expect(answer.body.toString()).toMatch(/^[\w-]{43}\n[\w-]{43}$/);
  });
});

it('a request that was forwarded is not forwarded again, and who only says so gains nothing', async () => {
  const acting = await actingReplica();
  const { url, outcomes } = await followingReplica(acting.acting);
  const headers = { 'security-contact-replica': 'forwards' };
  expect(await sent(url, { headers })).toMatchObject(again);
  expect([acting.came, outcomes]).toEqual([[], []]);
  await sent(acting.url, { headers });
  await sent(url, { headers: { connection: 'close, security-contact-replica, x-request-id' } });
  expect(acting.came[1]?.headers).toMatchObject({ ...headers, 'x-request-id': acting.came[1]?.requestId });
});

it('nor one that came while this replica still acted, and whose body is whole only afterwards', async () => {
  const acting = await actingReplica();
  const { route } = await followingReplica(acting.acting);
  const door = createDoor({ paths: ['/here'], passOn: () => route, more: new Map(), monitoring: new Map() });
  const { url } = await served([...door.routes.public]);
  const own = { methods: ['POST'], judge: vi.fn(() => null), answer: () => ({ status: 200 }) };
  door.open({ public: new Map([['/here', own]]), monitoring: new Map() });
  const sender = connect(Number(new URL(url).port), '127.0.0.1');
  const head = ['POST /here HTTP/1.1', 'host: a', 'content-length: 2', 'security-contact-replica: forwards'];
  sender.write(`${head.join('\r\n')}\r\n\r\n{`);
  await vi.waitFor(() => expect(own.judge).toHaveBeenCalled());
  await door.shut();
  sender.write('}');
  const [answer] = await once(sender, 'data');
  sender.destroy();
  expect(String(answer)).toContain('503 Service Unavailable');
  expect(String(answer)).toContain('security-contact-replica: follows');
  expect(acting.came).toEqual([]);
});

describe('the way to the one that acts', () => {
  it('is plain http to this machine and private networks alone', () => {
    const near = [
      '127.0.0.1',
      '127.9.9.9',
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.1.1',
      '100.64.0.1',
    ];
    const nearToo = ['::1', 'fd00::1', 'fc12::1', 'fe80::1', 'fe80::1%eth0', '::ffff:10.0.0.1', '::ffff:127.0.0.1'];
    const far = [
      '8.8.8.8',
      '172.32.0.1',
      '172.15.0.1',
      '11.0.0.1',
      '192.169.0.1',
      '100.63.255.255',
      '100.128.0.1',
      '0.0.0.0',
      '169.253.0.1',
    ];
    const farToo = [
      '2001:db8::1',
      '::ffff:8.8.8.8',
      '::',
      'fe00::1',
      'ff02::1',
      '64:ff9b::a00:1',
      'localhost',
      '',
      undefined,
    ];
    expect([...near, ...nearToo].filter((one) => !isPrivate(one))).toEqual([]);
    expect([...far, ...farToo].filter(isPrivate)).toEqual([]);
  });

  it('is https with a certificate that is right, and goes nowhere with another one', async () => {
    const authority = certified({ name: 'authority', isAuthority: true });
    const { certificate, keyPem } = certified({ name: 'localhost', by: authority });
    const came: string[] = [];
    const server = createTlsServer({ cert: certificate, key: keyPem }, async (request, response) => {
      came.push(request.url ?? '');
      await proving(
        () => acting,
        (one) => one.end('by TLS'),
      )(request, await bytesOf(request), response);
    });
    onTestFinished(() => void server.close().closeAllConnections());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const acting = { term: '1', url: `https://localhost:${portOf(server.address())}` };
    const { url, end, log } = await followingReplica(acting);
    const answer = sent(url, { headers: bearer });
    await end(look);
    await end(whole);
    expect(await answer).toMatchObject(again);
    expect(came).toEqual([]);
    expect(log.lines[0]).toMatchObject({ fields: { why: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } });
    const usual = getCACertificates();
    setDefaultCACertificates([authority.certificate]);
    onTestFinished(() => setDefaultCACertificates(usual));
    expect((await sent(url, { headers: bearer })).body.toString()).toBe('by TLS');
    expect(came).toEqual([challengePath, '/here']);
  });
});
