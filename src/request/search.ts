/** What a field that is searched by typing offers. */

import { type Identity, platformOf } from '../domain/tenant/identity.ts';
import { shownLimits } from '../domain/tenant/platforms.ts';
import { fold } from '../domain/text/words.ts';
import { zonesLike } from '../domain/time/zones.ts';
import type { World } from '../ports/world.ts';
import type { Choice } from '../view/view.ts';
import { tenantsByName } from './choose-tenant.ts';
import type { Query } from './interaction.ts';

/** Returns as many choices as every platform shows. Names of channels are for those who may open the forms that have them. */
export async function search({ from, field, text }: Query, world: World): Promise<readonly Choice[]> {
  const found = await choicesFor(field, text.slice(0, 100), from, world);
  return found.slice(0, shownLimits.searchChoices);
}

async function choicesFor(field: string, text: string, from: Identity, world: World): Promise<readonly Choice[]> {
  switch (field) {
    case 'timezone':
      return zonesLike(text).map((zone) => ({ value: zone, label: zone }));
    case 'tenant':
      return (await isMember(from, world)) ? tenantsLike(text, world) : [];
    case 'channels':
      return (await mayChange(from, world)) ? channelsLike(text, from, world) : [];
    default:
      return [];
  }
}

async function tenantsLike(text: string, world: World): Promise<Choice[]> {
  const all = await tenantsByName(world);
  const fits = all.filter(({ name }) => has(name, text));
  return fits.map(({ id, name }) => ({ value: id, label: name }));
}

/** Whether a name has all the words, in any order. */
function has(name: string, text: string): boolean {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return words.every((word) => fold(name).includes(word));
}

async function channelsLike(text: string, from: Identity, { chats }: World): Promise<Choice[]> {
  const known = (await chats[platformOf(from)]?.knownChannels()) ?? [];
  const fits = known.filter(({ name }) => has(name, text));
  return fits.map(({ channel, name }) => ({ value: channel.address, label: name }));
}

async function isMember(id: Identity, { chats }: World): Promise<boolean> {
  const person = await chats[platformOf(id)]?.person(id, false).catch(() => null);
  return person?.kind === 'member';
}

/** A failed look-up denies. */
function mayChange(id: Identity, { directory }: World): Promise<boolean> {
  return directory.isGlobalAdmin(id, false).catch(() => false);
}
