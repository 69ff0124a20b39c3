/** Each documented body with each of its parts changed, sent to a source of its preset by one way to prove who sends after the other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PresetName, presetNames } from '../../../../adapters/webhook/sources/source.ts';
import { type Alert, AlertIn } from '../../../../src/domain/alert/alert.ts';
import { cleaned } from '../../../../src/domain/text/clean-text.ts';
import { everySource, nameOf, proofs } from '../../../support/every-source.ts';
import { exampleOf } from '../../../support/sender-page.ts';

let on: Awaited<ReturnType<typeof everySource>>;
beforeAll(async () => {
  on = await everySource();
});
afterAll(() => on.close());

type Keys = readonly string[];

/** What stands in the place of a part; undefined leaves it out. */
const others: readonly unknown[] = [
  ...[undefined, null, '', 0, -1e15, 1e21, true, [], {}, [[]], [{}], [1, 'a', null], { a: { b: 1 } }],
  ...[
    'x',
    'ab '.repeat(4_000),
    '\u200b',
    '\ud800',
    'a\u0000b',
    '\u202egpj.\u2066exe\u200b <@U1> *a* [b](c:d) <script>',
  ],
  ...['2016-11-24T09:00:00Z', '2036-11-24T09:00:00.5+14:00', '1970-01-01T00:00:00+23:59', '9998-12-31T23:59:59-23:59'],
  JSON.parse('{"__proto__":{"isTest":true},"constructor":{"prototype":1}}'),
];

function placesIn(value: unknown, at: Keys = []): Keys[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...at, key]))];
}

function changedAt(body: unknown, [key, ...rest]: Keys, value: unknown): unknown {
  if (key === undefined) return value ?? null;
  const copy = Array.isArray(body) ? [...body] : { ...Object(body) };
  const inner = rest.length > 0 ? changedAt(copy[key], rest, value) : value;
  if (inner === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = inner;
  return copy;
}

const keysOf = (pointer: string): Keys =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

const valueAt = (keys: Keys, body: unknown) =>
  keys.reduce((inner, key) => (Object(inner) === inner ? Reflect.get(Object(inner), key) : undefined), body);

/** Whether a refusal names the changed place, one around or within it, or one that is not there. */
function isPlaceOf(pointer: string, { place, body }: { place: Keys; body: unknown }): boolean {
  const keys = keysOf(pointer);
  const shorter = Math.min(keys.length, place.length);
  return keys.slice(0, shorter).every((key, n) => key === place[n]) || valueAt(keys, body) === undefined;
}

/** The alerts that were looked at, as text: a stored row never changes. The time of a signature is no part of it. */
const seen = new WeakMap<Alert, string>();

/** Returns a source's alerts as text. They are clean, within limits, and as an alert has to be. */
async function storedOf(source: string): Promise<string> {
  const mine = (await on.door.alerts()).filter((alert) => alert.source === `webhook:${source}`);
  return mine.map((alert) => seen.get(alert) ?? checked(source, alert)).join('\n');
}

function checked(source: string, alert: Alert): string {
  const { id, content, notes, sentAt: _signed, ...rest } = alert;
  const whole = { ...content, id: id.slice(`webhook:${source} `.length), source };
  expect(AlertIn.parse(whole)).toEqual(whole);
  for (const text of [notes?.severity ?? '', notes?.customer ?? '']) {
    expect(cleaned(text)).toBe(text);
    expect(text.length).toBeLessThanOrEqual(300);
  }
  const text = JSON.stringify({ id, content, notes, ...rest });
  seen.set(alert, text);
  return text;
}

describe.each(presetNames)('%s', (preset) => {
  it('takes a body whole, once, or refuses it with the place that is wrong', async () => {
    const example = exampleOf(preset);
    const cases = placesIn(example).flatMap((place) => others.map((value) => ({ place, value })));
    const outcomes = { taken: 0, refused: 0 };
    for (const [n, { place, value }] of cases.entries()) {
      const proof = proofs[n % proofs.length] ?? 'bearer';
      const source = nameOf(preset, proof);
      const body = changedAt(example, place, value);
      const what = `${place.join('/')} ${JSON.stringify(value)?.slice(0, 50)}`;
      const before = await storedOf(source);
      const { status, json } = await on.send(preset, proof, body);
      const stored = await storedOf(source);
      if (status === 202) {
        outcomes.taken++;
        const again = await on.send(preset, proof, body);
        expect([again.status, again.json.accepted], what).toEqual([202, []]);
        expect(await storedOf(source), what).toBe(stored);
        continue;
      }
      outcomes.refused++;
      expect(status, what).toBe(422);
      expect(stored, what).toBe(before);
      const errors = json.errors as { pointer: string; detail: string }[];
      expect(errors.length, what).toBeGreaterThan(0);
      for (const { pointer, detail } of errors) {
        expect(isPlaceOf(pointer, { place, body }), `${what}: ${pointer}`).toBe(true);
        expect(detail, what).toMatch(/^[A-Z].*\.$/);
      }
    }
    expect(Math.min(outcomes.taken, outcomes.refused)).toBeGreaterThan(20);
  });

  it('answers a body with as many values as there may be, wherever they stand, and refuses more', async () => {
    const example = exampleOf(preset);
    const lists = placesIn(example).filter((place) => Array.isArray(valueAt(place, example)));
    const wrong = [[], ...lists].map((place) => changedAt(example, place, Array(59_000).fill(1)));
    const named = { ...example, more: Object.fromEntries(Array.from({ length: 59_000 }, (_, n) => [n, ''])) };
    for (const body of [...wrong, named]) expect([202, 422]).toContain((await on.send(preset, 'bearer', body)).status);
    const { json } = await on.send(preset, 'bearer', { ...example, more: Array(61_000).fill(1) });
    expect(json.errors).toEqual([{ pointer: '', detail: 'May have at most 60000 values.' }]);
  });
});

/** Makes a body with this number of alerts; null for a preset whose bodies have one. */
const bodyWith: Record<PresetName, ((count: number) => unknown) | null> = {
  cipp: null,
  'azure-monitor': null,
  alertmanager: grouped,
  grafana: grouped,
  sentinel: null,
  graph: (count) => ({ value: times(count, (id) => ({ ...exampleOf('graph').value[0], id })) }),
  cloudevents: (count) => times(count, (incident) => ({ ...exampleOf('cloudevents'), data: { incident, what: 'x' } })),
  fields: (count) => ({ incidents: times(count, (number) => ({ number, title: 'x' })) }),
};

function times<T>(count: number, make: (id: string) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(`n${n}`));
}

function grouped(count: number): unknown {
  const [one] = exampleOf('alertmanager').alerts;
  return { version: '4', truncatedAlerts: 7, alerts: times(count, (fingerprint) => ({ ...one, fingerprint })) };
}

it.each(presetNames.flatMap((preset) => (bodyWith[preset] ? [[preset, bodyWith[preset]] as const] : [])))(
  '%s takes 1,000 alerts, of which a second time is a repeat, and nothing of 1,001',
  async (preset, body) => {
    const source = nameOf(preset, 'bearer');
    const before = await storedOf(source);
    const tooMany = await on.send(preset, 'bearer', body(1_001));
    expect([tooMany.status, await storedOf(source)]).toEqual([422, before]);
    const { json } = await on.send(preset, 'bearer', body(1_000));
    expect(json.accepted).toHaveLength(1_000);
    const stored = await storedOf(source);
    expect((await on.send(preset, 'bearer', body(1_000))).json).toEqual({ accepted: [], duplicate: json.accepted });
    expect(await storedOf(source)).toBe(stored);
  },
);
