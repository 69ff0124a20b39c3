/** Each event is a CloudEvent 1.0 in structured mode, by the specification's own schema and by ours. */
import '../support/time.ts';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { CloudEvent } from '../../adapters/receivers/formats/cloudevents.ts';
import { eventTypes } from '../../src/domain/outgoing/event.ts';
import { ocsfEvent } from '../../src/outgoing/audit/ocsf.ts';
import type { OutgoingEvent } from '../../src/ports/receivers.ts';
import { aReceiver, openedReceivers, outgoing } from '../support/receiver.ts';
import { today } from '../support/time.ts';

const official: object = JSON.parse(readFileSync('data/schemas/cloudevents/cloudevents.schema.json', 'utf8'));
const ours = { ...z.toJSONSchema(CloudEvent), title: 'What a receiver of the format cloudevents gets' };
const spec = formats.default(new Ajv({ allowUnionTypes: true })).compile(official);
const fits = formats.default(new Ajv2020.default()).compile(ours);
const ocsf = JSON.parse(readFileSync('data/schemas/ocsf/entity_management.schema.json', 'utf8'));
const fitsOcsf = new Ajv2020.default().compile(ocsf);
const entry = {
  ...{ number: 7, at: today, by: null, byName: 'Ada', tenantId: null, deed: 'contact.updated' as const },
  ...{ changes: [], previous: '0'.repeat(64), hash: 'a'.repeat(64) },
};
const audit = JSON.parse(JSON.stringify(ocsfEvent(entry, { installation: 'one', version: '1', values: false })));

/** Resolves with what arrives of these events. */
async function arrived(...events: OutgoingEvent[]) {
  const there = await aReceiver();
  const siem = { name: 'siem', format: 'cloudevents', url: there.url, private: true, events: ['audit'] };
  const { receivers } = openedReceivers([siem]);
  for (const event of events) expect(await receivers.send('siem', event)).toMatchObject({ kind: 'sent' });
  return there.calls.map(({ headers, body }) => ({ type: headers['content-type'], json: JSON.parse(body) }));
}

it('whatever happened, with all its facts, with none, and as a repeat', async () => {
  const all = [...eventTypes, 'receiver.test' as const].flatMap((type) => {
    const more = type === 'audit' ? { type, audit } : { type };
    return [outgoing(more), outgoing({ ...more, facts: {} }), outgoing({ ...more, mayBeRepeat: true })];
  });
  const came = await arrived(...all);
  expect(came).toHaveLength(3 * (eventTypes.length + 1));
  for (const { type, json } of came) {
    spec(json);
    fits(json);
    expect([json.type, spec.errors, fits.errors]).toEqual([json.type, null, null]);
    if (json.type.endsWith('.audit')) expect([fitsOcsf(json.data), fitsOcsf.errors]).toEqual([true, null]);
    expect(type).toBe('application/cloudevents+json; charset=utf-8');
    // What a schema does not say: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#naming-conventions
    for (const name of Object.keys(json)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
    expect(json).toMatchObject({ specversion: '1.0', datacontenttype: 'application/json', time: today });
    expect(json.type).toMatch(/^security-contact\.[a-zA-Z]+(\.[a-zA-Z]+)?$/);
  }
  expect(new Set(came.map(({ json }) => json.type)).size).toBe(eventTypes.length + 1);
});

it('whose source is a relative reference, whatever the installation is called', async () => {
  const [one] = await arrived(outgoing({ installation: 'Siège à “Paris” #1?/..' }));
  expect(one?.json.source).toBe('security-contact/Si%C3%A8ge%20%C3%A0%20%E2%80%9CParis%E2%80%9D%20%231%3F%2F..');
  expect(new URL(one?.json.source, 'https://receiver.example/').hash).toBe('');
  spec(one?.json);
  expect(spec.errors).toBe(null);
});

it('by a schema that tells what is none', async () => {
  const [{ json } = { json: {} }] = await arrived(outgoing());
  for (const wrong of [
    ...[
      { source: 'a b' },
      { time: '24 November' },
      { id: '' },
      { type: undefined },
      { subject: 7 },
      { data: () => {} },
    ],
  ])
    expect(spec({ ...json, ...wrong }), JSON.stringify(wrong)).toBe(false);
});

it('is published as JSON Schema (after a change: npx vitest run test/receivers -u)', async () => {
  await expect(`${JSON.stringify(ours, null, 2)}\n`).toMatchFileSnapshot('../../data/schemas/event.schema.json');
});
