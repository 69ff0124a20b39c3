import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAuditLog } from '../../adapters/process/audit-log.ts';
import { featureSettings, Settings } from '../../adapters/settings/settings.ts';
import type { OpenStore } from '../../adapters/store/embedded/open-store.ts';
import { chained } from '../../adapters/store/history-chain.ts';
import type { AuditAction, HistoryEntry } from '../../src/domain/history.ts';
import { cursorId } from '../../src/outgoing/audit/cursor.ts';
import { auditActivities, ocsfEvent } from '../../src/outgoing/audit/ocsf.ts';
import { AuditStreams } from '../../src/outgoing/audit/stream.ts';
import { receiverStates } from '../../src/outgoing/receiver-states.ts';
import type { OutgoingEvent, Receiver, SendResult } from '../../src/ports/receivers.ts';
import { archiveHistory, forgetOldHistory } from '../../src/register/history/archive.ts';
import { noticing } from '../../src/store/appended.ts';
import { folder, opened } from '../adapters/store/folder.ts';
import { fakeWorld } from '../support/world.ts';

const settings = featureSettings(Settings.parse({ RETENTION_DAYS: '120' }));
const dayMs = 24 * 3_600_000;
const context = { installation: 'one', version: '0.2.0', values: false };
const schema: object = JSON.parse(readFileSync('data/schemas/ocsf/entity_management.schema.json', 'utf8'));
const fits = new Ajv.default({ allErrors: true }).compile(schema);

const siem: Receiver = {
  name: 'siem',
  events: ['audit'],
  when: { tenants: null, severities: null, sources: null, afterMs: 600_000 },
  values: false,
  follows: false,
  address: 'a',
};

/** A receiver that answers what it is told, and then takes everything; waits end at once and are counted. */
function receiving(...answers: SendResult[]) {
  const got: OutgoingEvent[] = [];
  const waits: number[] = [];
  const list = [siem];
  const receivers = {
    list: () => list,
    send: async (_name: string, event: OutgoingEvent): Promise<SendResult> => {
      got.push(event);
      return answers.shift() ?? { kind: 'sent', reference: null, keyId: null };
    },
  };
  const timers = {
    wait: async (ms: number) => {
      waits.push(ms);
      return waits.length < 1_000;
    },
  };
  return { got, waits, list, receivers, timers, numbers: () => got.map(({ subject }) => Number(subject.slice(6))) };
}

/** The streams over a store, and what is known of the receiver. */
function streams(store: OpenStore, to: ReturnType<typeof receiving>, wait = to.timers.wait) {
  const onBug = (error: unknown) => {
    throw error;
  };
  const { receivers } = to;
  const world = { ...fakeWorld(store), trail: store.trail, receivers, timers: { ...to.timers, wait }, onBug };
  const audit = new AuditStreams(world);
  const known = () => store.read((reader) => reader.get('receivers', 'siem'));
  return { audit, known, noticed: noticing(store, () => audit.wake()) };
}

async function add(store: Pick<OpenStore, 'change'>, count: number, at = '2026-01-01T00:00:00.000Z') {
  await store.change(async (tx) => {
    for (let index = 0; index < count; index++)
      await tx.appendHistory({ at, by: null, byName: 'x', deed: 'contact.confirmed', tenantId: 't', changes: [] });
  });
}

/** Waits until the stream has nothing left to do. */
async function settled(store: OpenStore, number: number): Promise<void> {
  await expect
    .poll(async () => (await store.read((reader) => reader.get('cursors', cursorId('siem'))))?.value)
    .toBe(String(number));
}

/** Adds an entry a day, and moves and drops what is old as of the last of them. */
async function daysOf(store: OpenStore, days: number, retentionDays: number): Promise<void> {
  let at = '';
  for (let day = 0; day < days; day++) {
    at = new Date(Date.UTC(2025, 0, 1 + day)).toISOString();
    await add(store, 1, at);
  }
  const outside = { store, trail: store.trail, clock: { now: () => at }, settings: { ...settings, retentionDays } };
  await archiveHistory(outside);
  for (let day = 1; day < 13; day++)
    await forgetOldHistory({
      ...outside,
      trusted: { id: 'clock', at, runMs: day * dayMs, doubt: null, wall: at, steadySince: 0 },
    });
}

test('a new receiver gets what comes from then on, each entry once and in order', async () => {
  const store = await opened(folder());
  await add(store, 3);
  const to = receiving();
  const { audit, noticed } = streams(store, to);
  audit.wake();
  await settled(store, 3);
  await add(noticed, 2);
  await add(noticed, 300);
  await settled(store, 305);
  expect(to.numbers()).toEqual(Array.from({ length: 302 }, (_, index) => 4 + index));
  expect(new Set(to.got.map(({ id }) => id)).size).toBe(302);
  await audit.stop();
  await store.close();
});

