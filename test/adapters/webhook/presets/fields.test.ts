import { describe, expect, it } from 'vitest';
import { readAlerts } from '../../../../adapters/webhook/sources/read-alerts.ts';
import type { Source } from '../../../../adapters/webhook/sources/source.ts';
import { aSource, entryOf, exampleOf, problemsOf } from '../../../support/sender-page.ts';

const now = '2026-11-24T10:00:00.000Z';
const paths = { id: 'no', displayName: 'what' };
const read = (body: unknown, fields: Record<string, string> = paths, given: Partial<Source> = {}) =>
  readAlerts(aSource({ preset: 'fields', name: 'mine', fields, ...given }), body, now).events;
/** Reads a body whose field `x` stands at `x`. */
const readField = (name: string, x: unknown) => read({ no: 1, what: 'w', x }, { ...paths, [name]: 'x' })[0];
const guid = '72f988bf-86f1-41af-91ab-2d7cd011db47';

describe('any JSON', () => {
  it('is read as its page says', () => {
    const { fields, severities } = entryOf('fields') as { fields: Record<string, string>; severities: object };
    const bySource = new Map(Object.entries(severities).map(([word, severity]) => [word.toLowerCase(), severity]));
    const events = read(exampleOf('fields'), fields, { severities: bySource });
    expect(events).toEqual([
      {
        content: {
          id: '4711',
          source: 'mine',
          partnerTenantId: null,
          displayName: 'Sign-in from an unusual country',
          description: 'The account adele@fabrikam.example signed in from two countries within an hour.',
          severity: 'high',
          alertType: null,
          confidenceLevel: null,
          customerTenantId: null,
          subscriptionId: null,
          detectedDateTime: '2026-11-24T09:58:12.000Z',
          affectedResources: [
            { resourceId: 'vm-7', resourceType: '' },
            { resourceId: 'vm-8', resourceType: 'virtualMachine' },
          ],
          isTest: false,
        },
        notes: { customerDomain: 'fabrikam.example' },
        over: null,
      },
    ]);
  });

  it('may be one alert or a list of them', () => {
    const ids = (body: unknown, more: object = {}) =>
      read(body, { ...paths, ...more }).map(({ content }) => content.id);
    expect(ids({ no: 1, what: 'x' })).toEqual(['1']);
    expect(
      ids([
        { no: 1, what: 'x' },
        { no: '2', what: 'x' },
      ]),
    ).toEqual(['1', '2']);
    expect(ids({ a: { b: [{ no: true, what: 'x' }] } }, { items: 'a.b' })).toEqual(['true']);
    expect(ids({ list: [{ n: [0, 7] }], what: 'x' }, { id: 'list.0.n.1' })).toEqual(['7']);
  });

  it('without a time has the time of receipt, and says so', () => {
    expect(read({ no: 1, what: 'x' })).toMatchObject([{ content: { detectedDateTime: now }, undated: true }]);
    expect(readField('detectedDateTime', 0)).toMatchObject({ content: { detectedDateTime: now }, undated: true });
    expect(problemsOf(() => readField('detectedDateTime', 1e18))[0]?.detail).toMatch(/^Must be a date with time/);
  });

  it.each([
    ['2026-11-24T10:58:12+01:00', '2026-11-24T09:58:12.000Z'],
    [1795514292, '2026-11-24T09:58:12.000Z'],
    [1795514292123, '2026-11-24T09:58:12.123Z'],
    ['1795514292', '2026-11-24T09:58:12.000Z'],
    [1795514292.5, '2026-11-24T09:58:12.500Z'],
    ['0001-01-01T00:00:00Z', now],
    ['', now],
    [null, now],
  ])('takes the time %j', (x, time) => {
    expect(readField('detectedDateTime', x)?.content.detectedDateTime).toBe(time);
  });

  it.each(['2026-11-24', '24.11.2026 10:00', 'now', -1e9, 1e300, true, {}])('refuses the time %j', (x) => {
    expect(problemsOf(() => readField('detectedDateTime', x))).toMatchObject([{ path: 'x' }]);
  });

  it.each([
    [true, { at: null }],
    ['Resolved', { at: null }],
    [' closed', { at: null }],
    [false, null],
    ['open', null],
    [null, null],
  ])('is over where it says %j', (x, over) => {
    expect(readField('over', x)?.over).toEqual(over);
  });

  it('is a test where it says so', () => {
    expect([true, 'true', false, null, ''].map((x) => readField('isTest', x)?.content.isTest)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(problemsOf(() => readField('isTest', 'yes'))).toEqual([{ path: 'x', detail: 'Must be true or false.' }]);
  });

  it('names its partner tenant where the source has no rule', () => {
    expect(readField('partnerTenantId', guid.toUpperCase())?.content.partnerTenantId).toBe(guid);
    expect(problemsOf(() => readField('partnerTenantId', 'contoso'))).toMatchObject([{ path: 'x' }]);
    const body = { no: 1, what: 'x', t: guid };
    const fixed: Source['tenant'] = { kind: 'fixed', id: guid.replace('7', '8') };
    expect(read(body, { ...paths, partnerTenantId: 't' }, { tenant: fixed })[0]?.content.partnerTenantId).toBe(
      fixed.id,
    );
  });

  it('finds the tenant by the customer, or says whom the file does not know', () => {
    const tenant: Source['tenant'] = { kind: 'byCustomer', tenants: new Map([['fabrikam.example', guid]]) };
    const by = (customer: unknown) =>
      read({ no: 1, what: 'x', customer }, { ...paths, customer: 'customer' }, { tenant })[0];
    expect(by('Fabrikam.Example ')).toMatchObject({ content: { partnerTenantId: guid }, notes: {} });
    expect(by('Wingtip')).toMatchObject({ content: { partnerTenantId: null }, notes: { customer: 'Wingtip' } });
    expect(by(null)).toMatchObject({ content: { partnerTenantId: null }, notes: { customer: '' } });
    expect(by('constructor')?.notes).toEqual({ customer: 'constructor' });
  });

  it.each([
    [{}, 'no', 'Required, but missing.'],
    [{ no: null, what: 'x' }, 'no', 'Must not be empty.'],
    [{ no: ' ', what: 'x' }, 'no', 'Must not be empty.'],
    [{ no: {}, what: 'x' }, 'no', 'Must be text, in quotation marks.'],
    [{ no: 2 ** 60, what: 'x' }, 'no', 'Must be text, in quotation marks.'],
    [{ no: 1, what: '' }, 'what', 'Must not be empty.'],
    [[{ no: 1, what: 'x' }, { what: 'x' }], '1.no', 'Required, but missing.'],
    ['text', 'no', 'Required, but missing.'],
  ])('is refused with its place where it cannot be read: %j', (body, path, detail) => {
    expect(problemsOf(() => read(body))[0]).toEqual({ path, detail });
  });

  it('is refused with the place in the list', () => {
    const nested = { ...paths, items: 'a.b', id: 'c.d' };
    expect(problemsOf(() => read({ a: { b: [{ c: {}, what: 'x' }] } }, nested))).toEqual([
      { path: 'a.b.0.c.d', detail: 'Required, but missing.' },
    ]);
    expect(problemsOf(() => read({ a: {} }, nested))).toEqual([
      { path: 'a.b', detail: 'Must be a list, in square brackets.' },
    ]);
    expect(problemsOf(() => read({ a: { b: Array(1_001).fill({}) } }, nested))).toEqual([
      { path: 'a.b', detail: 'May have at most 1000 entries.' },
    ]);
  });

  it.each(['constructor', '__proto__', 'constructor.name', '__proto__.x', 'toString.length', 'no.length'])(
    'has no %s that was not sent',
    (path) => {
      expect(problemsOf(() => read({ no: 'abc', what: 'x' }, { ...paths, id: path }))).toEqual([
        { path, detail: 'Required, but missing.' },
      ]);
    },
  );

  it('has a field of such a name where it was sent', () => {
    const body = JSON.parse('{"__proto__":{"x":"7"},"what":"x"}');
    expect(read(body, { ...paths, id: '__proto__.x' })[0]?.content.id).toBe('7');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('takes resources as text, as a list, and as objects', () => {
    const resources = (x: unknown) => readField('affectedResources', x)?.content.affectedResources;
    expect(resources('vm')).toEqual([{ resourceId: 'vm', resourceType: '' }]);
    expect(resources([1, { resourceType: 't' }])).toEqual([
      { resourceId: '1', resourceType: '' },
      { resourceId: '', resourceType: 't' },
    ]);
    expect(resources(null)).toEqual([]);
    expect(problemsOf(() => resources([{ resourceId: [] }]))).toMatchObject([{ path: 'x.0.resourceId' }]);
  });
});
