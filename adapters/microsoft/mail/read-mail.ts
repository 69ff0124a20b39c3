/** Makes an alert of a mail, as Graph shows it. What is missing or of another type makes it less certain, and is no reason to lose it. */
import { z } from 'zod';
import type { PolledEvent } from '../../../src/alerts/sources/accept-polled.ts';
import { AlertIn } from '../../../src/domain/alert/alert.ts';
import { descriptionOf, titleOf } from '../../../src/domain/alert/sent-text.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { hashedId } from '../../webhook/presets/read-body.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { isVerified } from './authentication-results.ts';

/** A mail of the list. */
export interface ListedMail {
  /** Graph's immutable id. */
  id: string;
  /** The address that its From claims, in small letters. */
  from: string;
  /** As Graph has them, of whatever type. */
  subject?: unknown;
  receivedDateTime?: unknown;
}

/** What one mail is read with. `now` is the time of the look, ISO 8601 in UTC. */
export interface MailContext {
  /** The id of the partner tenant, and the name of its mail as a source. */
  tenantId: string;
  source: string;
  mail: NonNullable<MicrosoftTenant['mail']>;
  known: KnownIds;
  now: string;
}

/** The ids, in small letters, that make sense to people where a mail names them. */
export interface KnownIds {
  customers: ReadonlySet<string>;
  subscriptions: ReadonlySet<string>;
}

const Claim = z.object({ from: z.object({ emailAddress: z.object({ address: z.string() }) }) });

/** Returns the address that an item of the list claims in its From, in small letters; null where it has none. */
export function claimedFrom(item: unknown): string | null {
  return Claim.safeParse(item).data?.from.emailAddress.address.trim().toLowerCase() ?? null;
}

const Received = z.object({ receivedDateTime: AlertIn.shape.detectedDateTime });

/** Returns when the item was received, ISO 8601 in UTC; null where it does not say so, or where that is later than `now`. */
export function receivedAt(item: unknown, now: string): string | null {
  const at = Received.safeParse(item).data?.receivedDateTime;
  return at !== undefined && at <= now ? at : null;
}

/** Returns the id that the mail's alert has at its source. A long one is hashed. */
export function idOf({ id }: Pick<ListedMail, 'id'>): string {
  return AlertIn.shape.id.safeParse(id).success ? id : hashedId([id]);
}

const Body = z.object({ body: z.object({ content: z.string() }) });
const WithHeaders = z.object({ internetMessageHeaders: z.unknown() });

/** `message` is the mail as it was asked for by itself, with its headers and text; null where Graph does not give it. */
export function readMail(listed: ListedMail, message: unknown, context: MailContext): PolledEvent {
  const { tenantId, source, mail, known, now } = context;
  const verified = isVerified(WithHeaders.safeParse(message).data?.internetMessageHeaders, listed.from);
  const text = Body.safeParse(message).data?.body.content ?? null;
  const { text: description, notes } = shortened(text ?? '');
  const ids = verified ? idsIn(text ?? '') : [];
  const received = receivedAt(listed, now);
  const subject = typeof listed.subject === 'string' ? listed.subject.slice(0, maxSubject) : '';
  return {
    content: {
      id: idOf(listed),
      source,
      partnerTenantId: tenantId,
      displayName: titleOf([cleanedLine(subject)]) ?? listed.from,
      description,
      severity: verified && mail.high.includes(listed.from) ? 'high' : 'medium',
      ...{ alertType: null, confidenceLevel: null },
      customerTenantId: ids.find((id) => known.customers.has(id)) ?? null,
      subscriptionId: ids.find((id) => known.subscriptions.has(id)) ?? null,
      detectedDateTime: received ?? now,
      affectedResources: [],
      isTest: false,
    },
    notes: {
      ...notes,
      mailFrom: listed.from,
      ...(verified ? {} : { unverified: true }),
      ...(text === null ? { noText: true } : {}),
    },
    over: null,
    ...(received === null ? { undated: true } : {}),
  };
}

/** The most characters of a subject that are read; a title has fewer. */
const maxSubject = 2_000;
/** The most characters at the beginning and at the end of a text that are read: many times what a description holds. */
const read = { first: 90_000, last: 10_000 };

/** Returns the text as a description. What is far beyond it is left out before it is cleaned. */
function shortened(text: string): ReturnType<typeof descriptionOf> {
  const left = text.length - read.first - read.last;
  if (left <= 0) return descriptionOf([text]);
  const { text: short, notes } = descriptionOf([text.slice(0, read.first) + text.slice(-read.last)]);
  return { text: short, notes: { cut: (notes.cut ?? 0) + left } };
}

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Returns the GUIDs in a text, in small letters and in their order. */
function idsIn(text: string): string[] {
  const found = text.slice(0, read.first).match(guid) ?? [];
  return [...new Set(found.map((id) => id.toLowerCase()))];
}
