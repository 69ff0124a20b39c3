import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../support/sender-page.ts';
import { byCustomer, partner, readOne, wrongIn } from './documented.ts';

const subscription = '5f6e6521-7c0d-4a52-9d0e-3b8f2f1c6d10';
const other = '33333333-3333-4333-8333-333333333333';
const customer = '2d7c3e0a-5b1f-4c58-9f60-7a1d0c9e4b21';

/** The example with other essentials and other data. */
function body(essentials: object = {}, data: object = {}) {
  const { schemaId, data: sent } = exampleOf('azure-monitor');
  return { schemaId, data: { ...sent, essentials: { ...sent.essentials, ...essentials }, ...data } };
}
const one = (essentials?: object, data?: object) => readOne('azure-monitor', body(essentials, data));
const problems = (sent: unknown) => wrongIn('azure-monitor', sent);

it('reads the example of its page', () => {
  const target = `/subscriptions/${subscription}/resourcegroups/shop/providers/microsoft.compute/virtualmachines/shop-web-7`;
  expect(one()).toEqual({
    content: {
      id: `/subscriptions/${subscription}/providers/Microsoft.AlertsManagement/alerts/9b1f0c52-3c1e-4f0a-8d60-52a7c1f0e7a4`,
      source: 'azure-monitor',
      partnerTenantId: null,
      displayName: 'Unusual outbound traffic',
      description: `More than 1 GB left this machine within five minutes.

monitoringService: Platform
signalType: Metric
condition: Network Out Total GreaterThan 1000000000`,
      severity: 'high',
      alertType: null,
      confidenceLevel: null,
      customerTenantId: customer,
      subscriptionId: subscription,
      detectedDateTime: '2026-11-24T08:56:12.371Z',
      affectedResources: [{ resourceId: target, resourceType: 'microsoft.compute/virtualmachines' }],
      isTest: false,
    },
    notes: {},
    over: null,
  });
});

it('takes the same alert for a repeat, and for over when it is resolved, with the same content', () => {
  const { condition } = exampleOf('azure-monitor').data.alertContext;
  const later = { alertContext: { condition: { allOf: [{ ...condition.allOf[0], metricValue: 3 }] } } };
  const resolved = one({ monitorCondition: 'Resolved', resolvedDateTime: '2026-11-24T09:10:00.0000001Z' }, later);
  expect(resolved).toEqual({ ...one(), over: { at: '2026-11-24T09:10:00.000Z' } });
  expect(one({ monitorCondition: 'Resolved', resolvedDateTime: null }).over).toEqual({ at: null });
});

it.each([
  ['Sev0', 'high'],
  ['Sev1', 'high'],
  ['sev2', 'medium'],
  ['Sev3', 'low'],
  ['Sev4', 'informational'],
])('takes %s for %s', (severity, expected) => {
  const said = readOne('azure-monitor', body({ severity }), { severity: 'low' });
  expect([said.content.severity, said.notes]).toEqual([expected, {}]);
});

it('takes the severity of the source for one that nobody knows, and says so', () => {
  const said = readOne('azure-monitor', body({ severity: 'Sev9' }), { severity: 'low' });
  expect([said.content.severity, said.notes]).toEqual(['low', { severity: 'Sev9' }]);
});

describe('the customer', () => {
  const subscriptionOnly = { customProperties: null };

  it('is what the rule says in its custom properties, else a subscription', () => {
    for (const known of [customer, subscription])
      expect(readOne('azure-monitor', body(), byCustomer(known)).content).toMatchObject({ partnerTenantId: partner });
    const said = readOne('azure-monitor', body({}, subscriptionOnly), byCustomer());
    expect([said.notes, said.content.customerTenantId]).toEqual([{ customer: subscription }, null]);
  });

  it('that the rule names wins over the subscription where both are known, each of another partner tenant', () => {
    const others = {
      kind: 'byCustomer',
      tenants: new Map([
        [subscription, other],
        [customer, partner],
      ]),
    } as const;
    expect(readOne('azure-monitor', body(), { tenant: others }).content).toMatchObject({ partnerTenantId: partner });
    const only = readOne('azure-monitor', body({}, subscriptionOnly), { tenant: others });
    expect(only.content).toMatchObject({ partnerTenantId: other });
  });

  it.each(['customerTenantId', 'TENANTID', 'Customer'])('may be named %s', (name) => {
    const customProperties = { [name]: 'fabrikam.com', other: 1 };
    expect(readOne('azure-monitor', body({}, { customProperties }), byCustomer()).notes).toEqual({
      customer: 'fabrikam.com',
      customerDomain: 'fabrikam.com',
    });
  });

  it('may stand in the properties of a log alert, but not in the event of an activity log', () => {
    const data = { alertContext: { properties: { tenantId: 'fabrikam.com' } }, ...subscriptionOnly };
    const customerOf = (signalType: string) =>
      readOne('azure-monitor', body({ signalType }, data), byCustomer()).notes.customer;
    expect(customerOf('Log')).toBe('fabrikam.com');
    expect(customerOf('Activity Log')).toBe(subscription);
  });
});

