import type { Destination } from '../domain/delivery/delivery.ts';
import type { Channel, Identity } from '../domain/tenant/identity.ts';
import type { Locale, Region } from '../domain/tenant/locales.ts';
import type { Card } from '../view/view.ts';

/** Describes a person of the organisation, as a platform knows them. */
export interface Member {
  kind: 'member';
  id: Identity;
  name: string;
  email: string | null;
  /** Null when the platform does not know it, or names one that the bot does not speak. */
  locale: Locale | null;
  /** The region of that language, where it has words of its own; absent or null for none. */
  region?: Region | null;
  /** The IANA zone, as the platform knows it. */
  timezone: string | null;
}

/** Describes a person as a platform knows them: a member, or somebody who may not use the bot, and why. */
export type Person =
  | Member
  | { kind: 'stranger'; id: Identity; why: 'guest' | 'bot' | 'other organisation' | 'deactivated' | 'not found' };

/** Describes a group of people whom a message mentions as one. */
export interface Group {
  id: Identity;
  /** The name by which people mention it, such as `@soc`; null when the platform does not let the bot know. */
  name: string | null;
  /** Whether anybody is in it; null when the platform does not let the bot know. */
  hasMembers: boolean | null;
}

/** What a platform says about a channel, as far as the bot may see it. */
export type ChannelFacts =
  /**
   * The bot is in it and can post. `open`: everybody of the organisation can read it. `external`: guests or people of
   * other organisations can read it, or nobody can tell.
   */
  | { kind: 'joined'; name: string; open: boolean; external: boolean }
  /** The bot is not in it, and may join by itself. `open` and `external` as above. */
  | { kind: 'joinable'; name: string; open: boolean; external: boolean }
  /**
   * It exists, and somebody has to add the bot. `name` is null when the platform hides it from people who are not in
   * the channel.
   */
  | { kind: 'not joined'; name: string | null }
  | { kind: 'archived'; name: string }
  | { kind: 'not found' };

/**
 * Names a posted message, for `update` to edit it and for a reply in its thread. `message` is the platform's own id.
 */
export interface Posted {
  to: Destination;
  /** Null when the platform took the message and did not say its id: it is there, and can be neither edited nor replied to. */
  message: string | null;
}

/**
 * What a platform does not let the bot do until an operator fixes it: its credentials are refused, or it lacks
 * permissions, by the platform's own names. `mute`: without them nothing can be posted.
 */
export type Hindrance =
  | { kind: 'credentials'; reason: string }
  | { kind: 'permissions'; missing: readonly string[]; mute: boolean };

/** Options for posting a new message. */
export interface PostHow {
  /** Sent as metadata of the message, so that `find` can search for it. */
  deliveryId: string;
  /** The message in whose thread it belongs; null for a message of its own. */
  thread: string | null;
  /** True for a reply that the channel shows too, where the platform notifies nobody of a reply. */
  aloud?: boolean;
}

/** When a delivery was last tried. */
export interface Tried {
  /** The time by this machine's clock. */
  at: string;
  /** The time by the platform's own clock; null when that was not known. */
  there: string | null;
  /** True when the platform answered, with a fault of its own: then nothing of the try comes after that answer. */
  answered: boolean;
  /** True for a high alert or a notice, which is looked for before others where the platform limits that. */
  urgent?: boolean;
}

/**
 * A platform's API. Every call that fails rejects with ChatError, and takes at most its timeout. A bug of the adapter rejects as it is.
 *
 * @example const facts = await world.chats[channel.platform]?.channel(channel.address);
 */
