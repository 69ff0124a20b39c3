import { expect, it } from 'vitest';
import { readAlerts } from '../../../../adapters/webhook/sources/read-alerts.ts';
import { aSource, exampleOf, problemsOf } from '../../../support/sender-page.ts';

const source = aSource({ preset: 'grafana', name: 'grafana' });
const read = (body: unknown) => readAlerts(source, body, '2026-11-24T10:00:00.000Z').events;
const alert = {
  status: 'firing',
  labels: { alertname: 'Sign-ins', severity: 'critical' },
  annotations: { summary: 'Many failed sign-ins' },
  startsAt: '2026-11-24T10:51:03.157+01:00',
  fingerprint: 'c6eadffa33fcdf37',
};
const readOne = (changes: object) => read({ alerts: [{ ...alert, ...changes }] })[0];

it('reads what Grafana sends, as its page says', () => {
  expect(read(exampleOf('grafana'))).toMatchObject([
    {
      content: {
        id: 'c6eadffa33fcdf37 2026-11-24T09:51:03.157Z',
        source: 'grafana',
        displayName: 'Many failed sign-ins at Fabrikam',
        description: [
          'More than 100 failed sign-ins within 5 minutes.',
          'alertname: Many failed sign-ins\ngrafana_folder: Security\nseverity: critical\ntenant: fabrikam.example',
          'https://grafana.example.com/alerting/grafana/adc2invmvlam8c/view?orgId=1\nhttps://grafana.example.com/d/signins?orgId=1',
        ].join('\n\n'),
        severity: 'high',
        detectedDateTime: '2026-11-24T09:51:03.157Z',
        isTest: false,
      },
      notes: {},
      over: null,
    },
  ]);
});

it('reads a repeat with other values and another span of time as the same', () => {
  const board = 'https://grafana.example.com/d/signins?orgId=1';
  const first = readOne({ values: { A: 1 }, valueString: '[ 1 ]', dashboardURL: `${board}&from=1&to=2` });
  const repeat = readOne({ values: { A: 2 }, valueString: '[ 2 ]', dashboardURL: `${board}&from=3&to=4` });
  expect(JSON.stringify(repeat)).toBe(JSON.stringify(first));
  expect(readOne({ panelURL: 'no address' })?.content.description).toContain('no address');
});

it('knows the test button, a label, and nothing else as a test', () => {
  const isTest = (labels: object) => readOne({ labels })?.content.isTest;
  expect(isTest({ alertname: 'TestAlert', instance: 'Grafana' })).toBe(true);
  expect(isTest({ alertname: 'Sign-ins', test: 'true' })).toBe(true);
  expect(isTest({ alertname: 'TestAlert', instance: 'vm-7' })).toBe(false);
  expect(isTest({ alertname: 'Test', instance: 'Grafana' })).toBe(false);
});

it('reads that an alert is over', () => {
  expect(readOne({ status: 'resolved', endsAt: '2026-11-24T11:00:00+01:00' })?.over).toEqual({
    at: '2026-11-24T10:00:00.000Z',
  });
});

it('refuses what the old alerting of Grafana sends', () => {
  expect(problemsOf(() => read({ ruleId: 1, ruleName: 'x', state: 'alerting', title: '[Alerting] x' }))).toEqual([
    { path: 'alerts', detail: 'Required, but missing.' },
  ]);
});
