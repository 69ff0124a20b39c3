import type { Channel, Platform } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import type { Words } from '../messages/words.ts';
import type { World } from '../ports/world.ts';
import type { Actor, Reply } from './interaction.ts';

/**
 * What a person has to be. `member`: anybody whom the organisation's platform knows and who is no guest. `responder`: somebody
 * in a channel where the tenant's alerts are worked. `manager`: named as the tenant's manager. `expert`: somebody in the
 * experts' channel. An admin may do what responders and managers may.
 */
export type Right = 'member' | 'responder' | 'manager' | 'admin' | 'expert';

/** Something asked of the bot, once it is known who asks. */
export interface Request {
  actor: Actor;
  platform: Platform;
  /** The channel where it was done; null in private. */
  place: Channel | null;
  key: string | null;
  words: Words;
  /** What the button of this id asks of a person; `admin` for one that is no route. */
  rightOf(button: string): Right;
  /** Notes the language in which the asker just spoke: what they press and send next is answered in it. */
  heard(language: Locale): void;
  /** Notes the language of the answer, where it is not the asker's. */
  answersIn(language: Locale): void;
}

/** What was entered in a form, by the field's name; null where a field was left empty. */
export type Values = Readonly<Record<string, string | readonly string[] | null>>;

/** A verb typed by a person, with what followed it. */
export type CommandHandler = (request: Request, rest: string, world: World) => Promise<Reply>;
/** A pressed button, with its value. */
export type PressHandler = (request: Request, value: string, world: World) => Promise<Reply>;
/** A sent form, with its state and what was entered. */
export type SubmitHandler = (request: Request, form: { state: string; values: Values }, world: World) => Promise<Reply>;
