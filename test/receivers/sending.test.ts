import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { whyUnreachable } from '../../adapters/receivers/reach.ts';
import { sendEvent } from '../../adapters/receivers/send.ts';
import { certified } from '../support/certificate.ts';
import { aReceiver, openedReceivers, outgoing, toLoopback } from '../support/receiver.ts';
import { notedLog } from '../support/stub-bot.ts';
import { isoNow } from '../support/time.ts';

const receiver = (url: string, more: object = {}) => ({
  name: 'siem',
  format: 'json',
  url,
  private: true,
  events: ['alert.*'],
  ...more,
});

const note = () => {};
const sendWorld = {
  ...{ mayCall: note, clock: { now: isoNow }, uptimeMs: () => 0, timers: { wait: async () => true } },
  ...{ log: { debug: note, info: note, warn: note, error: note }, isLocal: false, locale: 'en' as const },
};

/** Sends one event to a receiver that answers so. */
async function sent(answer: Awaited<ReturnType<typeof aReceiver>>['state']['answer'], more: object = {}) {
  const there = await aReceiver();
  there.state.answer = answer;
  const { receivers } = openedReceivers([receiver(there.url, more)], { env: { KEY: 'a-secret-key' } });
  return { result: await receivers.send('siem', outgoing()), calls: there.calls };
}

/** A receiver that says these bytes to each request, and then ends the connection or never says more. */
async function speaking(said: string, ends = false) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => void (ends ? socket.end(said) : socket.write(said)));
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook` };
}

describe('an answer', () => {
  it.each([200, 201, 202, 204])('of %i is sent', async (status) => {
    const { result } = await sent((response) => void response.writeHead(status).end());
    expect(result).toEqual({ kind: 'sent', reference: null, keyId: null });
  });

  it.each([
    [408, false],
    [425, false],
    [429, false],
    [500, true],
    [502, true],
    [503, false],
    [504, true],
  ])('of %i is tried again later', async (status, maybeDone) => {
    const { result } = await sent((response) => void response.writeHead(status).end());
    expect(result).toEqual({ kind: 'failed', why: String(status), retryAfterMs: null, maybeDone });
  });

  it.each([400, 401, 403, 404, 409, 410, 422, 301, 302, 307, 308])('of %i is refused', async (status) => {
    const { result, calls } = await sent(
      (response) => void response.writeHead(status, { location: 'https://127.0.0.1/' }).end('no\nmore'),
    );
    expect(result).toEqual({ kind: 'refused', status, line: 'no' });
    expect(calls.length).toBe(1);
  });

  it('says how long to wait, in seconds or by a date', async () => {
    const waiting = (after: string) =>
      sent((response) => void response.writeHead(429, { 'retry-after': after }).end()).then(({ result }) => result);
    expect(await waiting('120')).toMatchObject({ kind: 'failed', retryAfterMs: 120_000 });
    expect(await waiting('soon')).toMatchObject({ kind: 'failed', retryAfterMs: null });
    const at = await waiting('Tue, 24 Nov 2026 23:00:00 GMT');
    expect(at.kind === 'failed' && at.retryAfterMs).toBeGreaterThan(13 * 3_600_000);
  });

  it('is refused with its first line, which has no secret in it', async () => {
    const headers = { 'X-Key': ['env:KEY'] };
    const line = async (body: string) => {
      const { result } = await sent((response) => void response.writeHead(400).end(body), { headers });
      return result.kind === 'refused' ? result.line : null;
    };
    expect(await line('\n\n  Bad\tfield \u202e \n second')).toBe('Bad field');
    expect(await line('{\n "error": "key a-secret-key is old"\n}')).toBe('{"error":"key [removed] is old"}');
    expect(await line('<html><body><h1>Nope</h1></body></html>')).toBe('Nope');
    expect((await line('x'.repeat(5_000)))?.length).toBe(200);
    expect(await line('')).toBe('');
  });

  it('that quotes a part of a secret address does not show it, and is no reference', async () => {
    const there = await aReceiver();
    const env = { URL: `https://receiver.example:${there.port}/in/a-topic-nobody-knows?sig=s3cr3t%2Bsig&v=1` };
    const { receivers } = openedReceivers([receiver('env:URL', { reference: 'id' })], { env });
    const result = async (status: number, body: string) => {
      there.state.answer = (response) => void response.writeHead(status).end(body);
      return receivers.send('siem', outgoing());
    };
    const said = 'no s3cr3t+sig, s3cr3t%2Bsig for a-topic-nobody-knows at receiver.example, v 1';
    expect(await result(400, said)).toMatchObject({
      line: 'no [removed], [removed] for [removed] at [removed], v 1',
    });
    expect(await result(200, '{"id":"T-1 s3cr3t+sig"}')).toMatchObject({ reference: 'T-1 [removed]' });
  });

  it('is read up to 64 kB, and counts although it breaks off', async () => {
    const huge = (response: import('node:http').ServerResponse) => {
      response.writeHead(200);
      response.on('error', () => {});
      const more = () => {
        while (response.write('x'.repeat(60_000)));
      };
      response.on('drain', more);
      more();
    };
    expect((await sent(huge)).result).toMatchObject({ kind: 'sent' });
    const half = await sent((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":', () => response.destroy());
    });
    expect(half.result).toMatchObject({ kind: 'sent', reference: null });
    const refused = await sent((response) => {
      response.writeHead(422, { 'content-length': '100' });
      response.write('no such field', () => response.destroy());
    });
    expect(refused.result).toEqual({ kind: 'refused', status: 422, line: 'no such field' });
  });

  it('has a reference at a path: cleaned, one line, 64 characters; a number too', async () => {
    const reference = async (answer: unknown) => {
      const { result } = await sent((response) => void response.end(JSON.stringify(answer)), {
        reference: 'tickets.0.id',
      });
      return result.kind === 'sent' ? result.reference : 'not sent';
    };
    expect(await reference({ tickets: [{ id: 4711 }] })).toBe('4711');
    expect(await reference({ tickets: [{ id: ' T-1\n\u202e2 ' }] })).toBe('T-1 2');
    expect((await reference({ tickets: [{ id: 'x'.repeat(100) }] }))?.length).toBe(64);
    for (const answer of [{ tickets: [{ id: { a: 1 } }] }, { tickets: [] }, null, 'text', { tickets: [{ id: '' }] }])
      expect(await reference(answer)).toBe(null);
  });
});

