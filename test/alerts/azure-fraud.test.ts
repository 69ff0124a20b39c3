import { describe, expect, it } from 'vitest';
import { acceptFromSource } from '../../src/alerts/sources/accept.ts';
import { isAzureFraud } from '../../src/domain/delivery/routing.ts';
import { messages } from '../../src/messages/messages.ts';
import { readOne } from '../adapters/webhook/presets/documented.ts';
import { aBot, cardOf, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso } from '../support/partner.ts';
import { exampleOf } from '../support/sender-page.ts';

const fraudChannel = { platform: 'slack', address: 'C9' } as const;

async function aBotWithFraudChannel() {
  const on = await aBot();
  const facts = { kind: 'joined', name: 'fraud', open: false, external: false } as const;
  on.world.slack.channels.set('C9', { facts, members: [] });
  await on.edit({ fraudChannels: [fraudChannel] });
  return on;
}

/** The types of https://learn.microsoft.com/partner-center/security/security-alerts-reference-guide since 15 May 2024. */
describe.each([
  'CryptoMining',
  'ARM_AnomalousResourceConsumption',
  'ARM_SuspiciousOperations',
  'VM_AnomalousDeployment',
  'AzureBatch_AnomalousDeployment',
  'AzureContainerInstances_AnomalousDeployment',
  'AzureMachineLearning_AnomalousDeployment',
])('an alert of the type %s', (alertType) => {
  it('is Azure fraud: it goes to the fraud channels and to the security contact', async () => {
    const on = await aBotWithFraudChannel();
    await on.send({ id: 'x', alertType });
    await on.world.time.advance(5_000);
    expect(on.world.slack.messages.map(({ to }) => to).toSorted()).toEqual(['slack:C1', 'slack:C9']);
    expect([isAzureFraud(alertType), isAzureFraud(alertType.toUpperCase())]).toEqual([true, true]);
  });

  it('has a name in both languages', () => {
    const names = (['en', 'fr'] as const).map((locale) =>
      new Map(Object.entries(messages(locale).alerts.types)).get(alertType),
    );
    expect(names).toEqual([expect.any(String), expect.any(String)]);
    expect(names[0]).not.toBe(names[1]);
  });
});

it('a fraud channel that was removed less than a day ago has high alerts of Azure fraud too, and no other ones', async () => {
  const on = await aBotWithFraudChannel();
  const former = { channel: fraudChannel, until: '2026-11-25T09:00:00.000Z', fraud: true } as const;
  await on.edit({ fraudChannels: [], formerChannels: [former] });
  const at = (id: string) =>
    on.world.slack.messages.filter(({ deliveryId }) => deliveryId.includes(`default ${id} `)).map(({ to }) => to);
  await on.send({ id: 'fraud', alertType: 'CryptoMining' }, { id: 'other', alertType: 'Mail' });
  await on.send({ id: 'lesser', alertType: 'CryptoMining', severity: 'medium' });
  await on.world.time.advance(10_000);
  expect([at('fraud').toSorted(), at('other'), at('lesser')]).toEqual([
    ['slack:C1', 'slack:C9'],
    ['slack:C1'],
    ['slack:C1'],
  ]);
  on.world.time.set(former.until);
  await on.send({ id: 'late', alertType: 'CryptoMining' });
  await on.world.time.advance(10_000);
  expect(at('late')).toEqual(['slack:C1']);
});

describe('an alert that the preset graph reads', () => {
  const sent = async (preset: 'graph' | 'fields', alertType: string | null) => {
    const on = await aBotWithFraudChannel();
    const [alert] = exampleOf('graph').value;
    const fields = { id: 'id', displayName: 'displayName', severity: 'severity', alertType: 'alertType' };
    const event = readOne(preset, { ...alert, alertType }, preset === 'fields' ? { fields } : {});
    const content = { ...event.content, partnerTenantId: contoso };
    await acceptFromSource(preset, { events: [{ ...event, content }], truncated: 0 }, null, on.world);
    await on.world.time.advance(5_000);
    return on;
  };

  it.each(['VM_SomethingOfNextYear', null])('is Azure fraud whatever its type is: %s', async (alertType) => {
    const on = await sent('graph', alertType);
    expect(on.world.slack.messages.map(({ to }) => to).toSorted()).toEqual(['slack:C1', 'slack:C9']);
    const shown = text(cardOf(await on.press(ada, 'alerts.show', '1')));
    expect(shown).toContain('Azure fraud: it goes to the fraud channels');
  });

  it('stays where it is when its sender changes it', async () => {
    const on = await aBot({ tenants: [aTenant({ contact: { channels: [] }, fraudChannels: [fraudChannel] })] });
    on.hasChannel(fraudChannel, { name: 'fraud' });
    const [alert] = exampleOf('graph').value;
    const event = readOne('graph', { ...alert, alertType: 'VM_SomethingOfNextYear' }, {});
    for (const displayName of ['One', 'Two'])
      await acceptFromSource(
        'graph',
        { events: [{ ...event, content: { ...event.content, displayName, partnerTenantId: contoso } }], truncated: 0 },
        null,
        on.world,
      );
    const [stored] = await on.world.store.read((reader) => reader.list('alerts'));
    expect([stored?.content.displayName, stored?.routed]).toEqual(['Two', 'fraud']);
  });

  it('is none for that alone when another preset reads it', async () => {
    const on = await sent('fields', 'VM_SomethingOfNextYear');
    expect(on.world.slack.messages.map(({ to }) => to)).toEqual(['slack:C1']);
  });
});
