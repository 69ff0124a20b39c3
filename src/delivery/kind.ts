import type { About, AboutOf, DeliveryOf, HowMade } from '../domain/delivery/delivery.ts';
import type { Words } from '../messages/words.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { FeatureSettings, World } from '../ports/world.ts';
import type { Card } from '../view/view.ts';
import type { DeliveryRequest } from './transitions.ts';

/** The card of a delivery, and how it is sent. */
export interface MadeCard {
  card: Card;
  revision: number;
  /** The words in which it is said; absent where they are its reader's. */
  words?: Words;
  /** Said to the whole channel, although it is a reply. */
  aloud?: boolean;
  /** Nobody needs the message any more: it is deleted, and shows the card where the platform does not allow that. */
  over?: boolean;
  /** It cannot wait: where it is told in the admin channel, it calls the admins by name. */
  callsAdmins?: boolean;
}

/** What admins are to get, wherever they are told. */
export type ForAdmins = Omit<DeliveryRequest, 'to'>;

/** Why admins get something instead of a delivery: its channel refuses, or this card alone; it waits too long; the channel is the admins' no more. */
export type Why = 'refused' | 'cardRefused' | 'late' | 'astray';

/** What a refusal means beside the news that the channel refuses. */
export interface AfterRefusal {
  instead: readonly ForAdmins[];
  /** Admins do not get it in its place, although it cannot wait: the news calls them. */
  urgent: boolean;
}

/**
 * What the outbox has to know of one kind of delivery, from the feature that it belongs to. Hooks that take a `tx` run in the
 * change in which the delivery changes.
 */
export interface DeliveryKind<K extends About['kind']> {
  /** Makes the card as things stand now; null when there is nothing to show any more. */
  card(delivery: DeliveryOf<K>, world: World, how: HowMade): Promise<MadeCard | null>;
  /** What this is a reply to: the first of these that the same channel has. Absent for what stands alone. */
  parents?(about: AboutOf<K>): readonly About[];
  /** Before anything else of a queue goes. */
  beforePost?(queue: string, world: World): Promise<void>;
  /** It was posted, dropped or refused. */
  settled?(tx: Tx, delivery: DeliveryOf<K>, at: string): Promise<void>;
  /** Who has what it is about may have changed: admins are owed it, or it was dropped, refused or is tried again. */
  moved?(tx: Tx, about: AboutOf<K>): Promise<void>;
  /** Its channel refused it. Absent where admins get what `instead` says. */
  refused?(tx: Tx, delivery: DeliveryOf<K>, at: string): Promise<AfterRefusal>;
  /** What refused it takes messages again: returns how urgent it is now. `over`: nobody needs it any more. `elsewhere`: it is not for that channel now. */
  again?(
    tx: Tx,
    delivery: DeliveryOf<K>,
    how: { at: string; settings: FeatureSettings },
  ): Promise<'over' | 'elsewhere' | number>;
  /** How urgently it is posted anew when its edit is refused; null when nobody misses anything. */
  missed?(tx: Tx, delivery: DeliveryOf<K>): Promise<number | null>;
  /** The tenant and the alert that it is about, for the news that it could not be delivered. */
  concerns?(reader: Reader, about: AboutOf<K>): Promise<{ tenantId: string | null; alert: string | null }>;
  /** What admins get when they are told in its place. Absent: nothing, or itself where it is `forAdmins`. */
  instead?(reader: Reader, delivery: DeliveryOf<K>, why: Why): Promise<readonly ForAdmins[]>;
  /** Admins have to know it: it follows to each of them when the admin channel does not take it, and waits while nobody can be told. */
  forAdmins?: true;
  /** Admins hear when it waits for a quarter of an hour: always, or only when it is as urgent as a high alert. */
  late?: 'always' | 'high';
  /** It comes unasked and cannot be put off: at its end it says why it came. */
  unasked?: true;
}

/** Every kind of delivery: one that is forgotten does not compile. */
export type DeliveryKinds = { readonly [K in About['kind']]: DeliveryKind<K> };

/** What admins have to know. */
export const adminNews = { forAdmins: true, late: 'always', unasked: true } as const;

/** Returns the kind of a delivery. */
export function kindOf<K extends About['kind']>(
  kinds: DeliveryKinds,
  { about }: { about: AboutOf<K> },
): DeliveryKind<K> {
  return kinds[about.kind];
}
