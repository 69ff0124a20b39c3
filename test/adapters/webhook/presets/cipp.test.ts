import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../support/sender-page.ts';
import { byCustomer, partner, readOne, wrongIn } from './documented.ts';

const body = (more: object = {}) => ({ ...exampleOf('cipp'), ...more });
const customer = '2d7c3e0a-5b1f-4c58-9f60-7a1d0c9e4b21';
const said = (payload: unknown) => readOne('cipp', body({ payload })).content.description;

it('reads the example of its page', () => {
  expect(readOne('cipp', body())).toEqual({
    content: {
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      source: 'cipp',
      partnerTenantId: null,
      displayName: 'Alert - fabrikam.onmicrosoft.com - Admins without MFA',
      description: `Two admins can sign in with a password alone.

UserPrincipalName: ops@fabrikam.com
DisplayName: Operations
MFARegistered: false

UserPrincipalName: backup@fabrikam.com
DisplayName: Backup admin
MFARegistered: false

tenantId: ${customer}
tenant: fabrikam.onmicrosoft.com
taskType: Alert
task.id: 6f0d6c1e-6f0b-4f0c-8a53-0f8f1f6a2c11
task.name: Admins without MFA
task.command: Get-CIPPAlertMFAAdmins
task.state: Running`,
      severity: 'high',
      alertType: 'Get-CIPPAlertMFAAdmins',
      confidenceLevel: null,
      customerTenantId: customer,
      subscriptionId: null,
      detectedDateTime: '2026-11-24T08:58:31.402Z',
      affectedResources: [],
      isTest: false,
    },
    notes: { customerDomain: 'fabrikam.onmicrosoft.com' },
    over: null,
    same: { key: expect.stringMatching(/^[0-9a-f]{32}$/) },
    rows: { ids: [expect.anything(), expect.anything()], names: ['backup@fabrikam.com', 'ops@fabrikam.com'], count: 2 },
  });
});

it('takes the same body for a repeat, and what CIPP sends anew for another alert', () => {
  const idOf = (more: object) => readOne('cipp', body(more)).content.id;
  expect(readOne('cipp', body())).toEqual(readOne('cipp', body()));
  const others = [
    { generatedAt: '2026-11-24T08:58:31.4021878Z' },
    { tenant: 'contoso.com' },
    { title: 'Other' },
    { invoking: null },
  ];
  expect(new Set([{}, ...others].map(idOf)).size).toBe(5);
  expect(idOf({ tenant: 'a', invoking: 'bc' })).not.toBe(idOf({ tenant: 'ab', invoking: 'c' }));
});

it('knows the customer by id, by domain, and by the name of them all', () => {
  for (const known of [customer, 'fabrikam.onmicrosoft.com'])
    expect(readOne('cipp', body(), byCustomer(known))).toMatchObject({
      content: { partnerTenantId: partner },
      notes: {},
    });
  const all = body({ tenant: 'AllTenants', payload: [{ Message: 'Standard is out of sync' }] });
  expect(readOne('cipp', all, byCustomer('alltenants')).content).toMatchObject({
    partnerTenantId: partner,
    customerTenantId: null,
  });
  expect(readOne('cipp', all, byCustomer()).notes).toEqual({ customer: 'AllTenants' });
  expect(readOne('cipp', body({ tenant: null, payload: null }), byCustomer()).notes).toEqual({ customer: '' });
});

describe('a test', () => {
  const test = { title: 'CIPP Notification Test', invoking: 'Invoke-ExecAddAlert' };
  const payload = { Title: 'CIPP Notification Test', Text: 'This is a test from Notification Settings' };

  it('is what the button sends', () => {
    expect(readOne('cipp', body({ ...test, payload })).content).toMatchObject({ isTest: true });
  });

  it.each([{ title: test.title }, { invoking: test.invoking }, { ...test, title: 'A test of MFA' }])(
    'is no live alert that looks like one: %j',
    (half) => {
      expect(readOne('cipp', body(half)).content).toMatchObject({ isTest: false });
    },
  );
});

describe('the payload', () => {
  it('may be anything', () => {
    expect(said(null)).toBe('tenant: fabrikam.onmicrosoft.com');
    expect(said(undefined)).toBe('tenant: fabrikam.onmicrosoft.com');
    expect(said({})).toBe('tenant: fabrikam.onmicrosoft.com');
    expect(said('A line')).toMatch(/^A line\n\n/);
    expect(said(42)).toMatch(/^42\n\n/);
    expect(said([[], [null], false, ['a', '', 'b']])).toMatch(/^false\n\na, b\n\n/);
    expect(said({ results: 'No results' })).toMatch(/^No results\n\n/);
  });

  it('says what it leaves out: deep parts, many lines, many rows', () => {
    expect(said({ a: { b: { c: { d: { e: 1 } }, f: 2 } } })).toMatch(/^a.b.c.d: …\na.b.f: 2\ntenant: /);
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`n${n}`, n]));
    expect(said([wide])).toMatch(/\nn49: 49\n…\n\n/);
    expect(said(Array.from({ length: 57 }, (_, n) => ({ n })))).toMatch(/\n\nn: 49\n\n… \+7\n\n/);
    expect(said({ ['k'.repeat(100)]: 1 })).toContain(`${'k'.repeat(79)}…: 1`);
  });

  it('of 1 MB is cut, and the alert says by how much', () => {
    const { content, notes } = readOne('cipp', body({ payload: [{ Message: 'x'.repeat(1_000_000) }] }));
    expect(content.description).toHaveLength(4_000);
    expect(notes.cut).toBeGreaterThan(990_000);
  });

  it('of 1 MB with one long name for many parts takes no more than a few lines', () => {
    const parts = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [n, n]));
    expect(readOne('cipp', body({ payload: { ['k'.repeat(500_000)]: parts } })).notes.cut).toBeLessThan(1_000);
  });

  it('keeps names that JavaScript keeps for itself', () => {
    const payload = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
    expect(said(payload)).toContain('constructor.prototype: 1');
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
    expect('polluted' in {}).toBe(false);
  });
});

describe('what cannot be read', () => {
  const off = expect.stringContaining('switch "Use Standardized Alert Schema" on');

  it('says what to switch on in CIPP', () => {
    for (const old of [[], [{ Message: 'x' }], { Title: 'CIPP Notification Test', Text: 'x' }, 'text', null, 7])
      expect(wrongIn('cipp', old)).toEqual({ '': off });
  });

  it.each(['2.0', '1', 1, null, ['1.0']])('says which version is read, not %j', (schemaVersion) => {
    expect(wrongIn('cipp', body({ schemaVersion }))).toEqual({
      schemaVersion: 'Only version 1.0 of CIPP’s schema is read.',
    });
  });

  it('says each place that is wrong', () => {
    const wrong = { title: 7, tenant: {}, invoking: [], generatedAt: 'yesterday' };
    expect(wrongIn('cipp', body(wrong))).toEqual({
      title: 'Must be text, in quotation marks.',
      tenant: 'Must be text, in quotation marks.',
      invoking: 'Must be text, in quotation marks.',
      generatedAt: 'Must be a date with time and zone, such as 2026-11-24T10:00:00Z.',
    });
    expect(wrongIn('cipp', { schemaVersion: '1.0' })).toEqual({
      title: 'Required, but missing.',
      generatedAt: 'Required, but missing.',
    });
  });
});
