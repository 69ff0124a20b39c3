import { fullName } from '../../domain/partner-tenant.ts';
import { redacted } from '../../domain/redact.ts';
import type { Reader, World } from '../../ports.ts';

/** Longer texts are kept by their beginning. */
const longest = 200;

/** What of a text may be kept for admins. Ask before the change: it takes longer than one may. */
export async function keepable(text: string, { store }: Pick<World, 'store'>): Promise<string> {
  const letters = [...redacted(text, await store.read(knownNames))];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : letters.join('');
}

/** Of whom the bot has met, and of contacts. A group's name tells of nobody. */
async function knownNames(reader: Reader): Promise<string[]> {
  const people = await reader.list('people');
  const contacts = (await reader.list('tenants')).flatMap(({ contact }) =>
    contact?.kind === 'person' ? [fullName(contact)] : [],
  );
  return [...people.map(({ name }) => name), ...contacts];
}
