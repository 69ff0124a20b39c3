/** What a field that is searched by typing offers. */
import { fold } from './domain/fold.ts';
import { type Identity, platformOf } from './domain/identity.ts';
import { zonesLike } from './domain/timezone.ts';
import type { Query } from './interaction.ts';
import type { World } from './ports.ts';
import type { Choice } from './view.ts';

/** More are not shown in Teams: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
const most = 15;

/** At most fifteen choices. Names of channels are for those who may open the forms that have them. */
export async function search({ from, field, text }: Query, world: World): Promise<readonly Choice[]> {
  const found = await choicesFor(field, text.slice(0, 100), from, world);
  return found.slice(0, most);
}

async function choicesFor(field: string, text: string, from: Identity, world: World): Promise<readonly Choice[]> {
  switch (field) {
    case 'timezone':
      return zonesLike(text).map((zone) => ({ value: zone, label: zone }));
    case 'channels':
      return (await mayChange(from, world)) ? channelsLike(text, from, world) : [];
    default:
      return [];
  }
}

async function channelsLike(text: string, from: Identity, { chats }: World): Promise<Choice[]> {
  const known = (await chats[platformOf(from)]?.knownChannels()) ?? [];
  const words = fold(text).split(/\s+/).filter(Boolean);
  const fits = known.filter(({ name }) => words.every((word) => fold(name).includes(word)));
  return fits.map(({ channel, name }) => ({ value: channel.address, label: name }));
}

/** A failed look-up denies. */
function mayChange(id: Identity, { directory }: World): Promise<boolean> {
  return directory.isGlobalAdmin(id, false).catch(() => false);
}
