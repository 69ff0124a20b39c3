import { expect, it } from 'vitest';
import { deliveryKey } from '../../src/domain/delivery/delivery.ts';
import { factsOf } from '../../src/domain/delivery/kinds.ts';
import { everyKind } from '../support/every-kind.ts';

it('the key of each kind, how long it is kept, and when admins hear that it is late stay as they are', async () => {
  const samples = everyKind({ at: '2026-11-24T09:00:00.000Z', raised: 'raised 4', step: 2, entry: 7 });
  const lines = Object.values(samples).map((about) => {
    const { keep, late, forAdmins, unasked } = factsOf[about.kind];
    return `${about.kind} | ${deliveryKey(about)} | ${keep} | ${late}${forAdmins ? ' | for admins' : ''}${unasked ? ' | unasked' : ''}\n`;
  });
  // The key is on disk: where a line changes, the bot sends once more what people have.
  await expect(lines.join('')).toMatchFileSnapshot('kinds.txt');
});
