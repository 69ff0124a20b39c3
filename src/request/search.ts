/** The choices of a field that is searched by typing. */
import { type Identity, platformOf, shownLimits } from '../domain/tenant/identity.ts';
import { fold } from '../domain/text/words.ts';
import { zonesLike } from '../domain/time/zones.ts';
import { ifChatError } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import type { Choice } from '../view/view.ts';
import { mayBeAdmin } from './authorize.ts';
import { tenantChoices } from './choose-tenant.ts';
import type { Query } from './interaction.ts';

/**
 * Returns as many choices as every platform shows. Only Global Administrators, who may open the forms with channels, see names of
 * channels.
 */
export async function search({ from, field, text }: Query, world: World): Promise<readonly Choice[]> {
  const found = await choicesFor(field, text.slice(0, 100), from, world);
  return found.slice(0, shownLimits.searchChoices);
}

async function choicesFor(field: string, text: string, from: Identity, world: World): Promise<readonly Choice[]> {
  const chat = world.chats[platformOf(from)];
  switch (field) {
    case 'timezone':
      return zonesLike(text).map((zone) => ({ value: zone, label: zone }));
    case 'tenant': {
      const person = await chat?.person(from, false).catch(ifChatError(() => null));
      return person?.kind === 'member' ? matching(await tenantChoices(world), text) : [];
    }
    case 'channels': {
      const known = (await mayBeAdmin(from, world)) ? ((await chat?.knownChannels()) ?? []) : [];
      const choices = known.map(({ channel, name }) => ({ value: channel.address, label: name }));
      return matching(choices, text);
    }
    default:
      return [];
  }
}

/** Returns the choices whose label has all the words, in any order. */
function matching(choices: readonly Choice[], text: string): Choice[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return choices.filter(({ label }) => words.every((word) => fold(label).includes(word)));
}
