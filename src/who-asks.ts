import type { Asking } from './asking.ts';
import { platformOf } from './domain/identity.ts';
import type { Locale } from './domain/partner-tenant.ts';
import { shortName } from './domain/short-name.ts';
import type { Interaction, Reply } from './interaction.ts';
import type { LastSpoken } from './last-spoken.ts';
import { words } from './messages/words.ts';
import { ChatError, type Person, type World } from './ports.ts';
import { remember } from './remember-person.ts';
import { stranger, unsure } from './rights.ts';
import type { Said } from './verb.ts';

type Asked = { kind: 'known'; asking: Asking } | { kind: 'refused'; reply: Reply };

const reads: readonly string[] = [
  'show',
  'history',
  'help',
  'faq',
  'contact.show',
  'contact.history',
  'help.show',
  'faq.topics',
  'faq.show',
  'check',
  'reminders',
  'reminders.check',
  'reminders.list',
];

/** Asks the platform who this is. Strangers, and those of whom it cannot tell, get a sentence that says why. */
export async function whoAsks(
  interaction: Interaction,
  said: Said | null,
  last: LastSpoken,
  world: World,
): Promise<Asked> {
  const { from, locale, place, key } = interaction;
  const platform = platformOf(from);
  const person = await personOf(interaction, said, world);
  if (person?.kind === 'member' && said?.locale) last.heard(person.id, said.locale);
  const language = spoken(locale, person, said, last) ?? world.defaults.locale;
  const say = words(language);
  if (person === null) return { kind: 'refused', reply: unsure(say, 'unsure') };
  if (person.kind === 'stranger') return { kind: 'refused', reply: stranger(say, person) };
  await remember(person, world);
  const { id, name, timezone } = person;
  const actor = { id, name: shortName(name), locale: language, timezone: timezone ?? world.defaults.timezone };
  const heard = (spokenNow: Locale) => last.heard(id, spokenNow);
  return { kind: 'known', asking: { actor, platform, place, key, words: say, heard } };
}

/** Null when the platform did not say. */
async function personOf(interaction: Interaction, said: Said | null, world: World): Promise<Person | null> {
  try {
    return (
      (await world.chats[platformOf(interaction.from)]?.person(interaction.from, !isRead(interaction, said))) ?? null
    );
  } catch (error) {
    if (error instanceof ChatError) return null;
    throw error;
  }
}

/** Reading may rest on an answer that is some minutes old; whatever may change something asks afresh. */
export function isRead(interaction: Interaction, said: Said | null): boolean {
  if (interaction.kind === 'home') return true;
  if (interaction.kind === 'command') return said?.verb == null || reads.includes(said.verb);
  return interaction.kind === 'press' && reads.includes(interaction.button);
}

/**
 * Who types a French verb gets French, and so does what they press and send after it. The English verbs are everybody's:
 * there the platform's word for the person's language counts.
 */
function spoken(sent: Locale | null, person: Person | null, said: Said | null, last: LastSpoken): Locale | null {
  if (said?.locale === 'fr') return 'fr';
  const member = person?.kind === 'member' ? person : null;
  return (member && last.of(member.id)) ?? sent ?? member?.locale ?? said?.locale ?? null;
}
