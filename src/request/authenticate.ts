import { type Identity, platformOf } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import { shortName } from '../domain/text/words.ts';
import { messages } from '../messages/messages.ts';
import { ChatError, ifChatError, type Person } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import { strangerRefusal, unsureReply } from './authorize.ts';
import type { Interaction, Reply, Request } from './interaction.ts';
import type { lastAnswer } from './last-answer.ts';
import { rememberMember } from './people.ts';
import { type LastSpoken, languageNow } from './spoken-language.ts';

/**
 * The asker as the bot knows them, or the refusal of somebody who may not use it. `language` returns the language of the answer, once
 * there is one.
 */
type AuthenticationResult =
  | { kind: 'known'; request: Request; language: () => Locale }
  | { kind: 'refused'; reply: Reply };

interface AuthenticationOptions {
  last: LastSpoken;
  answers: ReturnType<typeof lastAnswer>;
  /** The language of the verb that was typed; null for a verb of several languages, and where nobody typed a verb. */
  spoken: Locale | null;
  /** True asks the platform now; false accepts a cached answer up to 5 minutes old, for requests that change nothing. */
  fresh: boolean;
  rightOf: Request['rightOf'];
  /** Records that ADMINS alone lets somebody act. */
  onBreakGlass: (actor: Request['actor']) => Promise<void>;
}

/** Asks the platform who the person is. A stranger, and a person whom the platform does not identify, gets a sentence that says why. */
export async function authenticate(interaction: Interaction, how: AuthenticationOptions, world: World) {
  const { spoken, fresh, rightOf, onBreakGlass, last, answers } = how;
  const { from, locale: sent, fromChannel, key } = interaction;
  const thread = (interaction.kind === 'command' && interaction.thread) || null;
  const mentions = (interaction.kind === 'command' && interaction.mentions) || [];
  const message = (interaction.kind === 'press' && interaction.message) || null;
  const person = await personOf(from, fresh, world);
  const own = sent ?? (person.kind === 'member' ? person.locale : null) ?? spoken ?? world.defaults.locale;
  const locale = languageNow(interaction, own, spoken, last);
  const region = (person.kind === 'member' && person.region) || null;
  const say = messages(locale, region);
  if (person instanceof ChatError) {
    const { kind, reason } = person;
    const why = kind === 'lockedOut' ? say.rights.locked(say.platforms.names[platformOf(from)], reason) : null;
    return refused(unsureReply(say, why ?? say.rights.unsure), locale);
  }
  if (person.kind === 'stranger') return refused(strangerRefusal(say, person, interaction.kind), locale);
  await rememberMember(person, world, world.steady.arrival().slice(0, 10));
  const { id, name, timezone } = person;
  let language = locale;
  const actor = { id, name: shortName(name), locale, region, timezone: timezone ?? world.defaults.timezone };
  const request: Request = {
    ...{ actor, platform: platformOf(id), fromChannel, key, thread, mentions, message, messages: say, rightOf },
    onBreakGlass: () => onBreakGlass(actor),
    readDomain: world.readDomain,
    ownLocale: own,
    keepsLanguage: false,
    heard: (spokenNow, lasting) => last.heard(interaction, spokenNow, lasting),
    after: answers.of(id),
    answered: (entry) => answers.answered(id, entry),
    answersIn: (answered) => {
      language = answered;
    },
  };
  return { kind: 'known', request, language: () => language } as const;
}

function refused(reply: Reply, locale: Locale): AuthenticationResult {
  return { kind: 'refused', reply: { ...reply, locale } };
}

/** Returns the person, or the error of a platform that did not say who it is. */
async function personOf(from: Identity, fresh: boolean, world: World): Promise<Person | ChatError> {
  const asked = world.chats[platformOf(from)]?.person(from, fresh).catch(ifChatError((error) => error));
  return (await asked) ?? new ChatError('unreachable', 'not_configured');
}