test('a receiver that was away gets everything from the archive and the document', async () => {
  const store = await opened(folder());
  await store.change((tx) => tx.put('cursors', { id: cursorId('siem'), value: '0' }));
  await daysOf(store, 300, 4_000);
  const to = receiving();
  const { audit, known } = streams(store, to);
  audit.wake();
  await settled(store, 300);
  expect(to.numbers()).toEqual(Array.from({ length: 300 }, (_, index) => 1 + index));
  expect(await known()).not.toHaveProperty('trailLost');
  await audit.stop();
  await store.close();
});

test('what retention dropped meanwhile is told with its numbers', async () => {
  const store = await opened(folder());
  await store.change((tx) => tx.put('cursors', { id: cursorId('siem'), value: '7' }));
  await daysOf(store, 300, 120);
  const to = receiving();
  const { audit, known } = streams(store, to);
  audit.wake();
  await settled(store, 300);
  expect(await known()).toMatchObject({ trailLost: { from: 8, to: 151 } });
  expect(to.numbers()[0]).toBe(152);
  await audit.stop();
  await store.close();
});

test('a failed entry is tried again with the same id, marked when it may have arrived, and the next ones wait', async () => {
  const store = await opened(folder());
  const to = receiving(
    { kind: 'failed', why: 'ECONNREFUSED', retryAfterMs: null, maybeDone: false },
    { kind: 'failed', why: '503', retryAfterMs: 30_000, maybeDone: true },
  );
  const { audit, known, noticed } = streams(store, to);
  audit.wake();
  await settled(store, 0);
  await add(noticed, 2);
  await settled(store, 2);
  expect(to.got.map(({ subject, mayBeRepeat }) => [subject, mayBeRepeat])).toEqual([
    ['audit/1', false],
    ['audit/1', false],
    ['audit/1', true],
    ['audit/2', false],
  ]);
  expect(new Set(to.got.slice(0, 3).map(({ id }) => id)).size).toBe(1);
  expect(to.waits).toEqual([1_000, 30_000]);
  expect(await known()).toMatchObject({ why: '503', trailFailingSince: null });
  await audit.stop();
  await store.close();
});

test('an entry that is refused is skipped and told; a refused key holds the stream', async () => {
  const store = await opened(folder());
  const to = receiving({ kind: 'refused', status: 422, line: 'no' }, { kind: 'refused', status: 401, line: 'key' });
  const { audit, known, noticed } = streams(store, to);
  audit.wake();
  await settled(store, 0);
  await add(noticed, 3);
  await settled(store, 3);
  expect(to.numbers()).toEqual([1, 2, 2, 3]);
  expect((await known())?.refusals).toMatchObject([
    { status: 422, line: 'no' },
    { status: 401, waits: true },
  ]);
  await audit.stop();
  await store.close();
});

test.each([
  ['does not answer', { kind: 'failed', why: 'ETIMEDOUT', retryAfterMs: null, maybeDone: false }, 'ETIMEDOUT'],
  ['refuses the key', { kind: 'refused', status: 401, line: 'no' }, '401'],
] as const)('what waits of the trail is counted, and since when, where the receiver %s', async (_what, answer, why) => {
  const store = await opened(folder());
  await add(store, 2);
  const to = receiving();
  to.receivers.send = async () => answer;
  const { audit, noticed, known } = streams(store, to);
  audit.wake();
  await settled(store, 2);
  await add(noticed, 3, '2025-12-31T00:00:00.000Z');
  await expect.poll(async () => (await known())?.trailFailingSince).toBeTruthy();
  const now = '2026-01-01T00:00:00.000Z';
  const [state] = await store.read((reader) => receiverStates(reader, to.receivers, now));
  expect(state).toMatchObject({ waiting: 3, waitingSeconds: 86_400, failing: { since: expect.any(String), why } });
  await audit.stop();
  await store.close();
});

test('what the stream has still to send is counted, with its age and since when it fails', async () => {
  const store = await opened(folder());
  const to = receiving({ kind: 'refused', status: 401, line: 'key' });
  const { audit, noticed } = streams(store, to, async () => new Promise(() => {}));
  audit.wake();
  await settled(store, 0);
  await add(noticed, 3);
  const state = () =>
    store.read((reader) => receiverStates(reader, to.receivers, '2026-01-01T00:01:00.000Z')).then(([one]) => one);
  await expect.poll(state).toMatchObject({
    ...{ waiting: 3, waitingSeconds: 60, lastRefused: { status: 401 } },
    failing: { since: expect.any(String), why: '401' },
  });
  expect(to.got).toHaveLength(1);
  // What an operator mended is tried at once, and not after the pause.
  audit.retry();
  await settled(store, 3);
  expect(await state()).toMatchObject({ waiting: 0, waitingSeconds: 0, failing: null });
  await audit.stop();
  await store.close();
});

