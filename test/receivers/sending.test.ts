import { Webhook } from 'standardwebhooks';
import { describe, expect, it, vi } from 'vitest';
import { callReceiver } from '../../adapters/receivers/call.ts';
import { sendEvent } from '../../adapters/receivers/send.ts';
import { certified } from '../support/certificate.ts';
import { aReceiver, openedReceivers, outgoing, toLoopback } from '../support/receiver.ts';
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

  it('that is slow ends after its time, also in the middle of the headers', async () => {
    const there = await aReceiver();
    const request = { url: there.url, headers: {}, body: '{}' };
    const world = { mayCall: () => {}, lookup: toLoopback };
    const reach = { isPrivate: true, isLocal: false };
    there.state.answer = () => {};
    const { receivers } = openedReceivers([receiver(there.url)]);
    const timed = AbortSignal.timeout(300);
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(timed);
    expect(await receivers.send('siem', outgoing())).toEqual({
      ...{ kind: 'failed', why: 'timeout', retryAfterMs: null, maybeDone: true },
    });
    expect(await callReceiver(request, reach, AbortSignal.timeout(200), world)).toMatchObject({ kind: 'failed' });
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
    const { result } = await sendEvent(one, outgoing(), proof, () => false, sendWorld, 300);
    expect(result).toMatchObject({ kind: 'failed', why: 'timeout', maybeDone: false });
  });

  it('to a certificate that has ended, of another name, or of nobody known is not used', async () => {
    const by = certified({ name: 'authority.example', isAuthority: true });
    const of = async (wanted: object) => {
      const there = await aReceiver(certified({ name: 'receiver.example', by, ...wanted }));
      const { receivers } = openedReceivers([receiver(there.url)], { world: { ca: by.certificate } });
      const result = await receivers.send('siem', outgoing());
      return { why: result.kind === 'failed' ? result.why : result.kind, calls: there.calls.length, result };
    };
    expect(await of({})).toMatchObject({ why: 'sent', calls: 1 });
    expect(await of({ until: '2021-01-01T00:00:00Z' })).toMatchObject({ why: 'CERT_HAS_EXPIRED', calls: 0 });
    expect(await of({ name: 'other.example' })).toMatchObject({ why: 'ERR_TLS_CERT_ALTNAME_INVALID', calls: 0 });
    const stranger = certified({ name: 'stranger.example', isAuthority: true });
    expect(await of({ by: stranger })).toMatchObject({ calls: 0, result: { kind: 'failed', maybeDone: false } });
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
  const standard = (letter: string) => `whsec_${Buffer.from(letter.repeat(24)).toString('base64')}`;

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

  it('is signed by each secret as Standard Webhooks asks, which its own library verifies', async () => {
    const there = await aReceiver();
    const env = { OLD: standard('o'), NEXT: standard('n') };
    const auth = { standardWebhooks: ['env:NEXT', 'env:OLD'] };
    const { receivers } = openedReceivers([receiver(there.url, { auth, format: 'cloudevents' })], { env });
    await receivers.send('siem', outgoing());
    const { body = '', headers = {} } = there.calls[0] ?? {};
    const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    for (const secret of Object.values(env))
      expect(new Webhook(secret).verify(body, given)).toMatchObject({ id: 'out_1' });
    expect(() => new Webhook(standard('x')).verify(body, given)).toThrow();
    expect(() => new Webhook(env.OLD).verify(body.replace('17', '18'), given)).toThrow();
  });

  it('has a bearer or a basic credential, the first of two, and the receiver’s own headers', async () => {
    const there = await aReceiver();
    const env = { ONE: 'one', TWO: 'two', APP: 'Splunk 123' };
    const { receivers } = openedReceivers(
      [
        receiver(there.url, { name: 'a', auth: { bearer: ['env:ONE', 'env:TWO'] }, headers: { 'X-App': ['env:APP'] } }),
        receiver(there.url, { name: 'b', auth: { basic: { user: 'bot', password: ['env:TWO'] } } }),
        receiver(there.url, { name: 'c', headers: { Authorization: ['env:APP'] } }),
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
});
