import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCalendars, readInThread } from '../../../adapters/calendar/calendars.ts';
import { type FetchWorld, fetchCalendar, outsideWorld } from '../../../adapters/calendar/fetch-calendar.ts';
import { calendarOf, eventOf } from '../../support/calendar.ts';
import { certified } from '../../support/certificate.ts';

const { isInternal } = outsideWorld;
const own = certified({ name: 'calendar.example', isAuthority: true });
const server = createServer({ key: own.keyPem, cert: own.certificate }, (request, response) =>
  serve(request, response),
);
let serve: (request: IncomingMessage, response: ServerResponse) => void;
let port = 0;
let asked: string[];

/** The name leads to the server here, which counts as one of the internet. */
const world: FetchWorld = {
  lookup: (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  isInternal: () => false,
  ca: own.certificate,
};
const at = (path: string) => `https://calendar.example:${port}${path}`;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  asked = [];
  serve = ({ url = '' }, response) => {
    asked.push(url);
    response.end('BEGIN:VCALENDAR');
  };
});

describe('a calendar is fetched', () => {
  it('over https, following redirects on the same host alone', async () => {
    const moved = (to: string) => (request: IncomingMessage, response: ServerResponse) => {
      asked.push(request.url ?? '');
      if (request.url === '/new') response.end('BEGIN:VCALENDAR');
      else response.writeHead(302, { location: to }).end();
    };
    serve = moved('/new');
    const fetched = await fetchCalendar(at('/old'), world);
    expect(fetched.kind === 'body' && new TextDecoder().decode(fetched.body)).toBe('BEGIN:VCALENDAR');
    for (const to of [
      `https://127.0.0.1:${port}/new`,
      `http://calendar.example:${port}/new`,
      'https://evil.example/',
      '/old',
    ]) {
      serve = moved(to);
      expect(await fetchCalendar(at('/old'), world)).toEqual({ kind: 'failed', why: 'redirect' });
    }
    expect(asked.length).toBeLessThan(20);
  });

  it('up to 5 MB, in ten seconds, and with status 200', async () => {
    serve = (_request, response) => void response.end(Buffer.alloc((5 << 20) + 1));
    expect(await fetchCalendar(at('/'), world)).toEqual({ kind: 'failed', why: 'tooLarge' });
    serve = () => {};
    expect(await fetchCalendar(at('/'), world, 100)).toEqual({ kind: 'failed', why: 'timeout' });
    serve = (_request, response) => void response.writeHead(404).end();
    expect(await fetchCalendar(at('/'), world)).toEqual({ kind: 'failed', why: 'status 404' });
    serve = (request) => void request.socket.destroy();
    expect(await fetchCalendar(at('/'), world)).toEqual({ kind: 'failed', why: 'unreachable' });
    expect(await fetchCalendar(at('/'), { ...world, ca: '' })).toEqual({ kind: 'failed', why: 'unreachable' });
  });

  it('from no internal address, by name or by number, which is looked at when connecting', async () => {
    const inside = { ...world, isInternal };
    const failed = { kind: 'failed', why: 'internal' };
    for (const address of [
      at('/'),
      `https://127.0.0.1:${port}/`,
      `https://[::1]:${port}/`,
      'https://169.254.169.254/latest',
    ])
      expect([address, await fetchCalendar(address, inside)]).toEqual([address, failed]);
    expect(await fetchCalendar(`http://calendar.example:${port}/`, world)).toEqual(failed);
    expect(asked).toEqual([]);
  });

  it.each([
    ...['10.1.2.3', '172.16.0.1', '192.168.1.1', '127.0.0.1', '100.64.0.1', '169.254.169.254', '0.0.0.0', '224.0.0.1'],
    ...[
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      '2001:db8::1',
      'localhost',
    ],
  ])('%s is internal', (address) => {
    expect(isInternal(address)).toBe(true);
  });

  it.each(['8.8.8.8', '172.32.0.1', '142.250.1.1', '2a00:1450:4007::1', '::ffff:8.8.8.8'])('%s is not', (address) => {
    expect(isInternal(address)).toBe(false);
  });
});

describe('a calendar is read', () => {
  const query = { from: '2026-10-01T00:00:00.000Z', until: '2026-11-01T00:00:00.000Z', timezone: 'UTC' };
  const calendars = createCalendars({ fetch: (address) => fetchCalendar(address, world), read: readInThread });

  it('in a thread, once for the same contents', async () => {
    const text = calendarOf(eventOf('Ada', '20261001T000000Z', '20261002T000000Z'));
    serve = (_request, response) => void response.end(text);
    const first = await calendars.read({ address: at('/'), ...query, version: null });
    expect(first).toMatchObject({ kind: 'read', events: [{ summary: 'Ada' }] });
    const version = first.kind === 'read' ? first.version : null;
    expect(await calendars.read({ address: at('/'), ...query, version })).toEqual({ kind: 'unchanged' });
    expect(await calendars.read({ address: at('/'), ...query, timezone: 'Europe/Paris', version })).toMatchObject({
      kind: 'read',
    });
  });

  it('one after another where they are big, whatever becomes of the one before; a thread that fails rejects', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const sizes: Record<string, number> = { first: 5 << 20, second: 5 << 20, small: 100 };
    const reads = createCalendars({
      fetch: async (address) => ({ kind: 'body', body: new Uint8Array(sizes[address] ?? 0) }),
      read: async ({ body }) => {
        begun.push(body.length > 100 ? 'big' : 'small');
        await new Promise<void>((_, reject) => ends.push(() => reject(new Error('made up'))));
        return { kind: 'failed', why: 'tooMuch' };
      },
    });
    const reading = ['first', 'second', 'small'].map((address) => reads.read({ address, ...query, version: null }));
    const ended = Promise.allSettled(reading);
    await setImmediate();
    expect(begun.toSorted()).toEqual(['big', 'small']);
    for (const end of ends.splice(0)) end();
    await setImmediate();
    expect(begun.toSorted()).toEqual(['big', 'big', 'small']);
    for (const end of ends) end();
    expect(await ended).toEqual(Array(3).fill({ status: 'rejected', reason: new Error('made up') }));
  });

  it('for a while at most: a rule from which ical.js never comes back is given up', async () => {
    const endless = [
      'UID:e',
      'DTSTART:20260101T000000Z',
      'DTEND:20260101T010000Z',
      'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    ];
    const body = new TextEncoder().encode(calendarOf(endless));
    expect(await readInThread({ body, query }, 1_500)).toEqual({ kind: 'failed', why: 'tooMuch' });
  });
});