test('after a restart it goes on where it ended', async () => {
  const dir = folder();
  const store = await opened(dir);
  const to = receiving();
  const first = streams(store, to);
  first.audit.wake();
  await settled(store, 0);
  await add(first.noticed, 30);
  await settled(store, 30);
  await first.audit.stop();
  await add(store, 5);
  await store.close();
  const again = await opened(dir);
  const second = streams(again, to);
  second.audit.wake();
  await settled(again, 35);
  expect(to.numbers()).toEqual(Array.from({ length: 35 }, (_, index) => 1 + index));
  expect(to.got.some(({ mayBeRepeat }) => mayBeRepeat)).toBe(false);
  await second.audit.stop();
  await again.close();
});

test('the event of every action fits the class of OCSF', () => {
  for (const deed of Object.keys(auditActivities) as AuditAction[])
    for (const by of ['slack:T1/U1', null] as const)
      for (const tenantId of ['t', null]) {
        const changes = [{ field: 'email', before: 'a@b.example', after: 'c@d.example' }];
        const event = ocsfEvent(entryOf({ deed, by, tenantId, changes }), context);
        fits(event);
        expect([deed, fits.errors]).toEqual([deed, null]);
      }
});

const value = fc.oneof(fc.emailAddress(), fc.stringMatching(/^\+33\d{9}$/), fc.array(fc.emailAddress()));

test('without values no value of a contact is in an event, in any action', () => {
  const field = fc.constantFrom('email', 'phone', 'channels', 'manager', 'firstName', 'onCallNow', 'customers', 'name');
  const deed = fc.constantFrom(...(Object.keys(auditActivities) as AuditAction[]));
  fc.assert(
    fc.property(deed, fc.array(fc.record({ field, before: value, after: value })), (action, changes) => {
      const event = JSON.stringify(ocsfEvent(entryOf({ deed: action, changes }), context));
      for (const one of changes.flatMap(({ before, after }) => [before, after].flat()))
        expect(event).not.toContain(JSON.stringify(one).slice(1, -1));
    }),
  );
});

test('what a person typed as a reason is a value; why an alert was resolved is none', () => {
  const changes = [{ field: 'reason', before: null, after: 'legitimate' }];
  const shown = (deed: AuditAction) => JSON.stringify(ocsfEvent(entryOf({ deed, changes }), context));
  expect(shown('alert.resolved')).toContain('legitimate');
  expect(shown('reminder.snoozed')).not.toContain('legitimate');
});

test('a name that is an address goes only where values may', () => {
  const entry = entryOf({ deed: 'microsoft.signedIn', byName: 'ada@contoso.example' });
  expect(JSON.stringify(ocsfEvent(entry, context))).not.toContain('@');
  expect(ocsfEvent(entry, { ...context, values: true })).toMatchObject({ actor: { app_name: 'ada@contoso.example' } });
});

test('whoever gets the events can follow the chain', () => {
  const head = { number: 6, hash: 'b'.repeat(64) };
  const changes = [{ field: 'phone', before: null, after: '+33123456789' }];
  const verifiable = (entry: HistoryEntry, values: boolean) => {
    const { previous, hashed, hash } = JSON.parse(JSON.stringify(ocsfEvent(entry, { ...context, values }))).unmapped;
    return hashed === undefined
      ? null
      : hash ===
          createHash('sha256')
            .update(previous + hashed)
            .digest('hex');
  };
  const { number: _number, previous: _previous, hash: _hash, ...plain } = entryOf({});
  expect(verifiable(chained(head, { ...plain, changes }), true)).toBe(true);
  expect(verifiable(chained(head, { ...plain, deed: 'contact.confirmed' }), false)).toBe(true);
});

test('the audit log has each entry once and in order, from its start on', async () => {
  const store = await opened(folder());
  await add(store, 2);
  const lines: object[] = [];
  const log = { debug() {}, warn() {}, error() {}, info: (fields: object) => void lines.push(fields) };
  const installation = async () => 'one';
  const audit = createAuditLog({ store, trail: store.trail, version: '0.2.0', log, installation });
  await audit.flush();
  await add(store, 3);
  await Promise.all([audit.flush(), audit.flush()]);
  await add(store, 250);
  await audit.flush();
  const numbers = lines.map((line) => JSON.parse(JSON.stringify(line)).ocsf.metadata.sequence);
  expect(numbers).toEqual(Array.from({ length: 253 }, (_, index) => 3 + index));
  expect(lines[0]).toMatchObject({ event: 'audit', ocsf: { class_uid: 3004 } });
  await store.close();
});

function entryOf(more: Partial<HistoryEntry>): HistoryEntry {
  const plain = { number: 7, at: '2026-01-01T00:00:00.000Z', by: null, byName: 'Ada', tenantId: null, changes: [] };
  return { ...plain, deed: 'contact.updated', previous: '0'.repeat(64), hash: 'a'.repeat(64), ...more };
}
