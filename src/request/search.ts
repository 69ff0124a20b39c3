/** The choices of a field that is searched by typing. */
import { type Identity, platformOf, shownLimits } from '../domain/tenant/identity.ts';
import { fold } from '../domain/text/words.ts';
import { zonesLike } from '../domain/time/zones.ts';
import type { Messages } from '../messages/messages.ts';
import { ifChatError } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import type { Choice } from '../view/view.ts';
import { mayBeAdmin } from './authorize.ts';
import { choicesOf, tenantsByName } from './choose-tenant.ts';
import type { Query } from './interaction.ts';
import { viewerLocaleOf } from './viewer-locale.ts';

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
      if (person?.kind !== 'member') return [];
      const { messages } = await viewerLocaleOf({ kind: 'person', id: from }, world);
      return tenantChoices(messages, text, shownLimits.searchChoices, world);
    }
    case 'channels': {
      const known = (await mayBeAdmin(from, world)) ? ((await chat?.knownChannels()) ?? []) : [];
      const choices = known.map(({ channel, name }) => ({ value: channel.address, label: name }));
      return matching(choices, text, ({ label }) => label);
    }
    default:
      return [];
  }
}

/** Returns the first tenants whose name has all the words, with how each stands, in the order of their names. */
export async function tenantChoices(messages: Messages, text: string, max: number, world: World): Promise<Choice[]> {
  const all = await tenantsByName(world);
  return choicesOf(messages, matching(all, text, ({ name }) => name).slice(0, max), all, world);
}

/** Returns those whose name has all the words, in any order. */
function matching<T>(all: readonly T[], text: string, nameOf: (one: T) => string): T[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return all.filter((one) => words.every((word) => fold(nameOf(one)).includes(word)));
}
