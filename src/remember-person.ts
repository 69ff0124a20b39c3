import { isTimezone } from './domain/timezone.ts';
import { type Member, StoreUnwritable, type World } from './ports.ts';

/**
 * So that the other platform, and the history, can show a name, and reminders come by the person's own clock and in
 * their language. Written only when it is news; a full disk keeps nobody from reading.
 */
export async function remember(member: Member, { store }: Pick<World, 'store'>): Promise<void> {
  const { id, name } = member;
  const known = await store.read((reader) => reader.get('people', id));
  // Teams tells these only of people whom the bot met since its start.
  const locale = member.locale ?? known?.locale ?? null;
  const timezone = (isTimezone(member.timezone ?? '') ? member.timezone : null) ?? known?.timezone ?? null;
  if (known?.name === name && known.locale === locale && known.timezone === timezone) return;
  try {
    await store.change((tx) => tx.put('people', { id, name, locale, timezone }));
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
  }
}
