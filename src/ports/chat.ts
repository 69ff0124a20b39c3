import type { Destination } from '../domain/delivery/delivery.ts';
import type { Channel, Identity } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import type { Card } from '../view/view.ts';

// ── Chat ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A person of the organisation, as a platform knows them. */
export interface Member {
  kind: 'member';
  id: Identity;
  name: string;
  email: string | null;
  /** Null when the platform does not know, or knows one that we do not speak. */
  locale: Locale | null;
  /** IANA zone as the platform knows it. */
  timezone: string | null;
}

/** A person as a platform knows them: a member, or somebody who may not use the bot, and why. */
export type Person =
  | Member
  | { kind: 'stranger'; id: Identity; why: 'guest' | 'bot' | 'other organisation' | 'deactivated' | 'not found' };

/** What a platform says of a channel, as far as the bot may see it. */
export type ChannelFacts =
  /** The bot is in it and can post. `open`: everybody of the organisation can read it. `external`: guests or people of other organisations can, or nobody can tell. */
  | { kind: 'joined'; name: string; open: boolean; external: boolean }
  /** The bot is not in it, and may join by itself. `open` and `external` as above. */
  | { kind: 'joinable'; name: string; open: boolean; external: boolean }
  /** It exists, and somebody has to add the bot. Null where the platform hides its name from who is not in it. */
  | { kind: 'not joined'; name: string | null }
  | { kind: 'archived'; name: string }
  | { kind: 'not found' };

/** A posted message; what `update` needs to edit it, and a reply to hang on it. `message` is the platform's own id. */
export interface Posted {
  to: Destination;
  /** Null when the platform took the message and did not say its id: it is there, and can be neither edited nor replied to. */
  message: string | null;
}

/**
 * What a platform does not let the bot do until whoever runs the bot mends it: its credentials are refused, or it lacks
 * permissions, by the platform's own names. `mute`: without them nothing can be posted.
 */
export type Hindrance =
  | { kind: 'credentials'; reason: string }
  | { kind: 'permissions'; missing: readonly string[]; mute: boolean };

/** What goes along with a new message. */
export interface PostHow {
  /** Goes along as metadata, so that `find` can tell whether the message is there. */
  deliveryId: string;
  /** The message in whose thread it belongs; null for a message of its own. */
  thread: string | null;
  /** A reply that the channel shows too, where the platform notifies nobody of a reply. */
  aloud?: boolean;
}

/** When a delivery was last tried. */
export interface Tried {
  /** By this machine's clock. */
  at: string;
  /** By the platform's own clock; null where that was not known. */
  there: string | null;
  /** Whether the platform answered it, with a fault of its own: then nothing of it comes after that answer. */
  answered: boolean;
}

/** A platform as the core uses it. Every call rejects with ChatError, and with nothing else, and takes at most its time-out. */
export interface Chat {
  /** `fresh` asks the platform now; otherwise an answer up to 5 minutes old will do. At most 1 s. */
  person(id: Identity, fresh: boolean): Promise<Person>;
  /** Where one person has several identities (one in each workspace of a company), the one under which the bot met them first; else the same. */
  firstMet(id: Identity): Identity;
  /** The member whose own address it is; null for nobody who is active. At most 1 s. */
  byEmail(address: string): Promise<Member | null>;
  /** At most 1 s. */
  channel(address: string): Promise<ChannelFacts>;
  /** Joins a channel that is `joinable`, and only once somebody wants it there. False where somebody has to add the bot. At most 1 s. */
  join(address: string): Promise<boolean>;
  /** Whether the person is in the channel's member list. At most 1 s. */
  hasMember(address: string, id: Identity): Promise<boolean>;
  /** Channels that the bot has been in; empty where the platform's own picker knows better. */
  knownChannels(): Promise<readonly { channel: Channel; name: string }[]>;
  /** Time from an answer to the next call to the same channel. */
  postIntervalMs: number;
  /** A new message. Rejects within 10 s; the outcome of `unreachable` without `retryAfterMs` is unknown. */
  post(to: Destination, card: Card, how: PostHow): Promise<Posted>;
  /** Edits a message that was posted. Rejects with `gone` when its id is not known. */
  update(posted: Posted, card: Card): Promise<void>;
  /** Deletes a message that was posted. Rejects with `gone` when it is not there, and with `refused` where the platform does not let the bot. */
  remove(posted: Posted): Promise<void>;
  /**
   * The message of that delivery, which was last tried then, if the platform has it; `absent` only once it can no longer
   * arrive; `unknowable` where the platform cannot tell. Rejects with `retryAfterMs` while it may still arrive, or more is to
   * be read.
   */
  find(to: Destination, how: PostHow, tried: Tried): Promise<Posted | 'absent' | 'unknowable'>;
  /** The address at which people open a message that was posted in a channel; null where there is none, or it is not known. */
  linkTo(posted: Posted): Promise<string | null>;
  /** The platform's own clock, ISO 8601 in UTC, as its answers told it; null before the first one, or when it tells none. */
  time(): string | null;
  /** Null while it lets the bot do all that it needs, and while that is not known. */
  hindrance(): Hindrance | null;
  /** A file to one person, in private. `offered`: they are asked first. `impossible`: this client knows no files. */
  upload(
    id: Identity,
    file: { name: string; type: string; content: string },
    comment: string,
  ): Promise<'sent' | 'offered' | 'impossible'>;
}

/**
 * `refused`: the platform said no, whatever the card, and would again. `card`: it does not take this card as it is (too
 * long, or something in it), which says nothing of the channel; a shorter one may go. `gone`: the message to be edited is not there any more, or takes no edits. `lockedOut`: it lets the bot in
 * nowhere for now (credentials, plan, a proxy), which says nothing of the channel. `unreachable`: no answer, too slow, or busy.
 */
export type ChatErrorKind = 'refused' | 'card' | 'gone' | 'lockedOut' | 'unreachable';

/** A call to a platform that failed. */
export class ChatError extends Error {
  override name = 'ChatError';
  readonly kind: ChatErrorKind;
  /** The platform's own code, for logs and metrics: `channel_not_found`, `timeout`. */
  readonly reason: string;
  readonly retryAfterMs: number | null;
  /** Whether it may have happened all the same: a lost answer, a 5xx. False when it certainly did not: a 429, no connection. */
  readonly maybeDone: boolean;
  /** Whether the platform itself answered, with a fault of its own: what it did of the call, it did before that. */
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

/** For `catch`: returns `instead` for a ChatError that `fits`, and throws everything else. */
export function ifChatError<T>(fits: (error: ChatError) => boolean, instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ChatError && fits(error)) return instead;
    throw error;
  };
}
