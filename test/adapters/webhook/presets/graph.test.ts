import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../support/sender-page.ts';
import { byCustomer, partner, read, readOne, wrongIn } from './documented.ts';

const alert = (more: object = {}) => ({ ...exampleOf('graph').value[0], ...more });
const one = (more?: object) => readOne('graph', alert(more));

it('reads the example of its page', () => {
  expect(readOne('graph', exampleOf('graph'))).toEqual({
    content: {
      id: '6e0d9a4b-2c71-4f83-a5d0-9b3e7c1f8d26',
      source: 'graph',
      partnerTenantId: null,
      displayName: 'Action required: a virtual machine connects to a crypto currency mining pool',
      description: `Analysis of DNS traffic shows connections to a mining pool.

ConnectionCount: 5
CryptoCurrencyMiningPoolDomainName: pool.example.com

catalogOfferId: MS-AZR-0017G`,
      severity: 'high',
      alertType: 'networkConnectionsToCryptoMiningPools',
      confidenceLevel: 'medium',
      customerTenantId: '2d7c3e0a-5b1f-4c58-9f60-7a1d0c9e4b21',
      subscriptionId: '5f6e6521-7c0d-4a52-9d0e-3b8f2f1c6d10',
      detectedDateTime: '2026-11-24T08:46:33.050Z',
      affectedResources: alert().affectedResources,
      isTest: false,
    },
    notes: {},
    over: null,
  });
});

it('reads an empty list, as whoever asks Graph every ten minutes gets it', () => {
  for (const body of [[], { value: [] }]) expect(read('graph', body)).toEqual({ events: [], truncated: 0 });
});

it('reads one alert, an array of them, and a list, up to 1,000', () => {
  expect(one()).toEqual(readOne('graph', exampleOf('graph')));
  const many = Array.from({ length: 1_000 }, (_, n) => alert({ id: String(n) }));
  for (const body of [many, { value: many, '@odata.nextLink': 'https://graph.microsoft.com/beta/…' }]) {
    const { events, truncated } = read('graph', body);
    expect([events.length, events[999]?.content.id, truncated]).toEqual([1_000, '999', 0]);
  }
  expect(wrongIn('graph', [...many, alert()])).toEqual({ '': 'May have at most 1000 entries.' });
  expect(wrongIn('graph', { value: [...many, alert()] })).toEqual({ value: 'May have at most 1000 entries.' });
});

it('takes the same id for a repeat, and a resolved alert for over, with the same content', () => {
  const activityLogs = [{ statusFrom: 'active', statusTo: 'resolved', updatedBy: 'x' }];
  const resolved = { status: 'resolved', resolvedReason: 'fraud', resolvedBy: 'x', activityLogs };
  const resolvedOnDateTime = '2026-11-24T09:00:01Z';
  expect(one({ ...resolved, resolvedOnDateTime })).toEqual({ ...one(), over: { at: '2026-11-24T09:00:01.000Z' } });
  expect(one(resolved).over).toEqual({ at: null });
  expect(one({ status: 'investigating', lastObservedDateTime: '2026-11-25T00:00:00Z' })).toEqual(one());
});

it.each([
  [true, true],
  ['true', true],
  ['True', true],
  [false, false],
  ['false', false],
  ['yes', false],
  [1, false],
  [null, false],
  [undefined, false],
])('takes isTest %j for %j', (isTest, expected) => {
  expect(one({ isTest }).content.isTest).toBe(expected);
});

it('takes the severity of the source for one that nobody knows, and says so', () => {
  const said = readOne('graph', alert({ severity: 'unknownFutureValue' }), { severity: 'medium' });
  expect([said.content.severity, said.notes]).toEqual(['medium', { severity: 'unknownFutureValue' }]);
  expect(one({ severity: null })).toMatchObject({ content: { severity: 'high' }, notes: {} });
});

it('knows the customer by its tenant', () => {
  expect(readOne('graph', alert(), byCustomer(alert().customerTenantId)).content.partnerTenantId).toBe(partner);
  expect(readOne('graph', alert(), byCustomer()).notes).toEqual({ customer: alert().customerTenantId });
  expect(readOne('graph', alert({ customerTenantId: null }), byCustomer()).notes).toEqual({ customer: '' });
});

it('reads values that Microsoft adds, and times that were never set', () => {
  const future = { status: 'unknownFutureValue', alertType: 'somethingNew', confidenceLevel: 'unknownFutureValue' };
  expect(one({ ...future, resolvedOnDateTime: '9999-12-31T23:59:59.9970000' })).toMatchObject({
    content: { alertType: 'somethingNew', confidenceLevel: 'unknownFutureValue' },
    over: null,
  });
  expect(one({ detectedDateTime: '0001-01-01T00:00:00Z' }).content.detectedDateTime).toBe('2026-11-24T09:00:00.000Z');
});

describe('what cannot be read', () => {
  it('is refused as a whole, with each place', () => {
    const bad = [alert(), alert({ id: undefined, affectedResources: [7] }), alert({ displayName: 7 })];
    expect(wrongIn('graph', { value: bad })).toEqual({
      'value.1.id': 'Required, but missing.',
      'value.1.affectedResources.0': 'Must be an object, in braces.',
      'value.2.displayName': 'Must be text, in quotation marks.',
    });
    expect(wrongIn('graph', [alert({ id: '' }), alert({ detectedDateTime: 'noon' })])).toEqual({
      '0.id': 'Must not be empty.',
      '1.detectedDateTime': 'Must be a date with time and zone, such as 2026-11-24T10:00:00Z.',
    });
  });

  it('is what is no alert', () => {
    expect(wrongIn('graph', { value: {} })).toEqual({ value: 'Must be a list, in square brackets.' });
    expect(wrongIn('graph', 'text')).toEqual({ '': 'Must be an object, in braces.' });
  });
});
