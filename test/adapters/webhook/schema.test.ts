import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Batch } from '../../../adapters/webhook/webhook.ts';
import { AlertIn } from '../../../src/domain/alert/alert.ts';
import { alert } from '../../support/sender.ts';

/** What `POST /webhooks/alerts` takes: one, or up to a hundred. Further properties are ignored. */
const schema = {
  ...z.toJSONSchema(z.union([AlertIn, Batch]), { io: 'input' }),
  title: 'A security alert, or up to a hundred, as POST /webhooks/alerts takes them',
};

it('publishes the alert as JSON Schema (after a change: npx vitest run test/adapters/webhook -u)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../../data/schemas/alert.schema.json');
});

it('takes null for what may be left out, as Microsoft Graph writes it', () => {
  const nulls = { source: null, description: null, affectedResources: null, isTest: null };
  const sent = alert();
  expect(AlertIn.parse({ ...sent, ...nulls })).toEqual(AlertIn.parse(sent));
});

it('which agrees with what is taken', () => {
  const ajv = new Ajv.default({ strict: false });
  addFormats.default(ajv);
  const fits = ajv.compile(schema);
  for (const [body, right] of [
    [alert(), true],
    [alert({ more: 1, isTest: 'false' }), true],
    [[alert(), alert({ affectedResources: [{ resourceId: 'x' }] })], true],
    [alert({ severity: 'critical' }), false],
    [alert({ source: null, description: null, affectedResources: null, isTest: null }), true],
    [alert({ affectedResources: [{ resourceId: null, resourceType: null }] }), true],
    ...['id', 'displayName', 'severity', 'detectedDateTime'].map((name) => [alert({ [name]: null }), false] as const),
    [alert({ id: '' }), false],
    ...[' ', '\u200b', '\n\t', '\u0000', 'a\u0000b', '\u0007'].map((id) => [alert({ id }), false] as const),
    ...['', ' ', '\u200b', '\n', '\u0007\u0000'].map((displayName) => [alert({ displayName }), false] as const),
    [alert({ id: ' é\n', displayName: '\u0007 شركة' }), true],
    ...['0000-01-01', '1969-12-31', '9999-12-31'].map(
      (day) => [alert({ detectedDateTime: `${day}T00:00:00+10:00` }), false] as const,
    ),
    ...['1970-01-01', '2026-11-24', '9998-12-31'].map(
      (day) => [alert({ detectedDateTime: `${day}T00:00:00-10:00` }), true] as const,
    ),
    [[], false],
    [Array.from({ length: 101 }, () => alert()), false],
  ] as const)
    expect([fits(body), z.union([AlertIn, Batch]).safeParse(body).success]).toEqual([right, right]);
});
