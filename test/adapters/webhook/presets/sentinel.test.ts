import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../support/sender-page.ts';
import { byCustomer, partner, readOne, wrongIn } from './documented.ts';

const workspace = '3c5a1f0e-9b7d-4e26-8a41-60d2f7b8c913';
const subscription = '7b0e3a7c-2f64-4d2b-9f0b-1c0a5d3e8f42';

/** The example with other properties of the incident, and another incident. */
function body(properties: object = {}, incident: object = {}) {
  const { object, ...more } = exampleOf('sentinel');
  return { ...more, object: { ...object, properties: { ...object.properties, ...properties }, ...incident } };
}
const one = (properties?: object, incident?: object) => readOne('sentinel', body(properties, incident));

it('reads the example of its page', () => {
  const { object } = exampleOf('sentinel');
  // The id of an incident is longer than 200 characters: a hash stands for it.
  expect(one()).toEqual({
    content: {
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      source: 'sentinel',
      partnerTenantId: null,
      displayName: 'Brute force against ops@fabrikam.com',
      description: `Many failed sign-ins from one address, then one that succeeded.

incidentNumber: 84
providerName: Azure Sentinel
alertProductNames: Azure Sentinel
tactics: CredentialAccess
techniques: T1110
incidentUrl: ${object.properties.incidentUrl}`,
      severity: 'high',
      alertType: null,
      confidenceLevel: null,
      customerTenantId: null,
      subscriptionId: subscription,
      detectedDateTime: '2026-11-24T08:57:35.242Z',
      affectedResources: [
        { resourceId: 'ops@fabrikam.com', resourceType: 'Account' },
        { resourceId: '203.0.113.75', resourceType: 'Ip' },
      ],
      isTest: false,
    },
    notes: {},
    over: null,
  });
});

it('takes the same incident for a repeat, in whatever order and capitals Sentinel gives it', () => {
  const { relatedEntities } = exampleOf('sentinel').object.properties;
  expect(one({ relatedEntities: relatedEntities.toReversed() }, { id: body().object.id.toUpperCase() })).toEqual(one());
  expect(one({}, { id: undefined }).content.id).toBe(body().object.name);
});

it('takes a closed incident for over, with the same content', () => {
  const lastModifiedTimeUtc = '2026-11-24T11:00:00.1234567Z';
  const closed = { status: 'Closed', classification: 'TruePositive', lastModifiedTimeUtc, owner: { email: 'a@b.c' } };
  expect(one(closed)).toEqual({ ...one(), over: { at: '2026-11-24T11:00:00.123Z' } });
  expect(one({ status: 'Closed', lastModifiedTimeUtc: undefined }).over).toEqual({ at: null });
  expect(one({ status: 'Active' }).over).toBeNull();
});

it('takes an incident that Defender merged for one that continues, with the number of the other one', () => {
  const additionalData = { ...body().object.properties.additionalData, mergedIncidentNumber: 91 };
  const closed = { status: 'Closed', lastModifiedTimeUtc: '2026-11-24T11:00:00Z' };
  const at = '2026-11-24T11:00:00.000Z';
  expect(one({ ...closed, additionalData }).over).toEqual({ at, continues: '91' });
  expect(one({ status: 'Active', additionalData }).over?.continues).toBe('91');
  const labels = [{ labelName: 'Redirected', labelType: 'System' }];
  expect(one({ ...closed, labels }).over).toEqual({ at, continues: '' });
  expect(one({ ...closed, labels: [{ labelName: 'Phishing' }] }).over).toEqual({ at });
  // One label of several is enough, and labels in another shape are none.
  const several = [{ labelName: 'Phishing' }, ...labels, { labelType: 'System' }];
  expect(one({ ...closed, labels: several, createdTimeUtc: '2026-11-24T08:00:00Z' }).over).toEqual({
    at,
    continues: '',
  });
  for (const other of [null, [], 'Redirected', [7], [{ labelName: 7 }]])
    expect(one({ ...closed, labels: other }).over).toEqual({ at });
});

