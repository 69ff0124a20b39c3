import { describe, expect, it } from 'vitest';
import { readAlerts } from '../../../../adapters/webhook/sources/read-alerts.ts';
import { aSource, exampleOf, problemsOf } from '../../../support/sender-page.ts';

const now = '2026-11-24T10:00:00.000Z';
const prom = aSource({ preset: 'alertmanager' });
const firing = {
  status: 'firing',
  labels: { alertname: 'Mining', instance: 'vm-7', severity: 'critical' },
  annotations: { summary: 'vm-7 mines' },
  startsAt: '2026-11-24T09:58:12.463Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.example.com/graph',
  fingerprint: '9f3c1a5b7d2e4f60',
};
const group = (...alerts: unknown[]) => ({ version: '4', status: 'firing', truncatedAlerts: 0, alerts });
const read = (body: unknown, source = prom) => readAlerts(source, body, now);
const readOne = (changes: object = {}, source = prom) => {
  const [event] = read(group({ ...firing, ...changes }), source).events;
  if (!event) throw new Error('no event');
  return event;
};
const withLabels = (labels: object, source = prom) => readOne({ labels: { ...firing.labels, ...labels } }, source);

describe('what Alertmanager sends', () => {
  it('is read as its page says', () => {
    const { events, truncated } = read(
      exampleOf('alertmanager'),
      aSource({
        preset: 'alertmanager',
        tenant: {
          kind: 'byCustomer',
          tenants: new Map([['fabrikam.example', '11111111-2222-4333-8444-555555555555']]),
        },
      }),
    );
    expect(truncated).toBe(0);
    expect(events[0]).toEqual({
      content: {
        id: '9f3c1a5b7d2e4f60 2026-11-24T09:58:12.463Z',
        source: 'prom',
        partnerTenantId: '11111111-2222-4333-8444-555555555555',
        displayName: 'vm-7 speaks to a mining pool',
        description: [
          'The machine speaks to the port of a known mining pool.',
          'runbook_url: https://wiki.example.com/mining',
          'alertname: CryptoMining\ncustomer: fabrikam.example\ninstance: vm-7.fabrikam.example:9100\njob: node\nseverity: critical',
          'http://prometheus.example.com:9090/graph?g0.expr=mining',
        ].join('\n\n'),
        severity: 'high',
        alertType: null,
        confidenceLevel: null,
        customerTenantId: null,
        subscriptionId: null,
        detectedDateTime: '2026-11-24T09:58:12.463Z',
        affectedResources: [{ resourceId: 'vm-7.fabrikam.example:9100', resourceType: 'node' }],
        isTest: false,
      },
      notes: { customerDomain: 'fabrikam.example' },
      over: null,
    });
    expect(events[1]).toMatchObject({
      content: { displayName: 'CryptoMining: vm-2.fabrikam.example:9100', severity: 'medium', partnerTenantId: null },
      notes: { customer: '' },
      over: { at: '2026-11-24T09:55:30.000Z' },
    });
  });

  it('is the same for a repeat, whatever the order of its labels, and has the same id when it is over', () => {
    const repeat = readOne({ labels: { severity: 'critical', instance: 'vm-7', alertname: 'Mining' } });
    expect(JSON.stringify(repeat)).toBe(JSON.stringify(readOne()));
    const over = readOne({ status: 'resolved', endsAt: '2026-11-24T10:58:12+01:00' });
    expect(over).toEqual({ ...readOne(), over: { at: '2026-11-24T09:58:12.000Z' } });
  });

  it('is another alert when it begins anew, and the same at another offset', () => {
    expect(readOne({ startsAt: '2026-11-24T10:58:12.463Z' }).content.id).not.toBe(readOne().content.id);
    expect(readOne({ startsAt: '2026-11-24T10:58:12.463+01:00' })).toEqual(readOne());
  });

  it('has a stable id without a fingerprint', () => {
    const { id } = readOne({ fingerprint: undefined }).content;
    expect(readOne({ fingerprint: '', labels: { ...firing.labels } }).content.id).toBe(id);
    expect(readOne({ fingerprint: '', labels: { ...firing.labels, instance: 'vm-8' } }).content.id).not.toBe(id);
  });

  it('is over without a time where the time was never set', () => {
    expect(readOne({ status: 'resolved' }).over).toEqual({ at: null });
  });

  it.each([
    ['critical', 'high'],
    [' Page ', 'high'],
    ['warning', 'medium'],
    ['minor', 'low'],
    ['none', 'informational'],
    ['HIGH', 'high'],
    ['low', 'low'],
  ])('has by the label severity %j the severity %s', (word, severity) => {
    expect(withLabels({ severity: word })).toMatchObject({ content: { severity }, notes: {} });
  });

  it.each(['P1', 'constructor', '__proto__', 'kritisch\u202e'])(
    'has by the unknown word %j the severity of the source, and says the word',
    (word) => {
      const { content, notes } = withLabels({ severity: word });
      expect(content.severity).toBe('medium');
      expect(notes).toEqual({ severity: word.replace('\u202e', '') });
    },
  );

  it('says nothing of a severity that is not there', () => {
    expect(withLabels({ severity: ' \u200b' })).toMatchObject({ content: { severity: 'medium' }, notes: {} });
  });

  it('has the severity that the file gives to a word', () => {
    const source = aSource({ preset: 'alertmanager', severities: new Map([['critical', 'low']]) });
    expect(withLabels({ severity: 'Critical' }, source).content.severity).toBe('low');
  });

  it('takes alert type, customer and subscription from labels', () => {
    const id = '72f988bf-86f1-41af-91ab-2d7cd011db47';
    const labels = { alert_type: 'phish', customer_tenant_id: id.toUpperCase(), subscription_id: id, tenant: 'team' };
    expect(withLabels(labels).content).toMatchObject({ alertType: 'phish', customerTenantId: id, subscriptionId: id });
    expect(withLabels({ tenant_id: 'no guid' }).content.customerTenantId).toBeNull();
    const other = '11111111-2222-4333-8444-555555555555';
    expect(withLabels({ ...labels, tenant_id: other }).content.customerTenantId).toBe(id);
    expect(withLabels({ tenant_id: other }).content.customerTenantId).toBe(other);
  });

  it('shows no labels and annotations of the products themselves', () => {
    const { description } = readOne({ labels: { __name__: 'up', b: '', c: 'd' }, annotations: { __x__: 'y' } }).content;
    expect(description).toBe('c: d\n\nhttp://prometheus.example.com/graph');
  });

  it('is a test by its label', () => {
    expect(withLabels({ test: 'true' }).content.isTest).toBe(true);
    expect(withLabels({ test: 'yes', alertname: 'TestAlert' }).content.isTest).toBe(false);
  });

  it('says how many alerts were left out', () => {
    expect(read({ ...group(firing), truncatedAlerts: 7 }).truncated).toBe(7);
    expect(read({ ...group(firing), truncatedAlerts: undefined }).truncated).toBe(0);
  });

  it.each([
    [{ ...group(firing), version: '5' }, 'version', 'Must be one of 4.'],
    [{ alerts: [firing] }, 'version', 'Required, but missing.'],
    [{ version: '4' }, 'alerts', 'Required, but missing.'],
    [group(), 'alerts', 'Must not be empty.'],
    [{ version: '4', alerts: firing }, 'alerts', 'Must be a list, in square brackets.'],
    [{ ...group(firing), truncatedAlerts: -1 }, 'truncatedAlerts', 'Must be at least 0.'],
    [group(firing, { ...firing, status: 'off' }), 'alerts.1.status', 'Must be one of firing, resolved.'],
    [group({ ...firing, startsAt: 'today' }), 'alerts.0.startsAt', /^Must be a date/],
    [group({ ...firing, labels: { severity: 3 } }), 'alerts.0.labels.severity', /^Must be text/],
    [group({ ...firing, labels: [] }), 'alerts.0.labels', 'Must be an object, in braces.'],
    [group(firing, 'x'), 'alerts.1', 'Must be an object, in braces.'],
    [[group(firing)], '', 'Must be an object, in braces.'],
    [null, '', 'Must be an object, in braces.'],
  ])('is refused with its place where it cannot be read (%#)', (body, path, detail) => {
    const problems = [{ path, detail: expect.stringMatching(detail) }];
    expect(problemsOf(() => read(body))).toMatchObject(problems);
  });

  it('names each bad place', () => {
    const bad = { ...firing, status: 'off', startsAt: 7 };
    expect(problemsOf(() => read(group(bad, firing, bad))).map(({ path }) => path)).toEqual([
      'alerts.0.status',
      'alerts.0.startsAt',
      'alerts.2.status',
      'alerts.2.startsAt',
    ]);
  });
});
