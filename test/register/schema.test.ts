import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Register } from '../../src/register/file/register-file.ts';

const schema = {
  ...z.toJSONSchema(Register, { io: 'input' }),
  title: 'Register of partner tenants and their security contacts, version 1',
};

it('publishes the register as JSON Schema (after a change: npx vitest run test/register -u)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../data/schemas/register.schema.json');
});

it('which agrees with what import takes', () => {
  const ajv = new Ajv.default();
  addFormats.default(ajv);
  const fits = ajv.compile(schema);
  const tenant = { id: '11111111-2222-4333-8444-555555555555', name: 'Contoso', partnerType: 'directBill' };
  const contact = { kind: 'person', firstName: 'Ana', email: 'soc@contoso.example', phone: '+33142685300' };
  for (const [tenants, right] of [
    [[tenant], true],
    [[{ ...tenant, contact }], true],
    [[{ ...tenant, contact: null }], true],
    [[{ ...tenant, colour: 'red' }], false],
    [[{ ...tenant, partnerType: 'reseller' }], false],
    [[{ ...tenant, contact: { ...contact, phone: '0142685300' } }], false],
    [[{ ...tenant, contact: { kind: 'person' } }], false],
  ])
    expect([tenants, fits({ version: 1, tenants }), Register.safeParse({ version: 1, tenants }).success]).toEqual([
      tenants,
      right,
      right,
    ]);
});