export interface Chat {
  /**
   * Resolves with the person, within 1 s. `fresh` asks the platform now; otherwise an answer up to 5 minutes old will
   * do.
   */
  person(id: Identity, fresh: boolean): Promise<Person>;
  /**
   * Returns the identity under which the bot met a person first, where they have several (one in each workspace of a
   * company); else the given one.
   */
  firstMet(id: Identity): Identity;
  /** Forgets the person's chat with the bot, whose row is gone. */
  forget(id: Identity): Promise<void>;
  /** Resolves with the active member whose own address it is, within 1 s; with null when there is none. */
  byEmail(address: string): Promise<Member | null>;
  /**
   * Resolves with a group that may be mentioned, by its identity or its name without the `@`, within 1 s; with null for
   * one that does not exist or was deleted, and for a name where the platform does not let the bot know. An answer up to
   * 5 minutes old will do.
   */
  group(idOrName: string): Promise<Group | null>;
  /** Resolves with what the platform says of the channel, within 1 s. */
  channel(address: string): Promise<ChannelFacts>;
  /**
   * Joins a channel that is `joinable`, within 1 s. To be called only once somebody wants the bot there. Resolves with
   * false when somebody has to add the bot.
   */
  join(address: string): Promise<boolean>;
  /** Resolves with whether the person is in the channel's member list, within 1 s. */
  hasMember(address: string, id: Identity): Promise<boolean>;
  /** Resolves with the channels that the bot has been in; with none when the platform's own picker knows better. */
  knownChannels(): Promise<readonly { channel: Channel; name: string }[]>;
  /** The least time (ms) from an answer to the next call to the same channel. */
  postIntervalMs: number;
  /**
   * Posts a new message. Rejects within 10 s; after `unreachable` without `retryAfterMs` nobody knows whether it was
   * posted.
   */
  post(to: Destination, card: Card, how: PostHow): Promise<Posted>;
  /** Edits a message that was posted. Rejects with `gone` when its id is not known. */
  update(posted: Posted, card: Card): Promise<void>;
  /**
   * Deletes a message that was posted. Rejects with `gone` when it is not there, and with `refused` where the platform does not let the
   * bot.
   */
  remove(posted: Posted): Promise<void>;
  /**
   * Resolves with the message of the delivery that was last tried then, if the platform has it; with `absent` only once
   * it can no longer arrive; with `unknowable` where the platform cannot tell. Rejects with `retryAfterMs` while it may
   * still arrive, or more is to be read.
   */
  find(to: Destination, how: PostHow, tried: Tried): Promise<Posted | 'absent' | 'unknowable'>;
  /**
   * Resolves with the address at which people open a message that was posted in a channel; with null when there is
   * none, or it is not known.
   */
  linkTo(posted: Posted): Promise<string | null>;
  /**
   * Returns the time of the platform's own clock, ISO 8601 in UTC, as its answers had it; null before the first one,
   * or when they have none.
   */
  time(): string | null;
  /**
   * Returns what the platform does not let the bot do; null while it lets the bot do all that it needs, and while that
   * is not known.
   */
  hindrance(): Hindrance | null;
  /**
   * Sends a file to one person, in private. `offered`: the person is asked first. `impossible`: this client knows no
   * files.
   */
  upload(
    id: Identity,
    file: { name: string; type: string; content: string },
    comment: string,
  ): Promise<'sent' | 'offered' | 'impossible'>;
}

/**
 * Why a call failed. `refused`: the platform refuses every card here, and would again. `card`: it refuses this card (too long, or
 * something in it), which says nothing about the channel; a shorter one may succeed. `gone`: the message to edit no longer exists, or
 * cannot be edited. `lockedOut`: the platform refuses the bot everywhere for now (credentials, plan, a proxy), which says nothing about
 * the channel. `unreachable`: no response, too slow, or busy.
 */
export type ChatErrorKind = 'refused' | 'card' | 'gone' | 'lockedOut' | 'unreachable';

/** A call to a platform, or to the directory, failed. */
export class ChatError extends Error {
  override name = 'ChatError';
  readonly kind: ChatErrorKind;
  /** The platform's own code, for logs and metrics: `channel_not_found`, `timeout`. */
  readonly reason: string;
  readonly retryAfterMs: number | null;
  /**
   * True when it may have happened all the same: a lost answer, a 5xx. False when it certainly did not: a 429, no
   * connection.
   */
  readonly maybeDone: boolean;
  /**
   * True when the platform itself responded with an error of its own (5xx): whatever the call did, it had done by then, so nothing
   * arrives later.
   */
  readonly answered: boolean;
  constructor(
    kind: ChatErrorKind,
    reason: string,
    retryAfterMs: number | null = null,
    maybeDone = false,
    answered = false,
  ) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
    this.maybeDone = maybeDone;
    this.answered = answered;
  }
}

/** For `catch`: returns what `instead` returns for a ChatError that `fits`, and throws every other error, such as a bug. */
export function ifChatError<T>(instead: (error: ChatError) => T, fits = (_: ChatError) => true): (error: unknown) => T {
  return (error) => {
    if (error instanceof ChatError && fits(error)) return instead(error);
    throw error;
  };
}
