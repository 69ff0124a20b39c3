/** Tells people apart who have several identities: nobody approves their own change from another platform. */
import { homeOf, type Identity, platformOf, platforms, userOf } from '../../domain/tenant/identity.ts';
import { ChatError } from '../../ports/chat.ts';
import type { World } from '../../ports/world.ts';
import { firstMet } from '../../request/people.ts';

/** By what the bot recognises a person. */
export interface PersonMarks {
  /** The identity under which the bot met them first. */
  id: Identity;
  /** Their account in Entra, as its tenant and object id; null where the bot does not know it. */
  account: string | null;
  /** Their e-mail address, in lower case and without a `+tag`; null where the platform does not tell it. */
  email: string | null;
  /** True for an account that may not use the bot, such as a deactivated one. */
  isStranger: boolean;
  /** True while their platform does not answer. */
  isSilent: boolean;
}

/** Whether two identities are one person: `unsure` where nothing tells. */
export type Sameness = 'same' | 'other' | 'unsure';

type Looking = Pick<World, 'chats' | 'directory'>;

/** Looks up by what a person is recognised; `fresh` asks the platform now. Whom the platform does not tell of has an identity alone. */
export async function marksOf(id: Identity, world: Looking, fresh = false): Promise<PersonMarks> {
  const { isEntraAccount } = platforms[platformOf(id)];
  const asked = world.chats[platformOf(id)]?.person(id, fresh);
  const person = (await asked?.catch(failureOf)) ?? null;
  return {
    id: firstMet(id, world),
    account: isEntraAccount ? `${homeOf(id)} ${userOf(id)}` : world.directory.entraAccountOf(id),
    email: person?.kind === 'member' && person.email ? mailboxOf(person.email) : null,
    // A platform may not find people who never wrote to the bot: they are people all the same.
    isStranger: person?.kind === 'stranger' && person.why !== 'not found',
    isSilent: person?.kind === 'unreachable',
  };
}

/** Returns a failed answer of a platform; throws any other error, such as a bug. */
function failureOf(error: unknown) {
  if (error instanceof ChatError) return error;
  throw error;
}

/** Returns the mailbox of an address: `Ada+Test@contoso.com` is that of `ada@contoso.com`. */
function mailboxOf(address: string): string {
  const [name = '', domain = ''] = address.toLowerCase().split('@');
  const tag = name.indexOf('+');
  return `${tag > 0 ? name.slice(0, tag) : name}@${domain}`;
}

/**
 * Returns whether two identities are one person. One account in Entra or one e-mail address is one person. Two are told apart by two user
 * ids of one workspace or tenant, by two e-mail addresses, or by two accounts of one tenant in Entra: a guest has an object id in each.
 */
export function sameness(one: PersonMarks, other: PersonMarks): Sameness {
  if (one.id === other.id) return 'same';
  if (one.account !== null && one.account === other.account) return 'same';
  if (one.email !== null && one.email === other.email) return 'same';
  const isOneHome = platformOf(one.id) === platformOf(other.id) && homeOf(one.id) === homeOf(other.id);
  if (isOneHome || (one.email !== null && other.email !== null)) return 'other';
  const entra = [one, other].map(({ account }) => account?.split(' ')[0] ?? null);
  return entra[0] !== null && entra[0] === entra[1] ? 'other' : 'unsure';
}

/** Returns whether these are two persons at least. Those that cannot be told apart count as one, and a deactivated account as nobody. */
export function areSeveral(people: readonly PersonMarks[]): boolean {
  const active = people.filter(({ isStranger }) => !isStranger);
  return active.some((one, index) => active.slice(index + 1).some((other) => sameness(one, other) === 'other'));
}
