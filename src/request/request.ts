import type { ChosenMessage } from '../domain/alert/chosen-message.ts';
import type { Channel, Identity, Platform } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import type { Words } from '../messages/words.ts';
import type { ReadDomain, World } from '../ports/world.ts';
import type { Actor, Reply, Values } from './interaction.ts';

/**
 * The role that a person needs. A `member` belongs to the organisation, as its platform says, and is no guest. A `responder` is
 * in a channel where the tenant's alerts are worked. The tenant's record names its `manager`. An `expert` is in the experts'
 * channel. An `admin` is a Global Administrator, and may do everything that responders and managers may.
 */
export type Right = 'member' | 'admin' | 'expert' | TenantRight;
/** The roles that people have in one tenant. */
export type TenantRight = 'responder' | 'manager';

/** An interaction whose asker is known. */
export interface Request {
  actor: Actor;
  platform: Platform;
  /** The channel where the person asked; null in private. */
  place: Channel | null;
  /** Identifies the interaction: a repeated delivery of it has the same key. Null where the platform never repeats one. */
  key: string | null;
  words: Words;
  readDomain: ReadDomain;
  /** The platform's id of the first message of the thread in which the person typed; null outside of threads. */
  thread: string | null;
  /** The people whom the typed words mention, as the platform says. */
  mentions: readonly Identity[];
  /** The message of the chat to which the pressed button belongs; null for a button of a card, and for everything else. */
  message: ChosenMessage | null;
  /** Returns the role that a person needs for the button of this id; `admin` for an id that is no route. */
  rightOf(button: string): Right;
  /** Notes the language that the asker just typed: the buttons that they press and the forms that they send next are answered in it. */
  heard(language: Locale): void;
  /** The entry of the FAQ that the asker was answered last, within ten minutes; null for none. */
  after: string | null;
  /** Notes the entry of the FAQ that the asker was just answered. */
  answered(entry: string): void;
  /** Notes the language of the answer, where it differs from the asker's. */
  answersIn(language: Locale): void;
}

/** Answers a verb that a person typed. `rest` is the text behind the verb. */
export type CommandHandler = (request: Request, rest: string, world: World) => Promise<Reply>;
/** Answers a button that a person pressed. `value` is the button's. */
export type PressHandler = (request: Request, value: string, world: World) => Promise<Reply>;
/** Answers a form that a person sent. `state` is as the form had it. */
export type SubmitHandler = (request: Request, form: { state: string; values: Values }, world: World) => Promise<Reply>;
