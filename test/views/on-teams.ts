import type { Surface } from '../../adapters/teams/render/action.ts';
import { type AdaptiveCard, renderCard, renderCards } from '../../adapters/teams/render/card.ts';
import type { Picks } from '../../adapters/teams/render/field.ts';
import { renderForm } from '../../adapters/teams/render/form.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Reply } from '../../src/request/interaction.ts';
import { channels, longest, people } from './values.ts';

/** What a small team has to pick from. */
export const usual: Picks = {
  channels: [
    { value: channels.teams.soc, label: 'SOC › Alerts' },
    { value: channels.teams.open, label: 'Everybody › General' },
  ],
  people: Object.values(people.teams).map(({ id, name }) => ({ value: id, label: name })),
};

/** As many people as the picker offers at most, channels with the longest names, and more channels than fit. */
export const most: Picks = {
  channels: [
    ...usual.channels,
    ...longest.channels.teams.map(({ address, name }) => ({ value: address, label: name })),
    ...Array.from({ length: 200 }, (_, n) => ({
      value: `19:${String(n).padStart(32, 'x')}@thread.tacv2`,
      label: `Customers of the region North ${n} › Security alerts and incidents`,
    })),
  ],
  people: [
    ...usual.people,
    ...Array.from({ length: 21 }, (_, n) => ({ value: `${people.teams.admin.id}${n}`, label: `Colleague ${n}` })),
  ],
};

/** A reply as the cards of one message or dialog. */
export function onTeams(reply: Reply, locale: Locale, surface: Surface, picks: Picks): AdaptiveCard[] {
  if (reply.kind === 'card') return [renderCard(reply.card, surface)];
  if (reply.kind === 'cards') return renderCards(reply.cards, surface);
  const world = { picks, search: surface !== 'inline', words: messages(locale).teams };
  return [renderForm(reply.form, world, surface !== 'dialog')];
}
