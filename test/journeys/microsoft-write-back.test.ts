/** An alert at Microsoft, worked here and in Partner Center in turn, by the whole bot. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { both } from './alert-stage.ts';
import { type MicrosoftStage, microsoftStage } from './microsoft-stage.ts';
import { by, ways } from './ways.ts';

const id = 'd8b202fc-a216-3404-69ef-bdffa445eff6';
let scene: MicrosoftStage;
beforeEach(async () => {
  const alerts = { every: 'PT1M', writeBack: true };
  scene = await microsoftStage({ alerts }, ['PartnerSecurity.ReadWrite.All']);
});
afterEach(() => scene.closes());

describe.each(ways)('in %s', (way) => {
  const name = by(way);

  it('acknowledged here is investigated there, and resolved there is resolved on both platforms', async () => {
    const { rooms, channels, sam, bothShow, until, hasAlert, inPartnerCenter, partner, cards } = scene;
    hasAlert(id);
    await bothShow('Not acknowledged');
    await rooms[name].presses(sam[name], channels[name], 'Acknowledge');
    await until(() => partner.alerts.get(id)?.status === 'investigating');
    inPartnerCenter(id, { status: 'resolved', resolvedReason: 'fraud' });
    await bothShow('ana@contoso.example (Partner Center)');
    for (const side of both) expect(cards(side)[0]?.text).toContain('Resolved');
    await rooms[name].presses(sam[name], channels[name], 'Reopen');
    await until(() => partner.alerts.get(id)?.status === 'active');
    await bothShow('Not acknowledged');
  });
});
