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
    'Alerts for Contoso in November 2026: none.',
    'Contoso. En novembre 2026 : aucune alerte.',
  ]);
});

it('says of the month before too, where the bot was there', async () => {
  await bot.world.trail.append('history-2026-10', []);
  expect(await said()).toEqual([
    'Alerts for Contoso in November 2026: none. In October 2026: none.',
    'Contoso. En novembre 2026 : aucune alerte. En octobre 2026 : aucune alerte.',
  ]);
});

it('says of one whether it was answered, and how fast', async () => {
  await send('a');
  expect(await said()).toEqual([
    'Alerts for Contoso in November 2026: high severity, 0 of 1 acknowledged, 1 not due yet · average wait so far: less than a minute.',
    'Contoso. En novembre 2026 : alertes de gravité élevée (1 alerte non acquittée, encore dans les délais · délai moyen d’acquittement à ce jour : moins d’une minute).',
  ]);
  await answered('a', 24 * minute);
  expect(await said()).toEqual([
    'Alerts for Contoso in November 2026: high severity, 1 of 1 acknowledged · average wait: 24 minutes.',
    'Contoso. En novembre 2026 : alertes de gravité élevée (1 alerte acquittée · délai moyen d’acquittement : 24 minutes).',
  ]);
});

it('says of several how many were answered, and counts the others with their age', async () => {
  await send('a', 'b', 'c');
  expect(await said()).toEqual([
    'Alerts for Contoso in November 2026: high severity, 0 of 3 acknowledged, 3 not due yet · average wait so far: less than a minute.',
    'Contoso. En novembre 2026 : alertes de gravité élevée (3 alertes, aucune acquittée, toutes encore dans les délais · délai moyen d’acquittement à ce jour : moins d’une minute).',
  ]);
  await answered('a', hour);
  await answered('b', 2 * hour);
  expect(await said()).toEqual([
    'Alerts for Contoso in November 2026: high severity, 2 of 3 acknowledged, 1 not due yet · average wait so far: 2.3 hours.',
    'Contoso. En novembre 2026 : alertes de gravité élevée (2 alertes acquittées sur 3, 1 encore dans les délais · délai moyen d’acquittement à ce jour : 2,3 heures).',
  ]);
});

describe('who may know it', () => {
  it('is the manager of the tenant and an administrator, and nobody else', async () => {
    expect(await factSaid(reportFact, eve, 'en', bot.world)).toBeNull();
    await bot.edit({ manager: eve });
    expect(await factSaid(reportFact, eve, 'en', bot.world)).toContain('November 2026: none');
    expect(await factSaid(reportFact, sam, 'en', bot.world)).toBeNull();
  });
});