it('has the number of the incident that it continues as in one short line', () => {
  const as = (mergedIncidentNumber: unknown) => one({ additionalData: { mergedIncidentNumber } }).over?.continues;
  expect([as('9\n1'), as('9'.repeat(41)), as('9'.repeat(40))]).toEqual(['9 1', `${'9'.repeat(38)} …`, '9'.repeat(40)]);
  expect([as(''), as(null), as({})]).toEqual([undefined, undefined, undefined]);
});

it('has the link to the Defender portal in place of that to Azure, where there is one', () => {
  const providerIncidentUrl = 'https://security.microsoft.com/incident2/84/overview?tid=2d7c3e0a';
  const { additionalData } = body().object.properties;
  const { description } = one({
    providerName: 'Microsoft XDR',
    additionalData: { ...additionalData, providerIncidentUrl },
  }).content;
  expect(description).toContain(`incidentUrl: ${providerIncidentUrl}`);
  expect(description).not.toContain('portal.azure.com');
});

it.each(['High', 'Medium', 'Low', 'Informational'])('takes the severity %s', (severity) => {
  expect(one({ severity })).toMatchObject({ content: { severity: severity.toLowerCase() }, notes: {} });
});

it('takes the severity of the source for one that nobody knows, and says so', () => {
  expect(one({ severity: 'Critical' })).toMatchObject({
    content: { severity: 'high' },
    notes: { severity: 'Critical' },
  });
});

it('knows the customer by the workspace, else by the subscription', () => {
  for (const known of [workspace, subscription])
    expect(readOne('sentinel', body(), byCustomer(known)).content.partnerTenantId).toBe(partner);
  expect(readOne('sentinel', body(), byCustomer()).notes).toEqual({ customer: workspace });
  const byName = { ...body({}, { id: undefined }), workspaceId: undefined };
  expect(readOne('sentinel', byName, byCustomer()).notes).toEqual({ customer: subscription });
});

it('reads the outputs of the trigger, and the incident alone', () => {
  expect(readOne('sentinel', { headers: {}, body: body() })).toEqual(one());
  expect(readOne('sentinel', body().object)).toEqual(one());
});

it('names an entity as people know it', () => {
  const entity = (kind: string, properties: object | null, id = 'x') => ({ id, kind, properties });
  const names = (relatedEntities: unknown[]) =>
    one({ relatedEntities }).content.affectedResources.map(({ resourceId }) => resourceId);
  expect(names([entity('Account', { accountName: 'ops', friendlyName: 'Ops' })])).toEqual(['Ops']);
  expect(names([entity('AzureResource', { resourceId: '/subscriptions/1', friendlyName: 'x' })])).toEqual([
    '/subscriptions/1',
  ]);
  expect(names([entity('Url', null, 'b'), entity('Url', { friendlyName: 7 }, 'a')])).toEqual(['7', 'b']);
  expect(names([{}])).toEqual(['']);
});

describe('what cannot be read', () => {
  const noIncident = expect.stringContaining('This is no incident.');

  it('says that it is no incident', () => {
    for (const other of [null, [], [body()], 'text', {}, { Entities: [] }, { body: null }, { object: null }])
      expect(wrongIn('sentinel', other)).toEqual({ '': noIncident });
  });

  it('says each place that is wrong, where it stands in what was sent', () => {
    const wrong = body({ title: undefined, severity: 3, createdTimeUtc: 'noon', relatedEntities: [7] });
    expect(wrongIn('sentinel', { body: wrong })).toEqual({
      'body.object.properties.title': 'Required, but missing.',
      'body.object.properties.severity': 'Must be text, in quotation marks.',
      'body.object.properties.createdTimeUtc': 'Must be a date with time and zone, such as 2026-11-24T10:00:00Z.',
      'body.object.properties.relatedEntities.0': 'Must be an object, in braces.',
    });
    expect(wrongIn('sentinel', body({}, { id: null, name: '' }))).toEqual({ 'object.id': 'Must not be empty.' });
    expect(wrongIn('sentinel', { object: [] })).toEqual({ object: 'Must be an object, in braces.' });
    expect(wrongIn('sentinel', { properties: 7 })).toEqual({ properties: 'Must be an object, in braces.' });
  });
});
