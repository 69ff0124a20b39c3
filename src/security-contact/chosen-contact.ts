import type { Asking } from '../asking.ts';
import { type Checked, channelProblem, readableProblem } from '../channel-check.ts';
import type { Identity } from '../domain/identity.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Words } from '../messages/words.ts';
import { ChatError, type Person, type World } from '../ports.ts';
import type { Problems } from '../problems.ts';
import type { TypedContact } from './typed-contact.ts';

/** What is wrong with the channels added in this save: those where the bot cannot post, or that need an explicit yes. */
export function channelProblems(checked: readonly Checked[], typed: TypedContact, words: Words): Problems {
  const say = words.contactForm.problems;
  const unusable = checked.map((one) => channelProblem(one, words)).find((problem) => problem !== null);
  if (unusable) return { channels: unusable };
  const channels = typed.allowPublic ? null : readableProblem(checked, words);
  return channels === null ? {} : { channels, allowPublic: say.allowPublic };
}

/** Whether somebody who was added to the on-call list may not be on it. */
export function onCallProblem(
  asking: Asking,
  typed: TypedContact,
  tenant: StoredTenant,
  world: World,
): Promise<string | null> {
  const added = typed.onCall.filter((id) => !tenant.contact?.onCall.includes(id)).slice(0, 10);
  return strangerProblem(asking, added, world);
}

/** Whether one of them is no member of the organisation. Teams cannot tell of people whom the bot never met: they are let in. */
export async function strangerProblem(asking: Asking, ids: readonly Identity[], world: World): Promise<string | null> {
  const people = await Promise.all(ids.map((id) => personOf(id, asking, world)));
  const unmet = asking.platform === 'teams' ? 'not found' : null;
  const stranger = people.find((person) => person?.kind === 'stranger' && person.why !== unmet);
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

/** Null for whom the bot never met as a member: an identity would tell nobody who that is. */
async function nameOf(id: Identity, { store }: World): Promise<string | null> {
  const known = await store.read((reader) => reader.get('people', id));
  return known?.name ?? null;
}
