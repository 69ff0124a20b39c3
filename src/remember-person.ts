import { type Identity, platformOf } from './domain/identity.ts';
import { isTimezone } from './domain/timezone.ts';
import { ChatError, type Member, StoreUnwritable, type World } from './ports.ts';

/** Asks the platform about somebody whom nobody asked about yet, so that the first word to them is in their language. */
export async function meet(id: Identity, world: Pick<World, 'store' | 'chats'>): Promise<void> {
  try {
    const person = await world.chats[platformOf(id)]?.person(id, false);
    if (person?.kind === 'member') await remember(person, world);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
  }
}

/**
 * So that the other platform, and the history, can show a name, and reminders come by the person's own clock and in
 * their language. Written only when it is news; a full disk keeps nobody from reading.
 */
export async function remember(member: Member, { store }: Pick<World, 'store'>): Promise<void> {
  const { id, name } = member;
  const known = await store.read((reader) => reader.get('people', id));
  // A platform may tell these only of people whom the bot met since its start.
  const locale = member.locale ?? known?.locale ?? null;
  const timezone = (isTimezone(member.timezone ?? '') ? member.timezone : null) ?? known?.timezone ?? null;
  if (known?.name === name && known.locale === locale && known.timezone === timezone) return;
  try {
    await store.change(async (tx) => tx.put('people', { ...(await tx.get('people', id)), id, name, locale, timezone }));
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
  }
}
