import { type Identity, platformOf } from './domain/identity.ts';
import type { World } from './ports.ts';

/** The identity that stands for a person who has several: compare people by it, whatever the register or the settings call them. */
export function firstMet(id: Identity, { chats }: Pick<World, 'chats'>): Identity {
  return chats[platformOf(id)]?.firstMet(id) ?? id;
}
