import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Batch } from '../../adapters/ingest/webhook.ts';
import { AlertIn } from '../../src/domain/alert.ts';
import { alert } from '../fakes/sender.ts';

/** What `POST /webhooks/alerts` takes: one, or up to a hundred. Further properties are ignored. */
const schema = {
  ...z.toJSONSchema(z.union([AlertIn, Batch]), { io: 'input' }),
  title: 'A security alert, or up to a hundred, as POST /webhooks/alerts takes them',
};

it('publishes the alert as JSON Schema (after a change: npx vitest run test/ingest -u)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../data/schemas/alert.schema.json');
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
    [alert({ id: '' }), false],
    [[], false],
    [Array.from({ length: 101 }, () => alert()), false],
  ] as const)
    expect([fits(body), z.union([AlertIn, Batch]).safeParse(body).success]).toEqual([right, right]);
});
