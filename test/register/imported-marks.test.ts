import { expect, it } from 'vitest';
import { importRegister } from '../../src/register/file/import.ts';
import { readRegister } from '../../src/register/file/register-file.ts';
import { aBot, cardOf, text } from '../support/a-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';

it('marks that an import brings are dates and people in the history, in words', async () => {
  const bot = await aBot();
  const { contact } = (await bot.tenant()) ?? {};
  const marks = {
    phone24x7At: '2026-11-01T10:00:00Z',
    phone24x7By: sam,
    confirmedAt: '2026-11-02T10:00:00Z',
    confirmedBy: sam,
    attestedAt: '2026-11-03T10:00:00Z',
    attestedBy: sam,
  };
  const compliance = { complianceAttestedAt: '2026-11-04T10:00:00Z', complianceAttestedBy: sam };
  const tenant = {
    id: contoso,
    name: 'Contoso',
    partnerType: 'directBill',
    ...compliance,
    contact: { ...contact, ...marks },
  };
  const reading = readRegister({ version: 1, tenants: [tenant] });
  if (reading.kind !== 'register') throw new Error(reading.problems.join());
  await importRegister(reading.file, { id: null, name: 'import' }, bot.world);
  await bot.say(sam, 'help');
  const shown = text(cardOf(await bot.say(ada, 'history')).rows);
  for (const name of [...Object.keys(marks), ...Object.keys(compliance)]) expect(shown).not.toContain(name);
  for (const label of [
    'Confirmed on',
    'Partner Center checked by',
    '24x7 phone confirmed on',
    'Compliance contact confirmed by',
  ])
    expect(shown).toContain(label);
  expect(shown.match(/Sam </g)).toHaveLength(4);
  for (const day of [1, 2, 3, 4]) expect(shown).toContain(`${day} Nov 2026, 10:00 UTC <`);
});