describe('a test of the action group', () => {
  const alertId = '/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.AlertsManagement/alerts/1';

  it('is marked as a test, and a second one is no repeat', () => {
    const first = one({ alertId, firedDateTime: '2026-11-24T08:00:00Z' }).content;
    const second = one({ alertId, firedDateTime: '2026-11-24T08:01:00Z' }).content;
    expect([first.isTest, second.isTest]).toEqual([true, true]);
    expect(first.id).not.toBe(second.id);
  });

  it('is no live alert whose rule is called a test', () => {
    expect(one({ alertRule: 'test-metricAlertRule' }).content.isTest).toBe(false);
  });
});

describe('the kinds of alerts', () => {
  it('a budget has neither rule nor severity nor targets', () => {
    const nulls = { alertRule: null, severity: null, signalType: null, monitorCondition: null, alertTargetIDs: null };
    const said = one({
      ...nulls,
      monitoringService: 'CostAlerts',
      configurationItems: ['budgets'],
      description: 'Spent.',
    });
    expect(said.content).toMatchObject({
      displayName: 'Spent.',
      description: expect.not.stringContaining('Spent.'),
      severity: 'high',
      affectedResources: [{ resourceId: 'budgets', resourceType: '' }],
    });
    expect([said.notes, said.over]).toEqual([{}, null]);
  });

  it('Service Health gives a time without zone, and only a subscription', () => {
    const { content } = one({
      firedDateTime: '2026-11-24T05:34:48.0623172',
      alertTargetIDs: [`/subscriptions/${subscription}`],
      configurationItems: undefined,
    });
    expect(content).toMatchObject({
      detectedDateTime: '2026-11-24T05:34:48.062Z',
      affectedResources: [{ resourceId: `/subscriptions/${subscription}`, resourceType: '' }],
    });
  });

  it('an activity log says what was done by whom', () => {
    const alertContext = { operationName: 'restart', caller: 'ops@fabrikam.com', properties: { title: 'Rebooted' } };
    expect(one({ investigationLink: 'https://portal.azure.com/x' }, { alertContext }).content.description).toContain(
      'operationName: restart\ncaller: ops@fabrikam.com\ntitle: Rebooted\ninvestigationLink: https://portal.azure.com/x',
    );
  });

  it('shows what fits of a context in which something does not', () => {
    const alertContext = { operationName: 'restart', condition: { allOf: 'x' }, properties: 7 };
    expect(one({}, { alertContext }).content.description).toContain('operationName: restart');
  });

  it('a search in logs names its computers', () => {
    const workspace = '/subscriptions/1/resourcegroups/r/providers/microsoft.operationalinsights/workspaces/logs';
    expect(
      one({ alertTargetIDs: [workspace], configurationItems: ['web-1', 'LOGS'] }).content.affectedResources,
    ).toEqual([
      { resourceId: workspace, resourceType: 'microsoft.operationalinsights/workspaces' },
      { resourceId: 'web-1', resourceType: '' },
    ]);
  });

  it.each([
    null,
    [],
    'text',
    { condition: { allOf: 'x' }, properties: 7 },
    { condition: { allOf: [{ metricName: {} }] } },
  ])('a context of any other shape hides no alert: %j', (alertContext) => {
    expect(one({}, { alertContext, customProperties: 'text' }).content.displayName).toBe('Unusual outbound traffic');
  });
});

describe('what cannot be read', () => {
  const off = expect.stringContaining('switch "Enable the common alert schema" on');

  it('says what to switch on in the action group', () => {
    for (const schemaId of ['AzureMonitorMetricAlert', 'AIP Budget Notification', 7])
      expect(problems({ ...body(), schemaId })).toEqual({ schemaId: off });
    for (const other of [null, [body()], 'text', { data: body().data }]) expect(problems(other)).toEqual({ '': off });
  });

  it('says each place that is wrong', () => {
    expect(problems({ schemaId: body().schemaId })).toEqual({ data: 'Required, but missing.' });
    expect(problems(body({ alertId: undefined, alertTargetIDs: [7], severity: 1 }))).toEqual({
      'data.essentials.alertId': 'Required, but missing.',
      'data.essentials.alertTargetIDs.0': 'Must be text, in quotation marks.',
      'data.essentials.severity': 'Must be text, in quotation marks.',
    });
    expect(problems(body({ alertId: '', alertTargetIDs: {}, firedDateTime: 'noon' }))).toEqual({
      'data.essentials.alertId': 'Must not be empty.',
      'data.essentials.alertTargetIDs': 'Must be a list, in square brackets.',
      'data.essentials.firedDateTime': 'Must be a date with time and zone, such as 2026-11-24T10:00:00Z.',
    });
  });
});
