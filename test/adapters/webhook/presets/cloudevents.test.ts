import { expect, it } from 'vitest';
import { readAlerts } from '../../../../adapters/webhook/sources/read-alerts.ts';
import { aSource, entryOf, exampleOf, problemsOf } from '../../../support/sender-page.ts';

const source = aSource({
  preset: 'cloudevents',
  name: 'events',
  data: 'fields',
  fields: entryOf('cloudevents').fields as Record<string, string>,
});
const read = (body: unknown, by = source) => readAlerts(by, body, '2026-11-24T10:00:00.000Z');
const data = { incident: 'INC-204', what: 'Sign-in', level: 'high' };
const cloudEvent = (given: object = { data }) => ({ specversion: '1.0', id: 'A', source: '/', type: 'x', ...given });
const base64 = (text: string) => Buffer.from(text).toString('base64');

it('reads an event, as its page says', () => {
  expect(read(exampleOf('cloudevents'))).toMatchObject({
    events: [
      {
        content: {
          id: 'INC-204',
          displayName: 'Sign-in from an unusual country',
          severity: 'high',
          detectedDateTime: '2026-11-24T09:58:12.000Z',
        },
        over: null,
      },
    ],
    truncated: 0,
  });
});

it('reads a repeat in another event as the same alert', () => {
  const [first] = read(cloudEvent({ id: 'A', time: '2026-11-24T09:00:00Z', data })).events;
  const [repeat] = read(cloudEvent({ id: 'B', time: '2026-11-24T09:05:00Z', data })).events;
  const detectedDateTime = first?.content.detectedDateTime;
  expect(detectedDateTime).toBe('2026-11-24T09:00:00.000Z');
  // The core keeps the time of the first.
  expect([repeat?.undated, { ...repeat, content: { ...repeat?.content, detectedDateTime } }]).toEqual([true, first]);
});

it('reads a batch, and data in Base64', () => {
  const second = cloudEvent({ data_base64: base64(JSON.stringify({ ...data, incident: 'é' })) });
  expect(read([cloudEvent(), second]).events.map(({ content }) => content.id)).toEqual(['INC-204', 'é']);
});

it('reads each alert of a group, and adds up what was left out', () => {
  const group = { version: '4', truncatedAlerts: 2, alerts: [{ status: 'firing', fingerprint: 'a' }] };
  const by = aSource({ preset: 'cloudevents', data: 'alertmanager' });
  const other = { ...group, alerts: [{ status: 'firing', fingerprint: 'b' }] };
  const { events, truncated } = read([cloudEvent({ data: group }), cloudEvent({ data: other })], by);
  expect(events.map(({ content }) => content.id)).toEqual(['a', 'b']);
  expect(truncated).toBe(4);
});

const many = Array.from({ length: 600 }, (_, index) => ({ ...data, incident: index }));
it.each([
  [cloudEvent({ specversion: '0.3', data }), 'specversion', 'Must be one of 1.0.'],
  [{ id: 'A', data }, 'specversion', 'Required, but missing.'],
  [cloudEvent({}), 'data', 'Required, but missing.'],
  [cloudEvent({ data: null }), 'data.incident', 'Required, but missing.'],
  [cloudEvent({ data: { ...data, incident: '' } }), 'data.incident', 'Must not be empty.'],
  [cloudEvent({ data: 'text' }), 'data.incident', 'Required, but missing.'],
  [cloudEvent({ data: '', time: 'today' }), 'time', /^Must be a date/],
  [cloudEvent({ data_base64: base64('no JSON') }), 'data_base64', 'Must be JSON in Base64.'],
  [cloudEvent({ data_base64: base64('['.repeat(65) + ']'.repeat(65)) }), 'data_base64', 'May have at most 64 levels.'],
  [[cloudEvent(), cloudEvent({ data: { what: 'x' } })], '1.data.incident', 'Required, but missing.'],
  [[], '', 'Must not be empty.'],
  [[cloudEvent({ data: many }), cloudEvent({ data: many })], '', 'May have at most 1000 alerts.'],
])('refuses with its place what cannot be read (%#)', (body, path, detail) => {
  expect(problemsOf(() => read(body))[0]).toEqual({ path, detail: expect.stringMatching(detail) });
});

it('takes the time of detection in the data, not the time at which the event was sent', () => {
  const fields = { ...(entryOf('cloudevents').fields as Record<string, string>), detectedDateTime: 'seen' };
  const by = aSource({ preset: 'cloudevents', name: 'events', data: 'fields', fields });
  const sent = cloudEvent({ time: '2026-11-24T09:00:00Z', data: { ...data, seen: '2026-11-24T08:00:00Z' } });
  const [event] = read(sent, by).events;
  expect([event?.content.detectedDateTime, event?.undated]).toEqual(['2026-11-24T08:00:00.000Z', undefined]);
});
