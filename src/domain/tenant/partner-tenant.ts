import dayjs from 'dayjs';
import { z } from 'zod';
import { cleanedLine } from '../text/clean-text.ts';
import { isTimezone } from '../time/zones.ts';
import { CalendarAddress } from './calendar-address.ts';
import { type ContactKey, contactFields, type PortalPart, phoneOf, portalPartsOf } from './contact-fields.ts';
import { customerKey, sortedCustomers } from './customers.ts';
import type { Disowned } from './disowned.ts';
import { Channel, expected, Identity, isFormer, PersonId, shownLimits } from './identity.ts';
import { commonLocale, Locale } from './locales.ts';
import type { CalendarCopy, CalendarKey, Override } from './rota.ts';

const Instant = z.iso.datetime({ offset: true }).nullable().default(null);
const By = Identity.nullable().default(null);
const Callable = Identity.refine((id) => !isFormer(id), { error: expected.person });

/** Microsoft's types of partner. */
export const PartnerType = z.enum(['directBill', 'indirectProvider', 'indirectReseller']);
/** A type of partner. */
export type PartnerType = z.infer<typeof PartnerType>;

/**
 * The longest values, in characters. Microsoft documents none for its form; these are AWS' for the same record (name 64,
 * e-mail 254, phone 25). Channels and people are as many as a list with ticks shows.
 */
export const limits = {
  ...{ name: 64, email: 254, phone: 25, tenantName: 100 },
  ...{ channels: shownLimits.ticks, onCall: shownLimits.ticks },
  ...{ calendarName: 80, calendarNames: 50 },
  ...{ customerName: 100, customers: 2_000 },
} as const;

const name = (longest: number) => z.string().max(longest).overwrite(cleanedLine);

/**
 * Returns true when a text holds no address and no markup, since people copy names into Partner Center. States of older versions may hold
 * other names.
 */
export const isName = (text: string): boolean => !/[<>]|:\/\/|\bwww\.|\S@\S/i.test(text);

const notAName = { error: 'must be a name, without addresses and without < or >' };
const ownName = name(limits.name).refine(isName, notAName);
/** A number in E.164 that can exist, for example `+33142685300`. */
const phone = z
  .string()
  .regex(/^\+[1-9]\d{3,14}$/)
  .refine((number) => phoneOf(number) === number, {
    error: 'there is no such telephone number',
    when: ({ issues }) => issues.length === 0,
  });
const timezone = z
  .string()
  .max(60)
  .refine(isTimezone, { error: 'must be an IANA time zone, for example Europe/Paris' });

/** The fields of a contact that people enter. `contactFields` has a row for each. */
export const DeclaredContact = z.strictObject({
  kind: z.enum(['person', 'group']),
  firstName: ownName.min(1),
  middleName: ownName.default(''),
  lastName: ownName.default(''),
  email: z.email().max(limits.email),
  phone,
  locale: Locale.default(commonLocale),
  timezone: timezone.default('UTC'),
  channels: z.array(Channel).max(limits.channels).default([]),
  /** People and groups. */
  onCall: z.array(Callable).max(limits.onCall).default([]),
  /** The second level, which is called when the first does not answer; absent in older states. */
  onCall2: z.array(Callable).max(limits.onCall).optional(),
  /** The addresses of calendars that say who is on call; null or absent for none. */
  onCallCalendar: CalendarAddress.nullable().optional(),
  onCall2Calendar: CalendarAddress.nullable().optional(),
  /** People by the names that they have in the summaries of the calendars' events. */
  calendarNames: z
    .record(z.string().min(1).max(limits.calendarName), PersonId)
    .refine((names) => Object.keys(names).length <= limits.calendarNames, {
      error: `may have at most ${limits.calendarNames} entries`,
    })
    .optional(),
});
/** The fields of a contact that people enter. */
export type DeclaredContact = z.infer<typeof DeclaredContact>;

/**
 * A security contact: the organisation's copy of what Partner Center holds under Legal info, Security contact, and what people attested
 * about it.
 */