describe('a connection', () => {
  it('that breaks before an answer may have arrived; one that is never made has not', async () => {
    const broken = await sent((response) => void response.destroy());
    expect(broken.result).toMatchObject({ kind: 'failed', why: 'ECONNRESET', maybeDone: true, retryAfterMs: null });
    const { receivers } = openedReceivers([receiver('https://receiver.example:9/')]);
    expect(await receivers.send('siem', outgoing())).toMatchObject({ why: 'ECONNREFUSED', maybeDone: false });
    const gone = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    const nameless = openedReceivers([receiver('https://receiver.example/')], {
      world: { lookup: (_host, done) => done(gone, []) },
    });
    expect(await nameless.receivers.send('siem', outgoing())).toMatchObject({ why: 'ENOTFOUND', maybeDone: false });
  });

  /** Ends a call after 300 ms; a real one has ten seconds. */
  async function hurry<Result>(call: () => Promise<Result>): Promise<Result> {
    const timeout = AbortSignal.timeout;
    const asked = vi.spyOn(AbortSignal, 'timeout').mockImplementationOnce(() => timeout.call(AbortSignal, 300));
    const result = await call();
    expect(asked.mock.calls).toEqual([[10_000]]);
    asked.mockRestore();
    return result;
  }
  const hurried = (there: { url: string }) =>
    hurry(() => openedReceivers([receiver(there.url)]).receivers.send('siem', outgoing()));
  const timeout = { kind: 'failed', why: 'timeout', retryAfterMs: null, maybeDone: true };

  it('that is slow ends after its time, also in the middle of the headers; once the status came, that counts', async () => {
    const there = await aReceiver();
    there.state.answer = () => {};
    expect(await hurried(there)).toEqual(timeout);
    const drops = (status: number) => {
      there.state.answer = (response) => {
        response.writeHead(status);
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(drip));
      };
    };
    drops(200);
    expect(await hurried(there)).toEqual({ kind: 'sent', reference: null, keyId: null });
    drops(503);
    expect(await hurried(there)).toMatchObject({ kind: 'failed', why: '503' });
    const half = await speaking('HTTP/1.1 200 OK\r\nx-half: ');
    expect(await hurried(half)).toEqual(timeout);
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'HPE_INVALID_CONSTANT'],
    ['half a status', 'HTTP/1.', 'ECONNRESET'],
    ['half the headers', 'HTTP/1.1 200 OK\r\ncontent-len', 'ECONNRESET'],
    ['too many headers', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW'],
  ])('that answers with %s failed, and the event may have arrived', async (_what, said, why) => {
    const there = await speaking(said, true);
    const { receivers } = openedReceivers([receiver(there.url)]);
    expect(await receivers.send('siem', outgoing())).toEqual({ ...timeout, why });
  });

  it('that the receiver takes over for another protocol ends at once', async () => {
    const { result } = await sent((response) => {
      response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
    });
    expect(result).toEqual({ kind: 'failed', why: 'network', retryAfterMs: null, maybeDone: true });
  });

  it('whose time is over waits for no new token', async () => {
    const there = await aReceiver(null);
    there.state.answer = (response) => void response.writeHead(401).write('no');
    const { configured } = openedReceivers([receiver(there.url)]);
    const [one] = configured;
    if (!one) throw new Error('there is one');
    let asked = 0;
    const proof = { headers: async () => (asked++ === 0 ? {} : new Promise<never>(() => {})), renew: () => true };
    const { result } = await hurry(() => sendEvent(one, outgoing(), proof, () => false, sendWorld));
    expect(result).toMatchObject({ kind: 'failed', why: 'timeout', maybeDone: false });
  });

  it('to a certificate that has ended, begins later, of another name, or of nobody known is not used', async () => {
    const by = certified({ name: 'authority.example', isAuthority: true });
    const of = async (wanted: object) => {
      const there = await aReceiver(certified({ name: 'receiver.example', by, ...wanted }));
      const world = { ca: by.certificate, lookup: toLoopback };
      const result = await openedReceivers([receiver(there.url)], { world }).receivers.send('siem', outgoing());
      expect(there.calls.length).toBe(result.kind === 'sent' ? 1 : 0);
      // What doctor says is the same.
      const why = await whyUnreachable({ url: there.url, isPrivate: true }, false, world);
      expect(result).toMatchObject(why === null ? { kind: 'sent' } : { kind: 'failed', why, maybeDone: false });
      return why;
    };
    expect(await of({})).toBe(null);
    expect(await of({ until: '2021-01-01T00:00:00Z' })).toBe('CERT_HAS_EXPIRED');
    expect(await of({ from: '2110-01-01T00:00:00Z' })).toBe('CERT_NOT_YET_VALID');
    expect(await of({ name: 'other.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await of({ by: undefined })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    const stranger = certified({ name: 'stranger.example', isAuthority: true });
    expect(await of({ by: stranger })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('carries nothing once another process may act', async () => {
    const there = await aReceiver();
    const mayCall = () => {
      throw new Error('no lease');
    };
    const { receivers } = openedReceivers([receiver(there.url)], { world: { mayCall } });
    expect(await receivers.send('siem', outgoing())).toMatchObject({
      kind: 'failed',
      why: 'stopped',
      maybeDone: false,
    });
    expect(there.calls).toEqual([]);
  });
});

describe('a request', () => {
  it('has the id, which a repeat has too, and says that it may be one', async () => {
    const there = await aReceiver();
    const { receivers } = openedReceivers([receiver(there.url)]);
    await receivers.send('siem', outgoing());
    await receivers.send('siem', outgoing({ mayBeRepeat: true }));
    expect(
      there.calls.map(({ headers }) => [headers['webhook-id'], headers['x-security-contact-may-be-repeat']]),
    ).toEqual([
      ['out_1', undefined],
      ['out_1', 'true'],
    ]);
    expect(there.calls.map(({ json }) => json)).toMatchObject([{ mayBeRepeat: false }, { mayBeRepeat: true }]);
  });
});

it('how calls end is logged by the name of the receiver alone', async () => {
  const there = await aReceiver();
  const log = notedLog();
  const rig = { env: { KEY: 'a-secret-key' }, world: { log } };
  const { receivers } = openedReceivers([receiver(there.url, { reference: 'id' })], rig);
  for (const status of [503, 503, 422, 200, 401, 401, 200]) {
    there.state.answer = (response) => void response.writeHead(status).end('{"it":1}');
    await receivers.send('siem', outgoing());
  }
  const events = log.lines.map(({ fields }) => fields);
  expect(events).toMatchObject([
    { event: 'receiver.failed', receiver: 'siem', why: '503' },
    { event: 'receiver.refused', receiver: 'siem', status: 422 },
    { event: 'receiver.reached' },
    { event: 'receiver.noReference', path: 'id' },
    { event: 'receiver.refused', status: 401 },
    { event: 'receiver.reached' },
    { event: 'receiver.noReference' },
  ]);
  expect(JSON.stringify(events)).not.toContain('127.0.0.1');
});
