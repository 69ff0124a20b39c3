import type { Asking } from '../asking.ts';
import { type Checked, channelProblem, openOnes } from '../channel-check.ts';
import type { Identity } from '../domain/identity.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Words } from '../messages/words.ts';
import { ChatError, type Person, type World } from '../ports.ts';
import type { Problems } from './problems.ts';
import type { TypedContact } from './typed-contact.ts';

/** What is wrong with the channels added in this save: those where the bot cannot post, or that need an explicit yes. */
export function channelProblems(checked: readonly Checked[], typed: TypedContact, words: Words): Problems {
  const say = words.contactForm.problems;
  const unusable = checked.map((one) => channelProblem(one, words)).find((problem) => problem !== null);
  if (unusable) return { channels: unusable };
  const { open, external } = openOnes(checked);
  if (typed.allowPublic || open.length + external.length === 0) return {};
  const channels = external.length > 0 ? say.externalChannel(external.join(', ')) : say.openChannel(open.join(', '));
  return { channels, allowPublic: say.allowPublic };
}

/** Whether somebody who was added to the on-call list may not be on it. Those whom the platform cannot tell are let in. */
export async function onCallProblem(
  asking: Asking,
  typed: TypedContact,
  tenant: StoredTenant,
  world: World,
): Promise<string | null> {
  const added = typed.onCall.filter((id) => !tenant.contact?.onCall.includes(id)).slice(0, 10);
  const people = await Promise.all(added.map((id) => personOf(id, asking, world)));
  const stranger = people.find((person) => person?.kind === 'stranger' && person.why !== 'not found');
  return stranger ? asking.words.contactForm.problems.personLeft(await nameOf(stranger.id, world)) : null;
}

async function personOf(id: Identity, { platform }: Asking, world: World): Promise<Person | null> {
  try {
    return (await world.chats[platform]?.person(id, false)) ?? null;
  } catch (error) {
    if (error instanceof ChatError) return null;
    throw error;
  }
}

async function nameOf(id: Identity, { store }: World): Promise<string> {
  const known = await store.read((reader) => reader.get('people', id));
  return known?.name ?? id;
}