export const Contact = DeclaredContact.extend({
  phone24x7At: Instant,
  phone24x7By: By,
  confirmedAt: Instant,
  confirmedBy: By,
  attestedAt: Instant,
  attestedBy: By,
});
/** A security contact. */
export type Contact = z.infer<typeof Contact>;

/** A partner tenant as the register's file holds it. */
export const PartnerTenant = z.strictObject({
  id: z.guid().transform((id) => id.toLowerCase()),
  name: name(limits.tenantName).min(1),
  partnerType: PartnerType,
  /** The month, 1 to 12, in which the organisation joined the CSP programme. */
  anniversaryMonth: z.int().min(1).max(12).nullable().default(null),
  manager: PersonId.nullable().default(null),
  fraudChannels: z.array(Channel).max(limits.channels).default([]),
  /** The names of its customers, by tenant id or domain; absent in older states. */
  customers: z
    .record(z.string().regex(customerKey), name(limits.customerName).min(1).refine(isName, notAName))
    .overwrite(sortedCustomers)
    .refine((customers) => Object.keys(customers).length <= limits.customers, {
      error: `may have at most ${limits.customers} entries`,
    })
    .optional(),
  complianceAttestedAt: Instant,
  complianceAttestedBy: By,
  /** The time at which somebody retired it, in UTC; absent or null for a tenant that is not retired. */
  retiredAt: z.iso
    .datetime({ offset: true })
    .overwrite((at) => new Date(at).toISOString())
    .nullable()
    .optional(),
  contact: Contact.nullable().default(null),
});
/** A partner tenant as the register's file holds it. */
export type PartnerTenant = z.infer<typeof PartnerTenant>;

/**
 * The last change of the fields that people enter. Confirming and attesting do not count. The number is 0 for a contact that was never
 * saved.
 */
export interface Revision {
  number: number;
  at: string | null;
  by: Identity | null;
}

/** A channel that was removed, and gets high alerts until a time. A former fraud channel gets those about Azure fraud alone. */
export interface FormerChannel {
  channel: Channel;
  until: string;
  fraud: boolean;
}

/** A partner tenant as the store holds it. */
export interface StoredTenant extends PartnerTenant {
  revision: Revision;
  /** The time at which its channels were changed, while its open alerts have still to go to the new ones; absent otherwise. */
  rerouting?: string;
  /** The removed channels that still get high alerts; absent in states before version 2. */
  formerChannels?: readonly FormerChannel[];
  /** The time of the last answer to an alert or a drill that a channel of the contact has, or that came from there. */
  provenAt?: string;
  /** The time at which a drill last began; absent before the first. */
  drilledAt?: string;
  /** The time at which a drill was last left unanswered. */
  missedDrillAt?: string;
  /** The last good copies of its calendars; absent before the first. */
  calendars?: Readonly<Partial<Record<CalendarKey, CalendarCopy>>>;
  /** Who is on call for a while, whatever lists and calendars say; absent for nobody. */
  overrides?: readonly Override[];
  /** When its contact and people were removed, 30 days after it was retired; absent before that. */
  clearedAt?: string;
  /** The changes that people disowned; absent before the first. */
  disowned?: Disowned;
  /**
   * The fields of Partner Center's form that changed since somebody last attested that it shows the same, or since the contact was
   * recorded; absent when none did.
   */
  changedSinceAttested?: readonly ContactKey[];
}

/** Returns the parts of the contact of which Partner Center may still have the old values; none where nobody knows which. */
export function oldInPortal({ contact, changedSinceAttested = [] }: StoredTenant): PortalPart[] {
  return contact?.attestedAt === null ? portalPartsOf(changedSinceAttested) : [];
}

/** Returns the fields of Partner Center's form that changed since the last attestation, after these changes; none of a first contact. */
export function changedSinceAttested(before: StoredTenant | null, changes: readonly { field: string }[]): ContactKey[] {
  if (!before?.contact) return [];
  const earlier = before.contact.attestedAt ? [] : (before.changedSinceAttested ?? []);
  const changed: readonly string[] = [...earlier, ...changes.map(({ field }) => field)];
  return contactFields.flatMap(({ key, portal }) => (portal && changed.includes(key) ? key : []));
}

