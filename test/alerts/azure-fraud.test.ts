import { describe, expect, it } from 'vitest';
import { acceptFromSource } from '../../src/alerts/sources/accept-from-source.ts';
import { isAzureFraud } from '../../src/domain/delivery/routing.ts';
import { messages } from '../../src/messages/messages.ts';
import { readOne } from '../adapters/webhook/presets/documented.ts';
import { aBot, cardOf, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso } from '../support/partner.ts';
import { exampleOf } from '../support/sender-page.ts';

const fraudChannel = { platform: 'slack', address: 'C9' } as const;

async function aBotWithFraudChannel() {
  const bot = await aBot();
  const facts = { kind: 'joined', name: 'fraud', open: false, external: false } as const;
  bot.world.slack.channels.set('C9', { facts, members: [] });
  await bot.edit({ fraudChannels: [fraudChannel] });
  return bot;
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
  it('is Azure fraud: the alert goes to the fraud channels and to the security contact', async () => {
    const bot = await aBotWithFraudChannel();
    await bot.send({ id: 'x', alertType });
    await bot.world.time.advance(5_000);
    expect(bot.world.slack.messages.map(({ to }) => to).toSorted()).toEqual(['slack:C1', 'slack:C9']);
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
  const bot = await aBotWithFraudChannel();
  const former = { channel: fraudChannel, until: '2026-11-25T09:00:00.000Z', fraud: true } as const;
  await bot.edit({ fraudChannels: [], formerChannels: [former] });
  const at = (id: string) =>
    bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.includes(`default ${id} `)).map(({ to }) => to);
  await bot.send({ id: 'fraud', alertType: 'CryptoMining' }, { id: 'other', alertType: 'Mail' });
  await bot.send({ id: 'lesser', alertType: 'CryptoMining', severity: 'medium' });
  await bot.world.time.advance(10_000);
  expect([at('fraud').toSorted(), at('other'), at('lesser')]).toEqual([
    ['slack:C1', 'slack:C9'],
    ['slack:C1'],
    ['slack:C1'],
  ]);
  bot.world.time.set(former.until);
  await bot.send({ id: 'late', alertType: 'CryptoMining' });
  await bot.world.time.advance(10_000);
  expect(at('late')).toEqual(['slack:C1']);
});

describe('an alert that the preset graph reads', () => {
  const sent = async (preset: 'graph' | 'fields', alertType: string | null) => {
    const bot = await aBotWithFraudChannel();
    const [alert] = exampleOf('graph').value;
    const fields = { id: 'id', displayName: 'displayName', severity: 'severity', alertType: 'alertType' };
    const event = readOne(preset, { ...alert, alertType }, preset === 'fields' ? { fields } : {});
    const content = { ...event.content, partnerTenantId: contoso };
    await acceptFromSource(preset, { events: [{ ...event, content }], truncated: 0 }, null, bot.world);
    await bot.world.time.advance(5_000);
    return bot;
  };

  it.each(['VM_SomethingOfNextYear', null])('is Azure fraud whatever its type is: %s', async (alertType) => {
    const bot = await sent('graph', alertType);
    expect(bot.world.slack.messages.map(({ to }) => to).toSorted()).toEqual(['slack:C1', 'slack:C9']);
    const shown = text(cardOf(await bot.press(ada, 'alerts.show', '1')));
    expect(shown).toContain('Azure fraud: routed to the fraud channels');
  });

  it('stays where it is when its sender changes it', async () => {
    const bot = await aBot({ tenants: [aTenant({ contact: { channels: [] }, fraudChannels: [fraudChannel] })] });
    bot.hasChannel(fraudChannel, { name: 'fraud' });
    const [alert] = exampleOf('graph').value;
    const event = readOne('graph', { ...alert, alertType: 'VM_SomethingOfNextYear' }, {});
    for (const displayName of ['One', 'Two'])
      await acceptFromSource(
        'graph',
        { events: [{ ...event, content: { ...event.content, displayName, partnerTenantId: contoso } }], truncated: 0 },
        null,
        bot.world,
      );
    const [stored] = await bot.stored('alerts');
    expect([stored?.content.displayName, stored?.routed]).toEqual(['Two', 'fraud']);
  });

  it('is none for that alone when another preset reads it', async () => {
    const bot = await sent('fields', 'VM_SomethingOfNextYear');
    expect(bot.world.slack.messages.map(({ to }) => to)).toEqual(['slack:C1']);
  });
});
