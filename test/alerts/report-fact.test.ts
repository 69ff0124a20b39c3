import { beforeEach, describe, expect, it } from 'vitest';
import { reportFact } from '../../src/alerts/report/report.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { factSaid } from '../support/a-request.ts';
import { ada, contoso, eve, sam } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const said = async () => [
  await factSaid(reportFact, ada, 'en', bot.world),
  await factSaid(reportFact, ada, 'fr', bot.world),
];
const send = (...ids: string[]) => bot.send(...ids.map((id) => ({ id, partnerTenantId: contoso })));
async function answered(id: string, after: number): Promise<void> {
  await bot.world.time.advance(after);
  await bot.press(sam, 'alerts.acknowledge', `webhook:default ${id}`);
}

it('says that there was none', async () => {
  expect(await said()).toEqual([
    'Contoso: no alert in November 2026. Another month: “report Contoso 2026-10”.',
    'Contoso : aucune alerte en novembre 2026. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
});

it('says of the month before too, where the bot was there', async () => {
  await bot.world.trail.append('history-2026-10', []);
  expect(await said()).toEqual([
    'Contoso: no alert in November 2026; no alert in October 2026. Another month: “report Contoso 2026-10”.',
    'Contoso : aucune alerte en novembre 2026 ; aucune alerte en octobre 2026. Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
});

it('says of one whether it was answered, and how fast', async () => {
  await send('a');
  expect(await said()).toEqual([
    'Contoso: 1 alert in November 2026 (high alerts: not acknowledged yet · open for less than a minute). Another month: “report Contoso 2026-10”.',
    'Contoso : 1 alerte en novembre 2026 (alertes de gravité élevée : pas encore acquittée · ouverte depuis moins d’une minute). Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
  await answered('a', 24 * minute);
  expect(await said()).toEqual([
    'Contoso: 1 alert in November 2026 (high alerts: acknowledged within 24 hours · after 24 minutes). Another month: “report Contoso 2026-10”.',
    'Contoso : 1 alerte en novembre 2026 (alertes de gravité élevée : acquittée sous 24 heures · après 24 minutes). Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
});

it('says of several how many were answered, and counts the others with their age', async () => {
  await send('a', 'b', 'c');
  expect(await said()).toEqual([
    'Contoso: 3 alerts in November 2026 (high alerts: 3 of 3 not acknowledged yet · average less than a minute so far). Another month: “report Contoso 2026-10”.',
    'Contoso : 3 alertes en novembre 2026 (alertes de gravité élevée : 3 sur 3 pas encore acquittées · moins d’une minute en moyenne à ce jour). Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
  await answered('a', hour);
  await answered('b', 2 * hour);
  expect(await said()).toEqual([
    'Contoso: 3 alerts in November 2026 (high alerts: 1 of 3 not acknowledged yet, 2 acknowledged within 24 hours · average 2.3 hours so far). Another month: “report Contoso 2026-10”.',
    'Contoso : 3 alertes en novembre 2026 (alertes de gravité élevée : 1 sur 3 pas encore acquittée, 2 acquittées sous 24 heures · 2,3 heures en moyenne à ce jour). Un autre mois : « rapport Contoso 2026-10 ».',
  ]);
});

describe('who may know it', () => {
  it('is the manager of the tenant and an administrator, and nobody else', async () => {
    expect(await factSaid(reportFact, eve, 'en', bot.world)).toBeNull();
    await bot.edit({ manager: eve });
    expect(await factSaid(reportFact, eve, 'en', bot.world)).toContain('no alert in November 2026');
    expect(await factSaid(reportFact, sam, 'en', bot.world)).toBeNull();
  });
});
