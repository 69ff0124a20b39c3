import { beforeEach, describe, expect, it } from 'vitest';
import { reportFact } from '../../src/alerts/report/report-fact.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { factSaid } from '../support/a-request.ts';
import { ada, contoso, eve, sam } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
});
const said = async () => [
  await factSaid(reportFact, ada, 'en', on.world),
  await factSaid(reportFact, ada, 'fr', on.world),
];
const send = (...ids: string[]) => on.send(...ids.map((id) => ({ id, partnerTenantId: contoso })));
async function answered(id: string, after: number): Promise<void> {
  await on.world.time.advance(after);
  await on.press(sam, 'alerts.acknowledge', `webhook:default ${id}`);
}

it('says that there was none', async () => {
  expect(await said()).toEqual([
    'Contoso: no alert in November 2026. Another month: “report Contoso 2026-10”.',
    'Contoso : aucune alerte en novembre 2026. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
});

it('says of the month before too, where the bot was there', async () => {
  await on.world.trail.append('history-2026-10', []);
  expect(await said()).toEqual([
    'Contoso: no alert in November 2026; no alert in October 2026. Another month: “report Contoso 2026-10”.',
    'Contoso : aucune alerte en novembre 2026 ; aucune alerte en octobre 2026. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
});

it('says of one whether it was answered, and how fast', async () => {
  await send('a');
  expect(await said()).toEqual([
    'Contoso: 1 alert in November 2026, not answered. Another month: “report Contoso 2026-10”.',
    'Contoso : 1 alerte en novembre 2026, sans réponse. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
  await answered('a', 24 * minute);
  expect(await said()).toEqual([
    'Contoso: 1 alert in November 2026, answered within 24 minutes. Another month: “report Contoso 2026-10”.',
    'Contoso : 1 alerte en novembre 2026, avec une réponse dans un délai de 24 minutes. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
});

it('says of several how many were answered, and how fast half of those were', async () => {
  await send('a', 'b', 'c');
  expect(await said()).toEqual([
    'Contoso: 3 alerts in November 2026, none of them answered. Another month: “report Contoso 2026-10”.',
    'Contoso : 3 alertes en novembre 2026, toutes sans réponse. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
  await answered('a', hour);
  expect(await said()).toEqual([
    'Contoso: 3 alerts in November 2026, 1 answered, within 1.0 hours. Another month: “report Contoso 2026-10”.',
    'Contoso : 3 alertes en novembre 2026, dont 1 avec une réponse, dans un délai de 1,0 heures. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
  await answered('b', 2 * hour);
  expect(await said()).toEqual([
    'Contoso: 3 alerts in November 2026, 2 answered, half of them within 2.0 hours. Another month: “report Contoso 2026-10”.',
    'Contoso : 3 alertes en novembre 2026, dont 2 avec une réponse, la moitié d’entre elles dans un délai de 2,0 heures. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
});

describe('who may know it', () => {
  it('is the manager of the tenant and an administrator, and nobody else', async () => {
    expect(await factSaid(reportFact, eve, 'en', on.world)).toBeNull();
    await on.edit({ manager: eve });
    expect(await factSaid(reportFact, eve, 'en', on.world)).toContain('no alert in November 2026');
    expect(await factSaid(reportFact, sam, 'en', on.world)).toBeNull();
  });
});
