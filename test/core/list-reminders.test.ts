import { expect, it } from 'vitest';
import { contoso } from '../fakes/world.ts';
import { ada, cardOf, text } from './alert-desk.ts';
import { reminderDesk, rows, unconfirmed } from './reminder-desk.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';

async function twoTenants() {
  const desk = await reminderDesk();
  await desk.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
  });
  return desk;
}

it('reminders asks which tenant is meant when no name fits, as the other verbs do', async () => {
  const desk = await twoTenants();
  const asked = cardOf(await desk.say(ada, 'reminders Fabrikm'));
  expect(asked.title).toBe('Which partner tenant?');
  expect(rows(asked)).toEqual(['Contoso', 'Fabrikam']);
  const [contosos] = asked.rows;
  await desk.edit(unconfirmed);
  await desk.pass(0);
  const shown = cardOf(await desk.press(ada, contosos?.button?.id ?? '', contosos?.button?.value ?? ''));
  expect(text(shown.rows)).toContain('Not confirmed lately');
});

it('reminders shows those of all tenants without a name', async () => {
  const desk = await twoTenants();
  await desk.edit(unconfirmed, fabrikam);
  await desk.pass(0);
  expect(text(cardOf(await desk.say(ada, 'reminders')).rows)).toContain('Fabrikam: Not confirmed lately');
});
