import { type Platform, platformOf } from '../domain/identity.ts';
import type { Locale } from '../domain/partner-tenant.ts';
import { shortName } from '../domain/short-name.ts';
import type { LastSpoken } from '../last-spoken.ts';
import { type Words, words } from '../messages/words.ts';
import { ChatError, type Person, type World } from '../ports.ts';
import { remember } from '../remember-person.ts';
import { stranger, unsure } from './authorize.ts';
import type { Actor, Interaction, Reply } from './interaction.ts';
import type { Said } from './parse-command.ts';
import type { Request } from './request.ts';

type Authentication =
  /** `language` is that of the answer, once there is one. */
  { kind: 'known'; request: Request; language: () => Locale } | { kind: 'refused'; reply: Reply };

const reads: readonly string[] = [
  'show',
  'history',
  'help',
  'faq',
  'contact.show',
  'contact.details',
  'contact.history',
  'help.show',
  'faq.topics',
  'faq.show',
  'answers.open',
  'check',
  'reminders',
  'reminders.check',
  'reminders.list',
];

/** Asks the platform who this is. Strangers, and those of whom it cannot tell, get a sentence that says why. */
export async function authenticate(
  interaction: Interaction,
  said: Said | null,
  last: LastSpoken,
  world: World,
): Promise<Authentication> {
  const person = await personOf(interaction, said, world);
  if (person.kind === 'member' && said?.locale) last.heard(person.id, said.locale);
  const language = spoken(interaction.locale, person, said, last) ?? world.defaults.locale;
  const say = words(language);
  if (person instanceof ChatError) return refused(unknown(say, person, platformOf(interaction.from)), language);
  if (person.kind === 'stranger') return refused(stranger(say, person), language);
  await remember(person, world);
  const { id, name, timezone } = person;
  const actor = { id, name: shortName(name), locale: language, timezone: timezone ?? world.defaults.timezone };
  return known(actor, interaction, last);
}

/** Trying again helps only where the platform did not answer. */
function unknown(say: Words, { kind, reason }: ChatError, platform: Platform): Reply {
  if (kind !== 'lockedOut') return unsure(say, say.rights.unsure);
  return unsure(say, say.rights.locked(say.platforms.names[platform], reason));
}

function refused(reply: Reply, locale: Locale): Authentication {
  return { kind: 'refused', reply: { ...reply, locale } };
}

function known(actor: Actor, { place, key }: Interaction, last: LastSpoken): Authentication {
  let answered = actor.locale;
  const request: Request = {
    actor,
    platform: platformOf(actor.id),
    place,
    key,
    words: words(actor.locale),
    heard: (language) => last.heard(actor.id, language),
    answersIn: (language) => {
      answered = language;
    },
  };
  return { kind: 'known', request, language: () => answered };
}

/** The error when the platform did not say. */
async function personOf(interaction: Interaction, said: Said | null, world: World): Promise<Person | ChatError> {
  const { from } = interaction;
  try {
    const person = await world.chats[platformOf(from)]?.person(from, !isRead(interaction, said));
    return person ?? new ChatError('unreachable', 'not_configured');
  } catch (error) {
    if (error instanceof ChatError) return error;
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
function spoken(sent: Locale | null, person: Person | ChatError, said: Said | null, last: LastSpoken): Locale | null {
  if (said?.locale === 'fr') return 'fr';
  const member = person.kind === 'member' ? person : null;
  return (member && last.of(member.id)) ?? sent ?? member?.locale ?? said?.locale ?? null;
}
