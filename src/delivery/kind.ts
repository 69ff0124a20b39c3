import type { Severity } from '../domain/alert/severity.ts';
import type { DeliveryOf, HowMade } from '../domain/delivery/delivery.ts';
import type { About, AboutOf, Kind } from '../domain/delivery/kinds.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Messages } from '../messages/messages.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { FeatureSettings, World } from '../ports/world.ts';
import type { Card } from '../view/view.ts';
import type { Unaddressed } from './transitions.ts';

/** The card of a delivery, and how it is sent. */
export interface MadeCard {
  card: Card;
  /** The revision of what the delivery is about that the card shows. */
  revision: number;
  /** The words of the card's language; absent when it is the reader's language. */
  messages?: Messages;
  /** True for a reply that the whole channel sees. */
  aloud?: boolean;
  /** Why its reader gets it, where that is no administrator, nor a channel of the contact or of the admins. */
  why?: string;
  /** Nobody needs the message any more: it is deleted, and shows the card where the platform does not allow that. */
  over?: boolean;
  /** It cannot wait: in the admin channel it mentions the admins. */
  mentionsAdmins?: boolean;
}

/** A delivery for admins, wherever they are notified. */
export type ForAdmins = Unaddressed;

/**
 * The reason why admins get something in place of a delivery: its channel refuses all, or this card alone; it waits too long; or
 * its channel is the admin channel no more.
 */
export type InsteadReason = 'refused' | 'cardRefused' | 'late' | 'formerAdminChannel';

/** An alert that a delivery shows for the first time: its severity, and when it was accepted (ISO 8601, UTC). */
interface FirstShown {
  severity: Severity;
  acceptedAt: string;
}

/** The consequences of a refusal, in addition to the news that the channel refuses. */
export interface AfterRefusal {
  /** The deliveries that admins get in its place. */
  instead: readonly ForAdmins[];
  /** True for an urgent delivery that admins do not get in its place: the news mentions them. */
  urgent: boolean;
}

/**
 * The card and the hooks of one kind of delivery, from the feature that it belongs to; most kinds have a card alone:
 * `faqAnswer: { card: questionCard, afterOutcome: afterAnswer }`. Its facts are in `domain/delivery/kinds.ts`. Hooks that take
 * a `tx` run in the change in which the delivery changes.
 */
interface DeliveryKind<K extends Kind> {
  /** Makes the card as things stand now. Returns null when there is nothing to show any more. */
  card(delivery: DeliveryOf<K>, world: World, how: HowMade): Promise<MadeCard | null>;
  /** Returns what this may reply to: the first of these that the same channel has. Absent for a message that stands alone. */
  parents?(about: AboutOf<K>): readonly About[];
  /**
   * Returns the message that this replies to, by the platform's id, where that is none of the bot's own. Nobody misses such a reply:
   * when it is refused, it is dropped, and no admin hears of that.
   */
  thread?(about: AboutOf<K>): string;
  /** Returns those of these people whom the message mentions when it is posted now. Absent when it mentions all of them. */
  mayCall?(tx: Tx, delivery: DeliveryOf<K>, people: readonly Identity[], at: string): Promise<readonly Identity[]>;
  /** Runs when the delivery was posted, dropped or refused. */
  afterOutcome?(tx: Tx, delivery: DeliveryOf<K>, at: string): Promise<void>;
  /** Returns the alert that nobody was shown before this was posted; null when there is none whose delay is measured. */
  firstShown?(reader: Reader, delivery: DeliveryOf<K>): Promise<FirstShown | null>;
  /** Runs when somebody else may have what it is about: it was enqueued for admins, dropped, refused, or is tried again. */
  reachChanged?(tx: Tx, about: AboutOf<K>): Promise<void>;
  /**
   * Runs when its channel refused it. Absent when admins get what `instead` returns: only an alert's own card is routed again by a
   * refusal.
   */
  refused?(tx: Tx, delivery: DeliveryOf<K>, at: string): Promise<AfterRefusal>;
  /**
   * Returns its rank when a destination that refused it takes messages again; `over` when nobody needs it any more, and `elsewhere`
   * when it is not for that channel now.
   */
  retryRank?(
    tx: Tx,
    delivery: DeliveryOf<K>,
    how: { at: string; settings: FeatureSettings },
  ): Promise<'over' | 'elsewhere' | number>;
  /** Returns the rank with which it is posted again when its edit is refused; null when nobody misses anything. */
  repostRank?(tx: Tx, delivery: DeliveryOf<K>): Promise<number | null>;
  /** Returns what admins get in its place. Absent when they get nothing, or the delivery itself when it is `forAdmins`. */
  instead?(reader: Reader, delivery: DeliveryOf<K>, why: InsteadReason): Promise<readonly ForAdmins[]>;
}

/** A hook of a kind of delivery, or of several kinds: `Hook<'digest', 'card'>`. */
export type Hook<K extends Kind, H extends keyof DeliveryKind<K>> = NonNullable<DeliveryKind<K>[H]>;

/** Every kind of delivery with its hooks: one that is forgotten does not compile. */
export type DeliveryKinds = { readonly [K in Kind]: DeliveryKind<K> };

/** Returns the hooks of a delivery's kind. */
export function kindOf<K extends Kind>(kinds: DeliveryKinds, { about }: { about: AboutOf<K> }): DeliveryKind<K> {
  return kinds[about.kind];
}
