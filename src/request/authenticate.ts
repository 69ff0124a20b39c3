import { type Platform, platformOf } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import { commonLocale } from '../domain/tenant/locales.ts';
import { shortName } from '../domain/text/words.ts';
import { type Words, words } from '../messages/words.ts';
import { ChatError, type Person } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import { stranger, unsure } from './authorize.ts';
import type { Actor, Interaction, Reply } from './interaction.ts';
import type { LastSpoken } from './language.ts';
import { remember } from './people.ts';
import type { Request } from './request.ts';

type Authentication =
  /** `language` is that of the answer, once there is one. */
  { kind: 'known'; request: Request; language: () => Locale } | { kind: 'refused'; reply: Reply };

interface Asked {
  /** The language of the verb that was typed; null when it is everybody's, or there is none. */
  spoken: Locale | null;
  /** Whether to ask the platform now: an older answer will do for what changes nothing. */
  fresh: boolean;
  rightOf: Request['rightOf'];
}

/** Asks the platform who this is. A stranger, and a person whom the platform does not identify, gets a sentence that says why. */
export async function authenticate(
  interaction: Interaction,
  { spoken, fresh, rightOf }: Asked,
  last: LastSpoken,
  world: World,
): Promise<Authentication> {
  const person = await personOf(interaction, fresh, world);
  if (person.kind === 'member' && spoken) last.heard(person.id, spoken);
  const language = languageOf(interaction.locale, person, spoken, last) ?? world.defaults.locale;
  const say = words(language);
  if (person instanceof ChatError) return refused(unknown(say, person, platformOf(interaction.from)), language);
  if (person.kind === 'stranger') return refused(stranger(say, person), language);
  await remember(person, world);
  const { id, name, timezone } = person;
  const actor = { id, name: shortName(name), locale: language, timezone: timezone ?? world.defaults.timezone };
  return known(actor, interaction, rightOf, last);
}

/** Returns true when trying again helps: the platform did not answer. */
function unknown(say: Words, { kind, reason }: ChatError, platform: Platform): Reply {
  if (kind !== 'lockedOut') return unsure(say, say.rights.unsure);
  return unsure(say, say.rights.locked(say.platforms.names[platform], reason));
}

function refused(reply: Reply, locale: Locale): Authentication {
  return { kind: 'refused', reply: { ...reply, locale } };
}

function known(
  actor: Actor,
  { place, key }: Interaction,
  rightOf: Request['rightOf'],
  last: LastSpoken,
): Authentication {
  let answered = actor.locale;
  const request: Request = {
    actor,
    platform: platformOf(actor.id),
    place,
    key,
    words: words(actor.locale),
    rightOf,
    heard: (language) => last.heard(actor.id, language),
    answersIn: (language) => {
      answered = language;
    },
  };
  return { kind: 'known', request, language: () => answered };
}

/** The error when the platform did not say. */
async function personOf({ from }: Interaction, fresh: boolean, world: World): Promise<Person | ChatError> {
  try {
    const person = await world.chats[platformOf(from)]?.person(from, fresh);
    return person ?? new ChatError('unreachable', 'not_configured');
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
}

/**
 * Returns the language of the answer. Who types a verb that is not everybody's gets its language, and so does what they press
 * and send after it. For the verbs of the common language the platform's word for the person's language counts.
 */
function languageOf(
  sent: Locale | null,
  person: Person | ChatError,
  spoken: Locale | null,
  last: LastSpoken,
): Locale | null {
  if (spoken !== null && spoken !== commonLocale) return spoken;
  const member = person.kind === 'member' ? person : null;
  return (member && last.of(member.id)) ?? sent ?? member?.locale ?? spoken;
}