/** Returns every channel where alerts of a tenant are worked: the contact's, then those for Azure fraud. A channel of both comes twice. */
export function channelsOf({ contact, fraudChannels }: Pick<StoredTenant, 'contact' | 'fraudChannels'>): Channel[] {
  return [...(contact?.channels ?? []), ...fraudChannels];
}

/** The organisation's own channels, which serve all its tenants. */
export const Organisation = z.strictObject({
  adminChannel: Channel.nullable().default(null),
  expertsChannel: Channel.nullable().default(null),
});
/** The organisation's own channels. */
export type Organisation = z.infer<typeof Organisation>;

/** Returns the name of a contact. A group has one name, a person up to three. */
export function fullName(contact: Pick<Contact, 'kind' | 'firstName' | 'middleName' | 'lastName'>): string {
  if (contact.kind === 'group') return contact.firstName;
  return [contact.firstName, contact.middleName, contact.lastName].filter(Boolean).join(' ');
}

/** Returns true when Partner Center's form asks for a last name that is not recorded: there a group needs one too. */
export function needsLastName({ kind, lastName }: Pick<Contact, 'kind' | 'lastName'>): boolean {
  return kind === 'group' && lastName === '';
}

/**
 * Returns the time at which somebody last confirmed or saved the record, since saving it shows all of it. An import does not count. Null
 * for never.
 */
export function seenAt({ contact, revision }: Pick<StoredTenant, 'contact' | 'revision'>): string | null {
  const times = [contact?.confirmedAt ?? null, revision.by === null ? null : revision.at].filter((at) => at !== null);
  return times.toSorted().at(-1) ?? null;
}

/** The addresses of Microsoft's pages. Source: https://learn.microsoft.com/partner-center/security/security-contact */
export const portal = {
  securityContact: 'https://partner.microsoft.com/dashboard/account/v3/organization/legalinfo#csp',
  securityAlerts: 'https://partner.microsoft.com/dashboard/commerce2/insights/security/alerts',
  userManagement: 'https://partner.microsoft.com/dashboard/account/usermanagement',
  aboutSecurityContact: 'https://learn.microsoft.com/partner-center/security/security-contact',
  aboutComplianceAdmin: 'https://learn.microsoft.com/partner-center/compliance-admin-role',
} as const;

/* Knows what a retired partner tenant is: nobody is reminded of it, no alert is routed by it alone, and its rows stay for the history. */

/** Days for which a retired tenant can be taken back, and its former channels still get its alerts. */
const restorableDays = 30;

type Retirable = Pick<StoredTenant, 'retiredAt'>;

/** Returns true for a tenant that somebody retired, however long ago. */
export function isRetired({ retiredAt }: Retirable): boolean {
  return (retiredAt ?? null) !== null;
}

/** Returns the time until which a retired tenant can be taken back (ISO 8601, UTC); null for a tenant that is not retired. */
export function restorableUntil({ retiredAt }: Retirable): string | null {
  return retiredAt ? dayjs(retiredAt).add(restorableDays, 'day').toISOString() : null;
}

/** Returns true for a tenant that was retired in the last 30 days. */
export function isRestorable(tenant: Retirable, now: string): boolean {
  return (restorableUntil(tenant) ?? '') > now;
}

/** Returns the tenants that are not retired. */
export function activeAmong<T extends Retirable>(tenants: readonly T[]): readonly T[] {
  return tenants.filter((tenant) => !isRetired(tenant));
}

/**
 * Returns the tenant of alerts that name none: the only one that is not retired. Null when there are several, or where one was
 * retired in the last 30 days, since the alerts may have been its own.
 */
export function tenantOfUnnamed<T extends Retirable>(tenants: readonly T[], now: string): T | null {
  const [only = null, ...others] = activeAmong(tenants);
  return others.length > 0 || tenants.some((tenant) => isRestorable(tenant, now)) ? null : only;
}
