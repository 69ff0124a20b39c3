/** The place in a mailbox up to which its mails were taken, as the store keeps it. */

import { z } from 'zod';
import { orNull } from '../../../src/domain/or-null.ts';
import type { Cursor } from '../../../src/ports/collections.ts';

const MailPlace = z.object({
  mailbox: z.string(),
  /** The delta link, as a path below the address of Graph; null before the first. */
  link: z.string().nullable(),
  /** When the newest mail was received; at first, the time from which mails count. ISO 8601, UTC. */
  newest: z.iso.datetime(),
});
/** A place in a mailbox. */
export type MailPlace = z.infer<typeof MailPlace>;

/** Returns the id of a tenant's row. */
export function cursorOf(tenantId: string): string {
  return `mail:${tenantId}`;
}

/** Returns the place of the row; null where there is none, or that of another mailbox. */
export function placeOf(row: Cursor | null, mailbox: string): MailPlace | null {
  const place = MailPlace.safeParse(orNull(() => JSON.parse(row?.value ?? ''))).data;
  if (!place || place.mailbox !== mailbox) return null;
  return place.link === null || isInboxLink(place.link, mailbox) ? place : { ...place, link: null };
}

/** How long (ms) before the first look a mail may have come that is taken. */
const beforeMs = 24 * 3_600_000;

/** Returns the place where the first look begins. */
export function beginAt(mailbox: string, now: string): MailPlace {
  return { mailbox, link: null, newest: new Date(Date.parse(now) - beforeMs).toISOString() };
}

/** How long (ms) back the first look may reach where it failed until now, or where the clock was far behind. */
const firstReachMs = 30 * 24 * 3_600_000;

/**
 * Returns the place as this look is to begin: a clock that was ahead at the first look would leave out all mails until then, and one that
 * was far behind would take those of years.
 */
export function asOf(place: MailPlace, now: string): MailPlace {
  if (place.newest > now) return beginAt(place.mailbox, now);
  const earliest = new Date(Date.parse(now) - firstReachMs).toISOString();
  return place.link === null && place.newest < earliest ? { ...place, newest: earliest } : place;
}

const inboxPath = /^\/v1\.0\/users(?:\/|\(')([^/']+)(?:'\))?\/mailfolders(?:\/|\(')[^/']+(?:'\))?\/messages\/delta$/i;

/**
 * Returns whether a path with its query leads to the mails of the mailbox's folder. Graph writes keys in two ways, and may write its own
 * ids in place of an address and of `inbox`.
 */
export function isInboxLink(link: string, mailbox: string): boolean {
  const [path = ''] = link.split('?');
  const [, key = ''] = inboxPath.exec(path) ?? [];
  const address = (orNull(() => decodeURIComponent(key)) ?? '').toLowerCase();
  return address !== '' && (address === mailbox || !address.includes('@'));
}
