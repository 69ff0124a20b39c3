/** A bot with one Slack channel and two sources, of which `flood` sends more than the channel can bear. */
import type { Channel } from '../../src/domain/tenant/identity.ts';
import { aBot } from './a-bot.ts';
import { aSource, type Said, sourcesOf } from './a-source.ts';
import { quickStore } from './memory-store.ts';
import { ada, aTenant, eve, slackChannel } from './partner.ts';
import { hour } from './time.ts';

export type SourceBot = Awaited<ReturnType<typeof aSourceBot>>;

/** The customer whose alerts `many` makes. */
export const customer = '33333333-3333-4333-8333-333333333333';

export const many = (count: number, more: Said = {}) =>
  Array.from({ length: count }, (_, n) => ({
    id: `n${n}`,
    displayName: `Event ${n}`,
    customerTenantId: customer,
    ...more,
  }));

export async function aSourceBot() {
  const bot = await aBot({ store: quickStore() });
  await bot.channelsAre(slackChannel);
  bot.world.settings.sources = [aSource('flood', { pace: { alerts: 1_000, ms: hour } }), aSource('siem')];
  const sentAs = (kind: string) => bot.channel(`${kind} `);

  return {
    ...bot,
    sendFrom: sourcesOf(bot.world).send,
    /** The channel's cards for many alerts, and its cards of one alert each. */
    digests: () => sentAs('digest'),
    ownCards: () => sentAs('alert'),
    /** The value of a button of the first card for many. */
    digestButton: (id: string) => sentAs('digest')[0]?.card.buttons.find((one) => one.id === id)?.value ?? '',
    /** What a person was told in private of a source that sends too much. */
    stormNotices: (id = ada) => bot.inPrivate(id, 'sourceStorm'),
    /** Whom the channel's cards mention, in order. */
    mentioned: () => bot.channel().flatMap(({ card }) => card.mentions.map(({ id }) => id)),
    async hours(count: number) {
      for (let n = 0; n < count; n++) {
        await bot.tick(hour);
      }
    },
    /** A second tenant, whose alerts come to the same channel, and who has somebody else on call. Returns its id. */
    async fabrikamWithEve(...channels: Channel[]): Promise<string> {
      const id = '22222222-2222-4222-8222-222222222222';
      await bot.world.store.change((tx) =>
        tx.put(
          'tenants',
          aTenant({
            id,
            name: 'Fabrikam',
            contact: { channels: channels.length > 0 ? channels : [slackChannel], onCall: [eve] },
          }),
        ),
      );
      return id;
    },
  };
}
