import type { Channel, Platform } from '../domain/identity.ts';
import type { Locale } from '../domain/partner-tenant.ts';
import type { Words } from '../messages/words.ts';
import type { World } from '../ports.ts';
import type { Actor, Reply } from './interaction.ts';

/** Something asked of the bot, once it is known who asks. */
export interface Request {
  actor: Actor;
  platform: Platform;
  /** The channel where it was done; null in private. */
  place: Channel | null;
  key: string | null;
  words: Words;
  /** Notes the language in which the asker just spoke: what they press and send next is answered in it. */
  heard(language: Locale): void;
  /** Notes the language of the answer, where it is not the asker's. */
  answersIn(language: Locale): void;
}

export type Values = Readonly<Record<string, string | readonly string[] | null>>;

/** A verb typed by a person, with what followed it. */
export type CommandHandler = (request: Request, rest: string, world: World) => Promise<Reply>;
/** A pressed button, with its value. */
export type PressHandler = (request: Request, value: string, world: World) => Promise<Reply>;
/** A sent form, with its state and what was entered. */
export type SubmitHandler = (request: Request, form: { state: string; values: Values }, world: World) => Promise<Reply>;
