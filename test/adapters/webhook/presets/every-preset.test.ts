import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableBody } from '../../../../adapters/webhook/presets/preset.ts';
import { readAlerts } from '../../../../adapters/webhook/sources/read-alerts.ts';
import { presetNames } from '../../../../adapters/webhook/sources/source.ts';
import { AlertIn } from '../../../../src/domain/alert/alert.ts';
import { aSource, problemsOf } from '../../../support/sender-page.ts';
import { type SharedPreset, sharedPresets } from './documented.ts';

const now = '2026-11-24T10:00:00.000Z';
interface Said {
  id: string;
  title: string;
  text?: string;
  at?: string;
}

/** Bodies that say the same in each of these presets. */
const bodies: Record<SharedPreset, (all: readonly Said[]) => unknown> = {
  alertmanager: (all: readonly Said[]) => ({ version: '4', alerts: all.map(grouped) }),
  grafana: (all: readonly Said[]) => ({ version: '1', alerts: all.map(grouped) }),
  fields: (all: readonly Said[]) => all,
  cloudevents: (all: readonly Said[]) => ({ specversion: '1.0', data: all }),
};
const grouped = ({ id, title, text = '', at = now }: Said) => ({
  status: 'firing',
  fingerprint: id,
  annotations: { summary: title, description: text },
  startsAt: at,
});
const paths = {
  id: 'id',
  displayName: 'title',
  description: 'text',
  detectedDateTime: 'at',
  affectedResources: 'hosts',
};
const sourceOf = (preset: (typeof presetNames)[number]) =>
  aSource({ preset, fields: paths, data: preset === 'cloudevents' ? 'fields' : null });

describe.each(sharedPresets)('the preset %s', (preset) => {
  const read = (...all: Said[]) => readAlerts(sourceOf(preset), bodies[preset](all), now).events;
  const readOne = (said: Partial<Said>) => read({ id: 'a', title: 'Title', at: now, ...said })[0];

  it('cuts a title of 10,000 characters and begins the description with the whole of it', () => {
    const title = 'A title with words. '.repeat(500).trim();
    const { content, notes } = readOne({ title }) ?? {};
    expect(content?.displayName).toBe(`${title.slice(0, 298)} …`);
    expect(content?.description).toHaveLength(4_000);
    expect(content?.description.startsWith(title.slice(0, 2_997))).toBe(true);
    expect(notes?.cut).toBeGreaterThan(6_000);
  });

  it('keeps both ends of a long description, and says how much is gone', () => {
    const { content, notes } = readOne({ text: `begin ${'x'.repeat(500_000)} end` }) ?? {};
    expect(content?.description).toMatch(/^begin x+ … x+ /);
    expect(content?.description.length).toBeLessThanOrEqual(4_000);
    expect(notes?.cut).toBeGreaterThan(490_000);
    expect(readOne({ text: 'x'.repeat(3_900) })?.notes).toEqual({});
  });

  it('leaves out what nobody sees, and keeps markup as text', () => {
    const { displayName } = readOne({ title: ' a\u202eb\u200b\u0000c\ud800\n<b>*x*</b> <!channel> ' })?.content ?? {};
    expect(displayName).toBe('abc <b>*x*</b> <!channel>');
  });

  it.each(['\u200b\u202e', '\u0007', '\ue000'])(
    'names an alert by its source where nobody sees the title %j',
    (title) => {
      expect(readOne({ title })?.content.displayName).toBe('prom');
    },
  );

  it('takes ids of any length, and tells them apart', () => {
    const ids = [
      'x'.repeat(10_000),
      `${'x'.repeat(9_999)}y`,
      'a\u0000',
      'a\u0000b',
      'é'.repeat(180),
      '\u200b',
      'A',
      'a',
    ];
    const found = read(...ids.map((id) => ({ id, title: 'x', at: now }))).map(({ content }) => content.id);
    expect(new Set(found).size).toBe(ids.length);
    expect(found).toEqual(read(...ids.map((id) => ({ id, title: 'y', at: now }))).map(({ content }) => content.id));
    expect(found.filter((id) => !AlertIn.shape.id.safeParse(id).success)).toEqual([]);
  });

  it('takes the time of a sender whose clock is ahead or behind', () => {
    const times = ['2027-11-24T10:00:00Z', '1999-12-31T23:30:00-08:00'];
    expect(times.map((at) => readOne({ at })?.content.detectedDateTime)).toEqual([
      '2027-11-24T10:00:00.000Z',
      '2000-01-01T07:30:00.000Z',
    ]);
  });

  it('takes 1,000 alerts, and refuses 1,001', () => {
    const said = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `a${index}`, title: 'x', at: now }));
    expect(read(...said(1_000))).toHaveLength(1_000);
    expect(problemsOf(() => read(...said(1_001)))).toMatchObject([{ detail: 'May have at most 1000 entries.' }]);
  });

  it('names a hundred bad places at most', () => {
    const bad = Array.from({ length: 1_000 }, () => ({ id: 'a', title: 'x', at: 'never' }));
    expect(problemsOf(() => read(...bad))).toHaveLength(100);
  });
});

it('keeps 50 resources as such, and names the others in the description', () => {
  const hosts = Array.from({ length: 52 }, (_, index) => ({ resourceId: `vm-${index}`, resourceType: 'vm' }));
  const [event] = readAlerts(sourceOf('fields'), { id: 'a', title: 'x', hosts }, now).events;
  expect(event?.content.affectedResources).toHaveLength(50);
  expect(event?.content.description).toBe('vm-50 vm\nvm-51 vm');
});

describe.each(presetNames)('whatever is sent to the preset %s', (preset) => {
  const readsOrRefuses = (body: unknown) => {
    try {
      const { events } = readAlerts(sourceOf(preset), body, now);
      for (const { content } of events) expect(AlertIn.parse(content)).toEqual(content);
    } catch (error) {
      if (!(error instanceof UnreadableBody)) throw error;
      expect(error.problems.length).toBeGreaterThan(0);
    }
  };

  it('is read or refused', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), readsOrRefuses));
  });

  it('is read or refused where it looks like the real thing', () => {
    const odd = fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: 'binary' }) },
      fc.constantFrom(now, '0001-01-01T00:00:00Z', '', '\u200b', '__proto__', 'constructor', 'firing', 'resolved'),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const name = fc.constantFrom('__proto__', 'constructor', 'severity', 'alertname', 'summary', 'tenant', 'a.b');
    const labels = fc.dictionary(name, odd);
    const one = fc.record({
      ...{ id: odd, title: odd, text: odd, at: odd, hosts: odd, status: fc.constantFrom('firing', 'resolved') },
      ...{ labels, annotations: labels, startsAt: odd, endsAt: odd, fingerprint: odd, dashboardURL: odd },
    });
    const body = fc.array(one, { minLength: 1, maxLength: 3 }).map((alerts) => {
      const group = { version: '4', alerts };
      return preset === 'fields' ? alerts : preset === 'cloudevents' ? { specversion: '1.0', data: alerts } : group;
    });
    fc.assert(fc.property(body, readsOrRefuses));
  });

  it('is refused when it is nested 100,000 deep', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['{"alerts":[', ']}'],
      ['{"data":{"essentials":', '}}'],
    ] as const) {
      const body: unknown = JSON.parse(`${open.repeat(50_000)}1${close.repeat(50_000)}`);
      expect(problemsOf(() => readAlerts(sourceOf(preset), body, now))).toHaveLength(1);
    }
  });
});
